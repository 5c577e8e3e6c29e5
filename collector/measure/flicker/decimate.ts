/**
 * Squares of the samples at a lower rate. Three moving means over `factor` samples in a row (a CIC filter of third
 * order): they are zero at every multiple of the lower rate, which is what would fall onto slow flicker. Its weights are
 * a quadratic inside each block of `factor` samples, so three sums per block say all there is to know of it.
 */

/** Sums of one block, its samples counted from its end: Σ x, Σ (i+1)·x, Σ (i+1)(i+2)/2·x. */
type Sums = readonly [number, number, number];

export interface DecimatorState {
  readonly factor: number;
  /** Sums of the block under way, and how many samples it has. */
  a: number;
  b: number;
  c: number;
  filled: number;
  /** The block before and the one before that. */
  last: Sums;
  older: Sums;
  /** Blocks of the last cycle, a ring: what stands in for a block with a missing sample. */
  readonly cycle: Sums[];
  at: number;
  /** Last outputs, for the correction of the droop. */
  y1: number;
  y2: number;
}

const NO_SUMS: Sums = [0, 0, 0];

export function startDecimator(factor: number, blocksPerCycle: number): DecimatorState {
  const cycle = Array.from({ length: Math.max(1, Math.round(blocksPerCycle)) }, () => NO_SUMS);
  return { factor, a: 0, b: 0, c: 0, filled: 0, last: NO_SUMS, older: NO_SUMS, cycle, at: 0, y1: 0, y2: 0 };
}

/** Mean squares at the lower rate, and 1 where a sample of the newest block was missing (NaN, infinite). */
export interface Decimated {
  readonly values: Float64Array;
  readonly missing: Uint8Array;
}

/** Forget the samples of a block under way: what comes is a new run. */
export function restartDecimator(state: DecimatorState): void {
  state.a = 0;
  state.b = 0;
  state.c = 0;
  state.filled = 0;
}

/** Take `samples[from, to)`; the values that became ready are written to `out` from its beginning. */
export function stepDecimator(
  state: DecimatorState,
  samples: Float64Array,
  range: { readonly from: number; readonly to: number },
  out: Decimated,
): number {
  const { factor } = state;
  let { a, b, c } = state;
  let count = 0;
  let i = range.from;
  while (i < range.to) {
    const room = factor - state.filled;
    const end = Math.min(range.to, i + room);
    state.filled += end - i;
    for (; i < end; i++) {
      const u = samples[i]!;
      a += u * u;
      b += a;
      c += b;
    }
    if (state.filled < factor) break;
    out.missing[count] = Number.isFinite(c) ? 0 : 1;
    out.values[count++] = closeBlock(state, a, b, c);
    a = 0;
    b = 0;
    c = 0;
    state.filled = 0;
  }
  state.a = a;
  state.b = b;
  state.c = c;
  return count;
}

/** A missing block is taken to be as it was one cycle ago. */
function closeBlock(state: DecimatorState, a: number, b: number, c: number): number {
  const d = state.factor;
  const now: Sums = Number.isFinite(c) ? [a, b, c] : (state.cycle[state.at] ?? NO_SUMS);
  state.cycle[state.at] = now;
  state.at = state.at + 1 === state.cycle.length ? 0 : state.at + 1;
  const { last, older } = state;
  const middle = 0.5 * d * (d + 1) * last[0] + d * last[1] - 2 * last[2];
  const oldest = 0.5 * d * (d - 1) * older[0] - d * older[1] + older[2];
  const y = (now[2] + middle + oldest) / (d * d * d);
  state.older = last;
  state.last = now;
  // The three means droop with f²; a second difference of the output gives back what they take in the pass band.
  const droop = (1 - 1 / (d * d)) / 8;
  const corrected = state.y1 - droop * (state.y2 - 2 * state.y1 + y);
  state.y2 = state.y1;
  state.y1 = y;
  return corrected;
}
