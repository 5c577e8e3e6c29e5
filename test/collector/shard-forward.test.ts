/** From an intake's spool to three servers: nothing lost, nothing doubled, and intake goes on without any of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { partitionOf } from '../../collector/shard/subjects.ts';
import { type NatsCluster, startNatsCluster } from '../servers/nats.ts';
import { inStreams, reading, shardsConfig, startIntake, T0, type TestIntake } from './shard-parts.ts';

const PARTITIONS = 2;
let cluster: NatsCluster;
let dir: string;
let intake: TestIntake | null = null;
beforeAll(async () => {
  cluster = await startNatsCluster();
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-forward-'));
});
afterEach(async () => {
  await intake?.stop();
  intake = null;
  await rm(dir, { recursive: true, force: true });
});

const METERS = 7;
let next = 0;
/** Adds `count` readings, one entry each, and tells which ones. */
async function add(to: TestIntake, count: number): Promise<readonly string[]> {
  const own = Array.from({ length: count }, () => next++).map((n) => reading(`M${n % METERS}`, n, 230));
  await Promise.all(own.map((r) => to.add([r])));
  return own.map((r) => `${r.meter} ${(r.endMs - T0) / 1000}`);
}

async function expectInStreams(added: readonly string[]): Promise<void> {
  const { taken } = await inStreams(cluster.urls, PARTITIONS);
  const names = taken.map(({ reading: r }) => `${r.meter} ${(r.endMs - T0) / 1000}`);
  expect(names.length).toBe(new Set(names).size);
  const there = new Set(names);
  expect(added.filter((name) => !there.has(name))).toEqual([]);
  expect(taken.every(({ partition, reading: r }) => partitionOf(r.meter, PARTITIONS) === partition)).toBe(true);
}

describe('forwarding', () => {
  it('the leader of a partition is killed while much is on its way: nothing is lost or doubled', async () => {
    intake = await startIntake(dir, shardsConfig(cluster.urls, PARTITIONS));
    const added = [...(await add(intake, 100))];
    await intake.forwarded();
    const leader = (await cluster.leaderOf('GW_P0')) ?? 0;
    for (let round = 0; round < 20; round++) {
      const forwarded = intake.forwarded();
      added.push(...(await add(intake, 100)));
      if (round === 5) await cluster.servers[leader]?.kill9();
      if (round === 15) await cluster.servers[leader]?.restart();
      await forwarded;
    }
    await intake.forwarded();
    await expectInStreams(added);
    expect(added.length).toBe(2_100);
  });

  it('with every server down intake goes on, and all of it arrives afterwards, also after a restart in between', async () => {
    const config = shardsConfig(cluster.urls, PARTITIONS);
    intake = await startIntake(dir, config);
    const added = [...(await add(intake, 50))];
    await intake.forwarded();
    await cluster.killAll();
    for (let round = 0; round < 5; round++) added.push(...(await add(intake, 50)));
    await intake.stop();
    intake = await startIntake(dir, config);
    added.push(...(await add(intake, 50)));
    await cluster.restartAll();
    await intake.forwarded();
    await expectInStreams(added);
    expect(added.length).toBe(350);
  });

  it('another number of partitions is refused by name: meters would change theirs', async () => {
    const { openLink } = await import('../../collector/shard/link.ts');
    const link = openLink(shardsConfig(cluster.urls, PARTITIONS + 1), () => undefined);
    await expect(link.client()).rejects.toThrow(/2 partitions, the configuration says 3/);
    await link.close();
  });
});
