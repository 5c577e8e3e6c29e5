/** How many of the ten-minute values due are stored, day by day of the utility's calendar; counted by the store, kept for a while. */
import { calendarDay, slotsDue } from '../../core/calendar-day.ts';
import type { MeterId } from '../../core/ids.ts';
import type { SeriesStore } from '../../core/ports.ts';
import type { DayCount } from '../contract/quality.ts';

/** Today changes every ten minutes; the past only by late data. */
const TODAY_FRESH_MS = 30_000;
const PAST_FRESH_MS = 600_000;
const MONTH_DAYS = 30;
const WEEK_DAYS = 7;

export interface Completeness {
  readonly today: DayCount | null;
  readonly week: readonly DayCount[];
  readonly monthPct: number | null;
}

const UNKNOWN: Completeness = { today: null, week: [], monthPct: null };

interface Counted {
  readonly atMs: number;
  readonly counts: ReadonlyMap<MeterId, number>;
}

/** One per server. Rejects where the store fails. */
export function createCompleteness(series: Pick<SeriesStore, 'countAggregates'>, zone: string) {
  const days = new Map<string, Counted>();

  async function countDay(nowMs: number, daysBack: number) {
    const day = calendarDay(nowMs, zone, daysBack);
    const known = days.get(day.date);
    const freshMs = daysBack === 0 ? TODAY_FRESH_MS : PAST_FRESH_MS;
    if (known !== undefined && nowMs - known.atMs < freshMs && nowMs >= known.atMs)
      return { day, counts: known.counts };
    const counts = (await series.countAggregates?.({ fromMs: day.startMs, toMs: day.endMs })) ?? new Map();
    days.set(day.date, { atMs: nowMs, counts });
    for (const date of days.keys()) if (days.size > MONTH_DAYS + 2 && date < day.date) days.delete(date);
    return { day, counts };
  }

  /** Counts of every meter; absent where the store can't count. */
  return async (nowMs: number): Promise<(meter: MeterId) => Completeness> => {
    if (series.countAggregates === undefined) return () => UNKNOWN;
    const counted: Awaited<ReturnType<typeof countDay>>[] = [];
    for (let back = 0; back <= MONTH_DAYS; back++) counted.push(await countDay(nowMs, back));
    return (meter) => {
      const all = counted.map(({ day, counts }): DayCount => {
        const stored = counts.get(meter) ?? 0;
        // A value may be there a moment before it is due: never more than all.
        return { date: day.date, stored, due: Math.max(slotsDue(day, nowMs), Math.min(stored, day.slots)) };
      });
      const [today, ...past] = all;
      const due = past.reduce((n, d) => n + d.due, 0);
      const stored = past.reduce((n, d) => n + d.stored, 0);
      return {
        today: today ?? null,
        week: past.slice(0, WEEK_DAYS).reverse(),
        monthPct: due === 0 ? null : (100 * stored) / due,
      };
    };
  };
}
