/**
 * A welder or another load that strikes again and again: short falls of one depth, steep down and steep up, in a beat.
 * Counted on the course of the voltage, since changes less than a second apart are one change to the standard. Steps of
 * a tap changer do not come back; a motor comes back slowly; a loose contact has no one depth and no beat.
 */
import type { Disturbance } from '../../../core/event.ts';
import { between, type Course, endMs, indexAt, type Line, runAt } from './course.ts';
import { rounded, type Signature } from './signature.ts';

/** Events this near belong to one stretch of work, ms. */
const TOGETHER_MS = 60_000;
/** The beat is looked for so far before and after them, ms. */
const AROUND_MS = 20_000;
/** The level between the falls is higher than this share of the values. */
const HIGH_SHARE = 0.75;
/** So many falls make a beat. */
const FALLS_MIN = 5;
/** Falls of this share of the deepest count: shallower ones must not hide, or any depths would look alike. */
const COUNTED_SHARE = 0.3;
/** Spread over mean: of the depths, of the intervals. */
const DEPTH_SPREAD = 0.15;
const BEAT_SPREAD = 0.3;
/** Cycles a fall or a rise may take: one is the window's own; and the share of falls that must keep to it. */
const STEEP_CYCLES = 3;
const STEEP_SHARE = 0.8;
/** Median interval of two falls, ms: faster is modulation, slower is not one machine. */
const INTERVAL_MS = { min: 150, max: 30_000 } as const;
/** Median length of a fall, ms. */
const LENGTH_MS = 5000;
/** Deeper is a fault, % of Udin. */
const DEPTH_PCT = 40;

interface Fall {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly depthPct: number;
  readonly isSteep: boolean;
}

export const welder: Signature = {
  id: 'welder',
  source: 'repeated impact loads; numbers are settings of this product, unconfirmed in the field',
  find(events, course) {
    return clusters(events, course).flatMap((cluster) => {
      const numbers = beatOf(cluster, course);
      return numbers === null ? [] : cluster.map((event) => ({ event, numbers }));
    });
  },
};

/** Dips and changes with less than a minute between them, within one run. */
function clusters(events: readonly Disturbance[], course: Course): Disturbance[][] {
  const out: Disturbance[][] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const e of events) {
    if (e.kind !== 'dip' && e.kind !== 'rvc') continue;
    const run = runAt(course, e.startMs);
    if (run === null) continue;
    const last = out.at(-1);
    const isSameRun = last?.[0] !== undefined && runAt(course, last[0].startMs) === run;
    if (last !== undefined && isSameRun && e.startMs - untilMs <= TOGETHER_MS) last.push(e);
    else out.push([e]);
    untilMs = Math.max(untilMs, endMs(e, run));
  }
  return out;
}

function beatOf(cluster: readonly Disturbance[], course: Course): Readonly<Record<string, number>> | null {
  const [first] = cluster;
  const run = first === undefined ? null : runAt(course, first.startMs);
  if (first === undefined || run === null) return null;
  // Falls that stay above the threshold are no events, and still part of the beat.
  const startMs = first.startMs - AROUND_MS;
  const toMs = Math.max(...cluster.map((e) => endMs(e, run))) + AROUND_MS;
  const rows = run.map((line) => fallsOf(line, { startMs, toMs }, course.cycleMs));
  const falls = rows.reduce((a, b) => (meanDepth(b) > meanDepth(a) ? b : a), []);
  if (falls.length < FALLS_MIN) return null;
  const depths = falls.map((f) => f.depthPct);
  const intervals = falls.slice(1).map((f, i) => f.atMs - (falls[i]?.atMs ?? 0));
  const intervalMs = median(intervals);
  const isOne =
    spread(depths) <= DEPTH_SPREAD &&
    spread(intervals) <= BEAT_SPREAD &&
    Math.max(...depths) <= DEPTH_PCT &&
    intervalMs >= INTERVAL_MS.min &&
    intervalMs <= INTERVAL_MS.max &&
    median(falls.map((f) => f.lengthMs)) <= LENGTH_MS &&
    falls.filter((f) => f.isSteep).length >= STEEP_SHARE * falls.length;
  return isOne ? { repeats: falls.length, intervalS: rounded(intervalMs / 1000, 2) } : null;
}

/** Falls through a part of the depth of the deepest, each back through it. */
function fallsOf(line: Line, window: { startMs: number; toMs: number }, cycleMs: number): Fall[] {
  const levels = between(line, window.startMs, window.toMs).sort((a, b) => a - b);
  const before = levels[Math.floor(HIGH_SHARE * levels.length)];
  if (before === undefined) return [];
  const [first, end] = [indexAt(line, window.startMs), indexAt(line, window.toMs)];
  const v = (i: number): number => line.pct[i] ?? Number.NaN;
  const t = (i: number): number => line.timesMs[i] ?? Number.NaN;
  let lowest = before;
  for (let i = first; i < end; i++) if (v(i) < lowest) lowest = v(i);
  const level = before - COUNTED_SHARE * (before - lowest);
  const out: Fall[] = [];
  for (let i = first; i < end; i++) {
    if (!(v(i) < level)) continue;
    let [back, low] = [i, i];
    while (back < end && !(v(back) >= level)) {
      if (v(back) < v(low)) low = back;
      back++;
    }
    if (back >= end) break;
    const depthPct = before - v(low);
    let [from, to] = [i, back];
    while (from > first && v(from) < before - 0.2 * depthPct) from--;
    while (to < end - 1 && v(to) < before - 0.2 * depthPct) to++;
    let [down, up] = [i, back - 1];
    while (down < low && v(down) > before - 0.8 * depthPct) down++;
    while (up > low && v(up) > before - 0.8 * depthPct) up--;
    const steepMs = STEEP_CYCLES * cycleMs;
    const isSteep = t(down) - t(from) <= steepMs && t(to) - t(up) <= steepMs;
    out.push({ atMs: t(i), lengthMs: t(back) - t(i), depthPct, isSteep });
    i = back;
  }
  return out;
}

const meanDepth = (falls: readonly Fall[]): number => (falls.length === 0 ? 0 : mean(falls.map((f) => f.depthPct)));
const mean = (list: readonly number[]): number => list.reduce((s, v) => s + v, 0) / list.length;
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const spread = (list: readonly number[]): number => {
  const m = mean(list);
  return Math.sqrt(mean(list.map((v) => (v - m) ** 2))) / m;
};
