/**
 * Severity of a sag against the ride-through line of SEMI F47: 1 on the line, more is worse.
 * @source Se = (1 − U)/(1 − Uref(d)), IEEE 1564 and GB/T 39270-2020; Uref by duration: one cycle 0, 0.2 s 50 %,
 * 0.5 s 70 %, 10 s 80 %, beyond 90 % of Udin (unconfirmed)
 */
import { BORDER_TOLERANCE_MS } from '../limits/classifier.ts';

/** Up to this duration, ms (one cycle of 50 Hz first), the reference is this residual, % of Udin. */
export const SEVERITY_REFERENCE = [
  { upToMs: 20, pct: 0 },
  { upToMs: 200, pct: 50 },
  { upToMs: 500, pct: 70 },
  { upToMs: 10_000, pct: 80 },
  { upToMs: Number.POSITIVE_INFINITY, pct: 90 },
] as const;

/** `pct` = residual, % of Udin. Null where either is no number. */
export function semiF47Severity(pct: number, durationMs: number): number | null {
  const step = SEVERITY_REFERENCE.find((s) => durationMs <= s.upToMs + BORDER_TOLERANCE_MS);
  return step === undefined || Number.isNaN(pct) ? null : (100 - pct) / (100 - step.pct);
}
