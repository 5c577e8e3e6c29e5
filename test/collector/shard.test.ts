/**
 * Shards as processes over a real cluster: killed, put to sleep and woken again in the middle of interruptions. What is
 * stored is what the batch finds in all readings at once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { foldReadings } from '../../collector/fold.ts';
import { foldOptions } from '../../collector/fold-options.ts';
import type { Reading } from '../../core/series.ts';
import { type NatsCluster, startNatsCluster } from '../servers/nats.ts';
import { meterOf, until as untilWithin } from './fakes.ts';
import { keyOf, reading, type Stored, shardsConfig, startIntake, stored, type TestIntake } from './shard-parts.ts';

const PARTITIONS = 8;
const METERS = Array.from({ length: 12 }, (_, n) => `M${n}`);
/** Second of the end of the run; the interruptions are over by then, so no event stands open. */
const END_S = 900;
/** Readings come in parts so long, s. */
const PART_S = 20;
/** Each meter is without supply for its own while, in the middle of the run. */
const off = (m: number) => ({ fromS: 250 + 7 * m, toS: 480 + 11 * m });

let cluster: NatsCluster;
let dir: string;
let intake: TestIntake | null = null;
const shards: Child[] = [];
beforeEach(async () => {
  cluster = await startNatsCluster();
});
afterEach(async () => {
  for (const s of shards.splice(0)) s.process.kill('SIGKILL');
  await intake?.stop();
  intake = null;
  await cluster.stop();
  if (dir !== undefined) await rm(dir, { recursive: true, force: true });
});

interface Child {
  readonly process: ChildProcess;
  readonly status: () => {
    readonly alive: number;
    readonly held: readonly number[];
    readonly defects: readonly unknown[];
  };
}

function startChild(name: string): Child {
  const args = [name, storesFile(), dir, cluster.urls.join(','), METERS.join(','), String(PARTITIONS)];
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/collector/shard-child.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = { alive: 0, held: [] as number[], defects: [] as unknown[] };
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    last = JSON.parse(line);
  });
  const one = { process: child, status: () => last };
  shards.push(one);
  return one;
}

const storesFile = () => join(dir, 'stores.jsonl');

function readingsBetween(fromS: number, toS: number): Reading[] {
  return METERS.flatMap((meter, m) =>
    Array.from({ length: toS - fromS }, (_, n) => fromS + 1 + n).map((s) => {
      const { fromS: offS, toS: onS } = off(m);
      return reading(meter, s, s > offS && s <= onS ? 0.5 : 230);
    }),
  );
}

async function addUpTo(to: TestIntake, fromS: number, toS: number): Promise<void> {
  for (let s = fromS; s < toS; s += PART_S) await to.add(readingsBetween(s, Math.min(toS, s + PART_S)));
  await to.forwarded();
}

/** What the batch says of all readings at once: independent of streams, shards and chunks. */
function undisturbed() {
  const parsed = parseCollectorConfig({});
  if (!parsed.ok) throw new Error('bad configuration');
  const meters = METERS.map((m) => meterOf(m, { method: '1s', statistic: 'mean' }));
  return foldReadings(readingsBetween(0, END_S), meters, foldOptions(parsed.config)).disturbances;
}

/** Elections among the servers and a busy machine take their time. */
const until = (done: () => boolean, what: string) => untilWithin(done, what, 90_000);
const TEST_MS = 240_000;

const has = (s: Stored, toS: number) => METERS.every((m) => s.readings.has(`${m} ${toS}`));

function expectUndisturbed(): void {
  const now = stored(storesFile());
  const oracle = undisturbed();
  expect([...now.events.keys()].sort()).toEqual(oracle.map(keyOf).sort());
  for (const d of oracle) expect(now.events.get(keyOf(d))?.durationMs).toBe(d.durationMs);
  expect(oracle.filter((d) => d.durationMs !== null).length).toBeGreaterThanOrEqual(METERS.length);
  expect(now.readings.size).toBe(METERS.length * END_S);
}

async function startTwo(): Promise<readonly [Child, Child]> {
  dir = await mkdtemp(join(tmpdir(), 'gw-shards-'));
  intake = await startIntake(join(dir, 'spool'), shardsConfig(cluster.urls, PARTITIONS));
  const [a, b] = [startChild(`a${Date.now()}`), startChild(`b${Date.now()}`)];
  await until(() => a.status().held.length === 4 && b.status().held.length === 4, 'two shards share 8 partitions');
  expect([...a.status().held, ...b.status().held].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  return [a, b];
}

describe('two shards', () => {
  it(
    'one is killed with -9 in mid-interruption, the other goes on: each interruption is one event with its duration',
    async () => {
      const [a, b] = await startTwo();
      if (intake === null) throw new Error('no intake');
      await addUpTo(intake, 0, 400);
      await until(() => has(stored(storesFile()), 400), 'both have stored what came');
      a.process.kill('SIGKILL');
      await addUpTo(intake, 400, END_S);
      await until(() => b.status().held.length === PARTITIONS, 'the other has taken all partitions');
      await until(() => has(stored(storesFile()), END_S), 'the rest is stored');
      await until(() => stored(storesFile()).events.size >= undisturbed().length, 'all events are stored');
      expectUndisturbed();
    },
    TEST_MS,
  );

  it(
    'one sleeps until its leases are gone and wakes: it commits nothing, and what is stored is as if it never had',
    async () => {
      const [a, b] = await startTwo();
      if (intake === null) throw new Error('no intake');
      await addUpTo(intake, 0, 400);
      await until(() => has(stored(storesFile()), 400), 'both have stored what came');
      a.process.kill('SIGSTOP');
      await addUpTo(intake, 400, 500);
      await until(() => b.status().held.length === PARTITIONS, 'the other has taken all partitions');
      await until(() => has(stored(storesFile()), 500), 'the other goes on');
      a.process.kill('SIGCONT');
      await until(() => a.status().held.length === 4 && b.status().held.length === 4, 'they share again');
      await addUpTo(intake, 500, END_S);
      await until(() => has(stored(storesFile()), END_S), 'the rest is stored');
      await until(() => stored(storesFile()).events.size >= undisturbed().length, 'all events are stored');
      expectUndisturbed();
    },
    TEST_MS,
  );
});
