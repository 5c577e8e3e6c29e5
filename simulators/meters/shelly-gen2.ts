/** Shelly Pro 3EM (second generation): a status document, and the same as a notification with a Unix clock. */
import { type Dialect, PHASE_LETTERS, type Sample } from './dialect.ts';

export const shellyGen2: Dialect = {
  id: 'shelly-gen2',
  topics: (device) => [`${device}/status/em:0`, `${device}/events/rpc`, `${device}/online`],
  hello: (device) => [{ topic: `${device}/online`, payload: 'true', retain: true }],
  lastWill: (device) => ({ topic: `${device}/online`, payload: 'false', retain: true }),
  events: () => [],
  state: () => [],
  readings: (device, s) => {
    const status = statusOf(s);
    return [
      { topic: `${device}/status/em:0`, payload: JSON.stringify(status) },
      {
        topic: `${device}/events/rpc`,
        payload: JSON.stringify({
          src: device,
          dst: `${device}/events`,
          method: 'NotifyStatus',
          params: { ts: Math.round(s.endMs / 10) / 100, 'em:0': status },
        }),
      },
    ];
  },
};

function statusOf(s: Sample): Record<string, unknown> {
  const out: Record<string, unknown> = { id: 0 };
  let watts = 0;
  let amps = 0;
  for (const phase of PHASE_LETTERS) {
    const u = s.u[phase];
    if (u === undefined) continue;
    const k = phase.toLowerCase();
    const i = s.i?.[phase] ?? 0;
    const p = s.p?.[phase] ?? 0;
    out[`${k}_current`] = round(i, 3);
    out[`${k}_voltage`] = round(u, 1);
    out[`${k}_act_power`] = round(p, 1);
    out[`${k}_aprt_power`] = round(u * i, 1);
    out[`${k}_pf`] = u * i === 0 ? 0 : round(p / (u * i), 2);
    out[`${k}_freq`] = round(s.f ?? 50, 1);
    watts += p;
    amps += i;
  }
  return { ...out, n_current: null, total_current: round(amps, 3), total_act_power: round(watts, 3) };
}

const round = (x: number, digits: number): number => Number(x.toFixed(digits));
