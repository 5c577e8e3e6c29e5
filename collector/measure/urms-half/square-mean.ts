/**
 * Mean of u² over any stretch of time, also between samples: whole samples by trapezoids, corrected at both ends
 * (Gregory's formula), and the broken intervals by a cubic. So a window may begin and end inside a sampling interval
 * and costs almost no accuracy even at 12 samples a cycle.
 */
import { BLOCK_MASK, BLOCKS_KEPT, BLOCKS_PER_STEP, firstOf, MISSING_SQUARE, type SampleState } from './samples.ts';

/** An edge (a fault beginning) is told from a curve only with so many samples to a cycle. */
const FINE_FROM_SAMPLES = 20;
/**
 * A third difference beyond this share of the largest of the four values is an edge, not a curve. The polynomial would
 * swing there, so a straight line takes its place.
 */
const EDGE_SHARE = 0.6;
/** Float dust of a window's ends, as a share of a sampling interval. */
const END_DUST = 1e-6;

/** V²; NaN where a missing sample or a place outside the samples is touched. */
export function squareMean(s: SampleState, c: number, fromMs: number, toMs: number): number {
  const from = sampleBefore(s, fromMs);
  const to = sampleBefore(s, toMs);
  if (from < 0 || to < from) return Number.NaN;
  const [x0, x1] = [shareAt(s, from, fromMs), shareAt(s, to, toMs)];
  // The whole intervals lie between these two samples.
  const i0 = x0 > 0 ? from + 1 : from;
  const i1 = x1 === 1 ? to + 1 : to;
  if (i1 - i0 < 4) return Number.NaN;
  let area = trapezoids(s, c, i0, i1) / 2 - endError(s, c, i0, 1) - endError(s, c, i1, -1);
  if (x0 > 0 && x0 < 1) area += partArea(s, c, from, 1) - partArea(s, c, from, x0);
  if (x1 > 0 && x1 < 1) area += partArea(s, c, to, x1);
  return area / (toMs - fromMs);
}

/** Last sample not after an instant, but never the last of all; −1 where the instant lies outside the samples. */
function sampleBefore(s: SampleState, atMs: number): number {
  const mask = s.size - 1;
  const times = s.timesMs;
  const dustMs = END_DUST * s.lastStepMs;
  if (s.taken < 2 || atMs < s.t0 - dustMs || atMs > s.lastMs + dustMs) return -1;
  const block = Math.min(s.block, Math.max(0, Math.floor((atMs - s.t0) / s.blockMs)));
  if (block < s.block - BLOCKS_KEPT + 1) return -1;
  let i = Math.min(firstOf(s, block), s.taken - 2);
  while (i > 0 && (times[i & mask] as number) > atMs) i--;
  while (i < s.taken - 2 && (times[(i + 1) & mask] as number) <= atMs) i++;
  return i;
}

function shareAt(s: SampleState, i: number, atMs: number): number {
  const mask = s.size - 1;
  const t = s.timesMs[i & mask] as number;
  const share = (atMs - t) / ((s.timesMs[(i + 1) & mask] as number) - t);
  return share < END_DUST ? 0 : share > 1 - END_DUST ? 1 : share;
}

/** Twice the area of the trapezoids from sample i0 to sample i1; NaN where one of these is missing. */
function trapezoids(s: SampleState, c: number, i0: number, i1: number): number {
  const ring = s.squares[c] as number[];
  const b0 = blockOf(s, i0);
  const b1 = blockOf(s, i1);
  if (b0 === b1) return between(s, ring, i0, i1);
  let twice = between(s, ring, i0, firstOf(s, b0 + 1) - 1);
  const areas = s.areas[c] as number[];
  const missings = s.missings[c] as number[];
  let missing = 0;
  for (let b = b0 + 1; b < b1; b++) {
    missing += missings[b & BLOCK_MASK] as number;
    twice += areas[b & BLOCK_MASK] as number;
  }
  twice += between(s, ring, firstOf(s, b1) - 1, i1);
  return missing > 0 ? Number.NaN : twice;
}

