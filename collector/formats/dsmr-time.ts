/**
 * Times of DSMR meters: `YYMMDDhhmmssX`, X = W in winter, S in summer. The letter decides the offset, so that the hour
 * that comes twice in autumn is never guessed.
 */
import { wallClockMs, zoneOffsetMs } from '../../core/time.ts';

export interface SummerTime {
  readonly winterMs: number;
  readonly summerMs: number;
}
/** Central European time: what the letters mean where the caller's zone knows no summer time. */
const CENTRAL_EUROPE: SummerTime = { winterMs: 3_600_000, summerMs: 7_200_000 };
/** A meter of this kind did not exist before: an earlier time is a clock that was never set. @source DSMR 2.2, 2007 */
export const CLOCK_NEVER_SET_BEFORE_MS = Date.UTC(2007, 0, 1);

const STAMP = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([WS])$/;

export const looksLikeTime = (text: string): boolean => STAMP.test(text);

/** Null where the calendar has no such time. `doubtful`: the letter is not that of the season in `zone`. */
export function dsmrTime(text: string, zone: string): { readonly ms: number; readonly doubtful: boolean } | null {
  const m = STAMP.exec(text);
  if (m === null) return null;
  const [y, mo, d, h, mi, s] = m.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const wallMs = wallClockMs(2000 + y, mo, d, h, mi, s);
  if (wallMs === null) return null;
  const summer = summerTimeOf(zone, 2000 + y);
  const { winterMs, summerMs } = summer ?? CENTRAL_EUROPE;
  const ms = wallMs - (m[7] === 'S' ? summerMs : winterMs);
  return { ms, doubtful: ms + zoneOffsetMs(ms, summer === null ? 'Europe/Amsterdam' : zone) !== wallMs };
}

/** Offsets of a zone in the two halves of a year; null where they are the same. */
export function summerTimeOf(zone: string, year: number): SummerTime | null {
  const january = zoneOffsetMs(Date.UTC(year, 0, 15), zone);
  const july = zoneOffsetMs(Date.UTC(year, 6, 15), zone);
  return january === july ? null : { winterMs: Math.min(january, july), summerMs: Math.max(january, july) };
}
