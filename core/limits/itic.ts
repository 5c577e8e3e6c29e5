/**
 * ITIC (CBEMA) 2000 tolerance curve. Levels and times are printed in public figures; which level goes with which time
 * is common knowledge (unconfirmed). Made for 120 V single-phase equipment.
 */
import { atLeast, BORDER_TOLERANCE_MS, BORDER_TOLERANCE_PCT, type Classifier } from './classifier.ts';

/** Lower curve: up to this duration (ms) the residual may fall to this level (%). */
export const ITIC_LOWER = [
  { upToMs: 20, pct: 0 },
  { upToMs: 500, pct: 70 },
  { upToMs: 10_000, pct: 80 },
  { upToMs: Number.POSITIVE_INFINITY, pct: 90 },
] as const;
/** Upper curve for RMS events (the steps below 3 ms are for transients). */
export const ITIC_UPPER = [
  { upToMs: 1, pct: 200 },
  { upToMs: 3, pct: 140 },
  { upToMs: 500, pct: 120 },
  { upToMs: Number.POSITIVE_INFINITY, pct: 110 },
] as const;

const levelAt = (curve: readonly { upToMs: number; pct: number }[], durationMs: number): number =>
  curve.find((step) => durationMs <= step.upToMs + BORDER_TOLERANCE_MS)?.pct ?? 100;

export const itic = {
  id: 'itic',
  source: 'ITIC curve 2000',
  unconfirmed: true,
  classify: ({ kind, pct, durationMs }) => {
    if (pct === null || durationMs === null) return null;
    if (kind === 'swell') return pct <= levelAt(ITIC_UPPER, durationMs) + BORDER_TOLERANCE_PCT ? 'inside' : 'outside';
    if (kind !== 'dip' && kind !== 'interruption' && kind !== 'outage') return null;
    return atLeast(pct, levelAt(ITIC_LOWER, durationMs)) ? 'inside' : 'outside';
  },
} as const satisfies Classifier;
