/** The record store on a real PostgreSQL: the contract, a second process's view, and the server going away. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperationalError } from '../../core/assert.ts';
import type { RecordStore } from '../../core/ports.ts';
import { postgresEngine } from '../../storage/records/postgres.ts';
import { recordStore } from '../../storage/records/store.ts';
import { type Postgres, startPostgres } from '../servers/postgres.ts';
import { complaintRow, T0_MS } from './records.ts';
import { recordsContract } from './records-contract.ts';

let server: Postgres;
let store: RecordStore;
const open: RecordStore[] = [];

async function openAt(url: string): Promise<RecordStore> {
  const opened = recordStore(postgresEngine(url));
  await opened.open();
  open.push(opened);
  return opened;
}

beforeAll(async () => {
  server = await startPostgres();
  store = await openAt(await server.createDatabase());
});
afterAll(async () => {
  for (const s of open) await s.close();
  await server?.stop();
});

recordsContract('postgres', () => store);

test('two processes on one database migrate once and see each other', async () => {
  const url = await server.createDatabase();
  const [a, b] = await Promise.all([openAt(url), openAt(url)]);
  const before = await b.changeCursor();
  await a.putComplaints([complaintRow('C1', T0_MS)]);
  expect(await b.changeCursor()).toBeGreaterThan(before);
  expect(await b.complaint(complaintRow('C1', T0_MS).complaint.id)).toEqual(complaintRow('C1', T0_MS));
});

test('a server that is down is an OperationalError to try again, and the store recovers with it', async () => {
  const s = await openAt(await server.createDatabase());
  await s.setMeta('k', 'kept');
  await server.kill9();
  const failed = await s.getMeta('k').catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(OperationalError);
  expect((failed as OperationalError).retryable).toBe(true);
  const fresh = await openAt(server.url.replace('/postgres', '/other')).catch((error: unknown) => error);
  expect((fresh as OperationalError).retryable).toBe(true);
  await server.restart();
  expect(await s.getMeta('k')).toBe('kept');
});

test('a database that does not exist is an error that names the server, never its password', async () => {
  const url = server.url.replace('app@', 'app:s3cret@').replace('/postgres', '/nowhere');
  const failed = await openAt(url).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(OperationalError);
  expect(String(failed)).toContain('nowhere');
  expect(String(failed)).not.toContain('s3cret');
});
