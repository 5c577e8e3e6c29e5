/**
 * Slow, exact oracle: RMS of a known signal by fine numerical integration over one true cycle, sliding in small steps,
 * and the envelope's crossings. It shares nothing with the product: it knows the signal as a formula and its frequency.
 */
export interface OracleSignal {
  readonly hz: number;
  /** Volts at an instant in s. */
  readonly voltsAt: (s: number) => number;
}

/** Points a cycle for the rectangle rule; periodic integrands converge at once, steps cost 1/points. */
const POINTS = 400;

/** RMS over the cycle that ends at `endS`. */
export function cycleRms(signal: OracleSignal, endS: number): number {
  const cycle = 1 / signal.hz;
  let sum = 0;
  for (let k = 0; k < POINTS; k++) {
    const u = signal.voltsAt(endS - cycle + ((k + 0.5) * cycle) / POINTS);
    sum += u * u;
  }
  return Math.sqrt(sum / POINTS);
}

/** First sliding window below the threshold and first after it back above the release level, with the lowest between. */
export function slidingDip(
  signal: OracleSignal,
  range: { readonly fromS: number; readonly toS: number; readonly stepS: number },
  levels: { readonly thresholdV: number; readonly releaseV: number },
): { readonly startS: number; readonly endS: number; readonly lowestV: number } | null {
  let startS: number | null = null;
  let lowestV = Number.POSITIVE_INFINITY;
  for (let t = range.fromS; t <= range.toS; t += range.stepS) {
    const v = cycleRms(signal, t);
    if (startS === null && v < levels.thresholdV) startS = t;
    if (startS === null) continue;
    lowestV = Math.min(lowestV, v);
    if (v >= levels.releaseV) return { startS, endS: t, lowestV };
  }
  return null;
}
