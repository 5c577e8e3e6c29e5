/**
 * Instants and their text form. Inside: UTC epoch milliseconds (float, `…Ms`); outside: ISO 8601 with offset.
 * The zone always comes as a parameter, never from the host.
 */

/** How far a clock can be trusted; matching widens by `CLOCK_SIGMA_MS`. `human` = a time a person told. */
export const CLOCK_CLASSES = ['gps', 'ntp', 'scada', 'free', 'human'] as const;
export type ClockClass = (typeof CLOCK_CLASSES)[number];

/**
 * Standard uncertainty of a clock class in ms; `free` and `human` are only a floor (their error is unknown).
 * @source design model: gps ±0.05 s, ntp ±1 s, scada ±5 s; free/human are engineering guesses [M].
 */
export const CLOCK_SIGMA_MS: Readonly<Record<ClockClass, number>> = {
  gps: 50,
  ntp: 1_000,
  scada: 5_000,
  free: 60_000,
  human: 600_000,
};

/** Half-open interval `[startMs, endMs)`. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Why a time text gave no single instant. */
export type TimeFault = 'not-iso' | 'no-such-date' | 'gap' | 'unknown-zone';
export type ParsedTime =
  | { readonly ok: true; readonly ms: number; readonly ambiguous: boolean }
  | { readonly ok: false; readonly fault: TimeFault };

/**
 * Parse ISO 8601 (blank or `T` between date and time; seconds and fraction optional; a bare date is midnight).
 * Without an offset the wall time is read in `zone`. A wall time that does not exist there (summer time starts)
 * is `gap`; one that exists twice gives the first instant and `ambiguous: true`.
 */
export function parseTime(text: string, zone: string): ParsedTime {
  const m = ISO.exec(text.trim());
  if (!m) return { ok: false, fault: 'not-iso' };
  const [, y, mo, d, h = '0', mi = '0', s = '0', frac = '', off] = m;
  const wallMs = wallClockMs(Number(y), Number(mo), Number(d), Number(h), Number(mi), Number(s));
  if (wallMs === null) return { ok: false, fault: 'no-such-date' };
  const fracMs = frac === '' ? 0 : Number(`0.${frac}`) * 1000;
  if (off !== undefined) {
    const offMs = offsetTextMs(off);
    return { ok: true, ms: wallMs - offMs + fracMs, ambiguous: false };
  }
  const at = wallToUtc(wallMs, zone);
  return at.ok ? { ...at, ms: at.ms + fracMs } : at;
}

/** Wall clock of `zone` (given as if it were UTC, in ms) to the true instant. Same faults as `parseTime`. */
export function wallToUtc(wallMs: number, zone: string): ParsedTime {
  let candidates: number[];
  try {
    const offsets = new Set([zoneOffsetMs(wallMs - 86_400_000, zone), zoneOffsetMs(wallMs + 86_400_000, zone)]);
    candidates = [...offsets].map((o) => wallMs - o).filter((t) => t + zoneOffsetMs(t, zone) === wallMs);
  } catch (cause) {
    if (cause instanceof RangeError) return { ok: false, fault: 'unknown-zone' };
    throw cause;
  }
  const first = Math.min(...candidates);
  if (candidates.length === 0) return { ok: false, fault: 'gap' };
  return { ok: true, ms: first, ambiguous: candidates.length > 1 };
}

/** Build a UTC-like wall clock; null where the calendar has no such date (31 February, 25 h). 24:00 is not read. */
export function wallClockMs(y: number, mo: number, d: number, h: number, mi: number, s: number): number | null {
  const ms = Date.UTC(y, mo - 1, d, h, mi, s);
  const back = new Date(ms);
  const same =
    back.getUTCFullYear() === y &&
    back.getUTCMonth() === mo - 1 &&
    back.getUTCDate() === d &&
    h < 24 &&
    mi < 60 &&
    s < 60;
  return same ? ms : null;
}

/** ISO 8601 with the offset `zone` has at that instant, milliseconds kept: `2026-07-01T20:15:03.250+08:00`. */
export function formatTime(ms: number, zone: string): string {
  const offMs = zoneOffsetMs(ms, zone);
  const wall = new Date(Math.round(ms) + offMs).toISOString().slice(0, 23);
  if (offMs === 0) return `${wall}Z`;
  const a = Math.abs(offMs) / 60_000;
  const p = (n: number) => String(Math.trunc(n)).padStart(2, '0');
  return `${wall}${offMs < 0 ? '-' : '+'}${p(a / 60)}:${p(a % 60)}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Offset of `zone` from UTC at an instant, ms, east positive. Throws RangeError on an unknown zone name. */
export function zoneOffsetMs(utcMs: number, zone: string): number {
  if (zone === 'UTC') return 0;
  let f = formatters.get(zone);
  if (f === undefined) {
    f = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, f);
  }
  const whole = Math.floor(utcMs / 1000) * 1000;
  const p: Record<string, number> = {};
  for (const part of f.formatToParts(whole)) p[part.type] = Number(part.value);
  const wall = Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day ?? 1, p.hour ?? 0, p.minute ?? 0, p.second ?? 0);
  return wall - whole;
}

/** Hour of day in `zone`, 0 ≤ h < 24, with its fraction. */
export function hourOfDay(utcMs: number, zone: string): number {
  const day = (utcMs + zoneOffsetMs(utcMs, zone)) / 86_400_000;
  return (day - Math.floor(day)) * 24;
}

function offsetTextMs(off: string): number {
  if (off.toUpperCase() === 'Z') return 0;
  const sign = off.startsWith('-') ? -1 : 1;
  const digits = off.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000;
}
