/** What is different between two verdicts on one complaint, in the points a person would be told about. */
import type { VerdictRow } from '../../core/ports.ts';
import type { Verdict } from '../../core/verdict.ts';

export const VERDICT_POINTS = ['conclusion', 'cause', 'p', 'where', 'incident'] as const;
export type VerdictPoint = (typeof VERDICT_POINTS)[number];

/**
 * A probability that moved less than this is the same answer: 10 points of 100 [guess]. Every call adds a little to what
 * is known of calling rates, so each answer moves a little all the time; what crosses a threshold shows as `conclusion`.
 */
const P_STEP = 0.1;

export function changedPoints(before: Verdict, after: Verdict): readonly VerdictPoint[] {
  return VERDICT_POINTS.filter((k) => (k === 'p' ? Math.abs(before.p - after.p) >= P_STEP : before[k] !== after[k]));
}

export interface VerdictStep {
  readonly row: VerdictRow;
  readonly before: Verdict | null;
  readonly changed: readonly VerdictPoint[];
}

/** Rows of one complaint as its history: oldest first, only those that changed something. */
export function verdictHistory(rows: readonly VerdictRow[]): readonly VerdictStep[] {
  const sorted = [...rows].sort((a, b) => a.asKnownAtMs - b.asKnownAtMs || a.madeAtMs - b.madeAtMs);
  const steps: VerdictStep[] = [];
  let before: Verdict | null = null;
  for (const row of sorted) {
    const changed = before === null ? [] : changedPoints(before, row.verdict);
    if (before !== null && changed.length === 0) continue;
    steps.push({ row, before, changed });
    before = row.verdict;
  }
  return steps;
}
