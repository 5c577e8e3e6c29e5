/** The real servers of test/servers start, survive a crash with their data, and leave nothing behind. */
import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startInfluxd } from '../servers/influxd.ts';
import { startMosquitto } from '../servers/mosquitto.ts';
import { startPostgres } from '../servers/postgres.ts';
import { answersTcp, startServer, type TestServer } from '../servers/server.ts';
import { startVictoriaMetrics } from '../servers/victoria-metrics.ts';

const started: TestServer[] = [];
afterAll(() => Promise.all(started.map((s) => s.stop())));

test('mosquitto accepts connections, is gone after stop, and its folder with it', async () => {
  const broker = await startMosquitto({ users: { app: 'secret' }, acl: 'user app\ntopic readwrite #\n' });
  started.push(broker);
  expect(await answersTcp(broker.port)).toBe(true);
  await broker.stop();
  expect(await answersTcp(broker.port)).toBe(false);
  expect(existsSync(broker.dir)).toBe(false);
});

test('influxd keeps what it acknowledged over kill -9', async () => {
  const influx = await startInfluxd();
  started.push(influx);
  await fetch(`${influx.url}/query?q=CREATE DATABASE d`, { method: 'POST' });
  const written = await fetch(`${influx.url}/write?db=d`, { method: 'POST', body: 'm,a=b v=256.25 1000000000' });
  expect(written.status).toBe(204);
  await influx.kill9();
  await expect(fetch(`${influx.url}/ping`)).rejects.toThrow();
  await influx.restart();
  expect(await (await fetch(`${influx.url}/query?db=d&q=select v from m`)).text()).toContain('256.25');
});

test('victoria-metrics takes the v2 write API and exports what came in', async () => {
  const vm = await startVictoriaMetrics();
  started.push(vm);
  const body = `m,a=b v=5.5 ${Date.now()}`;
  const answer = await fetch(`${vm.url}/api/v2/write?org=o&bucket=b&precision=ms`, { method: 'POST', body });
  expect(answer.status).toBe(204);
  expect((await vm.exported('{__name__="m_v"}'))[0]?.values).toEqual([5.5]);
});

test('postgres gives each caller an empty database', async () => {
  const server = await startPostgres();
  started.push(server);
  const urls = [await server.createDatabase(), await server.createDatabase()];
  for (const connectionString of urls) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query('create table t (a int)');
    await client.end();
  }
  expect(new Set(urls).size).toBe(2);
});

test('a missing binary is an error that names the Debian package', async () => {
  const plan = {
    name: 'nothing',
    binaries: ['no-such-server'],
    debian: 'no-such-package',
    ports: 1,
    stopSignal: 'SIGTERM',
    args: () => [],
    ready: async () => true,
  } as const;
  await expect(startServer(plan)).rejects.toThrow(/apt-get install no-such-package/);
});
