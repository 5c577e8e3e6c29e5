/**
 * Urms(1/2) in plain words, slow: the whole run in memory, a cosine and a sine per sample, every window weighted sample
 * by sample, u² integrated interval by interval. The fold in `collector/measure/urms-half` must give the same, and is
 * measured against it.
 */
import { squareIntegral } from '../../collector/measure/square-integral.ts';
import type { Run, UrmsHalf } from '../../collector/measure/urms-half.ts';

/** Phase correction per half cycle, at most this share of it: a phase jump moves the windows slowly, never by a leap. */
const PULL_MAX = 0.02;
/** Windows must lie inside the samples; dust of floating point, ms. */
const DUST_MS = 1e-6;

/** One result per channel, in their order. Empty where the run is shorter than a cycle. */
export function plainUrmsHalf(timesMs: Float64Array, channels: readonly Float64Array[], run: Run): UrmsHalf[] {
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

/** Windows are set this many to a nominal cycle. */
const STEPS_PER_CYCLE = 2;
const WINDOW_CYCLES = 2;
/** Windows further apart than this share no sample. */
const APART = STEPS_PER_CYCLE * WINDOW_CYCLES;
/** A voltage that moved less than this between two such windows is steady. Share. */
const STEADY = 0.02;
/** Below this share of the run's highest a channel is dead and its phase is noise. */
const ALIVE = 0.05;
/** Estimates averaged on each side of a step (2 × 6 half cycles): phase noise out, slow frequency drift kept. */
const SMOOTH_STEPS = 6;
/** Range of a class A instrument around nominal; beyond it the estimate is a mistake and nominal holds. Share. */
const OFF_NOMINAL_MAX = 0.1501;
/**
 * Share of the RMS value the demodulated fundamental must explain. 0.9 is left at ±10 Hz, 0.99 at 10 % distortion; far
 * less means noise, or that the header's rate and line frequency do not belong to these samples: nominal holds then.
 */
const SHARE_MIN = 0.85;

interface Fundamental {
  /** Length of one cycle at an instant, ms. */
  periodMs(atMs: number): number;
  /** Phase of channel `c` at an instant where it is known there: 0 = rising zero crossing, rad. Null = hold. */
  phaseRad(c: number, atMs: number): number | null;
}

/** Samples `[first, end)`; `channels` are the group's samples over the whole recording. */
function fundamental(
  timesMs: Float64Array,
  channels: readonly Float64Array[],
  run: { readonly first: number; readonly end: number; readonly nominalHz: number },
): Fundamental {
  const stepMs = 1000 / run.nominalHz / STEPS_PER_CYCLE;
  const spectra = channels.map((values) => demodulate(timesMs, values, run, stepMs));
  const steps = spectra[0]?.re.length ?? 0;
  const t0 = timesMs[run.first]! + (APART * stepMs) / 2;
  const offsetHz = smooth(frequencyOffsets(spectra, steps, stepMs));
  const limit = OFF_NOMINAL_MAX * run.nominalHz;
  const hzAt = (atMs: number): number => {
    if (offsetHz.length === 0) return run.nominalHz;
    const s = Math.min(Math.max(Math.round((atMs - t0) / stepMs), 0), offsetHz.length - 1);
    return run.nominalHz + (Math.abs(offsetHz[s]!) <= limit ? offsetHz[s]! : 0);
  };
  return {
    periodMs: (atMs) => 1000 / hzAt(atMs),
    phaseRad: (c, atMs) => {
      const s = Math.round((atMs - t0) / stepMs);
      const x = spectra[c];
      if (x === undefined || s < 0 || s >= steps || !isSteady(x, s, steps)) return null;
      const centreMs = t0 + s * stepMs;
      // Demodulation turned with nominal frequency from t = 0; sine counts from its zero crossing.
      const atCentre = Math.atan2(x.im[s]!, x.re[s]!) + Math.PI / 2 + 2 * Math.PI * run.nominalHz * (centreMs / 1000);
      return atCentre + 2 * Math.PI * hzAt(centreMs) * ((atMs - centreMs) / 1000);
    },
  };
}

interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** 0 where the fundamental explains too little of the signal. */
  readonly magnitude: Float64Array;
  readonly highest: number;
}