function between(s: SampleState, ring: readonly number[], from: number, to: number): number {
  const mask = s.size - 1;
  let twice = 0;
  let before = ring[from & mask] as number;
  let t = s.timesMs[from & mask] as number;
  if (before >= MISSING_SQUARE) return Number.NaN;
  for (let i = from + 1; i <= to; i++) {
    const square = ring[i & mask] as number;
    const at = s.timesMs[i & mask] as number;
    if (square >= MISSING_SQUARE) return Number.NaN;
    twice += (before + square) * (at - t);
    before = square;
    t = at;
  }
  return twice;
}

/** The block that holds a sample. */
function blockOf(s: SampleState, i: number): number {
  const at = s.timesMs[i & (s.size - 1)] as number;
  let b = Math.min(s.block, Math.max(0, Math.floor((at - s.t0) / s.blockMs)));
  while (b > 0 && firstOf(s, b) > i) b--;
  while (b < s.block && firstOf(s, b + 1) <= i) b++;
  return b;
}

const isFine = (s: SampleState, stepMs: number): boolean =>
  stepMs * FINE_FROM_SAMPLES <= 2 * BLOCKS_PER_STEP * s.blockMs;

/**
 * What trapezoids have too much at their last sample; `inward` 1 = the samples of the window lie after it, −1 = before.
 * With samples enough from those inside alone, so that an edge right outside the window does no harm.
 */
function endError(s: SampleState, c: number, i: number, inward: 1 | -1): number {
  const mask = s.size - 1;
  const ring = s.squares[c] as number[];
  const step = Math.abs((s.timesMs[(i + inward) & mask] as number) - (s.timesMs[i & mask] as number));
  const b = ring[i & mask] as number;
  const a1 = ring[(i + inward) & mask] as number;
  const a2 = ring[(i + 2 * inward) & mask] as number;
  const a3 = ring[(i + 3 * inward) & mask] as number;
  const outside = i - inward >= 0 && i - inward < s.taken ? (ring[(i - inward) & mask] as number) : MISSING_SQUARE;
  if (!isFine(s, step) && outside < MISSING_SQUARE) return (step * (outside - a1)) / 24;
  const [d1, d2, d3] = [b - a1, b - 2 * a1 + a2, b - 3 * a1 + 3 * a2 - a3];
  return step * (d1 / 12 + d2 / 24 + (19 * d3) / 720);
}

/** Area from sample i on over a share of the interval after it, V²·ms; NaN where the next sample is missing. */
function partArea(s: SampleState, c: number, i: number, x: number): number {
  const mask = s.size - 1;
  const ring = s.squares[c] as number[];
  const step = (s.timesMs[(i + 1) & mask] as number) - (s.timesMs[i & mask] as number);
  const [b, next] = [ring[i & mask] as number, ring[(i + 1) & mask] as number];
  if (b >= MISSING_SQUARE || next >= MISSING_SQUARE) return Number.NaN;
  const past = i > 0 ? (ring[(i - 1) & mask] as number) : MISSING_SQUARE;
  const then = i + 2 < s.taken ? (ring[(i + 2) & mask] as number) : MISSING_SQUARE;
  const [noPast, noThen] = [past >= MISSING_SQUARE, then >= MISSING_SQUARE];
  // At the ends of the run and beside a missing sample carried on by a parabola.
  const a = noPast ? (noThen ? 2 * b - next : 3 * b - 3 * next + then) : past;
  const d = noThen ? (noPast ? 2 * next - b : 3 * next - 3 * b + a) : then;
  const isEdge = isFine(s, step) && Math.abs(d - 3 * next + 3 * b - a) > EDGE_SHARE * Math.max(a, b, next, d);
  return step * (isEdge ? x * (b + (x * (next - b)) / 2) : cubicArea(a, b, next, d, x));
}

/** Area from 0 to x under the cubic through the values at −1, 0, 1, 2: closed form of Lagrange's polynomial. */
function cubicArea(a: number, b: number, c: number, d: number, x: number): number {
  const c1 = -a / 3 - b / 2 + c - d / 6;
  const c2 = a / 2 - b + c / 2;
  const c3 = (d - a) / 6 + (b - c) / 2;
  return x * (b + x * (c1 / 2 + x * (c2 / 3 + (x * c3) / 4)));
}
