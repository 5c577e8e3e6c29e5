/**
 * How often the flicker sensation was how strong: counts in nearly logarithmic classes, 256 equal ones in each octave of
 * Pinst (0.2 to 0.4 % wide), and from them Pst. Percentiles are interpolated inside a class.
 * @source IEC 61000-4-15:2010 5.7
 */

const PER_OCTAVE_BITS = 8;
const OCTAVE_MIN = -24;
const OCTAVE_MAX = 24;
/** Class 0 holds all below the first octave, the last one all above. */
export const CLASSES = ((OCTAVE_MAX - OCTAVE_MIN) << PER_OCTAVE_BITS) + 1;

const SHIFT = 23 - PER_OCTAVE_BITS;
const FIRST_BITS = ((127 + OCTAVE_MIN) << PER_OCTAVE_BITS) - 1;
// One number seen as float and as its bits: exponent and first digits of the fraction are the class.
const asFloat = new Float32Array(1);
const asBits = new Int32Array(asFloat.buffer);

export interface ClassifierState {
  /** Counts up to the highest class met. */
  counts: number[];
  total: number;
}

export const emptyClassifier = (): ClassifierState => ({ counts: [], total: 0 });

/** Count `pinst[from, to)`, all finite and ≥ 0. */
export function classify(state: ClassifierState, pinst: Float64Array, from: number, to: number): void {
  const { counts } = state;
  for (let i = from; i < to; i++) {
    asFloat[0] = pinst[i]!;
    let k = (asBits[0]! >> SHIFT) - FIRST_BITS;
    if (k < 0) k = 0;
    else if (k >= CLASSES) k = CLASSES - 1;
    if (k >= counts.length) for (let n = counts.length; n <= k; n++) counts.push(0);
    counts[k]!++;
  }
  state.total += to - from;
}

/** Lower edge of class k. */
function edge(k: number): number {
  if (k <= 0) return 0;
  const steps = k - 1;
  const octave = steps >> PER_OCTAVE_BITS;
  const inside = (steps & ((1 << PER_OCTAVE_BITS) - 1)) / (1 << PER_OCTAVE_BITS);
  return 2 ** (OCTAVE_MIN + octave) * (1 + inside);
}

/** Levels exceeded during the given shares of the time, %, in rising order. The classifier is not empty. */
export function exceeded(state: ClassifierState, sharesPct: readonly number[]): number[] {
  const out: number[] = [];
  let k = state.counts.length - 1;
  let above = 0;
  for (const share of sharesPct) {
    const wanted = (share / 100) * state.total;
    while (k > 0 && above + (state.counts[k] ?? 0) < wanted) above += state.counts[k--] ?? 0;
    const here = state.counts[k] ?? 0;
    const part = here > 0 ? Math.min(1, (wanted - above) / here) : 0;
    const [low, high] = [edge(k), edge(k + 1)];
    out.push(high - part * (high - low));
  }
  return out;
}

/** Shares of the smoothed percentiles, %: P0.1, P1s, P3s, P10s, P50s. */
const GROUPS = [[0.1], [0.7, 1, 1.5], [2.2, 3, 4], [6, 8, 10, 13, 17], [30, 50, 80]] as const;
const WEIGHTS = [0.0314, 0.0525, 0.0657, 0.28, 0.08] as const;
const SHARES = GROUPS.flat();

/** Pst from the levels at the shares of `PST_SHARES_PCT`, in their order. */
export const PST_SHARES_PCT: readonly number[] = SHARES;
export function pstOf(levels: readonly number[]): number {
  let [sum, at] = [0, 0];
  GROUPS.forEach((group, g) => {
    let mean = 0;
    for (let i = 0; i < group.length; i++) mean += (levels[at++] ?? 0) / group.length;
    sum += (WEIGHTS[g] ?? 0) * mean;
  });
  return Math.sqrt(sum);
}

/** Null where nothing was counted. */
export const pstFrom = (state: ClassifierState): number | null =>
  state.total === 0 ? null : pstOf(exceeded(state, PST_SHARES_PCT));

/** Cube root of the mean cube. @source IEC 61000-4-15:2010 5.7.3 */
export const pltOf = (pst: readonly number[]): number =>
  Math.cbrt(pst.reduce((sum, p) => sum + p ** 3, 0) / pst.length);
