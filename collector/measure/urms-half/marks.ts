/**
 * Where the windows of Urms(1/2) end: zero crossings of each channel's fundamental, followed where its phase is known,
 * carried on by the period where not.
 */
import { type FundamentalState, isSteady, periodMs, phaseRad, stepAt } from './fundamental.ts';

/** Phase correction per half cycle, at most this share of it: a phase jump moves the windows slowly, never by a leap. */
const PULL_MAX = 0.02;
/** Without a phase for this many half cycles (a second and a half) a channel is met anew: its first crossing is leapt to. */
const LOST_AFTER = 150;
/** A channel without phase looks so many steps ahead for its first. */
const AHEAD_STEPS = 4;
/** So many windows are waited for the first phase of every channel; then windows begin with the samples. */
const WAIT_WINDOWS = 24;
/** The crossing of a channel not looked at yet lies no further before its expected place than this, in steps. */
const ORDER_STEPS = 0.05;
/** Windows must lie inside the samples; dust of floating point, ms. */
const DUST_MS = 1e-6;

export interface MarkState {
  isBegun: boolean;
  /** Per channel: its last mark, or its next one where `isNext` is 1. */
  readonly markMs: number[];
  readonly isNext: number[];
  /** Half cycles since the phase was known; from LOST_AFTER on it is lost. */
  readonly unseen: number[];
}

export function startMarks(channels: number): MarkState {
  const all = (v: number) => Array.from({ length: channels }, () => v);
  return { isBegun: false, markMs: all(0), isNext: all(0), unseen: all(LOST_AFTER) };
}

export interface MarkRange {
  /** Times of the run's first and last sample so far, ms. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** No more samples will come. */
  readonly isEnd: boolean;
}

/**
 * Next mark of any channel in order of time, taken out; −1 where it is not known yet (or there is none any more).
 * The mark is at `markMs[c]`.
 */
export function takeMark(m: MarkState, f: FundamentalState, range: MarkRange): number {
  if (!m.isBegun && !begin(m, f, range)) return -1;
  // Instants before this one belong to steps that are known.
  const knownMs = f.t0 + (f.steps - 1 + 2.5) * f.stepMs;
  let first = -1;
  for (let c = 0; c < m.markMs.length; c++) {
    if (m.isNext[c] === 0) findNext(m, f, c, range.isEnd ? Number.POSITIVE_INFINITY : knownMs);
    if (m.isNext[c] === 1 && (first < 0 || (m.markMs[c] as number) < (m.markMs[first] as number))) first = c;
  }
  const untilMs = range.isEnd ? range.lastMs + DUST_MS : knownMs - ORDER_STEPS * f.stepMs;
  if (first < 0 || (m.markMs[first] as number) > untilMs) return -1;
  m.isNext[first] = 0;
  return first;
}

/** First mark of every channel: its first known crossing, carried back to the start of the run. */
function begin(m: MarkState, f: FundamentalState, range: MarkRange): boolean {
  const firstSteady = m.markMs.map((_, c) => {
    for (let s = 0; s < f.steps; s++) if (isSteady(f, c, s)) return s;
    return -1;
  });
  if (!range.isEnd && f.windows < WAIT_WINDOWS && (f.steps === 0 || firstSteady.includes(-1))) return false;
  firstSteady.forEach((step, c) => {
    let t = range.firstMs;
    if (step >= 0) {
      t = f.t0 + (step + 2) * f.stepMs;
      t -= crossingError(f, c, step, t);
      for (let half = halfAt(f, t); t - half >= range.firstMs - DUST_MS; half = halfAt(f, t)) t -= half;
      m.unseen[c] = 0;
    }
    m.markMs[c] = t;
    m.isNext[c] = 1;
  });
  m.isBegun = true;
  return true;
}

const halfAt = (f: FundamentalState, atMs: number): number => periodMs(f, stepAt(f, atMs)) / 2;

/** From the nearest zero crossing to an instant, ms: at most a quarter of a cycle. */
function crossingError(f: FundamentalState, c: number, step: number, atMs: number): number {
  const halves = phaseRad(f, c, step, atMs) / Math.PI;
  return ((halves - Math.round(halves)) * periodMs(f, step)) / 2;
}

function findNext(m: MarkState, f: FundamentalState, c: number, knownMs: number): void {
  const last = m.markMs[c] as number;
  const half = halfAt(f, last);
  const expected = last + half;
  if (expected >= knownMs) return;
  m.isNext[c] = 1;
  m.markMs[c] = expected;
  const step = stepAt(f, expected);
  if ((m.unseen[c] as number) >= LOST_AFTER) {
    for (let s = step; s <= step + AHEAD_STEPS; s++) {
      if (!isSteady(f, c, s)) continue;
      const error = crossingError(f, c, s, expected);
      // Forwards only: windows stay in order.
      m.markMs[c] = expected - (error > 0 ? error - half : error);
      m.unseen[c] = 0;
      return;
    }
    return;
  }
  if (!isSteady(f, c, step)) {
    m.unseen[c] = (m.unseen[c] as number) + 1;
    return;
  }
  m.unseen[c] = 0;
  const error = crossingError(f, c, step, expected);
  m.markMs[c] = expected - Math.max(-PULL_MAX * half, Math.min(PULL_MAX * half, error));
}
