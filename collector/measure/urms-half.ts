/**
 * Urms(1/2): RMS over exactly one cycle, beginning at a zero crossing of the channel's fundamental, renewed each half
 * cycle. @source IEC 61000-4-30:2015 3.28, 5.4.1
 */
import { type Fundamental, fundamental } from './fundamental.ts';
import { squareIntegral } from './square-integral.ts';

/** Values of one channel; `timesMs` = end of each window, rising. NaN = a missing sample in the window. */
export interface UrmsHalf {
  readonly timesMs: Float64Array;
  readonly valuesV: Float64Array;
  /** Length of each window: one cycle, ms. */
  readonly periodsMs: Float64Array;
}

export interface Run {
  /** Samples `[first, end)`: no gap inside. */
  readonly first: number;
  readonly end: number;
  readonly nominalHz: number;
}

/** Phase correction per half cycle, at most this share of it: a phase jump moves the windows slowly, never by a leap. */
const PULL_MAX = 0.02;
/** Windows must lie inside the samples; dust of floating point, ms. */
const DUST_MS = 1e-6;

/** One result per channel, in their order. Empty where the run is shorter than a cycle. */
export function urmsHalf(timesMs: Float64Array, channels: readonly Float64Array[], run: Run): UrmsHalf[] {
  if (run.end - run.first < 2)
    return channels.map(() => ({
      timesMs: new Float64Array(0),
      valuesV: new Float64Array(0),
      periodsMs: new Float64Array(0),
    }));
  const base = fundamental(timesMs, channels, run);
  return channels.map((values, c) => {
    const marks = halfCycleMarks(base, c, timesMs[run.first]!, timesMs[run.end - 1]!);
    const integral = squareIntegral(timesMs, values, run);
    const out = {
      timesMs: new Float64Array(marks.length),
      valuesV: new Float64Array(marks.length),
      periodsMs: new Float64Array(marks.length),
    };
    let n = 0;
    for (const end of marks) {
      const start = end - base.periodMs(end);
      if (start < timesMs[run.first]! - DUST_MS) continue;
      out.timesMs[n] = end;
      out.periodsMs[n] = end - start;
      out.valuesV[n] = Math.sqrt(Math.max(0, integral.between(start, end) / (end - start)));
      n++;
    }
    return {
      timesMs: out.timesMs.subarray(0, n),
      valuesV: out.valuesV.subarray(0, n),
      periodsMs: out.periodsMs.subarray(0, n),
    };
  });
}

/** Zero crossings of the fundamental through the run: followed where its phase is known, carried on by the period where not. */
function halfCycleMarks(base: Fundamental, c: number, fromMs: number, toMs: number): number[] {
  const anchor = firstCrossing(base, c, fromMs, toMs);
  const marks: number[] = [];
  for (let t = anchor; t >= fromMs - DUST_MS; t -= base.periodMs(t) / 2) marks.push(t);
  marks.reverse();
  for (let t = next(base, c, anchor); t <= toMs + DUST_MS; t = next(base, c, t)) marks.push(t);
  return marks;
}

function next(base: Fundamental, c: number, t: number): number {
  const half = base.periodMs(t) / 2;
  const expected = t + half;
  const phase = base.phaseRad(c, expected);
  if (phase === null) return expected;
  // Distance to the nearest multiple of π, as time.
  const error = (phase / Math.PI - Math.round(phase / Math.PI)) * half;
  return expected - Math.max(-PULL_MAX * half, Math.min(PULL_MAX * half, error));
}

/** First place where the phase is known, moved to its nearest crossing; the start of the run where it never is. */
function firstCrossing(base: Fundamental, c: number, fromMs: number, toMs: number): number {
  for (let t = fromMs; t <= toMs; t += base.periodMs(t) / 2) {
    const phase = base.phaseRad(c, t);
    if (phase === null) continue;
    const half = base.periodMs(t) / 2;
    return t - (phase / Math.PI - Math.round(phase / Math.PI)) * half;
  }
  return fromMs;
}
