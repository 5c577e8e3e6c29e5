/** Stores as `gridwitness.yaml` names them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sinksOf, storesSchema } from '../../storage/config.ts';
import { makeSeriesStore, openRecordStore, openSeriesStore } from '../../storage/main.ts';

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-open-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('embedded stores open from their configuration, and opening twice does no harm', async () => {
  const config = storesSchema.parse({
    series: { kind: 'duckdb', path: join(dir, 'deep', 'series.duckdb') },
    records: { kind: 'pglite', dir: join(dir, 'deep', 'records'), cacheDir: join(tmpdir(), 'gridwitness-test-cache') },
  });
  const series = await openSeriesStore(sinksOf(config.series)[0]);
  const records = await openRecordStore(config.records);
  await series.open();
  await records.open();
  expect(await series.countReadings(null)).toBe(0);
  expect(await records.loadCase()).toBeNull();
  await series.close();
  await records.close();
  await records.close();
  await expect(records.loadCase()).rejects.toMatchObject({ name: 'OperationalError', retryable: false });
  await expect(series.countReadings(null)).rejects.toMatchObject({ name: 'OperationalError', retryable: false });
});

test('a store can be made while its server is away, and opened later', async () => {
  const store = await makeSeriesStore({ kind: 'influx1', url: 'http://127.0.0.1:9', database: 'gw' });
  await expect(store.open()).rejects.toMatchObject({ name: 'OperationalError', retryable: true });
  await store.close();
});

test('a typing mistake in the file is refused, naming the place', () => {
  const records = { kind: 'postgres', url: 'postgres://gw@db/gw' };
  const issue = (series: object, other: object = records) =>
    storesSchema.safeParse({ series, records: other }).error?.issues[0]?.path.join('.');
  expect(issue({ kind: 'influx1', url: 'influx:8086', database: 'gw' })).toBe('series.url');
  expect(issue({ kind: 'influx9' })).toBe('series.kind');
  expect(issue({ kind: 'duckdb', path: 'x' }, { kind: 'postgres', url: 'db:5432' })).toBe('records.url');
  expect(issue({ kind: 'duckdb', path: 'x', database: 'gw' })).toBe('series');
  expect(
    storesSchema.parse({ series: { kind: 'influx2', url: 'http://i:1', org: 'o', bucket: 'b', token: 't' }, records })
      .series,
  ).toMatchObject({ layout: 'policies' });
});
