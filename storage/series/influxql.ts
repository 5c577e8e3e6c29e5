/** InfluxQL reads, the same for every generation of InfluxDB that answers `/query`. */
import type { MeterId } from '../../core/ids.ts';
import type { Aggregate10Min, Range, SeriesPoint, StoredReading } from '../../core/ports.ts';
import { type PhaseTag, QUANTITIES, type QuantityId } from '../../core/quantity.ts';
import type { MeasurementName } from '../../core/schema.ts';
import type { InfluxHttp, InfluxSeries } from './influx-http.ts';
import { byTime, type PhaseRow } from './phase-rows.ts';
import { fieldOf, GOOD_QUALITIES, inOrder } from './points.ts';

/** Meters named in one statement; it travels in the address of a GET. */
const METERS_PER_QUERY = 50;

export interface InfluxReader {
  readPoints(meter: MeterId, quantity: QuantityId, range: Range): Promise<readonly SeriesPoint[]>;
  readReadings(meter: MeterId, range: Range): Promise<readonly StoredReading[]>;
  readAggregates(meter: MeterId, range: Range): Promise<readonly Aggregate10Min[]>;
  countAggregates(range: Range): Promise<ReadonlyMap<MeterId, number>>;
  lastVoltages(meters: readonly MeterId[]): Promise<readonly SeriesPoint[]>;
  countReadings(meter: MeterId | null): Promise<number>;
}

/** `from` names a measurement as it stands after FROM. */
export function influxReader(
  client: InfluxHttp,
  database: string,
  from: (name: MeasurementName) => string,
): InfluxReader {
  const ask = (q: string): Promise<readonly InfluxSeries[]> => client.query(q, { db: database, epoch: 'ms' });
  return {
    async readPoints(meter, quantity, range) {
      const field = `"${fieldOf(quantity)}"`;
      const where = `"meter" = ${literal(meter)} AND ${during(range)}`;
      const series = await ask(`SELECT ${field}, "quality" FROM ${from('reading')} WHERE ${where} GROUP BY "phase"`);
      return inOrder(series.flatMap((s) => voltages(s, meter)));
    },
    async readReadings(meter, range) {
      const where = `"meter" = ${literal(meter)} AND ${during(range)}`;
      const series = await ask(`SELECT * FROM ${from('reading')} WHERE ${where} GROUP BY "phase"`);
      return byTime(series.flatMap(phaseRows));
    },
    async readAggregates(meter, range) {
      const where = `"meter" = ${literal(meter)} AND ${during(range)}`;
      const fields = '"u_mean", "u_min", "u_max", "u2", "u0", "pst", "n", "flagged"';
      const series = await ask(`SELECT ${fields} FROM ${from('agg_10min')} WHERE ${where} GROUP BY "phase"`);
      const rows = series.flatMap((s) => s.values.map((v) => aggregateOf(meter, phaseOf(s), v)));
      const byKey = new Map(rows.map((a) => [`${a.phase}|${a.endMs}`, a]));
      return [...byKey.values()].sort((a, b) => (a.phase < b.phase ? -1 : a.phase > b.phase ? 1 : a.endMs - b.endMs));
    },
    async countAggregates(range) {
      // One end per meter however many phases; a bucket begins at the end it is named by, so that no two ends share one.
      const ends = `SELECT max("n") AS "n" FROM ${from('agg_10min')} WHERE ${during(range)} AND "n" > 0`;
      const inner = `${ends} GROUP BY time(10m), "meter" fill(none)`;
      const series = await ask(`SELECT count("n") FROM (${inner}) WHERE ${during(range)} GROUP BY "meter"`);
      return new Map(series.map((s) => [(s.tags?.['meter'] ?? '') as MeterId, Number(s.values[0]?.[1] ?? 0)]));
    },
    async lastVoltages(meters) {
      const good = GOOD_QUALITIES.map((q) => `"quality" = ${q}`).join(' OR ');
      const points: SeriesPoint[] = [];
      for (const named of meters.length === 0 ? [[]] : pieces(meters)) {
        const which = named.length === 0 ? '' : ` AND (${named.map((m) => `"meter" = ${literal(m)}`).join(' OR ')})`;
        const what = `SELECT last("u"), "quality" FROM ${from('reading')}`;
        const series = await ask(`${what} WHERE (${good})${which} GROUP BY "meter", "phase"`);
        points.push(...series.flatMap((s) => voltages(s, (s.tags?.['meter'] ?? '') as MeterId)));
      }
      return inOrder(points);
    },
    async countReadings(meter) {
      const where = meter === null ? '' : ` WHERE "meter" = ${literal(meter)}`;
      const series = await ask(`SELECT count("quality") FROM ${from('reading')}${where}`);
      return Number(series[0]?.values[0]?.[1] ?? 0);
    },
  };
}

/** A text as InfluxQL writes it. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** `from < time ≤ to`; stored times are whole ms, so flooring both ends changes nothing. */
function during(range: Range): string {
  const ms = (t: number): number => Math.max(-MAX_MS, Math.min(MAX_MS, Math.floor(t)));
  return `time > ${ms(range.fromMs)}ms AND time <= ${ms(range.toMs)}ms`;
}

/** Last whole second InfluxDB can hold, ms. */
const MAX_MS = 9_223_372_036_000;

/** Rows of `time, value, quality` as points; a row without the value is none. */
function voltages(series: InfluxSeries, meter: MeterId): readonly SeriesPoint[] {
  const phase = phaseOf(series);
  return series.values.flatMap(([timeMs, value, quality]) =>
    typeof value === 'number' ? [{ meter, phase, timeMs: Number(timeMs), value, quality: Number(quality ?? 0) }] : [],
  );
}

const QUANTITY_OF: ReadonlyMap<string, QuantityId> = new Map(QUANTITIES.map((q) => [fieldOf(q.id), q.id]));

/** What a point of this schema does not say is null: its interval's start and its method. */
function phaseRows(series: InfluxSeries): readonly PhaseRow[] {
  const phase = phaseOf(series);
  const names = series.columns.map((c) => QUANTITY_OF.get(c));
  const [time, quality] = ['time', 'quality'].map((c) => series.columns.indexOf(c));
  return series.values.map((row) => ({
    phase,
    endMs: Number(row[time ?? 0]),
    startMs: null,
    method: null,
    quality: Number(row[quality ?? -1] ?? 0),
    values: Object.fromEntries(
      row.flatMap((v, n) => {
        const name = names[n];
        return name !== undefined && typeof v === 'number' ? [[name, v]] : [];
      }),
    ),
  }));
}

function phaseOf(series: InfluxSeries): PhaseTag {
  return (series.tags?.['phase'] ?? 'total') as PhaseTag;
}

function aggregateOf(meter: MeterId, phase: PhaseTag, row: InfluxSeries['values'][number]): Aggregate10Min {
  const [endMs, uMeanV, uMinV, uMaxV, u2Pct, u0Pct, pst, n, flagged] = row as readonly (number | null)[];
  return {
    meter,
    phase,
    endMs: Number(endMs),
    uMeanV: uMeanV ?? null,
    uMinV: uMinV ?? null,
    uMaxV: uMaxV ?? null,
    u2Pct: u2Pct ?? null,
    u0Pct: u0Pct ?? null,
    pst: pst ?? null,
    n: n ?? 0,
    flagged: flagged === 1,
  };
}

function pieces<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / METERS_PER_QUERY) }, (_, k) =>
    list.slice(k * METERS_PER_QUERY, (k + 1) * METERS_PER_QUERY),
  );
}
