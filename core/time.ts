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

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}(?::?[0-5]\d)?)?)?$/i;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Why a time text gave no single instant. */
export type TimeFault = 'not-iso' | 'no-such-date' | 'gap' | 'unknown-zone';
export type ParsedTime =
  | { readonly ok: true; readonly ms: number; readonly ambiguous: boolean }
  | { readonly ok: false; readonly fault: TimeFault };

/**
 * Parse ISO 8601 (blank or `T` between date and time; seconds and fraction optional; a bare date is midnight;
 * `24:00` is midnight at the end of the day, as 96-point load curves write it; offset `Z`, `+08:00`, `+0800`, `+08`).
 * Without an offset the wall time is read in `zone`. A wall time that does not exist there (summer time starts)
 * is `gap`; one that exists twice gives the first instant and `ambiguous: true`.
 */
export function parseTime(text: string, zone: string): ParsedTime {
  const m = ISO.exec(text.trim());
  if (!m) return { ok: false, fault: 'not-iso' };
  const [, y, mo, d, h = '0', mi = '0', s = '0', frac = '', off] = m;
  // Milliseconds and the rest apart: 0.069 · 1000 would not be 69, and a time is part of natural keys.
  const fracMs = frac === '' ? 0 : Number(`${frac.slice(0, 3).padEnd(3, '0')}.${frac.slice(3)}`);
  const endOfDay = h === '24' && Number(mi) === 0 && Number(s) === 0 && fracMs === 0;
  const dayMs = wallClockMs(Number(y), Number(mo), Number(d), endOfDay ? 0 : Number(h), Number(mi), Number(s));
  if (dayMs === null) return { ok: false, fault: 'no-such-date' };
  const wallMs = endOfDay ? dayMs + DAY_MS : dayMs;
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
    const offsets = new Set([zoneOffsetMs(wallMs - DAY_MS, zone), zoneOffsetMs(wallMs + DAY_MS, zone)]);
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

/**
 * ISO 8601 with the offset `zone` has at that instant, milliseconds kept: `2026-07-01T20:15:03.250+08:00`. Offsets with
 * seconds (local mean time before about 1930) are written to the whole minute, so that the text is still that instant.
 */
export function formatTime(ms: number, zone: string): string {
  const offMin = Math.trunc(zoneOffsetMs(ms, zone) / 60_000);
  const wall = new Date(Math.round(ms) + offMin * 60_000).toISOString().slice(0, 23);
  if (offMin === 0) return `${wall}Z`;
  const p = (n: number) => String(Math.trunc(n)).padStart(2, '0');
  return `${wall}${offMin < 0 ? '-' : '+'}${p(Math.abs(offMin) / 60)}:${p(Math.abs(offMin) % 60)}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
/** Per zone: offset of a whole UTC hour, where it is one offset from end to end; NaN where it changes inside. */
const hourOffsets = new Map<string, Map<number, number>>();
/** Hours kept per zone (11 years) before the memory is emptied. */
const HOURS_MAX = 100_000;
const FIXED_OFFSET = /^[+-]\d{2}:[0-5]\d$/;

/**
 * Offset of `zone` from UTC at an instant, ms, east positive. A zone is an IANA name or a fixed offset (`+08:00`).
 * Throws RangeError on an unknown name. Asking the system is slow (µs), so whole hours are remembered.
 */
export function zoneOffsetMs(utcMs: number, zone: string): number {
  if (zone === 'UTC' || zone === 'Z') return 0;
  if (FIXED_OFFSET.test(zone)) return offsetTextMs(zone);
  let hours = hourOffsets.get(zone);
  if (hours === undefined || hours.size > HOURS_MAX) {
    hours = new Map();
    hourOffsets.set(zone, hours);
  }
  const hour = Math.floor(utcMs / HOUR_MS);
  let offset = hours.get(hour);
  if (offset === undefined) {
    const first = askOffsetMs(hour * HOUR_MS, zone);
    offset = askOffsetMs((hour + 1) * HOUR_MS, zone) === first ? first : Number.NaN;
    hours.set(hour, offset);
  }
  return Number.isNaN(offset) ? askOffsetMs(utcMs, zone) : offset;
}

/** Whether a text names a zone this machine knows. */
export function isZone(zone: string): boolean {
  try {
    zoneOffsetMs(0, zone);
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

function askOffsetMs(utcMs: number, zone: string): number {
  let f = formatters.get(zone);
  if (f === undefined) {
    f = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
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
  const wallMs = utcMs + zoneOffsetMs(utcMs, zone);
  return (wallMs - Math.floor(wallMs / DAY_MS) * DAY_MS) / HOUR_MS;
}

function offsetTextMs(off: string): number {
  if (off.toUpperCase() === 'Z') return 0;
  const sign = off.startsWith('-') ? -1 : 1;
  const digits = off.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000;
}
