/** The record store in process: the contract, one owner, a crash, and the prepared directory. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperationalError } from '../../core/assert.ts';
import type { RecordStore } from '../../core/ports.ts';
import { pgliteEngine } from '../../storage/records/pglite.ts';
import { recordStore } from '../../storage/records/store.ts';
import { startScript } from './child.ts';
import { recordsContract } from './records-contract.ts';

/** Outlives the test: the prepared directory takes seconds to make. */
const CACHE = join(tmpdir(), 'gridwitness-test-cache');
const root = mkdtempSync(join(tmpdir(), 'gridwitness-pglite-'));
const shared = join(root, 'shared');
let store: RecordStore;
const open: RecordStore[] = [];

async function openAt(dir: string): Promise<RecordStore> {
  const opened = recordStore(pgliteEngine(dir, CACHE));
  await opened.open();
  open.push(opened);
  return opened;
}

beforeAll(async () => {
  store = await openAt(shared);
});
afterAll(async () => {
  for (const s of open) await s.close();
  rmSync(root, { recursive: true, force: true });
});

recordsContract('pglite', () => store);

test('a second opener in the same process is refused, naming the holder', async () => {
  const second = await openAt(shared).catch((error: unknown) => error);
  expect(second).toBeInstanceOf(OperationalError);
  expect(String(second)).toContain(`process ${process.pid}`);
});

test('another process is refused while one holds it; after kill -9 everything acknowledged is there', async () => {
  const dir = join(root, 'crash');
  const child = startScript('write-pglite.ts', [dir, CACHE]);
  try {
    await child.saw((lines) => lines.length >= 5);
    const second = await openAt(dir).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(OperationalError);
    expect(String(second)).toContain(`process ${child.pid}`);
    await child.saw((lines) => lines.length >= 20);
  } finally {
    await child.kill9();
  }
  const acknowledged = Number(child.lines().at(-1));
  const reopened = await openAt(dir);
  const kept = (await reopened.complaints({ limit: 9_999, beforeMs: null, supplyPoint: null })).length;
  expect([acknowledged, acknowledged + 1]).toContain(kept);
  await reopened.close();
});

test('a lock left by a process that is gone is taken over, whatever it holds', async () => {
  const dir = join(root, 'stale');
  const first = await openAt(dir);
  await first.setMeta('k', 'v');
  await first.close();
  expect(readdirSync(dir)).toEqual(['data']);
  for (const left of ['999999999 1\n', `${process.pid} 1\n`, '', 'rubbish\n']) {
    writeFileSync(join(dir, 'lock'), left);
    const next = await openAt(dir);
    expect(await next.getMeta('k')).toBe('v');
    await next.close();
  }
});
