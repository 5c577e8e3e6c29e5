/** Names of IEEE 1159 for short and long variations. Short-duration rows confirmed. */
import { BORDER_TOLERANCE_MS, BORDER_TOLERANCE_PCT, type Classifier } from './classifier.ts';

/** Thirty cycles of 50 Hz, ms: the upper end of "instantaneous". @source IEEE 1159 table (0.5–30 cycles) */
const INSTANTANEOUS_MS = 600;
const MOMENTARY_MS = 3000;
const TEMPORARY_MS = 60_000;
const INTERRUPTION_PCT = 10;

export const ieee1159 = {
  id: 'ieee',
  source: 'IEEE 1159 table of categories, 50 Hz',
  unconfirmed: false,
  classify: ({ kind, pct, durationMs }) => {
    if (pct === null || durationMs === null) return null;
    if (kind !== 'dip' && kind !== 'interruption' && kind !== 'swell' && kind !== 'outage') return null;
    const within = (ms: number) => durationMs <= ms + BORDER_TOLERANCE_MS;
    const gone = kind !== 'swell' && pct < INTERRUPTION_PCT - BORDER_TOLERANCE_PCT;
    if (!within(TEMPORARY_MS)) {
      if (gone) return 'sustained_interruption';
      return kind === 'swell' ? 'overvoltage' : 'undervoltage';
    }
    const length = within(MOMENTARY_MS) ? 'momentary' : 'temporary';
    if (gone) return `${length}_interruption`;
    return `${within(INSTANTANEOUS_MS) ? 'instantaneous' : length}_${kind === 'swell' ? 'swell' : 'sag'}`;
  },
} as const satisfies Classifier;
