/**
 * Severity of a sag against the SEMI F47 line: missing voltage over the missing voltage the line allows for that long.
 * 1 on the line, more is worse. @source IEEE 1564 severity index with the curve of SEMI F47-0706 (unconfirmed)
 */
import { BORDER_TOLERANCE_MS } from './classifier.ts';

/**
 * Residual the line allows up to a duration, %. Up to a cycle nothing is asked, so a full loss is 1; beyond ten seconds
 * the line recommends 90 %.
 */
const ALLOWED = [
  { upToMs: 200, pct: 50 },
  { upToMs: 500, pct: 70 },
  { upToMs: 10_000, pct: 80 },
] as const;
const ALLOWED_LONG_PCT = 90;
const CYCLE_MS = 20;

/**
 * From the residual, % of Udin, and the duration, ms: 50 % for 0.2 s gives 1, 60 % for 0.4 s gives 4/3. `cycleMs` = one
 * cycle of the supply. Null where the residual is no sag (above 100 %) or a number is not known.
 */
export function severitySemiF47(pct: number, durationMs: number, cycleMs = CYCLE_MS): number | null {
  if (!(pct <= 100) || !(durationMs >= 0)) return null;
  const missing = 1 - pct / 100;
  if (durationMs <= cycleMs + BORDER_TOLERANCE_MS) return missing;
  const allowed = ALLOWED.find((step) => durationMs <= step.upToMs + BORDER_TOLERANCE_MS)?.pct ?? ALLOWED_LONG_PCT;
  return missing / (1 - allowed / 100);
}
