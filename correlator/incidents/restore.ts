/**
 * When supply returns: the works' own plan where works are the cause; else what the case's finished outages of the
 * same kind took, shrunk towards the utility's promise.
 */
import type { Incident } from '../../core/verdict.ts';
import { OUTAGE_DEFAULT_H } from '../params/rank.ts';
import type { WorksMatch } from './model.ts';

const HOUR_MS = 3_600_000;
/** Spread (log-normal) of outage lengths where the case has none to learn from [M]. */
const SIGMA_LN = 0.9;
const PRIOR_WEIGHT = 4;
/** 90 % point of the standard normal law. */
const Z90 = 1.2816;

export interface OutageLengths {
  readonly meanLnH: number;
  readonly sigmaLn: number;
  readonly n: number;
}

/** Log-normal law of finished outages (h), the prior counting as four of them. */
export function outageLengths(finishedMs: readonly number[]): OutageLengths {
  const logs = finishedMs.filter((d) => d > 60_000).map((d) => Math.log(d / HOUR_MS));
  const n = logs.length;
  const meanLnH = (PRIOR_WEIGHT * Math.log(OUTAGE_DEFAULT_H) + logs.reduce((a, b) => a + b, 0)) / (PRIOR_WEIGHT + n);
  const spread = logs.reduce((sum, l) => sum + (l - meanLnH) ** 2, PRIOR_WEIGHT * SIGMA_LN ** 2);
  return { meanLnH, sigmaLn: Math.sqrt(spread / (PRIOR_WEIGHT + n)), n };
}

/** null unless somebody is out at `asOfMs`. Quantiles are those of what remains, given it lasted so far. */
export function expectedRestore(
  outage: { readonly startMs: number; readonly running: boolean; readonly works: readonly WorksMatch[] },
  lengths: OutageLengths,
  asOfMs: number,
): Incident['expectedRestore'] {
  if (!outage.running || outage.startMs > asOfMs) return null;
  const plan = outage.works.find((w) => w.aligned && w.works.plannedEndMs !== null && w.works.plannedEndMs > asOfMs);
  if (plan?.works.plannedEndMs != null) {
    return {
      p50Ms: plan.works.plannedEndMs,
      p90Ms: plan.works.plannedEndMs + HOUR_MS,
      asOfMs,
      source: `works ${plan.works.id}`,
    };
  }
  const soFarH = (asOfMs - outage.startMs) / HOUR_MS;
  const longerThan = soFarH <= 0 ? 1 : 1 - normalCdf((Math.log(soFarH) - lengths.meanLnH) / lengths.sigmaLn);
  const at = (p: number): number => {
    const z = normalQuantile(1 - (1 - p) * Math.max(longerThan, 1e-4));
    const h = Math.exp(lengths.meanLnH + lengths.sigmaLn * z);
    return outage.startMs + Math.max(h, soFarH * 1.05) * HOUR_MS;
  };
  const p50Ms = at(0.5);
  const p90Ms = Math.max(at(0.9), p50Ms + (p50Ms - asOfMs) * (Z90 - 1));
  return { p50Ms, p90Ms, asOfMs, source: lengths.n > 0 ? `${lengths.n} finished outages` : 'utility promise' };
}

/** Normal law by Zelen and Severo's rational form (error below 1e-7). @source Abramowitz & Stegun 26.2.17. */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) * poly;
  return x >= 0 ? 1 - upper : upper;
}

/** Inverse of `normalCdf` by bisection; p in (0, 1), clipped to ±8. */
export function normalQuantile(p: number): number {
  let lo = -8;
  let hi = 8;
  for (let i = 0; i < 60; i++) {
    const mid = (lo + hi) / 2;
    if (normalCdf(mid) < p) lo = mid;
    else hi = mid;
  }
  return (lo + hi) / 2;
}
