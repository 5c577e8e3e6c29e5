/** Writing by the v2 API: delivered to a real endpoint of it; errors and buckets against a plain HTTP server. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { influx2SeriesStore } from '../../storage/series/influx2.ts';
import { startVictoriaMetrics } from '../servers/victoria-metrics.ts';
import { aggregate, BASE_MS, disturbance, meterId, reading } from './readings.ts';

const LOGIN = { org: 'utility', bucket: 'gridwitness', token: 'secret' };

test('readings, 10-minute values and disturbances arrive with their instants at a real v2 write endpoint', async () => {
  const vm = await startVictoriaMetrics();
  try {
    const store = influx2SeriesStore({ ...LOGIN, url: vm.url });
    store.setMeterTags(new Map([[meterId('m1'), { feeder: 'F1', area: 'TA1' }]]));
    const many = Array.from({ length: 12_000 }, (_, k) =>
      reading('m2', BASE_MS + k * 1000, { A: { u: 220 + (k % 89) / 8 } }),
    );
    expect((await store.writeReadings([reading('m1', BASE_MS + 88, { A: { u: 221.5 } }), ...many])).refused).toEqual(
      [],
    );
    await store.writeAggregates([aggregate('m1', BASE_MS)]);
    await store.writeDisturbances([disturbance('m1', BASE_MS + 5)]);
    const [one] = await vm.exported('{__name__="reading_u",meter="m1"}');
    expect(one?.metric).toMatchObject({ feeder: 'F1', area: 'TA1', phase: 'A' });
    expect([one?.values, one?.timestamps]).toEqual([[221.5], [BASE_MS + 88]]);
    const [all] = await vm.exported('{__name__="reading_u",meter="m2"}');
    const pairs = (all?.timestamps ?? [])
      .map((t, i) => [t, all?.values[i]])
      .sort((a, b) => Number(a[0]) - Number(b[0]));
    expect(pairs).toEqual(many.map((r) => [r.endMs, r.values.A?.u]));
    expect((await vm.exported('{__name__="agg_10min_u_mean"}'))[0]?.values).toEqual([221.4]);
    expect((await vm.exported('{__name__="disturbance_depth_pct"}'))[0]?.timestamps).toEqual([BASE_MS + 5]);
    await vm.kill9();
    await expect(store.writeReadings(many)).rejects.toMatchObject({ name: 'OperationalError', retryable: true });
    await vm.restart();
    expect((await store.writeReadings(many)).refused).toEqual([]);
    await store.close();
  } finally {
    await vm.stop();
  }
});

interface Seen {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly lines: readonly string[];
}

async function fakeServer(answer: (seen: Seen) => readonly [status: number, body: string]) {
  const requests: Seen[] = [];
  const listener: RequestListener = (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (c: Buffer) => chunks.push(c));
    req.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = req.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      const lines = body
        .toString()
        .split('\n')
        .filter((l) => l !== '');
      const seen = { url: req.url ?? '', authorization: req.headers.authorization, lines };
      requests.push(seen);
      const [status, text] = answer(seen);
      if (status === 0) res.destroy();
      else res.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? undefined : text);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { url, requests, close };
}

test('each retention has its bucket, or all share one; the token goes along', async () => {
  const server = await fakeServer(() => [204, '']);
  for (const layout of ['policies', 'single'] as const) {
    const store = influx2SeriesStore({ ...LOGIN, url: server.url, layout });
    await store.writeReadings([reading('m1', BASE_MS, { A: { u: 221.5 } })]);
    await store.writeAggregates([aggregate('m1', BASE_MS)]);
    await store.writeDisturbances([disturbance('m1', BASE_MS)]);
    await store.close();
  }
  const buckets = server.requests.map((r) => new URL(r.url, server.url).searchParams.get('bucket'));
  const [g, of] = ['gridwitness', (p: string) => `gridwitness/${p}`];
  expect(buckets).toEqual([of('raw90d'), of('agg5y'), of('events10y'), g, g, g]);
  expect(new Set(server.requests.map((r) => r.authorization))).toEqual(new Set(['Token secret']));
  expect(server.requests[0]?.lines).toEqual([`reading,meter=m1,phase=A u=221.5,quality=0 ${BASE_MS}`]);
  await server.close();
});

test('a refused line is handed back; a lost answer, 401, 429 and 503 say whether to try again', async () => {
  let status = 0;
  const server = await fakeServer((seen) => {
    if (status !== 400) return [status, '{"code":"x","message":"no"}'];
    const bad = seen.lines.some((l) => l.includes('=999,'));
    return bad ? [400, '{"code":"invalid","message":"field type conflict"}'] : [204, ''];
  });
  const store = influx2SeriesStore({ ...LOGIN, url: server.url });
  const batch = [220, 999, 221].map((u, k) => reading('m1', BASE_MS + k, { A: { u } }));
  for (const [code, retryable] of [
    [0, true],
    [401, false],
    [429, true],
    [503, true],
  ] as const) {
    status = code;
    await expect(store.writeReadings(batch)).rejects.toMatchObject({ name: 'OperationalError', retryable });
  }
  status = 400;
  const { refused } = await store.writeReadings(batch);
  expect(refused.map((r) => [r.reading, /field type conflict/.test(r.reason)])).toEqual([[batch[1], true]]);
  await store.close();
  await server.close();
});

test('opening proves that times come back over InfluxQL, and fails where they do not', async () => {
  const written = new Map<string, string>();
  let shiftMs = 0;
  const server = await fakeServer((seen) => {
    const url = new URL(seen.url, 'http://x');
    if (url.pathname === '/api/v2/write') {
      for (const l of seen.lines) written.set(url.searchParams.get('precision') ?? '', l.split(' ').at(-1) ?? '');
      return [204, ''];
    }
    const toMs = {
      s: (n: bigint) => n * 1000n,
      ms: (n: bigint) => n,
      us: (n: bigint) => n / 1000n,
      ns: (n: bigint) => n / 1000000n,
    };
    const series = Object.entries(toMs).map(([precision, ms]) => ({
      name: 'write_proof',
      tags: { precision },
      columns: ['time', 'v'],
      values: [[Number(ms(BigInt(written.get(precision) ?? 0))) + shiftMs, 1]],
    }));
    return [200, JSON.stringify({ results: [{ series }] })];
  });
  const store = influx2SeriesStore({ ...LOGIN, url: server.url });
  await store.open();
  expect([...written.keys()].sort()).toEqual(['ms', 'ns', 's', 'us']);
  shiftMs = 1;
  await expect(store.open()).rejects.toThrow(/for a point written at/);
  await store.close();
  await server.close();
});
