/**
 * A curve thinned for a screen: of each stretch its lowest and highest value, so that no spike is lost. Stretches never
 * bridge a gap. Where a window holds few samples they come as they are.
 */

export interface Thinned {
  readonly timesMs: number[];
  /** null = a missing sample. */
  readonly min: (number | null)[];
  readonly max: (number | null)[];
}

/** Samples a stretch must hold before thinning pays: below it the samples themselves are sent. */
const WORTH_IT = 3;

/**
 * `timesMs` rising; `breaks` = indices of the first sample after each gap; the window is `[fromMs, toMs]` and takes one
 * sample more on either side, so that lines run to the edge. At most about `points` stretches. A gap is marked by a null.
 */
export function thin(
  curve: { readonly timesMs: Float64Array; readonly values: Float64Array; readonly breaks: readonly number[] },
  window: { readonly fromMs: number; readonly toMs: number; readonly points: number },
): Thinned {
  const { timesMs, values } = curve;
  const first = Math.max(0, firstAtOrAfter(timesMs, window.fromMs) - 1);
  const end = Math.min(timesMs.length, firstAtOrAfter(timesMs, window.toMs) + 1);
  const size = Math.ceil((end - first) / Math.max(1, window.points));
  const perStretch = size < WORTH_IT ? 1 : size;
  const out: Thinned = { timesMs: [], min: [], max: [] };
  const starts = new Set(curve.breaks);
  let i = first;
  while (i < end) {
    if (starts.has(i) && i > first) markGap(out, timesMs, i);
    const from = i;
    i++;
    while (i < end && i - from < perStretch && !starts.has(i)) i++;
    pushStretch(out, timesMs, values, from, i);
  }
  return out;
}

/** A null between the last sample before and the first after: lines drawn through it break. */
function markGap(out: Thinned, timesMs: Float64Array, at: number): void {
  out.timesMs.push((timesMs[at - 1]! + timesMs[at]!) / 2);
  out.min.push(null);
  out.max.push(null);
}

function pushStretch(out: Thinned, timesMs: Float64Array, values: Float64Array, from: number, end: number): void {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = from; k < end; k++) {
    const v = values[k]!;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  const known = min <= max;
  out.timesMs.push((timesMs[from]! + timesMs[end - 1]!) / 2);
  out.min.push(known ? min : null);
  out.max.push(known ? max : null);
}

/** Index of the first time ≥ `atMs`; the length where there is none. */
function firstAtOrAfter(timesMs: Float64Array, atMs: number): number {
  let [lo, hi] = [0, timesMs.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (timesMs[mid]! < atMs) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
