/**
 * A shard: holds its fair share of the partitions. Every look at the board it gives a sign of life, takes free ones and
 * those whose owner gives none, and hands over what is more than its share.
 */
import { randomUUID } from 'node:crypto';
import { pause } from '../io/wait.ts';
import type { Log } from '../source.ts';
import { openBoard } from './board.ts';
import { claimLease, decodeTicket, leaseKey } from './lease.ts';
import type { Link } from './link.ts';
import { type MakeWork, type PartitionRun, type PartitionStatus, runPartition } from './partition.ts';
import { fairShare, Signs } from './share.ts';

export interface ShardOptions {
  readonly link: Link;
  /** Shown to people; a restarted process may have it again. */
  readonly name: string;
  readonly partitions: number;
  readonly leaseMs: number;
  readonly makeWork: MakeWork;
  readonly mono: () => number;
  readonly log: Log;
}

export interface ShardStatus {
  readonly name: string;
  /** Shards that give signs of life, this one among them; 0 = the board cannot be read. */
  readonly alive: number;
  readonly partitions: readonly PartitionStatus[];
}

export interface Shard {
  status(): ShardStatus;
  /** Work on with what a changed network needs; states go on where they were. */
  remake(makeWork: MakeWork): Promise<void>;
  /** Gives every partition back. */
  stop(): Promise<void>;
}

const LOOKS_PER_LEASE = 5;
const MEMBER = 'member';
const memberKey = (member: string) => `${MEMBER}.${member}.beat`;
/** A name nobody answers to for so many leases is taken off the board. */
const FORGOTTEN_LEASES = 20;

export function startShard(options: ShardOptions): Shard {
  const { link, name, partitions, leaseMs, mono, log } = options;
  const board = openBoard(link);
  const id: string = randomUUID();
  const owner = `${name}/${id}`;
  const signs = new Signs();
  const runs = new Map<number, PartitionRun>();
  const stopping = new AbortController();
  let makeWork = options.makeWork;
  let alive = 0;
  let work: Promise<void> = Promise.resolve();

  /** Looks, changes of the network and the end follow each other. */
  function inTurn(job: () => Promise<void>): Promise<void> {
    const done = work.then(job);
    work = done.catch(() => undefined);
    return done;
  }

  async function look(): Promise<void> {
    const names = await members();
    alive = names.length;
    for (const [k, run] of runs) {
      if (!run.lease.isLost) continue;
      runs.delete(k);
      await run.close();
    }
    const share = fairShare(names, id, partitions);
    for (const [k, run] of [...runs].slice(share)) {
      runs.delete(k);
      await run.close();
      log('info', `partition ${k} was handed over`);
    }
    // Each begins elsewhere, so that shards that start together do not run for the same ones.
    const first = Math.floor((partitions * [...names].sort().indexOf(id)) / names.length);
    for (let n = 0; n < partitions && runs.size < share && !stopping.signal.aborted; n++) {
      await takeIfFree((first + n) % partitions);
    }
  }

  async function members(): Promise<readonly string[]> {
    await board.put(memberKey(id), Buffer.from(JSON.stringify({ name })));
    const seen = await Promise.all(
      (await board.keys(MEMBER)).map(async (key) => ({ key, entry: await board.get(key) })),
    );
    const names = [id];
    for (const { key, entry } of seen) {
      const other = key.split('.')[1] ?? '';
      if (entry === null || other === id) continue;
      const stillMs = signs.stillMs(key, entry.revision, mono());
      if (stillMs < leaseMs) names.push(other);
      else if (stillMs > FORGOTTEN_LEASES * leaseMs) await forget(other);
    }
    return names;
  }

  async function forget(member: string): Promise<void> {
    await board.remove(`${MEMBER}.${member}`);
    signs.forget(memberKey(member));
  }

  async function takeIfFree(k: number): Promise<void> {
    if (runs.has(k)) return;
    const entry = await board.get(leaseKey(k));
    const ticket = entry === null ? null : decodeTicket(entry.bytes);
    const revision = entry?.revision ?? 0;
    const isOwned = ticket !== null && ticket.owner !== null;
    if (isOwned && signs.stillMs(leaseKey(k), revision, mono()) < leaseMs) return;
    const lease = await claimLease({ board, partition: k, owner, leaseMs, mono, log }, { ticket, revision });
    if (lease === null) return;
    try {
      runs.set(k, await runPartition({ link, board, lease, owner: id, leaseMs, makeWork, mono, log }));
      log('info', `partition ${k} was taken`, {
        from: ticket?.checkpoint?.position ?? null,
        of: ticket?.owner ?? null,
      });
    } catch (cause) {
      log('error', `partition ${k} could not be taken`, { message: String(cause) });
      await lease.release(stopping.signal);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await inTurn(look);
      } catch (cause) {
        alive = 0;
        log('warn', 'the board of the shards cannot be read', { message: String(cause) });
      }
      await pause(leaseMs / LOOKS_PER_LEASE, stopping.signal);
    }
  }
  const running = run();

  return {
    status: () => ({ name, alive, partitions: [...runs.values()].map((r) => r.status()) }),
    remake: (make) =>
      inTurn(async () => {
        makeWork = make;
        const held = [...runs.values()].filter((r) => !r.lease.isLost);
        await Promise.all(held.map((r) => r.pause()));
        for (const r of held) {
          await r.resume(make).catch(async (cause: unknown) => {
            log('error', `partition ${r.lease.partition} could not go on`, { message: String(cause) });
            runs.delete(r.lease.partition);
            await r.close();
          });
        }
      }),
    async stop() {
      stopping.abort();
      await running;
      await Promise.all([...runs.values()].map((r) => r.close()));
      runs.clear();
      // Others see sooner that the share has changed; where it fails they see it a lease later.
      await forget(id).catch((cause: unknown) => log('warn', String(cause)));
    },
  };
}
