/** A wire to PostgreSQL that carries nothing any more, without anybody being told: what waits is told, the next try goes through. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchConnections } from '../../storage/records/postgres-watch.ts';
import { type Postgres, startPostgres } from '../servers/postgres.ts';
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts';

let server: Postgres;
let wire: TcpProxy;
beforeAll(async () => {
  server = await startPostgres();
  wire = await startTcpProxy(server.port);
});
afterAll(async () => {
  await wire.stop();
  await server.stop();
});

it('a statement on a half-open connection is told so, a long one that the server works on is left alone', async () => {
  const url = new URL(server.url);
  url.port = String(wire.port);
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  watchConnections(pool, url.href, 300);
  expect((await pool.query('SELECT 1 AS one FROM pg_sleep(2)')).rows).toEqual([{ one: 1 }]);
  wire.freeze();
  const stuck = pool.query('SELECT 2');
  stuck.catch(() => undefined);
  wire.thaw();
  await expect(stuck).rejects.toThrow(/terminat/);
  expect((await pool.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
  await pool.end();
});
