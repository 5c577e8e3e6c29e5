/**
 * The period of a report: a day, an ISO week (Monday first), a month of the utility's zone, or what the readings span.
 * Local midnights decide, so a week may have 167 or 169 hours.
 */
import { formatTime, wallClockMs, wallToUtc, zoneOffsetMs } from '../../core/time.ts';

export const PERIOD_KINDS = ['day', 'week', 'month'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** `[fromMs, toMs)`. An interval of readings belongs to the period its start lies in. */
export interface Period {
  readonly kind: PeriodKind | 'span';
  /** As it was asked for, `2026-W47`; the first and last day for a span. */
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
const DAYS_OF_WEEK = 7;

/** Null where the text is no such day, week (`2026-W47`) or month (`2026-10`). Throws RangeError on an unknown zone. */
export function parsePeriod(kind: PeriodKind, text: string, zone: string): Period | null {
  const days = { day: dayOf, week: weekOf, month: monthOf }[kind](text.trim());
  if (days === null) return null;
  return { kind, label: text.trim(), fromMs: midnight(days[0], zone), toMs: midnight(days[1], zone) };
}

/** What lies between two instants, named by its local days. */
export function spanPeriod(fromMs: number, toMs: number, zone: string): Period {
  const day = (ms: number) => formatTime(ms, zone).slice(0, 10);
  const [first, last] = [day(fromMs), day(Math.max(fromMs, toMs - 1))];
  return { kind: 'span', label: first === last ? first : `${first}/${last}`, fromMs, toMs };
}

/** Wall-clock days (as if UTC) from and to. */
type Days = readonly [number, number];

function dayOf(text: string): Days | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const from = m === null ? null : wallClockMs(Number(m[1]), Number(m[2]), Number(m[3]), 0, 0, 0);
  return from === null ? null : [from, from + DAY_MS];
}

function monthOf(text: string): Days | null {
  const m = /^(\d{4})-(\d{2})$/.exec(text);
  if (m === null) return null;
  const [year, month] = [Number(m[1]), Number(m[2])];
  const from = wallClockMs(year, month, 1, 0, 0, 0);
  return from === null ? null : [from, Date.UTC(year, month, 1)];
}

/** Week 1 holds 4 January. @source ISO 8601 */
function weekOf(text: string): Days | null {
  const m = /^(\d{4})-?W(\d{2})$/i.exec(text);
  if (m === null) return null;
  const [year, week] = [Number(m[1]), Number(m[2])];
  const monday = (y: number) => {
    const fourth = Date.UTC(y, 0, 4);
    return fourth - ((new Date(fourth).getUTCDay() + 6) % DAYS_OF_WEEK) * DAY_MS;
  };
  const from = monday(year) + (week - 1) * DAYS_OF_WEEK * DAY_MS;
  return week < 1 || from >= monday(year + 1) ? null : [from, from + DAYS_OF_WEEK * DAY_MS];
}

/** First instant of a local day. Where summer time begins at midnight, the instant it begins. */
function midnight(wallMs: number, zone: string): number {
  const at = wallToUtc(wallMs, zone);
  return at.ok ? at.ms : wallMs - zoneOffsetMs(wallMs - DAY_MS, zone);
}
