/** One partition in the hands of this shard: its lease, its journal, and the reader that works through it. */
import { Consumer, type Persist, type Work } from '../consumer.ts';
import type { SpoolEntry } from '../item.ts';
import { RecentEntries } from '../recent.ts';
import type { Log } from '../source.ts';
import type { Board } from './board.ts';
import type { Lease } from './lease.ts';
import type { Link } from './link.ts';
import { openPartition, type PartitionStats } from './partition-journal.ts';

/** Detectors and writers that go on from a state; `checkpoint()` of it is that state. */
export type MakeWork = (state: unknown) => Work;

export interface PartitionStatus extends PartitionStats {
  readonly partition: number;
  /** Tries that failed, and our own mistake at which it stands still. */
  readonly failures: number;
  readonly defect: string | null;
}

export interface RunParts {
  readonly link: Link;
  readonly board: Board;
  readonly lease: Lease;
  readonly owner: string;
  readonly leaseMs: number;
  readonly makeWork: MakeWork;
  readonly mono: () => number;
  readonly log: Log;
}

export interface PartitionRun {
  readonly lease: Lease;
  status(): PartitionStatus;
  /** Commit what is done and stop reading; the lease stays. */
  pause(): Promise<void>;
  /** Go on from the last commit with new work (another network). */
  resume(makeWork: MakeWork): Promise<void>;
  /** Stop, and give the partition to whoever wants it. Never rejects. */
  close(): Promise<void>;
}

/** Signs of life in one lease's length: two may fail. */
const BEATS_PER_LEASE = 4;

export async function runPartition(parts: RunParts): Promise<PartitionRun> {
  const { lease, leaseMs, log } = parts;
  const stop = new AbortController();
  let isRenewing = false;
  const beat = setInterval(() => {
    if (isRenewing) return;
    isRenewing = true;
    // A lease that is lost has said so itself.
    const end = () => {
      isRenewing = false;
    };
    lease.renew(stop.signal).then(end, end);
  }, leaseMs / BEATS_PER_LEASE);
  let current = await start(parts, stop.signal).catch((cause: unknown) => {
    clearInterval(beat);
    stop.abort();
    throw cause;
  });
  lease.onLost(() => {
    clearInterval(beat);
    void current.consumer.stop();
  });

  return {
    lease,
    status: () => {
      const { failures, defect } = current.consumer.status();
      return { partition: lease.partition, failures, defect, ...current.journal.stats() };
    },
    pause: () => current.consumer.stop(),
    async resume(makeWork) {
      current = await start({ ...parts, makeWork }, stop.signal);
    },
    async close() {
      await current.consumer.stop();
      clearInterval(beat);
      const giveUp = setTimeout(() => stop.abort(), leaseMs);
      await lease.release(stop.signal).catch((cause: unknown) => {
        log('warn', `partition ${lease.partition} was not given back, its lease runs out`, { message: String(cause) });
      });
      clearTimeout(giveUp);
      stop.abort();
    },
  };
}

async function start(parts: RunParts, signal: AbortSignal) {
  const { lease, log } = parts;
  const stopped = new AbortController();
  const journal = await openPartition({ ...parts, signal: AbortSignal.any([signal, stopped.signal]) });
  const work = heldOnly(parts.makeWork(journal.committed().state), lease);
  const inner = new Consumer({ spool: journal, work, log, recent: new RecentEntries(), onMove: () => undefined });
  inner.start();
  const consumer = {
    status: () => inner.status(),
    async stop() {
      // Reading ends first: it repeats for as long as no server answers.
      const ending = inner.stop();
      stopped.abort();
      await ending;
    },
  };
  return { journal, consumer };
}

/** Nothing is stored in the name of a partition that may be another shard's by now. */
function heldOnly(work: Work, lease: Lease): Work {
  return {
    name: work.name,
    take(entries: readonly SpoolEntry[], persist: Persist, offsets?: readonly number[]) {
      const held: Persist = (what, job) =>
        persist(what, async () => {
          lease.assertHeld();
          return job();
        });
      return work.take(entries, held, offsets);
    },
    checkpoint: () => work.checkpoint(),
  };
}
