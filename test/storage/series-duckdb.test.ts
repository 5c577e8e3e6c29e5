/** The embedded series store: the contract, a second opener, and a crash between two acknowledgements. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OperationalError } from '../../core/assert.ts';
import type { SeriesStore } from '../../core/ports.ts';
import { duckdbSeriesStore } from '../../storage/series/duckdb.ts';
import { startScript } from './child.ts';
import { BASE_MS, meterId, reading } from './readings.ts';
import { seriesContract } from './series-contract.ts';

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-duckdb-'));
const open: SeriesStore[] = [];
let made = 0;
const newPath = (): string => join(dir, `${++made}.duckdb`);

async function openAt(path: string): Promise<SeriesStore> {
  const store = duckdbSeriesStore(path);
  await store.open();
  open.push(store);
  return store;
}

afterAll(async () => {
  for (const store of open) await store.close();
  rmSync(dir, { recursive: true, force: true });
});

seriesContract('duckdb', () => openAt(newPath()));

test('what was written is there after closing and opening again', async () => {
  const path = newPath();
  const first = await openAt(path);
  await first.writeReadings([reading('m1', BASE_MS, { A: { u: 221.25 } })]);
  await first.close();
  const second = await openAt(path);
  await second.writeReadings([reading('m1', BASE_MS, { A: { u: 222.5 } })]);
  const points = await second.readPoints(meterId('m1'), 'u', { fromMs: BASE_MS - 1, toMs: BASE_MS });
  expect(points.map((p) => p.value)).toEqual([222.5]);
});

test('a second opener in the same process is refused too, and the first goes on; closing waits for what is read', async () => {
  const path = newPath();
  const first = await openAt(path);
  await expect(duckdbSeriesStore(path).open()).rejects.toThrow(`process ${process.pid}`);
  await first.writeReadings([reading('m1', BASE_MS, { A: { u: 221.25 } })]);
  const counting = [1, 2, 3].map(() => first.countReadings(null));
  await first.close();
  expect(await Promise.all(counting)).toEqual([1, 1, 1]);
  await (await openAt(path)).close();
});

test('a second process is refused and told who owns the file; kill -9 keeps every acknowledged batch', async () => {
  const path = newPath();
  const child = startScript('write-duckdb.ts', [path, String(BASE_MS)]);
  try {
    await child.saw((lines) => lines.length >= 10);
    const second = await duckdbSeriesStore(path)
      .open()
      .catch((error: unknown) => error);
    expect(second).toBeInstanceOf(OperationalError);
    expect(String(second)).toContain(`process ${child.pid}`);
    await child.saw((lines) => lines.length >= 25);
  } finally {
    await child.kill9();
  }
  const acknowledged = Number(child.lines().at(-1));
  const store = await openAt(path);
  const kept = await store.countReadings(null);
  expect(acknowledged).toBeGreaterThanOrEqual(2500);
  expect(kept).toBeGreaterThanOrEqual(acknowledged);
  // At most the one batch in flight may be there too, and only whole.
  expect([acknowledged, acknowledged + 100]).toContain(kept);
});

test('rows past their retention go, counted from the newest row', async () => {
  const path = newPath();
  const days = (n: number): number => BASE_MS - n * 86_400_000;
  const first = await openAt(path);
  await first.writeReadings([95, 89, 1].map((n) => reading('m1', days(n), { A: { u: 220 + n } })));
  await first.close();
  const second = await openAt(path);
  await second.writeReadings([reading('m1', days(0), { A: { u: 220 } })]);
  const points = await second.readPoints(meterId('m1'), 'u', { fromMs: 0, toMs: BASE_MS });
  expect(points.map((p) => p.value)).toEqual([309, 221, 220]);
});
