/** `SeriesStore` in one DuckDB file: the embedded store, nothing to install. */
import { OperationalError } from '../../core/assert.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Aggregate10Min, CollectorState, Range, SeriesPoint, SeriesStore } from '../../core/ports.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { DuckdbFile } from './duckdb-file.ts';
import { readReadings, withdraw } from './duckdb-late.ts';
import {
  AGGREGATE_FIELDS,
  AGGREGATE_TABLE,
  type Cell,
  COLLECTOR_TABLE,
  DISTURBANCE_TABLE,
  READING_TABLE,
} from './duckdb-tables.ts';
import { fieldOf, NOT_GOOD, pointsOf, READING_FIELDS, whyRefused } from './points.ts';

export function duckdbSeriesStore(path: string): SeriesStore {
  let file: DuckdbFile | null = null;
  const opened = (): DuckdbFile => {
    if (file === null) throw new OperationalError(`${path} is not open`, { retryable: false });
    return file;
  };
  return {
    async open() {
      file ??= await DuckdbFile.open(path);
      await proveMilliseconds(file);
    },
    // Feeder and area of a meter are joined from the record store here; only InfluxDB needs them in each point.
    setMeterTags: () => undefined,
    async writeReadings(batch) {
      const refused = batch.flatMap((reading) => {
        const reason = whyRefused(reading);
        return reason === null ? [] : [{ reading, reason }];
      });
      const bad = new Set(refused.map((r) => r.reading));
      const rows = batch.filter((r) => !bad.has(r)).flatMap(readingRows);
      if (rows.length > 0) await opened().append(READING_TABLE, rows);
      return { refused };
    },
    async writeAggregates(batch) {
      if (batch.length > 0) await opened().append(AGGREGATE_TABLE, batch.map(aggregateRow));
      return [];
    },
    async writeDisturbances(batch) {
      if (batch.length > 0) await opened().append(DISTURBANCE_TABLE, batch.map(disturbanceRow));
      return [];
    },
    withdraw: (facts) => withdraw(opened(), facts),
    readReadings: (meter, range) => readReadings(opened(), meter, range),
    async writeCollector(batch) {
      if (batch.length > 0) await opened().append(COLLECTOR_TABLE, batch.map(collectorRow));
      return [];
    },
    readPoints: (meter, quantity, range) => readPoints(opened(), meter, quantity, range),
    readAggregates: (meter, range) => readAggregates(opened(), meter, range),
    async countAggregates(range) {
      const rows = await opened().query(
        `SELECT meter, count(DISTINCT end_ms)::DOUBLE FROM agg_10min WHERE end_ms > $1 AND end_ms <= $2 AND n > 0
         GROUP BY meter`,
        [...bounds(range)],
      );
      return new Map(rows.map(([meter, count]) => [meter as MeterId, Number(count)]));
    },
    lastVoltages: (meters) => lastVoltages(opened(), meters),
    async countReadings(meter) {
      const where = meter === null ? '' : 'WHERE meter = $1';
      const sql = `SELECT count(*)::DOUBLE FROM (SELECT DISTINCT meter, phase, end_ms FROM reading ${where})`;
      const rows = await opened().query(sql, meter === null ? [] : [meter]);
      return Number(rows[0]?.[0] ?? 0);
    },
    async close() {
      const was = file;
      file = null;
      await was?.close();
    },
  };
}

function readingRows(reading: Reading): readonly (readonly Cell[])[] {
  return pointsOf(reading).map((p) => [
    reading.meter,
    p.phase,
    p.endMs,
    reading.startMs,
    reading.method,
    reading.statistic,
    p.quality,
    reading.knownAtMs,
    reading.deviceTimeMs,
    ...READING_FIELDS.map((f) => p.fields.get(f) ?? null),
  ]);
}

function aggregateRow(a: Aggregate10Min): readonly Cell[] {
  return [a.meter, a.phase, a.endMs, a.uMeanV, a.uMinV, a.uMaxV, a.u2Pct, a.u0Pct, a.pst, a.n, a.flagged];
}

function disturbanceRow(d: Disturbance): readonly Cell[] {
  return [d.meter, d.startMs, d.kind, d.durationMs, d.pct, d.phases, d.method, d.knownAtMs];
}

function collectorRow(c: CollectorState): readonly Cell[] {
  return [c.source, c.meter, c.atMs, c.lagMs, c.gap, c.errors, c.clockOffsetMs, c.silence];
}

