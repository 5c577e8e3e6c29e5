/** The simulated utility's wall clock. China keeps UTC+8 all year, so plain arithmetic replaces the zone tables in hot loops. */
export const ZONE = 'Asia/Shanghai';
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * HOUR_MS;

/** ISO 8601 with offset; fractions of a second only where there are any. */
export function stamp(ms: number): string {
  const wall = new Date(Math.round(ms) + OFFSET_MS).toISOString();
  return `${wall.slice(0, wall.slice(20, 23) === '000' ? 19 : 23)}+08:00`;
}

/** Hour of the local day with its fraction, [0, 24). */
export function hourOf(ms: number): number {
  const day = (ms + OFFSET_MS) / DAY_MS;
  return (day - Math.floor(day)) * 24;
}

/** Start of the local day. */
export function dayStart(ms: number): number {
  return Math.floor((ms + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
}

/** 0 = Sunday. */
export function weekdayOf(ms: number): number {
  return new Date(ms + OFFSET_MS).getUTCDay();
}
