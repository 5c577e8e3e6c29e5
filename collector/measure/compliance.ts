/**
 * Limits over a period: how many values lie inside, above, below, and the qualification rate.
 * @source GB/T 12325-2008 5 (rate = 1 − time outside / time), EN 50160:2010 4.2.2
 */
import { sideOf, type VoltageLimit, voltsOf } from '../../core/limits/limit.ts';
import { hourOfDay } from '../../core/time.ts';

export interface Compliance {
  readonly n: number;
  readonly unknown: number;
  readonly above: number;
  readonly below: number;
  readonly outside: number;
  readonly lowV: number;
  readonly highV: number;
  /** Null where nothing is known. */
  readonly insidePct: number | null;
  readonly qualificationRatePct: number | null;
  readonly pass: boolean | null;
  readonly firstV: number | null;
  readonly minV: number | null;
  readonly maxV: number | null;
  readonly meanV: number | null;
  /** Share of the evening's values that lie below, %; null where none lies in the evening. */
  readonly eveningBelowPct: number | null;
}

/** Hours of the evening peak, local time: from, to. Practice of utilities, no standard's number. */
const EVENING_H = [18, 22] as const;

/** `values` in V with NaN = unknown; `timesMs` = start of each interval. Unknown values count neither inside nor outside. */
export function compliance(
  values: readonly number[],
  timesMs: readonly number[],
  options: { readonly limit: VoltageLimit; readonly udinV: number; readonly zone: string },
): Compliance {
  const { limit, udinV, zone } = options;
  const counts = { inside: 0, above: 0, below: 0, unknown: 0 };
  const evening = { n: 0, below: 0 };
  let [sum, minV, maxV] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  values.forEach((v, i) => {
    const side = sideOf(v, limit, udinV);
    counts[side]++;
    if (side === 'unknown') return;
    sum += v;
    minV = Math.min(minV, v);
    maxV = Math.max(maxV, v);
    const hour = hourOfDay(timesMs[i] ?? 0, zone);
    if (hour < EVENING_H[0] || hour >= EVENING_H[1]) return;
    evening.n++;
    if (side === 'below') evening.below++;
  });
  const n = values.length - counts.unknown;
  const outside = counts.above + counts.below;
  const insidePct = n === 0 ? null : (100 * counts.inside) / n;
  return {
    n,
    unknown: counts.unknown,
    above: counts.above,
    below: counts.below,
    outside,
    ...voltsOf(limit, udinV),
    insidePct,
    // Intervals of one length: time outside / time = values outside / values.
    qualificationRatePct: insidePct,
    pass: n === 0 ? null : 100 * counts.inside >= limit.requiredPct * n,
    firstV: values.find((v) => !Number.isNaN(v)) ?? null,
    minV: n === 0 ? null : minV,
    maxV: n === 0 ? null : maxV,
    meanV: n === 0 ? null : sum / n,
    eveningBelowPct: evening.n === 0 ? null : (100 * evening.below) / evening.n,
  };
}
