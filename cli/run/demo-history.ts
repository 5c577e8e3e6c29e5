/**
 * The month of history behind the demo: a case folder is simulated in a process of its own and enters through the same
 * HTTP door as anybody's data, in slices, so that pages stay usable meanwhile.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../core/assert.ts';
import type { Text } from '../../core/text.ts';
import type { ImportKind } from '../../correlator/contract/intake.ts';
import { PACKAGE_ROOT } from './console-build.ts';

export interface HistoryStep {
  readonly done: number;
  readonly total: number;
  readonly what: Text;
}

/** Network first, so that the desk can find customers; readings, the bulk, before the complaints they explain. */
const NETWORK: readonly ImportKind[] = ['nodes', 'sections', 'customers', 'meters'];
const FACTS: readonly ImportKind[] = [
  'readings',
  'disturbances',
  'meter_events',
  'operations',
  'strokes',
  'works',
  'complaints',
];
const SLICE_ROWS = 20_000;
/** Share of the whole that simulating takes, in percent of the bar. */
const SIMULATE_SHARE = 30;

/** Simulates `days` before `toMs` into `dir`. Rejects with `OperationalError` when the simulator fails. */
export async function simulateInto(
  dir: string,
  options: { readonly seed: number; readonly days: number; readonly toMs: number; readonly signal: AbortSignal },
): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  const args = [
    'simulate',
    '--seed',
    String(options.seed),
    '--days',
    String(options.days),
    '--to',
    new Date(options.toMs).toISOString(),
    '--out',
    dir,
  ];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'bin', 'gridwitness'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: options.signal,
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000);
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new OperationalError(`the simulator failed: ${said}`, { retryable: false })),
    );
  });
}

export async function importNetwork(url: string, dir: string): Promise<void> {
  for (const kind of NETWORK) await importFile(url, dir, kind, () => undefined);
}

/** Everything that happened, told step by step. */
export async function importFacts(url: string, dir: string, onStep: (step: HistoryStep) => void): Promise<void> {
  for (const kind of FACTS) {
    await importFile(url, dir, kind, (part) =>
      onStep({
        done: kind === 'readings' ? SIMULATE_SHARE + part * (90 - SIMULATE_SHARE) : 92,
        total: 100,
        what: WHAT[kind] ?? OTHER,
      }),
    );
  }
}

const OTHER: Text = { zh: '事件与诉求', en: 'events and complaints' };
const WHAT: Readonly<Partial<Record<ImportKind, Text>>> = { readings: { zh: '读数', en: 'readings' } };
export const SIMULATING: Text = { zh: '模拟电网', en: 'simulating the grid' };

async function importFile(url: string, dir: string, kind: ImportKind, onPart: (part: number) => void): Promise<void> {
  const file = join(dir, `${kind}.csv`);
  if (!existsSync(file)) return;
  const lines = (await readFile(file, 'utf8')).split('\n');
  const head = lines[0] ?? '';
  for (let at = 1; at < lines.length; at += SLICE_ROWS) {
    const rows = lines.slice(at, at + SLICE_ROWS).join('\n');
    if (rows.trim() === '') break;
    await post(`${url}/api/v1/imports/${kind}`, `${head}\n${rows}\n`, `${kind}.csv`);
    onPart(Math.min(1, (at + SLICE_ROWS) / lines.length));
  }
}

async function post(address: string, text: string, name: string): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'x-file-name': name },
    body: text,
  });
  const body = await answer.text();
  if (!answer.ok)
    throw new OperationalError(`importing ${name} failed: ${body.slice(0, 400)}`, { retryable: answer.status === 503 });
}
