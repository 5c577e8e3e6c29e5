/** Days as the utility's calendar has them: 23, 24 or 25 hours, and the ten-minute values that belong to each. */
import { type Interval, wallToUtc, zoneOffsetMs } from './time.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SLOT_MS = 600_000;

export interface CalendarDay extends Interval {
  /** `2026-07-01` */
  readonly date: string;
  /** Ten-minute values of the whole day: 144; 138 or 150 where clocks are changed by an hour. */
  readonly slots: number;
}

/** The day of an instant in `zone`, or `daysBack` days before it. */
export function calendarDay(atMs: number, zone: string, daysBack = 0): CalendarDay {
  const wallMs = atMs + zoneOffsetMs(atMs, zone);
  const dayWallMs = (Math.floor(wallMs / DAY_MS) - daysBack) * DAY_MS;
  const startMs = midnight(dayWallMs, zone);
  const endMs = midnight(dayWallMs + DAY_MS, zone);
  const date = new Date(dayWallMs).toISOString().slice(0, 10);
  return { date, startMs, endMs, slots: Math.round((endMs - startMs) / SLOT_MS) };
}

/** Values due of a day by `nowMs`: the last one ended at or before it. */
export function slotsDue(day: CalendarDay, nowMs: number): number {
  return Math.max(0, Math.min(day.slots, Math.floor((Math.min(nowMs, day.endMs) - day.startMs) / SLOT_MS)));
}

/** Where the clocks are changed at midnight the day begins at the first instant that exists. */
function midnight(wallMs: number, zone: string): number {
  const at = wallToUtc(wallMs, zone);
  if (at.ok) return at.ms;
  const later = wallToUtc(wallMs + HOUR_MS, zone);
  return later.ok ? later.ms : wallMs - zoneOffsetMs(wallMs, zone);
}
