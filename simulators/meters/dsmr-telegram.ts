/** A Dutch smart meter with a P1 dongle that forwards every telegram as it came. Objects and checksum typed from DSMR P1 5.0.2. */
import { type Dialect, PHASE_LETTERS, type Sample } from './dialect.ts';

/** Netherlands: UTC+2 from the last Sunday of March to that of October, 01:00 UTC. */
const DAY_MS = 86_400_000;

export const dsmrTelegram: Dialect = {
  id: 'dsmr-telegram',
  topics: (device) => [`${device}/telegram`],
  hello: () => [],
  events: () => [],
  state: () => [],
  readings: (device, s) => [{ topic: `${device}/telegram`, payload: telegramOf(s) }],
};

function telegramOf(s: Sample): string {
  const lines = ['/SIM5gridwitness', '', '1-3:0.2.8(50)', `0-0:1.0.0(${p1Time(s.endMs)})`];
  lines.push('0-0:96.7.21(00005)', '0-0:96.7.9(00001)', '1-0:99.97.0()');
  for (const [n, phase] of PHASE_LETTERS.entries()) {
    if (s.u[phase] === undefined) continue;
    const [volt, ampere, taken] = [`${3 + 2 * n}2`, `${3 + 2 * n}1`, `${2 + 2 * n}1`];
    lines.push(`1-0:${volt}.32.0(0000${n + 2})`);
    lines.push(`1-0:${volt}.7.0(${s.u[phase].toFixed(1).padStart(5, '0')}*V)`);
    lines.push(`1-0:${ampere}.7.0(${(s.i?.[phase] ?? 0).toFixed(2).padStart(6, '0')}*A)`);
    lines.push(`1-0:${taken}.7.0(${((s.p?.[phase] ?? 0) / 1000).toFixed(3).padStart(6, '0')}*kW)`);
  }
  const signed = `${lines.join('\r\n')}\r\n!`;
  return `${signed}${checksum(signed).toString(16).toUpperCase().padStart(4, '0')}\r\n`;
}

function p1Time(ms: number): string {
  const summer = isSummer(ms);
  const wall = new Date(ms + (summer ? 2 : 1) * 3_600_000).toISOString();
  return `${wall.slice(2, 19).replace(/[^0-9]/g, '')}${summer ? 'S' : 'W'}`;
}

function isSummer(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  const lastSunday = (month: number) => {
    const last = Date.UTC(year, month + 1, 0);
    return last - new Date(last).getUTCDay() * DAY_MS + 3_600_000;
  };
  return ms >= lastSunday(2) && ms < lastSunday(9);
}

/** x^16 + x^15 + x^2 + 1, least significant bit first, over everything from `/` to `!`. */
function checksum(text: string): number {
  let register = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      const carry = register % 2;
      register = Math.floor(register / 2);
      if (carry === 1) register ^= 0xa001;
    }
  }
  return register;
}
