/** `gridwitness simulate`: exit codes, files, and named mistakes in a scenario. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';

let dir: string;
const out: string[] = [];
const err: string[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'simulate-'));
  vi.spyOn(process.stdout, 'write').mockImplementation((t) => out.push(String(t)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((t) => err.push(String(t)) > 0);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

test('writes a case folder and says on stdout what it made; an unknown scenario field is named, not fatal', async () => {
  const scenario = join(dir, 's.yaml');
  await writeFile(scenario, 'coveragePct: 0\nrecorderPct: 0\nstroms: 4\n');
  const target = join(dir, 'case');
  const code = await main([
    'simulate',
    '--seed',
    '5',
    '--days',
    '1',
    '--out',
    target,
    '--scenario',
    scenario,
    '--to',
    '2026-03-02T00:00+08:00',
    '--json',
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(out.join(''))).toMatchObject({ out: target, seed: 5, files: 13 });
  expect(err.join('')).toContain('stroms');
  expect(await readdir(target)).toContain('truth.jsonl');
  expect(await readFile(join(target, 'case.yaml'), 'utf8')).toContain('from: 2026-03-01T00:00:00+08:00');
});

test('bad use is 2, an unreadable scenario is 1', async () => {
  expect(await main(['simulate', '--out', dir])).toBe(2);
  expect(await main(['simulate', '--seed', 'x', '--out', dir])).toBe(2);
  expect(await main(['simulate', '--seed', '1', '--days', '0', '--out', dir])).toBe(2);
  expect(await main(['simulate', '--seed', '1', '--to', 'soon', '--out', dir])).toBe(2);
  expect(await main(['simulate', '--seed', '1', '--out', dir, '--scenario', join(dir, 'none.yaml')])).toBe(1);
});