async function readPoints(file: DuckdbFile, meter: MeterId, quantity: QuantityId, range: Range) {
  const rows = await file.query(
    `SELECT phase, end_ms::DOUBLE, arg_max(${fieldOf(quantity)}, version) AS value, arg_max(quality, version)
     FROM reading WHERE meter = $1 AND end_ms > $2 AND end_ms <= $3
     GROUP BY phase, end_ms HAVING value IS NOT NULL ORDER BY phase, end_ms`,
    [meter, ...bounds(range)],
  );
  return rows.map(([phase, timeMs, value, quality]): SeriesPoint => {
    return { meter, phase: phase as PhaseTag, timeMs: Number(timeMs), value: Number(value), quality: Number(quality) };
  });
}

async function readAggregates(file: DuckdbFile, meter: MeterId, range: Range): Promise<readonly Aggregate10Min[]> {
  const newest = [...AGGREGATE_FIELDS, 'n', 'flagged'].map((f) => `arg_max(${f}, version)`).join(', ');
  const rows = await file.query(
    `SELECT phase, end_ms::DOUBLE, ${newest} FROM agg_10min WHERE meter = $1 AND end_ms > $2 AND end_ms <= $3
     GROUP BY phase, end_ms ORDER BY phase, end_ms`,
    [meter, ...bounds(range)],
  );
  return rows.map(([phase, endMs, uMeanV, uMinV, uMaxV, u2Pct, u0Pct, pst, n, flagged]) => ({
    meter,
    phase: phase as PhaseTag,
    endMs: Number(endMs),
    uMeanV: uMeanV as number | null,
    uMinV: uMinV as number | null,
    uMaxV: uMaxV as number | null,
    u2Pct: u2Pct as number | null,
    u0Pct: u0Pct as number | null,
    pst: pst as number | null,
    n: Number(n),
    flagged: flagged === true,
  }));
}

/**
 * The newest good row of each meter and phase is found first, then its key alone is merged over versions: merging
 * all rows would cost seconds. Where a later correction made that point bad, the meter is merged in full.
 */
async function lastVoltages(file: DuckdbFile, meters: readonly MeterId[]): Promise<readonly SeriesPoint[]> {
  const wanted = meters.length === 0 ? '' : `AND meter IN (${meters.map((_, i) => `$${i + 1}`).join(', ')})`;
  const merged = 'arg_max(u, version) AS value, arg_max(quality, version) AS quality';
  const rows = await file.query(
    `WITH newest AS (SELECT meter, phase, max(end_ms) AS end_ms FROM reading
       WHERE u IS NOT NULL AND quality & ${NOT_GOOD} = 0 ${wanted} GROUP BY meter, phase)
     SELECT meter, phase, end_ms::DOUBLE, ${merged} FROM reading JOIN newest USING (meter, phase, end_ms)
     GROUP BY meter, phase, end_ms ORDER BY meter, phase`,
    [...meters],
  );
  const points = rows.map(toVoltage);
  const corrected = points.filter((p) => (p.quality & NOT_GOOD) !== 0);
  if (corrected.length === 0) return points;
  const again = [...new Set(corrected.map((p) => p.meter))];
  const full = await file.query(
    `WITH merged AS (SELECT meter, phase, end_ms, ${merged} FROM reading
       WHERE meter IN (${again.map((_, i) => `$${i + 1}`).join(', ')}) GROUP BY meter, phase, end_ms)
     SELECT meter, phase, max(end_ms)::DOUBLE, arg_max(value, end_ms), arg_max(quality, end_ms) FROM merged
     WHERE value IS NOT NULL AND quality & ${NOT_GOOD} = 0 GROUP BY meter, phase ORDER BY meter, phase`,
    again,
  );
  const redone = new Set<string>(again);
  return [...points.filter((p) => !redone.has(p.meter)), ...full.map(toVoltage)];
}

function toVoltage([meter, phase, timeMs, value, quality]: readonly unknown[]): SeriesPoint {
  return {
    meter: meter as MeterId,
    phase: phase as PhaseTag,
    timeMs: Number(timeMs),
    value: Number(value),
    quality: Number(quality),
  };
}

/** `from < t ≤ to` over whole milliseconds, as the BIGINT the column is (so that the file's zone maps are used). */
function bounds(range: Range): readonly bigint[] {
  const whole = (ms: number): bigint =>
    BigInt(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.floor(ms))));
  return [whole(range.fromMs), whole(range.toMs)];
}

/** The same promise the server stores check on a real point: a millisecond goes in and comes out as one. */
async function proveMilliseconds(file: DuckdbFile): Promise<void> {
  const probeMs = 1_687_953_601_688;
  const rows = await file.query('SELECT $1::BIGINT::DOUBLE, epoch_ms(make_timestamp($1::BIGINT * 1000))::DOUBLE', [
    BigInt(probeMs),
  ]);
  if (rows[0]?.[0] !== probeMs || rows[0]?.[1] !== probeMs) {
    throw new OperationalError(`the series store turned ${probeMs} ms into ${rows[0]?.join(' and ')}`, {
      retryable: false,
    });
  }
}
