/** Events counted into the cells of the profile's own table, and how many have no cell. */
import type { ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import { en50160Classes } from '../../core/limits/en50160-classes.ts';
import { type BandTable, bandCell, GBT_30137_2013 } from '../../core/limits/gbt-30137.ts';
import { ieee1159 } from '../../core/limits/ieee-1159.ts';

export interface EventTable {
  readonly source: string;
  readonly unconfirmed: boolean;
  readonly columns: readonly string[];
  /** `counts` as long as `columns`; null where the table has no such cell. */
  readonly rows: readonly { readonly name: string; readonly counts: readonly (number | null)[] }[];
  /** Events the table is for, but with unknown size or duration, or longer than its last column. */
  readonly without: number;
}

const COUNTED = new Set(['dip', 'swell', 'interruption']);

export function eventTable(
  profile: ProfileId,
  events: readonly Disturbance[],
  bands: BandTable = GBT_30137_2013,
): EventTable {
  const own = events.filter((e) => COUNTED.has(e.kind));
  if (profile === 'gb') return bandTable(own, bands);
  return profile === 'en50160' ? cellTable(own) : nameTable(own);
}

function tally(own: readonly Disturbance[], cellOf: (e: Disturbance) => string | null): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const e of own) counts.set(cellOf(e), (counts.get(cellOf(e)) ?? 0) + 1);
  return counts;
}

function bandTable(own: readonly Disturbance[], bands: BandTable): EventTable {
  const counts = tally(own, (e) => bandCell(bands, e));
  const columns = bands.columnsUpToS.map((end, i) => `${i === 0 ? 0.01 : bands.columnsUpToS[i - 1]}-${end}s`);
  const names = [
    '>110%',
    ...bands.bandsFromPct.map((from, i) => `${from}-${i === 0 ? 90 : bands.bandsFromPct[i - 1]}%`),
  ];
  return {
    source: 'GB/T 30137',
    unconfirmed: true,
    columns: columns.map((c) => c.replace('-', '–').replace('s', ' s')),
    rows: names.map((name) => ({
      name: name.replace('-', '–').replace('%', ' %').replace('>', '> '),
      counts: columns.map((c) => counts.get(`${name}/${c}`) ?? 0),
    })),
    without: counts.get(null) ?? 0,
  };
}

const DIP_ROWS = {
  A: '90 > u ≥ 80 %',
  B: '80 > u ≥ 70 %',
  C: '70 > u ≥ 40 %',
  D: '40 > u ≥ 5 %',
  X: '5 % > u',
} as const;
const SWELL_ROWS = { T: 'u ≥ 120 %', S: '120 > u > 110 %' } as const;
const DIP_COLUMNS = ['≤ 0.2 s', '0.2–0.5 s', '0.5–1 s', '1–5 s', '5–60 s'] as const;

/** Swells have three columns of their own: up to 0.5 s, 5 s, 60 s; they stand in the columns that end there. */
function cellTable(own: readonly Disturbance[]): EventTable {
  const counts = tally(own, (e) => en50160Classes.classify(e));
  const at = (cell: string) => counts.get(cell) ?? 0;
  const swell = (row: string) => [null, at(`${row}1`), null, at(`${row}2`), at(`${row}3`)];
  const inTable = new Set(['A', 'B', 'C', 'D', 'X', 'S', 'T']);
  const known = [...counts].filter(([cell]) => cell !== null && inTable.has(cell.slice(0, 1)) && cell.length === 2);
  return {
    source: 'EN 50160',
    unconfirmed: false,
    columns: DIP_COLUMNS,
    rows: [
      ...Object.entries(SWELL_ROWS).map(([row, name]) => ({ name: `${row}: ${name}`, counts: swell(row) })),
      ...Object.entries(DIP_ROWS).map(([row, name]) => ({
        name: `${row}: ${name}`,
        counts: DIP_COLUMNS.map((_, i) => at(`${row}${i + 1}`)),
      })),
    ],
    without: own.length - known.reduce((sum, [, n]) => sum + n, 0),
  };
}

const LENGTHS = ['instantaneous', 'momentary', 'temporary'] as const;
function nameTable(own: readonly Disturbance[]): EventTable {
  const counts = tally(own, (e) => ieee1159.classify(e));
  const row = (kind: string) => LENGTHS.map((length) => counts.get(`${length}_${kind}`) ?? 0);
  const rows = ['swell', 'sag', 'interruption'].map((kind) => ({ name: kind, counts: row(kind) }));
  const known = rows.reduce((sum, r) => sum + r.counts.reduce((a, b) => a + b, 0), 0);
  return {
    source: 'IEEE 1159',
    unconfirmed: false,
    columns: ['≤ 0.6 s', '0.6–3 s', '3–60 s'],
    rows,
    without: own.length - known,
  };
}
