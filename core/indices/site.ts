/** What a site brings to its indices, and which of its events are the short ones that indices count. */
import type { Watching } from '../can-see.ts';
import { usualChance } from '../can-see.ts';
import type { Disturbance } from '../event.ts';

/** `[fromMs, toMs)`: an event belongs to the period its start lies in. */
export interface IndexPeriod {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Site {
  readonly id: string;
  /** Events of one place in order of start, each once. */
  readonly events: readonly Disturbance[];
  /** Time of the period its values are there, ms; null = nobody can say (it reports nothing but events). */
  readonly observedMs: number | null;
  /** How it measures: decides whether "no dip" means anything. */
  readonly watching: Watching;
  /** Customers it speaks for; null = unknown. */
  readonly customers: number | null;
}

/** Short-duration variation: half a cycle up to one minute, ms. @source IEEE 1159 table of categories */
export const SHORT_UP_TO_MS = 60_000;
/** From this chance on to see a usual event of the kind a site's count means something. Convention of this product. */
export const SEES_FROM = 0.5;

export type Family = 'low' | 'high';

/** Dips and interruptions are one family, swells the other; null = no event of these indices. */
export function familyOf(d: Pick<Disturbance, 'kind' | 'durationMs'>): Family | null {
  if (d.durationMs !== null && d.durationMs > SHORT_UP_TO_MS) return null;
  if (d.kind === 'swell') return 'high';
  return d.kind === 'dip' || d.kind === 'interruption' ? 'low' : null;
}

/** Short events that began in the period. */
export function shortEvents(site: Pick<Site, 'events'>, period: IndexPeriod): readonly Disturbance[] {
  return site.events.filter((d) => familyOf(d) !== null && d.startMs >= period.fromMs && d.startMs < period.toMs);
}

/** Events one line stands for: a counter tells how many lie in its window, else one. */
export const timesOf = (d: Disturbance): number => (d.method === 'counter' ? (d.numbers['count'] ?? 1) : 1);

/** Whether a short event of the family would usually be on record here. */
export const sees = (site: Pick<Site, 'watching'>, family: Family): boolean =>
  usualChance(family === 'low' ? 'dip' : 'swell', site.watching) >= SEES_FROM;

/** Null: not watched, nobody knows for how long, or the way of measuring can't show such an event. */
export function watchedMs(site: Site, family: Family): number | null {
  return site.observedMs !== null && site.observedMs > 0 && sees(site, family) ? site.observedMs : null;
}
