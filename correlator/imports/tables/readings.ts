import { id, type MeterId } from '../../../core/ids.ts';
import { LINE_PAIRS, PHASES, type PhaseTag, type QuantityId } from '../../../core/quantity.ts';
import { type Method, QUALITY, type Reading } from '../../../core/series.ts';
import type { Row } from '../row.ts';
import type { Column, Table, TableContext } from '../table.ts';
import { meterOf } from './meter-reference.ts';

interface ValueColumn {
  readonly column: string;
  readonly phase: PhaseTag;
  readonly quantity: QuantityId;
}

const VALUES: readonly ValueColumn[] = valueColumns();
const READ_NAMES: readonly string[] = VALUES.map((v) => v.column);

/** Readings of meters, stamped with the end of their interval. Read by the hundred thousand: no work per row but the fields. */
export const readings: Table<Reading, 'readings'> = {
  kind: 'readings',
  file: 'readings.csv',
  needed: false,
  columns: [
    { name: 'meter', required: true, also: ['终端编号'] },
    { name: 'time', required: true, also: ['时间'] },
    { name: 'interval_s', required: true },
    ...READ_NAMES.map((name): Column => ({ name })),
    { name: 'quality' },
    { name: 'known_at' },
  ],
  start(context, columns) {
    const present = VALUES.filter((v) => columns.has(v.column));
    return (row) => {
      const meter = meterOf(row, context);
      const endMs = row.needTimeMs('time');
      const intervalS = row.needNumber('interval_s', { min: 0, max: 86_400 });
      const { values, quality } = readValues(row, present);
      const statistic = context.known.meters?.get(meter)?.statistic ?? 'mean';
      return {
        meter,
        startMs: statistic === 'snapshot' ? endMs : endMs - intervalS * 1000,
        endMs,
        values,
        method: methodOf(intervalS, row, context),
        statistic,
        quality: quality | qualityOf(row),
        knownAtMs: row.timeMs('known_at') ?? endMs,
        deviceTimeMs: endMs,
      };
    };
  },
  group: (reading) => `${reading.meter} ${reading.endMs - reading.startMs} ms to `,
  key: (reading) => reading.endMs,
};

function valueColumns(): ValueColumn[] {
  const out: ValueColumn[] = [{ column: 'f', phase: 'total', quantity: 'f' }];
  for (const tag of [...PHASES, ...LINE_PAIRS] as const) {
    const low = tag.toLowerCase();
    out.push({ column: `u${low}`, phase: tag, quantity: 'u' });
    out.push({ column: `u${low}_min`, phase: tag, quantity: 'uMin' });
    out.push({ column: `u${low}_max`, phase: tag, quantity: 'uMax' });
    for (const q of ['pst', 'plt', 'thdu'] as const) out.push({ column: `${q}_${low}`, phase: tag, quantity: q });
  }
  for (const tag of [...PHASES, 'N'] as const) {
    out.push({ column: `i_${tag.toLowerCase()}`, phase: tag, quantity: 'i' });
  }
  for (const q of ['p', 'q'] as const) {
    for (const tag of PHASES) out.push({ column: `${q}_${tag.toLowerCase()}`, phase: tag, quantity: q });
    out.push({ column: q, phase: 'total', quantity: q });
  }
  for (const q of ['u2', 'u0'] as const) out.push({ column: q, phase: 'total', quantity: q });
  return out;
}

/** Only power and reactive power have a sign; a negative voltage or current is a meter's "unknown" (−1). */
const SIGNED: ReadonlySet<QuantityId> = new Set(['p', 'q']);
/** Noise of a dead line, not a sign: above this a negative value counts as 0. Engineering guess, half of the −1. */
const NOT_BELOW = { min: -0.5 };

type Values = Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>>;

function readValues(row: Row, present: readonly ValueColumn[]): { values: Values; quality: number } {
  const values: Values = {};
  let quality = 0;
  for (const { column, phase, quantity } of present) {
    const signed = SIGNED.has(quantity);
    const got = signed ? row.number(column) : row.number(column, NOT_BELOW);
    if (got === null) {
      if (row.text(column) !== '') quality |= QUALITY.notAvailable;
      continue;
    }
    const own = values[phase];
    const value = signed ? got : Math.max(0, got);
    if (own === undefined) values[phase] = { [quantity]: value };
    else own[quantity] = value;
  }
  return { values, quality };
}

const METHOD_OF_S: ReadonlyMap<number, Method> = new Map([
  [1, '1s'],
  [3, '10s'],
  [10, '10s'],
  [60, '1min'],
  [600, '10min'],
  [900, '15min'],
  [3600, '60min'],
]);
/** An interval no longer than a period of 50 Hz can only hold Urms(1/2) values, s. */
const HALF_CYCLE_S = 0.02;

/** The interval says what the values can show; where it is no usual one, the meter's own method. */
function methodOf(intervalS: number, row: Row, context: TableContext): Method {
  if (intervalS > 0 && intervalS <= HALF_CYCLE_S) return 'urms_half';
  const usual = METHOD_OF_S.get(intervalS);
  if (usual !== undefined) return usual;
  const own = context.known.meters?.get(id<MeterId>(row.text('meter')));
  if (own !== undefined) return own.method;
  if (intervalS < 30) return '10s';
  return intervalS < 300 ? '1min' : intervalS <= 600 ? '10min' : intervalS <= 900 ? '15min' : '60min';
}

const ALL_BITS = Object.values(QUALITY).reduce((all, bit) => all | bit, 0);

/** Quality as our bits, or as words; anything else makes the reading suspect, never silently good. */
function qualityOf(row: Row): number {
  const got = row.text('quality');
  if (got === '' || got === '0' || /^(good|ok|valid|正常|有效)$/i.test(got)) return 0;
  const bits = Number(got);
  if (Number.isInteger(bits) && bits > 0) return (bits & ALL_BITS) === bits ? bits : QUALITY.suspect;
  let found = 0;
  for (const word of got.toLowerCase().split(/[|;+\s]+/)) {
    const name = Object.keys(QUALITY).find((k) => k.toLowerCase() === word.replaceAll('_', ''));
    found |= name === undefined ? QUALITY.suspect : QUALITY[name as keyof typeof QUALITY];
  }
  return found;
}
