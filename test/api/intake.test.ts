/** What comes in by file and by push: stored, named, refused; and the console's files. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiError } from '../../correlator/contract/client.ts';
import { type Running, startSmall } from './server.ts';

let run: Running;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-console-'));
  run = await startSmall(dir);
});
afterAll(async () => {
  await run?.stop();
  await rm(dir, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);

test('a file of works: a dry run stores nothing; then good rows are stored and the bad one is named', async () => {
  const file = bytes(
    'id,section,planned_start,planned_end,notified_at,kind\n' +
      'W7,S-1,2026-07-02 09:00,2026-07-02 17:00,,planned\n' +
      'W8,S-1,yesterday,2026-07-02 17:00,,planned\n',
  );
  const call = {
    params: { kind: 'works' as const },
    headers: { 'x-file-name': encodeURIComponent('计划.csv') },
    bytes: file,
  };
  const dry = await run.client.importTable({ ...call, query: { dryRun: 'true' } });
  expect(dry).toMatchObject({ kind: 'works', file: '计划.csv', encoding: 'utf-8', stored: 0, dryRun: true });
  expect(run.service.facts().works.map((w) => w.id)).toEqual(['W1']);
  const done = await run.client.importTable(call);
  expect(done.problems[0]).toMatchObject({ code: 'bad-time', line: 3, field: 'planned_start', got: 'yesterday' });
  expect(done).toMatchObject({ errors: 1, records: 1 });
  expect(done.stored).toBe(done.records);
  const w7 = run.service.facts().works.find((w) => w.id === 'W7');
  expect(w7?.plannedStartMs).toBe(Date.UTC(2026, 6, 2, 1, 0, 0));
  const point = await run.client.getSupplyPoint({ params: { id: 'SP1' } });
  expect(point.works.map((w) => [w.id, w.state])).toContainEqual(['W7', 'planned']);
});

test('complaints of a GB 18030 file are classified and answered', async () => {
  // 停电 in GB 18030, written out by hand: cd a3 b5 e7.
  const head = bytes('id,received,account,text\nC-GB,2026-07-01 18:41:07,0801100017,');
  const file = new Uint8Array([...head, 0xcd, 0xa3, 0xb5, 0xe7, 0x0a]);
  const done = await run.client.importTable({ params: { kind: 'complaints' }, bytes: file });
  expect(done).toMatchObject({ encoding: 'gb18030', stored: 1 });
  await run.service.settled();
  const detail = await run.client.getComplaint({ params: { id: 'C-GB' } });
  expect(detail.complaint.text).toBe('停电');
  expect(detail.triage.category).toBe('outage');
  expect(detail.verdict?.verdict.conclusion).toBe('confirmed');
});

test('pushed readings reach the collector with units and interval; unknown is left out, never 0', async () => {
  run.ingested.length = 0;
  const readings = [{ time: '2026-07-01T20:10:00+08:00', u: { A: 211.4, B: null }, u_min: { A: 188.2 }, f: 49.98 }];
  const taken = await run.client.pushReadings({ body: { v: 1, meter: 'M-SP1', interval_s: 600, readings } });
  expect(taken.accepted).toBe(1);
  expect(run.ingested).toMatchObject([
    {
      meter: 'M-SP1',
      startMs: Date.UTC(2026, 6, 1, 12, 0, 0),
      endMs: Date.UTC(2026, 6, 1, 12, 10, 0),
      method: '10min',
      statistic: 'mean',
    },
  ]);
  expect(run.ingested[0]?.values).toEqual({ A: { u: 211.4, uMin: 188.2 }, total: { f: 49.98 } });
  const body = { v: 1 as const, meter: 'M-NOBODY', interval_s: 600, readings };
  const error = await run.client.pushReadings({ body }).catch((e: unknown) => e);
  expect((error as ApiError).status).toBe(404);
});

test('the console: a word on how to build it, then its page for its own addresses, never for a missing file', async () => {
  const get = (path: string) => fetch(`${run.api.url}${path}`, { headers: { accept: 'text/html' } });
  const missing = await (await get('/')).text();
  expect(missing).toContain('vite build console');
  expect(missing).toContain('控制台');
  await mkdir(join(dir, 'assets'));
  await writeFile(join(dir, 'index.html'), '<!doctype html><title>built</title>');
  await writeFile(join(dir, 'assets', 'a-1.js'), 'export {};');
  for (const path of ['/', '/desk', '/supply-points/SP1']) expect(await (await get(path)).text()).toContain('built');
  const script = await get('/assets/a-1.js');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await get('/assets/gone.js')).status).toBe(404);
  expect((await get('/api/v1/gone')).status).toBe(404);
  expect((await get('/..%2f..%2fpackage.json')).status).toBe(404);
});
