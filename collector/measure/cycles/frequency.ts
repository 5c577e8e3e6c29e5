/**
 * Frequency of every 10-s interval of the clock: whole cycles counted over their duration, between zero crossings of
 * the filtered voltage. @source IEC 61000-4-30:2015 5.1.1
 */
import type { Interval } from '../../../core/time.ts';
import type { UrmsHalf } from '../urms-half.ts';
import { intervalEndMs, TEN_S_MS } from './clock.ts';
import { crossingMs, type Wave } from './crossing.ts';
import { isFlagged } from './flags.ts';
import { type Marks, marksOf, periodAbout } from './windows.ts';

/** One voltage channel in one gapless run. */
export interface FollowedWave extends Wave {
  readonly half: UrmsHalf;
  /** Below this the voltage is gone and its zero crossings are noise, V. */
  readonly goneV: number;
}

/** `endMs` UTC; `hz` NaN where the interval is not wholly covered or the voltage was gone in it. */
export interface TenSecondHz {
  readonly endMs: number;
  readonly hz: number;
  readonly flagged: boolean;
}

/** A crossing beside a jump is not used; the count then begins up to this many half cycles later or ends earlier. */
const INWARDS_MAX = 20;

/** Per run the channels in order of preference; the first whose voltage stayed counts. `startMs` = instant of time 0. */
export function tenSecondFrequencies(
  runs: readonly (readonly FollowedWave[])[],
  startMs: number,
  events: readonly Interval[],
): TenSecondHz[] {
  const byEnd = new Map<number, number>();
  for (const run of runs) {
    const followed = run.map((wave) => ({ wave, marks: marksOf(wave.half) }));
    const marks = followed[0]?.marks.atMs ?? new Float64Array(0);
    if (marks.length === 0) continue;
    const lastMs = startMs + marks[marks.length - 1]!;
    for (let endMs = intervalEndMs(startMs + marks[0]!, TEN_S_MS); endMs - TEN_S_MS < lastMs; endMs += TEN_S_MS) {
      const toMs = endMs - startMs;
      const known = followed.map((f) => hzBetween(f.wave, f.marks, toMs - TEN_S_MS, toMs));
      const hz = known.find((v) => !Number.isNaN(v)) ?? Number.NaN;
      // A gap inside: two runs touch the interval, neither covers it.
      byEnd.set(endMs, byEnd.has(endMs) ? Number.NaN : hz);
    }
  }
  return [...byEnd]
    .sort(([a], [b]) => a - b)
    .map(([endMs, hz]) => ({ endMs, hz, flagged: isFlagged(events, endMs - TEN_S_MS, endMs) }));
}

function hzBetween(wave: FollowedWave, marks: Marks, fromMs: number, toMs: number): number {
  const a = firstFrom(marks.atMs, fromMs);
  const b = firstFrom(marks.atMs, toMs) - 1;
  if (b - a < 2) return Number.NaN;
  const period = marks.periodMs[a]!;
  const isCovered = marks.atMs[a]! - fromMs <= period && toMs - marks.atMs[b]! <= period;
  if (!isCovered || !stayed(wave, a, b)) return Number.NaN;
  const first = known(wave, marks, a, 1);
  if (first === null) return Number.NaN;
  const last = known(wave, marks, b - ((b - first.k) % 2), -2);
  if (last === null || last.k <= first.k) return Number.NaN;
  return (1000 * (last.k - first.k)) / 2 / (last.atMs - first.atMs);
}

/** Whether every cycle between two marks had voltage. Mark k is the end of Urms(1/2) window k − 2. */
function stayed(wave: FollowedWave, a: number, b: number): boolean {
  for (let i = Math.max(0, a - 2); i <= b - 2; i++) if (!(wave.half.valuesV[i]! >= wave.goneV)) return false;
  return true;
}

function known(wave: Wave, marks: Marks, from: number, step: number): { k: number; atMs: number } | null {
  for (let k = from; Math.abs(k - from) <= INWARDS_MAX && k >= 0 && k < marks.atMs.length; k += step) {
    const atMs = crossingMs(wave, marks.atMs[k]!, periodAbout(marks, k));
    if (!Number.isNaN(atMs)) return { k, atMs };
  }
  return null;
}

function firstFrom(times: Float64Array, atMs: number): number {
  let [lo, hi] = [0, times.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (times[mid]! < atMs) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
