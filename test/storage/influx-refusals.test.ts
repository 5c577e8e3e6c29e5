/** What a real InfluxDB 1.x refuses: field types somebody else fixed, points too old, a database that is gone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeriesStore } from '../../core/ports.ts';
import { qualifiedMeasurement } from '../../core/schema.ts';
import { StoreGone } from '../../storage/failure.ts';
import { influx1SeriesStore } from '../../storage/series/influx1.ts';
import { type Influxd, startInfluxd } from '../servers/influxd.ts';
import { aggregate, BASE_MS, disturbance, meterId, reading } from './readings.ts';

let server: Influxd;
const open: SeriesStore[] = [];

beforeAll(async () => {
  server = await startInfluxd();
});
afterAll(async () => {
  for (const s of open) await s.close();
  await server?.stop();
});

async function fresh(database: string): Promise<SeriesStore> {
  const store = influx1SeriesStore({ url: server.url, database });
  await store.open();
  open.push(store);
  return store;
}

async function written(database: string, policy: string, line: string): Promise<void> {
  const url = `${server.url}/write?db=${database}&rp=${policy}&precision=ms`;
  expect((await fetch(url, { method: 'POST', body: line })).status).toBe(204);
}

async function rows(database: string, q: string): Promise<readonly unknown[]> {
  const answer = await fetch(`${server.url}/query?${new URLSearchParams({ db: database, q, epoch: 'ms' })}`);
  const body = (await answer.json()) as { results: readonly { series?: readonly { values: readonly unknown[] }[] }[] };
  return body.results[0]?.series?.[0]?.values ?? [];
}

test('ask 21: a field whose type somebody else fixed costs that field, never the point', async () => {
  const store = await fresh('types');
  await written('types', 'raw90d', `reading,meter=theirs,phase=A u=230i ${BASE_MS}`);
  const mine = [
    reading('m1', BASE_MS + 1, { A: { u: 221.5, i: 4.5 }, B: { i: 3.5 } }),
    reading('m2', BASE_MS + 2, { A: { i: 2.5 } }),
  ];
  const { refused } = await store.writeReadings(mine);
  expect(refused).toEqual([
    { reading: mine[0], reason: expect.stringContaining('already exists as type integer'), lost: ['u'] },
  ]);
  const from = qualifiedMeasurement('reading');
  expect(await rows('types', `SELECT i, quality FROM ${from} WHERE meter = 'm1' GROUP BY phase`)).toEqual([
    [BASE_MS + 1, 4.5, 0],
  ]);
  expect(await rows('types', `SELECT count(quality) FROM ${from}`)).toEqual([[0, 3]]);
});

test('ask 21: ten-minute values, events and states are saved in the same way', async () => {
  const store = await fresh('types2');
  await written('types2', 'agg5y', `agg_10min,meter=x,phase=A pst="text" ${BASE_MS}`);
  await written('types2', 'events10y', `disturbance,meter=x,kind=dip pct=54i ${BASE_MS}`);
  await written('types2', 'raw90d', `collector,source=x silence=4 ${BASE_MS}`);
  const [a, d] = [aggregate('m1', BASE_MS), disturbance('m1', BASE_MS)];
  const state = {
    source: 'mqtt',
    meter: meterId('m1'),
    atMs: BASE_MS,
    lagMs: 1,
    gap: 0,
    errors: 0,
    clockOffsetMs: null,
  };
  const stale = { ...state, silence: 'stale' } as const;
  expect(await store.writeAggregates([a])).toMatchObject([{ fact: a, lost: ['pst'] }]);
  expect(await store.writeDisturbances([d])).toMatchObject([{ fact: d, lost: ['pct'] }]);
  expect(await store.writeCollector([stale])).toMatchObject([{ fact: stale, lost: ['silence'] }]);
  expect(await store.readAggregates(meterId('m1'), { fromMs: BASE_MS - 1, toMs: BASE_MS })).toEqual([
    { ...a, pst: null },
  ]);
});

test('old points, wrong types and good ones in one batch: each ends where it belongs', async () => {
  const store = await fresh('mixed');
  await written('mixed', 'raw90d', `reading,meter=theirs,phase=A p=1i ${BASE_MS}`);
  const old = (k: number) => reading(`old${k}`, BASE_MS - 200 * 86_400_000 + k, { A: { u: 219 } });
  const typed = (k: number) => reading(`typed${k}`, BASE_MS + k, { A: { u: 220, p: 5 } });
  const good = (k: number) => reading(`good${k}`, BASE_MS + k, { A: { u: 221 } });
  const batch = Array.from({ length: 60 }, (_, k) => [old(k), good(k), typed(k)]).flat();
  const { refused } = await store.writeReadings(batch);
  const counts = { old: 0, typed: 0 };
  for (const r of refused) {
    const isOld = r.reading.meter.startsWith('old');
    expect(r.lost).toEqual(isOld ? null : ['p']);
    expect(r.reason).toContain(isOld ? 'beyond retention' : 'field type conflict');
    counts[isOld ? 'old' : 'typed']++;
  }
  expect(counts).toEqual({ old: 60, typed: 60 });
  expect(await rows('mixed', `SELECT count(u) FROM ${qualifiedMeasurement('reading')}`)).toEqual([[0, 120]]);
});

test('ask 23: two samples within one second stay two, to the millisecond', async () => {
  const store = await fresh('ms');
  const at = Math.floor(BASE_MS / 1000) * 1000;
  await store.writeReadings([
    reading('m1', at + 250, { A: { u: 220.5 } }),
    reading('m1', at + 750, { A: { u: 221.5 } }),
  ]);
  expect(await rows('ms', `SELECT u FROM ${qualifiedMeasurement('reading')}`)).toEqual([
    [at + 250, 220.5],
    [at + 750, 221.5],
  ]);
});

test('ask 25: a ten-minute value computed again replaces the one before, also far behind the newest', async () => {
  const store = await fresh('again');
  const at = (k: number) => BASE_MS + k * 600_000;
  await store.writeAggregates([0, 1, 2, 3].map((k) => aggregate('m1', at(k), { uMeanV: 220 + k, n: 5 })));
  await store.writeAggregates([aggregate('m1', at(1), { uMeanV: 231.5, n: 10 })]);
  const from = qualifiedMeasurement('agg_10min');
  expect(await rows('again', `SELECT u_mean, n FROM ${from}`)).toEqual(
    [220, 231.5, 222, 223].map((u, k) => [at(k), u, k === 1 ? 10 : 5]),
  );
});

test('a database or policy that is gone is worth trying again; opening makes it anew', async () => {
  const store = await fresh('gone');
  const one = [reading('m1', BASE_MS, { A: { u: 220 } })];
  for (const statement of ['DROP DATABASE gone', 'DROP RETENTION POLICY "raw90d" ON "gone"']) {
    const url = `${server.url}/query?${new URLSearchParams({ q: statement })}`;
    expect(await (await fetch(url, { method: 'POST' })).text()).not.toContain('error');
    expect(await saidGone(() => store.writeReadings(one))).toBe(true);
    await store.open();
    expect((await store.writeReadings(one)).refused).toEqual([]);
  }
});

/** While it drops, the server may still take a write, or fail in passing ways. */
async function saidGone(work: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      await work();
    } catch (error) {
      expect(error).toMatchObject({ retryable: true });
      if (error instanceof StoreGone) return true;
    }
  }
  return false;
}
