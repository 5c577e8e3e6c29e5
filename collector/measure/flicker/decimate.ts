/**
 * Squares of the samples at a lower rate. Three moving means over `factor` samples in a row (a CIC filter of third
 * order): they are zero at every multiple of the lower rate, which is what would fall onto slow flicker. Its weights are
 * a quadratic inside each block of `factor` samples, so three sums per block say all there is to know of it.
 */

export interface DecimatorState {
  readonly factor: number;
  /** Sums of the block under way, its samples counted from its end: Σ x, Σ (i+1)·x, Σ (i+1)(i+2)/2·x. */
  a: number;
  b: number;
  c: number;
  /** How many samples it has. */
  filled: number;
  /** The three sums of each block of the last cycle, a ring: what stands in for a block with a missing sample. */
  readonly cycle: number[];
  /** Where the next block goes. */
  at: number;
  /** Last outputs, for the correction of the droop. */
  y1: number;
  y2: number;
}

export function startDecimator(factor: number, blocksPerCycle: number): DecimatorState {
  const cycle = new Array<number>(3 * Math.max(3, Math.round(blocksPerCycle))).fill(0);
  return { factor, a: 0, b: 0, c: 0, filled: 0, cycle, at: 0, y1: 0, y2: 0 };
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
  const { factor: d, cycle, at } = state;
  if (Number.isFinite(c)) {
    cycle[at] = a;
    cycle[at + 1] = b;
    cycle[at + 2] = c;
  }
  const last = at === 0 ? cycle.length - 3 : at - 3;
  const older = last === 0 ? cycle.length - 3 : last - 3;
  const middle = 0.5 * d * (d + 1) * cycle[last]! + d * cycle[last + 1]! - 2 * cycle[last + 2]!;
  const oldest = 0.5 * d * (d - 1) * cycle[older]! - d * cycle[older + 1]! + cycle[older + 2]!;
  const y = (cycle[at + 2]! + middle + oldest) / (d * d * d);
  state.at = at + 3 === cycle.length ? 0 : at + 3;
  // The three means droop with f²; a second difference of the output gives back what they take in the pass band.
  const droop = (1 - 1 / (d * d)) / 8;
  const corrected = state.y1 - droop * (state.y2 - 2 * state.y1 + y);
  state.y2 = state.y1;
  state.y1 = y;
  return corrected;
}
