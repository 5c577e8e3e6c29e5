/** The course of Urms(1/2) around an event: what it was before, how steeply it fell, how it came back. */
import type { Disturbance } from '../../../core/event.ts';
import type { VoltageChannel } from '../../../core/series.ts';

/** Urms(1/2) of one channel over a gapless run. */
export interface Line {
  readonly channel: VoltageChannel;
  /** Ends of the windows, epoch ms, rising. */
  readonly timesMs: Float64Array;
  /** % of Udin; NaN = unknown. */
  readonly pct: Float64Array;
}

export interface Course {
  readonly cycleMs: number;
  /** Per gapless run, one line per channel of the group; runs without a value are left out. */
  readonly runs: readonly (readonly Line[])[];
}

/** A fall and what came after it on one line, within a window. */
export interface Shape {
  readonly beforePct: number;
  readonly lowestPct: number;
  /** Median of the end of the window. */
  readonly afterPct: number;
  /** From the last value near the level before to the first near the lowest. */
  readonly fallMs: number;
  /** From a fifth to four fifths of the way back. */
  readonly riseMs: number;
  /** From the fall to nine tenths of the way back. */
  readonly backMs: number;
  /** Largest rise within two cycles, share of the way back. */
  readonly steepestRise: number;
  /** Largest fall within two cycles after the lowest, share of the depth. */
  readonly laterFall: number;
}

/** So far before a start, cycles, the windows know nothing of it yet. */
const CLEAN_CYCLES = 1.25;
const BEFORE_MS = 1000;
const AFTER_MS = 330;
/** Values that make a median worth the name. */
const VALUES_MIN = 3;

export const runStartMs = (run: readonly Line[]): number => Math.min(...run.map((l) => l.timesMs[0] ?? Infinity));
export const runEndMs = (run: readonly Line[]): number => Math.max(...run.map((l) => l.timesMs.at(-1) ?? -Infinity));

export const runAt = (course: Course, atMs: number): readonly Line[] | null =>
  course.runs.find((r) => atMs >= runStartMs(r) - course.cycleMs && atMs <= runEndMs(r) + course.cycleMs) ?? null;

/** End of an event; of one still running the end of the run. */
export const endMs = (e: Disturbance, run: readonly Line[]): number =>
  e.durationMs === null ? runEndMs(run) : e.startMs + e.durationMs;

/** Index of the first time ≥ `atMs`. */
export function indexAt(line: Line, atMs: number): number {
  let [lo, hi] = [0, line.timesMs.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((line.timesMs[mid] ?? 0) < atMs) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** Known values in `[fromMs, toMs)`. */
export const between = (line: Line, fromMs: number, toMs: number): number[] =>
  [...line.pct.subarray(indexAt(line, fromMs), indexAt(line, toMs))].filter((v) => !Number.isNaN(v));

/** How often the line falls through a level in `[fromMs, toMs)`. */
export function fallsThrough(line: Line, fromMs: number, toMs: number, levelPct: number): number {
  const list = between(line, fromMs, toMs);
  return list.filter((v, i) => v < levelPct && (list[i - 1] ?? 0) >= levelPct).length;
}

/** Null where too few values are known. */
export function medianPct(line: Line, fromMs: number, toMs: number): number | null {
  const list = between(line, fromMs, toMs).sort((a, b) => a - b);
  return list.length < VALUES_MIN ? null : (list[Math.floor(list.length / 2)] ?? null);
}

/** Level before something that starts at `startMs`; null where the run begins too near. */
export const beforePct = (line: Line, startMs: number, cycleMs: number): number | null =>
  medianPct(line, startMs - BEFORE_MS, startMs - CLEAN_CYCLES * cycleMs);

export interface Window {
  readonly startMs: number;
  readonly toMs: number;
  /** The level after is the median of so much at the window's end; absent = a third of a second. */
  readonly afterMs?: number;
}

/** Null where the level before is not known, nothing fell, or a value is missing in the window. */
export function shapeOf(line: Line, window: Window, cycleMs: number): Shape | null {
  const before = beforePct(line, window.startMs, cycleMs);
  const [first, end] = [indexAt(line, window.startMs - CLEAN_CYCLES * cycleMs), indexAt(line, window.toMs)];
  const after = medianPct(line, Math.max(window.startMs, window.toMs - (window.afterMs ?? AFTER_MS)), window.toMs);
  if (before === null || after === null || end - first < VALUES_MIN) return null;
  const v = (i: number): number => line.pct[i] ?? Number.NaN;
  const t = (i: number): number => line.timesMs[i] ?? Number.NaN;
  let low = first;
  for (let i = first; i < end; i++) {
    if (Number.isNaN(v(i))) return null;
    if (v(i) < v(low)) low = i;
  }
  const [depth, way] = [before - v(low), after - v(low)];
  if (depth <= 0 || way <= 0) return null;
  const find = (from: number, to: number, holds: (value: number) => boolean): number => {
    const step = from <= to ? 1 : -1;
    for (let i = from; i !== to; i += step) if (holds(v(i))) return i;
    return to;
  };
  const fallen = find(first, low, (x) => x <= before - 0.9 * depth);
  const high = find(fallen, first, (x) => x >= before - 0.1 * depth);
  const back = (share: number, from: number) => find(from, end - 1, (x) => x >= v(low) + share * way);
  const fifth = find(end - 1, low, (x) => x <= v(low) + 0.2 * way);
  const [steepestRise, laterFall] = steepest(line, [low, end], 2 * cycleMs);
  return {
    beforePct: before,
    lowestPct: v(low),
    afterPct: after,
    fallMs: t(fallen) - t(high),
    riseMs: t(back(0.8, fifth)) - t(fifth),
    backMs: t(back(0.9, low)) - t(high),
    steepestRise: steepestRise / way,
    laterFall: laterFall / depth,
  };
}

/** Largest rise and largest fall between values at most `withinMs` apart. */
function steepest(line: Line, [first, end]: readonly [number, number], withinMs: number): readonly [number, number] {
  let [rise, fall] = [0, 0];
  for (let i = first; i < end; i++) {
    for (let k = i + 1; k < end && (line.timesMs[k] ?? 0) - (line.timesMs[i] ?? 0) <= withinMs + 1e-6; k++) {
      const change = (line.pct[k] ?? 0) - (line.pct[i] ?? 0);
      rise = Math.max(rise, change);
      fall = Math.max(fall, -change);
    }
  }
  return [rise, fall];
}
