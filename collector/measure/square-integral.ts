/**
 * The integral of u² over any stretch of time, also between samples. u² is carried between samples by cubic
 * polynomials, so that a window that begins and ends inside a sampling interval costs almost no accuracy even at
 * 12 samples a cycle.
 */

export interface SquareIntegral {
  /** ∫ u² dt from `fromMs` to `toMs`, V²·ms; NaN where a missing sample or a place outside the samples is touched. */
  between(fromMs: number, toMs: number): number;
}

/** Float dust of a window's ends, as a share of a sampling interval. */
const END_DUST = 1e-6;

/**
 * Over samples `[first, end)` of one gapless run. Steps may differ slightly between samples (a recorder that follows
 * the frequency): neighbours are taken as equally spaced. O(n) to build, O(log n) per question.
 */
export function squareIntegral(
  timesMs: Float64Array,
  values: Float64Array,
  run: { readonly first: number; readonly end: number; readonly nominalHz: number },
): SquareIntegral {
  const { first, end } = run;
  const n = end - first;
  const spanMs = n > 1 ? timesMs[end - 1]! - timesMs[first]! : 1;
  const samplesPerCycle = ((n - 1) / spanMs) * (1000 / run.nominalHz);
  const area = samplesPerCycle >= EDGES_FROM_SAMPLES ? edgeAwareArea : cubicArea;
  const sum = new Float64Array(Math.max(n, 1));
  const bad = new Uint32Array(Math.max(n, 1));
  const square = (i: number): number => {
    const v = values[first + i]!;
    return v * v;
  };
  // Four values around interval i; at the ends of the run and beside a missing sample carried on by a parabola.
  const corners = (i: number): readonly [number, number, number, number] => {
    const [b, c] = [square(i), square(i + 1)];
    const a = i > 0 ? square(i - 1) : Number.NaN;
    const d = i + 2 < n ? square(i + 2) : Number.NaN;
    const before = Number.isNaN(a) ? (Number.isNaN(d) ? 2 * b - c : 3 * b - 3 * c + d) : a;
    const after = Number.isNaN(d) ? (Number.isNaN(a) ? 2 * c - b : 3 * c - 3 * b + a) : d;
    return [before, b, c, after];
  };
  for (let i = 0; i + 1 < n; i++) {
    const missing = Number.isNaN(square(i)) || Number.isNaN(square(i + 1));
    bad[i + 1] = bad[i]! + (missing ? 1 : 0);
    const step = timesMs[first + i + 1]! - timesMs[first + i]!;
    sum[i + 1] = sum[i]! + (missing ? 0 : step * area(corners(i), 1));
  }
  const locate = (t: number): { i: number; x: number } | null => {
    const dust = n > 1 ? END_DUST * (timesMs[first + 1]! - timesMs[first]!) : 0;
    if (n < 2 || t < timesMs[first]! - dust || t > timesMs[end - 1]! + dust) return null;
    let [lo, hi] = [0, n - 2];
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if (timesMs[first + mid]! <= t) lo = mid;
      else hi = mid - 1;
    }
    const step = timesMs[first + lo + 1]! - timesMs[first + lo]!;
    const x = (t - timesMs[first + lo]!) / step;
    return { i: lo, x: x < END_DUST ? 0 : x > 1 - END_DUST ? 1 : x };
  };
  const upTo = (p: { i: number; x: number }): number => {
    if (p.x === 0) return sum[p.i]!;
    if (p.x === 1) return sum[p.i + 1]!;
    const step = timesMs[first + p.i + 1]! - timesMs[first + p.i]!;
    return sum[p.i]! + step * area(corners(p.i), p.x);
  };
  return {
    between: (fromMs, toMs) => {
      const [from, to] = [locate(fromMs), locate(toMs)];
      if (from === null || to === null) return Number.NaN;
      const lastTouched = to.x > 0 ? to.i + 1 : to.i;
      const firstTouched = from.x === 1 ? from.i + 1 : from.i;
      if (bad[lastTouched]! - bad[firstTouched]! > 0) return Number.NaN;
      return upTo(to) - upTo(from);
    },
  };
}

/**
 * A third difference beyond this share of the largest of the four values is an edge (a fault beginning), not a curve.
 * The polynomial would swing there, so a straight line takes its place.
 */
const EDGE_SHARE = 0.6;
/** With fewer samples a cycle a distorted wave looks like edges everywhere, and lines would cost more than they save. */
const EDGES_FROM_SAMPLES = 20;

/** Area from 0 to x under the values at −1, 0, 1, 2. */
type Area = (corners: readonly [number, number, number, number], x: number) => number;

const edgeAwareArea: Area = (corners, x) => {
  const [a, b, c, d] = corners;
  const isEdge = Math.abs(d - 3 * c + 3 * b - a) > EDGE_SHARE * Math.max(a, b, c, d);
  return isEdge ? x * (b + (x * (c - b)) / 2) : cubicArea(corners, x);
};

/** Under the cubic through the four: closed form of Lagrange's polynomial. */
const cubicArea: Area = ([a, b, c, d], x) => {
  const c1 = -a / 3 - b / 2 + c - d / 6;
  const c2 = a / 2 - b + c / 2;
  const c3 = (d - a) / 6 + (b - c) / 2;
  return x * (b + x * (c1 / 2 + x * (c2 / 3 + (x * c3) / 4)));
};
