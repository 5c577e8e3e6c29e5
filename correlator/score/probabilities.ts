/**
 * Scores of probabilities. Log score and Brier score are strictly proper: only honest probabilities do best. ECE is
 * not, and stands beside them with its bins and counts.
 * @source Gneiting and Raftery 2007 (proper scores); Brier 1950.
 */

/** A probability below this counts as this: one wrong certainty must not make the mean infinite. */
export const P_MIN = 1e-6;

/** What was said about one case, and what was true. */
export interface Judged {
  readonly truth: string;
  readonly causes: ReadonlyMap<string, number>;
}

/** Mean of −ln p(true cause), p not below 1e-6; 0 is perfect, 13.8 the worst. NaN for no cases. */
export function logLoss(cases: readonly Judged[]): number {
  return mean(cases.map((c) => -Math.log(Math.min(1, Math.max(P_MIN, c.causes.get(c.truth) ?? 0)))));
}

/** Mean over cases of Σ over causes (p − 1 if true else p)²; 0 is perfect, 2 the worst. NaN for no cases. */
export function brier(cases: readonly Judged[]): number {
  return mean(
    cases.map((c) => {
      let sum = c.causes.has(c.truth) ? 0 : 1;
      for (const [cause, p] of c.causes) sum += (p - (cause === c.truth ? 1 : 0)) ** 2;
      return sum;
    }),
  );
}

/** The named cause, its probability, and whether it was right. */
export interface Claim {
  readonly p: number;
  readonly right: boolean;
}

export interface ReliabilityBin {
  /** `[low, high)`, the last bin with 1 included. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Mean of the probabilities said, and share that was right; null in an empty bin. */
  readonly meanP: number | null;
  readonly right: number | null;
}

export function reliability(claims: readonly Claim[], bins = 10): readonly ReliabilityBin[] {
  return Array.from({ length: bins }, (_, i) => {
    const own = claims.filter((c) => Math.min(bins - 1, Math.floor(c.p * bins)) === i);
    return {
      low: i / bins,
      high: (i + 1) / bins,
      n: own.length,
      meanP: own.length === 0 ? null : mean(own.map((c) => c.p)),
      right: own.length === 0 ? null : own.filter((c) => c.right).length / own.length,
    };
  });
}

/** Expected calibration error: mean over claims of |share right − mean p| of their bin. NaN for no claims. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const n = bins.reduce((sum, b) => sum + b.n, 0);
  return bins.reduce((sum, b) => sum + b.n * Math.abs((b.right ?? 0) - (b.meanP ?? 0)), 0) / n;
}

/** Of the claims said with at least `pMin`: how many, and what share was right (null where there are none). */
export function atLeast(
  claims: readonly Claim[],
  pMin: number,
): { n: number; coverage: number; precision: number | null } {
  const sure = claims.filter((c) => c.p >= pMin);
  const right = sure.filter((c) => c.right).length;
  return {
    n: sure.length,
    coverage: sure.length / claims.length,
    precision: sure.length === 0 ? null : right / sure.length,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
