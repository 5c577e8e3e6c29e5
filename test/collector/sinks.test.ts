/** Two series stores side by side, DuckDB and a real InfluxDB: one that is away loses nothing and holds up nobody. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { createLiveFold } from '../../collector/fold.ts';
import type { Item } from '../../collector/item.ts';
import { type Collector, startCollector } from '../../collector/main.ts';
import type { Sink } from '../../collector/sink.ts';
import { qualifiedMeasurement } from '../../core/schema.ts';
import { storesSchema } from '../../storage/config.ts';
import { duckdbSeriesStore } from '../../storage/series/duckdb.ts';
import { influx1SeriesStore } from '../../storage/series/influx1.ts';
import { startInfluxd } from '../servers/influxd.ts';
import { FakeRecords, FakeSeries, meterOf, quiet, until } from './fakes.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const METERS = ['M0', 'M1'].map((m) => meterOf(m, { udinV: 220, statistic: 'mean' }));
const DAY_MS = 86_400_000;
const START_MS = Math.floor((Date.now() - DAY_MS) / 600_000) * 600_000;

/** Minute n of yesterday; minutes 60 to 79 are without supply. */
const minute = (m: number, n: number): Item => {
  const u = n >= 60 && n < 80 ? 0 : 220 + ((n + m) % 50) / 10;
  const endMs = START_MS + n * 60_000;
  const values = { A: { u }, B: { u }, C: { u } };
  const common = { startMs: endMs - 60_000, endMs, values, quality: 0, knownAtMs: endMs, deviceTimeMs: null };
  const meter = METERS[m]?.meter ?? METERS[0]?.meter;
  if (meter === undefined) throw new Error('a meter');
  return { kind: 'reading', reading: { meter, method: '1min', statistic: 'mean', ...common } };
};
const minutes = (from: number, to: number): Item[] =>
  Array.from({ length: to - from }, (_, k) => [minute(0, from + k), minute(1, from + k)]).flat();

function records(): FakeRecords {
  const meta = new Map<string, string>();
  return Object.assign(new FakeRecords(), {
    getMeta: async (key: string) => meta.get(key) ?? null,
    setMeta: async (key: string, value: string) => void meta.set(key, value),
  });
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'gw-sinks-'));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function start(dir: string, sinks: readonly [Sink, ...Sink[]]): Promise<Collector> {
  const parsed = parseCollectorConfig({});
  if (!parsed.ok) throw new Error('configuration');
  return await startCollector(parsed.config, {
    series: sinks[0].store,
    sinks,
    records: records().asStore(),
    spoolDir: join(dir, 'spool'),
    now: Date.now,
    log: quiet,
    meters: METERS,
    tags: new Map(METERS.map((m) => [m.meter, { feeder: 'F1', area: 'T1' }])),
    createFold: createLiveFold,
  });
}

test('InfluxDB is away from the start, comes back, and both stores hold the same readings, values and events', async () => {
  const dir = await folder();
  const influxd = await startInfluxd();
  stops.push(influxd.stop);
  const duckdb = duckdbSeriesStore(join(dir, 'series.duckdb'));
  await duckdb.open();
  stops.push(() => duckdb.close());
  const influx = influx1SeriesStore({ url: influxd.url, database: 'gw' });
  stops.push(() => influx.close());
  await influxd.kill9();
  const collector = await start(dir, [
    { name: 'duckdb', store: duckdb },
    { name: 'influx1', store: influx, isOpen: false },
  ]);
  stops.push(() => collector.stop());
  await collector.ingest(minutes(0, 140));
  const of = (name: string) => collector.stats().consumers.find((c) => c.name === name);
  const behind = (name: string) => collector.stats().spool.endOffset - (of(name)?.position ?? 0);
  await until(() => behind('duckdb') === 0 && behind('detect') === 0, 'DuckDB and detectors are done');
  expect(await duckdb.countReadings(null)).toBe(2 * 140 * 3);
  expect(behind('influx1')).toBeGreaterThan(10_000);
  await until(() => (of('influx1')?.failures ?? 0) > 0, 'the writer met the dead store');
  await influxd.restart();
  await collector.ingest(minutes(140, 180));
  await collector.settled();
  const range = { fromMs: START_MS - 1, toMs: START_MS + DAY_MS };
  for (const { meter } of METERS) {
    expect(await influx.readPoints(meter, 'u', range)).toEqual(await duckdb.readPoints(meter, 'u', range));
    const values = await duckdb.readAggregates(meter, range);
    expect(values.length).toBeGreaterThanOrEqual(3 * 16);
    expect(await influx.readAggregates(meter, range)).toEqual(values);
  }
  const q = `SELECT count(duration_ms) FROM ${qualifiedMeasurement('disturbance')} WHERE kind = 'outage' GROUP BY meter`;
  const answer = await (await fetch(`${influxd.url}/query?${new URLSearchParams({ db: 'gw', q })}`)).text();
  expect([...answer.matchAll(/"meter":"(M\d)"/g)].map((m) => m[1])).toEqual(['M0', 'M1']);
  expect([...answer.matchAll(/Z",(\d+)\]/g)].map((m) => m[1])).toEqual(['1', '1']);
});

test('a store added later begins at the oldest entry still there; a changed order moves no place', async () => {
  const dir = await folder();
  const [a, b, c] = [new FakeSeries(), new FakeSeries(), new FakeSeries()];
  b.failures = Number.POSITIVE_INFINITY;
  const first = await start(dir, [
    { name: 'a', store: a.asStore() },
    { name: 'b', store: b.asStore() },
  ]);
  await first.ingest(minutes(0, 20));
  await until(() => a.readings.length === 40, 'the first store has them');
  await until(() => b.writes > 0, 'the second was tried');
  await first.stop();
  b.failures = 0;
  const second = await start(dir, [
    { name: 'b', store: b.asStore() },
    { name: 'c', store: c.asStore() },
    { name: 'a', store: a.asStore() },
  ]);
  stops.push(() => second.stop());
  await second.settled();
  expect([a, b, c].map((s) => s.readings.length)).toEqual([40, 40, 40]);
  expect(b.aggregates.length).toBeGreaterThan(0);
  expect(b.aggregates).toEqual(c.aggregates);
});

test('a list of stores is read from the configuration; two of one kind need names', () => {
  const records = { kind: 'pglite', dir: 'r' };
  const duckdb = { kind: 'duckdb', path: 'x' };
  const influx = { kind: 'influx1', url: 'http://i:8086', database: 'gw' };
  const fault = (series: unknown) => {
    const issue = storesSchema.safeParse({ series, records }).error?.issues[0];
    return issue === undefined ? null : `${issue.path.join('.')}: ${issue.message}`;
  };
  expect(fault([duckdb, influx])).toBeNull();
  expect(fault([influx, { ...influx, name: 'second' }])).toBeNull();
  expect(fault([influx, influx])).toBe(
    'series.1.name: another store before it is called influx1: give each its own name',
  );
  expect(fault([])).toMatch(/^series: /);
  expect(fault([duckdb, { ...influx, url: 'nowhere' }])).toMatch(/^series\.1\.url: /);
});
