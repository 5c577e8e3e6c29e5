/** Times as the utility reads them: always in its zone, never in the browser's. */
import { formatTime } from '../../core/time.ts';

const MONTH_FIRST = 5;

/** `07-01 20:15` in the zone, with seconds when asked. Accepts ISO text or epoch ms; null gives a dash. */
export function shortTime(at: string | number | null, zone: string, seconds = false): string {
  if (at === null) return '–';
  const iso = formatTime(typeof at === 'number' ? at : Date.parse(at), zone);
  return `${iso.slice(MONTH_FIRST, 10)} ${iso.slice(11, seconds ? 19 : 16)}`;
}

/** `2026-07-01 20:15:03 +08:00`: the form to quote to a customer or write into a ticket. */
export function fullTime(at: string | number | null, zone: string): string {
  if (at === null) return '–';
  const iso = formatTime(typeof at === 'number' ? at : Date.parse(at), zone);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} ${iso.endsWith('Z') ? '+00:00' : iso.slice(-6)}`;
}

/** A length of time in the unit a person would choose: `120 ms`, `2.4 s`, `38 min`, `5.2 h`, `3 d`. */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}
