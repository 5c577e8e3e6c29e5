/** Cells of the EN 50160 dip and swell tables. Dip table confirmed; swell table from memory (unconfirmed). */
import { atLeast, type Classifier, columnOf } from './classifier.ts';

/** Upper ends of the dip columns, ms, inclusive. @source EN 50160:2010 table 2 */
const DIP_COLUMNS_MS = [200, 500, 1000, 5000, 60_000] as const;
const DIP_ROWS = [
  { row: 'A', fromPct: 80 },
  { row: 'B', fromPct: 70 },
  { row: 'C', fromPct: 40 },
  { row: 'D', fromPct: 5 },
  { row: 'X', fromPct: Number.NEGATIVE_INFINITY },
] as const;
/** @source EN 50160:2010 table of swells, unconfirmed. */
const SWELL_COLUMNS_MS = [500, 5000, 60_000] as const;
const SWELL_TOP_PCT = 120;
/** Border between a short and a long interruption. @source EN 50160:2010 3.9, unconfirmed. */
const LONG_INTERRUPTION_MS = 180_000;

export const en50160Classes = {
  id: 'en50160',
  source: 'EN 50160:2010 tables of dips and swells',
  unconfirmed: false,
  classify: ({ kind, pct, durationMs }) => {
    if (kind === 'outage')
      return durationMs !== null && durationMs <= LONG_INTERRUPTION_MS ? null : 'long_interruption';
    if (pct === null || durationMs === null) return null;
    if (kind === 'swell') {
      const column = columnOf(durationMs, SWELL_COLUMNS_MS);
      return column < 0 ? null : `${atLeast(pct, SWELL_TOP_PCT) ? 'T' : 'S'}${column + 1}`;
    }
    if (kind !== 'dip' && kind !== 'interruption') return null;
    const column = columnOf(durationMs, DIP_COLUMNS_MS);
    if (column < 0) {
      if (kind === 'dip') return null;
      return durationMs > LONG_INTERRUPTION_MS ? 'long_interruption' : 'short_interruption';
    }
    return `${DIP_ROWS.find((r) => atLeast(pct, r.fromPct))?.row}${column + 1}`;
  },
} as const satisfies Classifier;
