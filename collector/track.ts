/** What is remembered of one meter's way of reporting. Plain data: what must outlive a restart is saved as it is. */
import type { Doubt, LastingDoubt } from '../core/data-quality.ts';
import type { Problem } from '../core/problem.ts';
import { type ClockState, freshClock } from './clock/meter-clock.ts';

export interface Track {
  source: string;
  lastArrivalMs: number | null;
  newestMs: number | null;
  intervalMs: number | null;
  lagMs: number | null;
  clock: ClockState;
  gap: number;
  errors: number;
  powerOffMs: number | null;
  isClockBad: boolean;
  isStale: boolean;
  lastProblem: Problem | null;
  doubts: LastingDoubt[];
  /** Once a voltage near nominal: the scale of its numbers is right. */
  hasShownNominal: boolean;
}

export function freshTrack(source: string): Track {
  return {
    source,
    lastArrivalMs: null,
    newestMs: null,
    intervalMs: null,
    lagMs: null,
    clock: freshClock(),
    gap: 0,
    errors: 0,
    powerOffMs: null,
    isClockBad: false,
    isStale: false,
    lastProblem: null,
    doubts: [],
    hasShownNominal: false,
  };
}

/** The part of a track that a new process goes on with; counts begin anew. */
export type SavedTrack = Pick<
  Track,
  'source' | 'lastArrivalMs' | 'newestMs' | 'intervalMs' | 'clock' | 'powerOffMs' | 'doubts' | 'hasShownNominal'
>;

export function savedTrack(t: Track): SavedTrack {
  const { source, lastArrivalMs, newestMs, intervalMs, clock, powerOffMs, doubts, hasShownNominal } = t;
  return { source, lastArrivalMs, newestMs, intervalMs, clock, powerOffMs, doubts, hasShownNominal };
}

/** A doubt that has not come again for a day is no longer shown, ms. */
const DOUBT_SHOWN_MS = 86_400_000;
const DOUBTS_MAX = 20;

/** The same doubt again only counts up. */
export function noteDoubt(t: Track, doubt: Doubt, atMs: number): void {
  const at = t.doubts.findIndex((d) => d.kind === doubt.kind && d.phases === doubt.phases);
  const was = t.doubts[at];
  if (was === undefined || atMs - was.lastMs > DOUBT_SHOWN_MS) {
    const others = t.doubts.filter((d) => d !== was);
    t.doubts = [{ ...doubt, sinceMs: atMs, lastMs: atMs, count: 1 }, ...others].slice(0, DOUBTS_MAX);
    return;
  }
  t.doubts[at] = { ...was, ...doubt, lastMs: Math.max(was.lastMs, atMs), count: was.count + 1 };
}

export function shownDoubts(t: Track, nowMs: number): readonly LastingDoubt[] {
  return t.doubts.filter((d) => nowMs - d.lastMs <= DOUBT_SHOWN_MS);
}