/** One complex value per step; NaN where the window holds a missing sample. */
function demodulate(
  timesMs: Float64Array,
  values: Float64Array,
  run: { readonly first: number; readonly end: number; readonly nominalHz: number },
  stepMs: number,
): Spectrum {
  const lengthMs = APART * stepMs;
  const t0 = timesMs[run.first]!;
  const steps = Math.max(0, Math.floor((timesMs[run.end - 1]! - t0 - lengthMs) / stepMs + 1e-6) + 1);
  const [re, im, magnitude] = [new Float64Array(steps), new Float64Array(steps), new Float64Array(steps)];
  const omega = (2 * Math.PI * run.nominalHz) / 1000;
  let highest = 0;
  let from = run.first;
  for (let s = 0; s < steps; s++) {
    const start = t0 + s * stepMs;
    while (timesMs[from]! < start - 1e-9) from++;
    let [sumRe, sumIm, square, weight] = [0, 0, 0, 0];
    for (let i = from; i < run.end && timesMs[i]! < start + lengthMs - 1e-9; i++) {
      const t = timesMs[i]!;
      const w = 1 - Math.cos((2 * Math.PI * (t - start)) / lengthMs);
      sumRe += w * values[i]! * Math.cos(omega * t);
      sumIm -= w * values[i]! * Math.sin(omega * t);
      square += w * values[i]! * values[i]!;
      weight += w;
    }
    re[s] = sumRe / weight;
    im[s] = sumIm / weight;
    const fundamentalRms = Math.SQRT2 * Math.hypot(re[s]!, im[s]!);
    magnitude[s] = fundamentalRms < SHARE_MIN * Math.sqrt(square / weight) ? 0 : fundamentalRms;
    if (magnitude[s]! > highest) highest = magnitude[s]!;
  }
  return { re, im, magnitude, highest };
}

/** Alive, and the same before and after as far as the run reaches. */
function isSteady(x: Spectrum, s: number, steps: number): boolean {
  const m = x.magnitude[s]!;
  if (!(m > ALIVE * x.highest)) return false;
  const before = x.magnitude[Math.max(0, s - APART)]!;
  const after = x.magnitude[Math.min(steps - 1, s + APART)]!;
  return Math.abs(before - m) <= STEADY * m && Math.abs(after - m) <= STEADY * m;
}

/** Offset from nominal per step, Hz; NaN where no channel was steady. */
function frequencyOffsets(spectra: readonly Spectrum[], steps: number, stepMs: number): Float64Array {
  const out = new Float64Array(steps).fill(Number.NaN);
  for (let s = APART; s < steps; s++) {
    let [re, im] = [0, 0];
    for (const x of spectra) {
      const [m, before] = [x.magnitude[s]!, x.magnitude[s - APART]!];
      if (!(m > ALIVE * x.highest) || !(Math.abs(m - before) <= STEADY * m)) continue;
      re += x.re[s]! * x.re[s - APART]! + x.im[s]! * x.im[s - APART]!;
      im += x.im[s]! * x.re[s - APART]! - x.re[s]! * x.im[s - APART]!;
    }
    if (re !== 0 || im !== 0) out[s] = Math.atan2(im, re) / (2 * Math.PI * ((APART * stepMs) / 1000));
  }
  return out;
}

/** Middle mean of the known neighbours; the nearest known value where there is none; empty where nothing is known. */
function smooth(raw: Float64Array): Float64Array {
  const out = new Float64Array(raw.length);
  let held = raw.find((v) => !Number.isNaN(v));
  if (held === undefined) return new Float64Array(0);
  for (let s = 0; s < raw.length; s++) {
    const near: number[] = [];
    for (let k = Math.max(0, s - SMOOTH_STEPS); k <= Math.min(raw.length - 1, s + SMOOTH_STEPS); k++) {
      if (!Number.isNaN(raw[k]!)) near.push(raw[k]!);
    }
    if (near.length > 0) {
      near.sort((a, b) => a - b);
      const cut = Math.floor(near.length / 3);
      const middle = near.slice(cut, near.length - cut);
      held = middle.reduce((sum, v) => sum + v, 0) / middle.length;
    }
    out[s] = held;
  }
  return out;
}
