/** Curves as the server sends them, put on one list of times for drawing, and read at an instant. */
import type { Curve } from '../../correlator/contract/recording.ts';

/** One row a time and one column a curve. undefined = this curve has no value there; null = its line breaks there. */
export interface Rows {
  readonly timesMs: number[];
  readonly columns: (number | null | undefined)[][];
}

/**
 * All times of all curves, rising. Where any curve is thinned (`min` ≠ `max`) a time has two rows, first the lowest, then
 * the highest: a line through them fills the space in between, as a sampled curve does.
 */
export function rowsOf(curves: readonly Curve[]): Rows {
  const timesMs: number[] = [];
  const columns: (number | null | undefined)[][] = curves.map(() => []);
  const next = curves.map(() => 0);
  for (;;) {
    let atMs = Number.POSITIVE_INFINITY;
    curves.forEach((c, k) => {
      atMs = Math.min(atMs, c.timesMs[next[k] ?? 0] ?? Number.POSITIVE_INFINITY);
    });
    if (atMs === Number.POSITIVE_INFINITY) return { timesMs, columns };
    const here = curves.map((c, k) => (c.timesMs[next[k] ?? 0] === atMs ? (next[k] ?? 0) : null));
    const isThinned = curves.some((c, k) => {
      const i = here[k];
      return i !== null && i !== undefined && c.min[i] !== c.max[i];
    });
    for (const side of isThinned ? (['min', 'max'] as const) : (['max'] as const)) {
      timesMs.push(atMs);
      curves.forEach((c, k) => {
        const i = here[k] ?? null;
        columns[k]?.push(i === null ? undefined : (c[side][i] ?? null));
      });
    }
    here.forEach((i, k) => {
      if (i !== null) next[k] = i + 1;
    });
  }
}

export interface ReadValue {
  readonly min: number;
  readonly max: number;
}

/** Value of the time nearest to `atMs`; null where the curve is empty or broken there. */
export function readAt(curve: Curve, atMs: number): ReadValue | null {
  const { timesMs } = curve;
  let [lo, hi] = [0, timesMs.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((timesMs[mid] ?? 0) < atMs) lo = mid + 1;
    else hi = mid;
  }
  const before = lo - 1;
  const isBefore = before >= 0 && atMs - (timesMs[before] ?? 0) < (timesMs[lo] ?? Number.POSITIVE_INFINITY) - atMs;
  const i = isBefore ? before : lo;
  const [min, max] = [curve.min[i], curve.max[i]];
  return min === undefined || max === undefined || min === null || max === null ? null : { min, max };
}

/** Four digits that count, without an exponent where a person would not write one. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return size >= 1000 ? String(Math.round(value)) : value.toFixed(Math.min(4, decimals));
}
