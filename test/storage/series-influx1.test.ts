/** The series store on a real InfluxDB 1.x: the contract, its schema, refused points, times, and a server that goes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperationalError } from '../../core/assert.ts';
import type { BoardFacts, SeriesStore } from '../../core/ports.ts';
import { type MeasurementName, qualifiedMeasurement } from '../../core/schema.ts';
import { InfluxHttp } from '../../storage/series/influx-http.ts';
import { PRECISIONS, type Precision, proveWriteTimes } from '../../storage/series/influx-proof.ts';
import { influx1SeriesStore } from '../../storage/series/influx1.ts';
import { type Influxd, startInfluxd } from '../servers/influxd.ts';
import { aggregate, BASE_MS, disturbance, meterId, reading } from './readings.ts';
import { incident, priority, verdictRow } from './records.ts';
import { seriesContract } from './series-contract.ts';

let server: Influxd;
let made = 0;
const open: SeriesStore[] = [];

beforeAll(async () => {
  server = await startInfluxd();
});
afterAll(async () => {
  for (const s of open) await s.close();
  await server?.stop();
});

async function fresh(database = `db ${++made}`, options: { readonly probeMs?: number } = {}): Promise<SeriesStore> {
  const store = influx1SeriesStore({ url: server.url, database }, options);
  await store.open();
  open.push(store);
  return store;
}

async function influxql(database: string, q: string): Promise<string> {
  const answer = await fetch(`${server.url}/query?${new URLSearchParams({ db: database, q })}`, { method: 'POST' });
  return JSON.stringify(((await answer.json()) as { results: unknown }).results);
}

seriesContract('influx1', () => fresh());

test('policies are made once with the durations of the schema; one an operator lengthened is kept', async () => {
  await fresh('policies');
  await influxql('policies', 'ALTER RETENTION POLICY "raw90d" ON "policies" DURATION 400d');
  await fresh('policies');
  const shown = await influxql('policies', 'SHOW RETENTION POLICIES');
  expect(shown).toContain('["raw90d","9600h0m0s"');
  expect(shown).toContain('["agg5y","43800h0m0s"');
  expect(shown).toContain('["events10y","87600h0m0s"');
});

test('points carry the tags and fields of the schema, under the name a board asks for', async () => {
  const store = await fresh('names');
  store.setMeterTags(new Map([[meterId('m1'), { feeder: '石牌 F1', area: 'TA1' }]]));
  await store.writeReadings([reading('m1', BASE_MS, { A: { u: 221.5, uMin: 207.5 } })]);
  await store.writeAggregates([aggregate('m1', BASE_MS, { flagged: true })]);
  await store.writeDisturbances([disturbance('m1', BASE_MS)]);
  const ask = (name: 'reading' | 'agg_10min' | 'disturbance') =>
    influxql('names', `SELECT * FROM ${qualifiedMeasurement(name)}`);
  expect(await ask('reading')).toContain('"columns":["time","area","feeder","meter","phase","quality","u","u_min"]');
  expect(await ask('reading')).toContain('"TA1","石牌 F1","m1","A",0,221.5,207.5]');
  expect(await ask('agg_10min')).toContain('"flagged","meter","n","phase","pst","u2","u_max","u_mean","u_min"]');
  const event = await ask('disturbance');
  expect(event).toContain('"class","depth_pct","duration_ms","feeder","kind","meter","method","pct","phases"]');
  expect(event).toContain('"B1",45.8,120,"石牌 F1","dip","m1","urms_half",54.2,"AB"]');
});

test('the same disturbance is one point, also when it ends and gets its class', async () => {
  const store = await fresh('events');
  const running = disturbance('m1', BASE_MS, { durationMs: null, openEnd: true, class: {} });
  const others = [disturbance('m1', BASE_MS, { kind: 'swell' }), disturbance("m'2", BASE_MS)];
  await store.writeDisturbances([running, ...others]);
  store.setMeterTags(new Map([[meterId('m1'), { feeder: 'F1', area: 'TA1' }]]));
  await store.writeDisturbances([disturbance('m1', BASE_MS), ...others]);
  await store.writeDisturbances(others);
  const counted = await influxql(
    'events',
    `SELECT count(method), count(duration_ms) FROM ${qualifiedMeasurement('disturbance')}`,
  );
  expect(counted).toContain(',3,3]');
});

test('what boards count is written by place, and a changed cause replaces the former one', async () => {
  const store = await fresh('boards');
  const place = { feeder: 'F1', area: 'TA1' };
  const one = incident('I1', BASE_MS, BASE_MS + 60_000);
  const facts = (causes: typeof one.causes): BoardFacts => ({
    range: { fromMs: BASE_MS, toMs: BASE_MS + 120_000 },
    complaints: [1, 2, 70_000].map((t) => ({ ...place, receivedMs: BASE_MS + t, category: 'outage' })),
    incidents: [{ incident: { ...one, causes }, place, complaints: 3 }],
    // Two calls of one minute, as a register without seconds gives them: two, not one.
    verdicts: ['C1', 'C2'].map((c) => ({ verdict: verdictRow(c, BASE_MS, 0.91).verdict, place, receivedMs: BASE_MS })),
    priorities: [{ priority: priority(1, 'S1'), place }],
    computedMs: BASE_MS,
  });
  const ask = async (q: string, name: MeasurementName) =>
    await influxql('boards', `SELECT ${q} FROM ${qualifiedMeasurement(name)} GROUP BY *`);
  const before = facts({ lightning: 0.7 });
  const elsewhere = before.complaints.map((c) => ({ ...c, feeder: 'F9' }));
  await store.writeBoardFacts?.({ ...before, complaints: elsewhere });
  await store.writeBoardFacts?.(facts({ upstream: 0.8, lightning: 0.2 }));
  const written = await ask('p, complaints, duration_ms', 'incident');
  expect(written).toContain('"tags":{"area":"TA1","cause":"upstream","feeder":"F1","kind":"dip"}');
  expect(written).toContain(',0.8,3,60000]');
  expect(written).not.toContain('lightning');
  expect(await ask('sum("count")', 'complaint')).toContain(',3]');
  expect(await ask('sum("count")', 'complaint')).not.toContain('F9');
  expect(await ask('sum("count")', 'verdict')).toContain(',2]');
  expect(await ask('p', 'verdict')).toContain('"cause":"lightning","conclusion":"confirmed"');
  expect(await ask('benefit', 'priority')).toContain(',120]');
});

test('points the server refuses are handed back with its reason, the others are stored', async () => {
  const store = await fresh('refusing');
  const old = reading('m1', BASE_MS - 200 * 86_400_000, { A: { u: 219 } });
  const batch = [reading('m1', BASE_MS, { A: { u: 220 } }), old, reading('m1', BASE_MS + 1, { A: { u: 221 } })];
  const { refused } = await store.writeReadings(batch);
  expect(refused.map((r) => r.reading)).toEqual([old]);
  expect(refused[0]?.reason).toContain('retention policy');
  expect(await store.countReadings(null)).toBe(2);
});

test('B17: 1687953601688 ms is read back as 2023-06-28T12:00:01.688Z under every precision', async () => {
  await fresh('times');
  const client = new InfluxHttp(server.url, {});
  const name = (p: Precision): string => (p === 'us' ? 'u' : p);
  const write = (p: Precision, line: string) =>
    client.write({ db: 'times', rp: 'events10y', precision: name(p) }, [line]);
  const query = 'SELECT "v" FROM "events10y"."write_proof" GROUP BY "precision"';
  await proveWriteTimes(1_687_953_601_688, write, () => client.query(query, { db: 'times', epoch: 'ms' }));
  const asText = (await client.query(query, { db: 'times' })).map((s) => [s.tags?.['precision'], s.values[0]?.[0]]);
  expect(Object.fromEntries(asText)).toEqual({
    s: '2023-06-28T12:00:01Z',
    ms: '2023-06-28T12:00:01.688Z',
    us: '2023-06-28T12:00:01.688Z',
    ns: '2023-06-28T12:00:01.688Z',
  });
  expect(asText).toHaveLength(Object.keys(PRECISIONS).length);
  const asNanoseconds = (_: Precision, line: string) =>
    client.write({ db: 'times', rp: 'events10y', precision: 'n' }, [line]);
  const read = () =>
    client.query('SELECT "v" FROM "events10y"."write_proof" GROUP BY "precision"', { db: 'times', epoch: 'ms' });
  await influxql('times', 'DROP SERIES FROM write_proof');
  await expect(proveWriteTimes(1_687_953_601_688, asNanoseconds, read)).rejects.toThrow(
    /a point for 1687953601688 ms written as s: .*beyond retention/,
  );
  client.close();
});

test('a server that is down is an error to try again; after its restart nothing acknowledged is missing', async () => {
  const store = await fresh('down');
  const batch = (k: number) =>
    Array.from({ length: 500 }, (_, i) => reading('m1', BASE_MS + k * 1000 + i, { A: { u: 220 } }));
  let acknowledged = 0;
  const writing = (async () => {
    for (let k = 0; ; k++) {
      await store.writeReadings(batch(k));
      acknowledged = k + 1;
      if (k === 4) void server.kill9();
    }
  })();
  const failed = await writing.catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(OperationalError);
  expect((failed as OperationalError).retryable).toBe(true);
  const closed = influx1SeriesStore({ url: server.url, database: 'down' });
  await expect(closed.open()).rejects.toMatchObject({ name: 'OperationalError', retryable: true });
  await expect(store.countReadings(null)).rejects.toMatchObject({ retryable: true });
  await server.restart();
  await store.writeReadings(batch(acknowledged));
  expect(await store.countReadings(null)).toBe((acknowledged + 1) * 500);
});

test('a database that is gone can be made again; a wrong statement is not worth repeating', async () => {
  const store = await fresh('gone');
  await influxql('gone', 'DROP DATABASE gone');
  await expect(store.writeReadings([reading('m1', BASE_MS, { A: { u: 1 } })])).rejects.toMatchObject({
    retryable: true,
  });
  await store.open();
  expect((await store.writeReadings([reading('m1', BASE_MS, { A: { u: 1 } })])).refused).toEqual([]);
  const client = new InfluxHttp(server.url, {});
  await expect(client.query('SELEC', { db: 'gone' })).rejects.toMatchObject({
    name: 'OperationalError',
    retryable: false,
  });
  client.close();
});

test('an answer that never ends, a refused login and a server error each say whether to try again', async () => {
  let how: 'hang' | 401 | 503 = 'hang';
  const fake = createServer((_, res) => {
    if (how !== 'hang') res.writeHead(how).end('{"error":"no"}');
    else {
      res.writeHead(200, { 'content-length': '100' }).write('{"resul');
      setImmediate(() => res.destroy());
    }
  });
  await new Promise<void>((done) => fake.listen(0, '127.0.0.1', () => done()));
  const client = new InfluxHttp(`http://127.0.0.1:${(fake.address() as AddressInfo).port}`, {}, 300);
  await expect(client.query('SHOW DATABASES', {})).rejects.toMatchObject({ retryable: true });
  how = 401;
  await expect(client.query('SHOW DATABASES', {})).rejects.toMatchObject({
    name: 'OperationalError',
    retryable: false,
  });
  how = 503;
  await expect(client.write({ db: 'x' }, ['m v=1 0'])).rejects.toMatchObject({
    name: 'OperationalError',
    retryable: true,
  });
  client.close();
  await new Promise((done) => fake.close(done));
});
