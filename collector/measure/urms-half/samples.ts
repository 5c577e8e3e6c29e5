/**
 * The last samples of a run, and their sums over short blocks of time: what the windows of Urms(1/2) are integrated
 * from, and what the fundamental is found in. Plain JSON: a missing sample is a number no voltage can have.
 */

/** Blocks to half a nominal cycle: fine enough that no harmonic of weight folds onto the fundamental. */
export const BLOCKS_PER_STEP = 8;
/** Blocks kept; a power of two. The longest wait for a first zero crossing is 224 blocks. */
export const BLOCKS_KEPT = 256;
export const BLOCK_MASK = BLOCKS_KEPT - 1;
/** Samples kept at first; a power of two, doubled where the sampling rate asks for more. */
const SAMPLES_KEPT = 1024;
/** A square beyond this is no voltage: NaN, infinite or absurd. It stands for "missing". V². */
export const MISSING_SQUARE = 1e300;

export interface SampleState {
  /** Time of the first sample and length of a block, ms. */
  t0: number;
  readonly blockMs: number;
  /** Samples taken; sample i lies at `i & (size − 1)` of the rings. */
  taken: number;
  size: number;
  readonly timesMs: number[];
  /** Per channel: u² of each sample, V². */
  readonly squares: number[][];
  lastMs: number;
  /** Distance of the last two samples, ms. */
  lastStepMs: number;
  /** The block being filled: number of blocks before it, its first sample, and per channel its sums. */
  block: number;
  first: number;
  /** Σ u, V. */
  readonly sum: number[];
  /** Twice the area of trapezoids under u² that end in this block, V²·ms. */
  readonly area: number[];
  readonly missing: number[];
  /** The blocks before, at `block & (256 − 1)`. */
  readonly firstSample: number[];
  readonly areas: number[][];
  readonly missings: number[][];
}

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);

export function startSamples(channels: number, blockMs: number): SampleState {
  const perChannel = (n: number) => Array.from({ length: channels }, () => zeros(n));
  return {
    t0: 0,
    blockMs,
    taken: 0,
    size: SAMPLES_KEPT,
    timesMs: zeros(SAMPLES_KEPT),
    squares: perChannel(SAMPLES_KEPT),
    lastMs: 0,
    lastStepMs: 0,
    block: 0,
    first: 0,
    sum: zeros(channels),
    area: zeros(channels),
    missing: zeros(channels),
    firstSample: zeros(BLOCKS_KEPT),
    areas: perChannel(BLOCKS_KEPT),
    missings: perChannel(BLOCKS_KEPT),
  };
}

/** Blocks end this share of theirs early: a sample on the border is always the next block's, however its time was rounded. */
const BORDER_SHARE = 1e-6;

/** End of the block being filled: the first instant that belongs to the next, ms. */
export const blockEndMs = (s: SampleState): number => s.t0 + (s.block + 1 - BORDER_SHARE) * s.blockMs;

/** First index from `from` on whose time is not before `endMs`; at most `to`. Times rise. */
export function firstNotBefore(
  timesMs: Float64Array,
  range: { from: number; to: number; guess: number },
  endMs: number,
) {
  const { from, to } = range;
  let i = Math.min(to, from + Math.max(1, range.guess));
  while (i > from && timesMs[i - 1]! >= endMs) i--;
  while (i < to && timesMs[i]! < endMs) i++;
  return i;
}

/** Take samples `[from, to)`, all inside the block being filled. Any chunking gives the same sums, bit for bit. */
export function takeSamples(
  s: SampleState,
  timesMs: Float64Array,
  channels: readonly Float64Array[],
  range: { readonly from: number; readonly to: number },
): void {
  const { from, to } = range;
  const n = to - from;
  reserve(s, n);
  const mask = s.size - 1;
  const base = s.taken - from;
  const times = s.timesMs;
  for (let i = from; i < to; i++) times[(base + i) & mask] = timesMs[i]!;
  const beforeMs = s.taken === 0 ? timesMs[from]! : s.lastMs;
  for (let c = 0; c < channels.length; c++) {
    const values = channels[c] as Float64Array;
    const ring = s.squares[c] as number[];
    let sum = s.sum[c] as number;
    let area = s.area[c] as number;
    let before = s.taken === 0 ? 0 : (ring[(s.taken - 1) & mask] as number);
    let t = beforeMs;
    for (let i = from; i < to; i++) {
      const v = values[i]!;
      const square = v * v;
      const at = timesMs[i]!;
      if (square < MISSING_SQUARE) {
        ring[(base + i) & mask] = square;
        sum += v;
        area += (before + square) * (at - t);
        before = square;
      } else {
        ring[(base + i) & mask] = MISSING_SQUARE;
        s.missing[c] = (s.missing[c] as number) + 1;
        before = 0;
      }
      t = at;
    }
    s.sum[c] = sum;
    // Beside a missing sample no window is evaluated: whatever its area was.
    s.area[c] = area < MISSING_SQUARE ? area : 0;
  }
  s.lastStepMs = n > 1 ? timesMs[to - 1]! - timesMs[to - 2]! : timesMs[from]! - beforeMs;
  s.taken += n;
  s.lastMs = timesMs[to - 1]!;
}

/** Put the filled block away; the caller has read its sums. */
export function closeBlock(s: SampleState): void {
  const at = s.block & BLOCK_MASK;
  s.firstSample[at] = s.first;
  for (let c = 0; c < s.sum.length; c++) {
    (s.areas[c] as number[])[at] = s.area[c] as number;
    (s.missings[c] as number[])[at] = s.missing[c] as number;
    s.sum[c] = 0;
    s.area[c] = 0;
    s.missing[c] = 0;
  }
  s.block++;
  s.first = s.taken;
}

/** Room for `n` more samples without losing one that a window may still ask for. */
function reserve(s: SampleState, n: number): void {
  const oldest = s.block < BLOCKS_KEPT ? 0 : (s.firstSample[s.block & BLOCK_MASK] as number);
  if (s.taken + n - oldest <= s.size) return;
  let size = s.size;
  while (s.taken + n - oldest > size) size *= 2;
  const moved = (ring: number[]) => {
    const old = ring.slice();
    for (let i = s.size; i < size; i++) ring.push(0);
    for (let i = oldest; i < s.taken; i++) ring[i & (size - 1)] = old[i & (s.size - 1)] as number;
  };
  moved(s.timesMs);
  for (const ring of s.squares) moved(ring);
  s.size = size;
}

/** First sample of a block, the one being filled included. */
export const firstOf = (s: SampleState, block: number): number =>
  block >= s.block ? s.first : (s.firstSample[block & BLOCK_MASK] as number);
