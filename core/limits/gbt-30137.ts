/**
 * Cells of the statistics table of GB/T 30137: residual band against duration. The column set is from memory and the
 * 2013 edition has been replaced in 2025: unconfirmed, so the table is data that may be exchanged.
 */
import { atLeast, type Classifier, columnOf, type ShortEvent } from './classifier.ts';

export interface BandTable {
  /** Upper ends of the duration columns, s, inclusive. */
  readonly columnsUpToS: readonly number[];
  /** Lower ends of the dip bands, %, from the top; the last is the short interruption. */
  readonly bandsFromPct: readonly number[];
}

/** @source GB/T 30137-2013, unconfirmed */
export const GBT_30137_2013: BandTable = {
  columnsUpToS: [0.1, 0.25, 0.5, 1, 3, 10, 20, 60],
  bandsFromPct: [80, 70, 60, 50, 40, 30, 20, 10, 0],
};

/** A cell such as `40-50%/0.1-0.25s`, or null outside the table. Swells have no bands: only the duration column. */
export function bandCell(table: BandTable, { kind, pct, durationMs }: ShortEvent): string | null {
  if (pct === null || durationMs === null) return null;
  const column = columnOf(
    durationMs,
    table.columnsUpToS.map((s) => s * 1000),
  );
  if (column < 0) return null;
  const time = `${column === 0 ? 0.01 : table.columnsUpToS[column - 1]}-${table.columnsUpToS[column]}s`;
  if (kind === 'swell') return `>110%/${time}`;
  if (kind !== 'dip' && kind !== 'interruption') return null;
  const band = table.bandsFromPct.findIndex((from) => atLeast(pct, from));
  if (band < 0) return null;
  return `${table.bandsFromPct[band]}-${band === 0 ? 90 : table.bandsFromPct[band - 1]}%/${time}`;
}

export const gbt30137 = {
  id: 'gb',
  source: 'GB/T 30137-2013 statistics table',
  unconfirmed: true,
  classify: (event) => bandCell(GBT_30137_2013, event),
} as const satisfies Classifier;
