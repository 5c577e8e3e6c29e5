/** SEMI F47-0706 ride-through line: 50 % for 0.2 s, 70 % for 0.5 s, 80 % for 1 s; 10 s and beyond are recommendations. */
import { atLeast, BORDER_TOLERANCE_MS, type Classifier } from './classifier.ts';

/** Up to this duration (ms) equipment must ride through this residual (%). Below 50 ms there is no requirement. */
export const SEMI_F47_LINE = [
  { upToMs: 50, pct: 0 },
  { upToMs: 200, pct: 50 },
  { upToMs: 500, pct: 70 },
  { upToMs: 10_000, pct: 80 },
  { upToMs: Number.POSITIVE_INFINITY, pct: 90 },
] as const;

export const semiF47 = {
  id: 'semi_f47',
  source: 'SEMI F47-0706 (beyond 1 s: recommendation, unconfirmed)',
  unconfirmed: false,
  classify: ({ kind, pct, durationMs }) => {
    if (pct === null || durationMs === null) return null;
    if (kind !== 'dip' && kind !== 'interruption' && kind !== 'outage') return null;
    const level = SEMI_F47_LINE.find((step) => durationMs <= step.upToMs + BORDER_TOLERANCE_MS)?.pct ?? 90;
    return atLeast(pct, level) ? 'inside' : 'outside';
  },
} as const satisfies Classifier;
