/** Starts a shard from a configuration: the writer of the series store and the detectors for its share of the meters. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { MeterId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { RecordStore, SeriesStore } from '../../core/ports.ts';
import type { MeterTags } from '../../core/schema.ts';
import type { CollectorConfig } from '../config.ts';
import type { Persist, Work } from '../consumer.ts';
import { derivedOutbox } from '../derived.ts';
import { detectorRunner } from '../detect-runner.ts';
import { createLiveFold } from '../fold.ts';
import { foldOptions } from '../fold-options.ts';
import { HeldFile } from '../io/held-file.ts';
import type { SpoolEntry } from '../item.ts';
import { type Sink, sinkWriter } from '../sink.ts';
import type { Log } from '../source.ts';
import type { ShardsConfig } from './config.ts';
import { type ForwardStats, forwarder } from './forward.ts';
import { openLink } from './link.ts';
import { type Shard, startShard } from './shard.ts';
import { spoolId } from './spool-id.ts';

export interface Network {
  readonly meters: readonly Meter[];
  readonly tags: ReadonlyMap<MeterId, MeterTags>;
}

export interface ShardDeps extends Network {
  /** Where values are read from. */
  readonly series: SeriesStore;
  /** All stores that are written, `series` among them; absent = only that. */
  readonly sinks?: readonly Sink[];
  readonly records: RecordStore;
  /** Folder of held messages. */
  readonly dir: string;
  readonly now: () => number;
  readonly log: Log;
}

export interface ShardCollector extends Pick<Shard, 'status'> {
  /** Go on with a changed network. */
  setNetwork(network: Network): Promise<void>;
  stop(): Promise<void>;
}

export function startShardCollector(
  config: Pick<CollectorConfig, 'zone' | 'profile'>,
  shards: ShardsConfig,
  deps: ShardDeps,
): ShardCollector {
  const { series, records, log, now } = deps;
  const mono = () => performance.now();
  const link = openLink(shards, log);
  const held = new HeldFile(join(deps.dir, 'held.jsonl'));
  const options = foldOptions(config);
  const sinks = deps.sinks ?? [{ name: 'series', store: series }];
  const workFor = (meters: readonly Meter[]) => (state: unknown) => {
    const writers = sinks.map((sink) => sinkWriter(sink, held, now));
    // What is found here is written here and now: the state is committed behind it.
    const derived = derivedOutbox(async (one) => {
      const entry: SpoolEntry = { source: 'derived', receivedMs: now(), items: [], derived: one };
      for (const writer of writers) await writer.take([entry], (_, job) => job());
    });
    // The writers come first in every batch: what the store is asked for later is there.
    const late = { stored: series, isStored: async () => true, isBehind: () => false };
    const detectors = detectorRunner(createLiveFold(meters, options, state), derived, records, late);
    return inTurn(writers, detectors);
  };
  const setTags = (tags: Network['tags']) => {
    for (const { store } of sinks) store.setMeterTags(tags);
  };
  setTags(deps.tags);
  const shard = startShard({
    link,
    name: shards.name ?? `${hostname().replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${process.pid}`,
    partitions: shards.partitions,
    leaseMs: shards.leaseS * 1_000,
    makeWork: workFor(deps.meters),
    mono,
    log,
  });
  return {
    status: () => shard.status(),
    setNetwork(network) {
      setTags(network.tags);
      return shard.remake(workFor(network.meters));
    },
    async stop() {
      await shard.stop();
      await link.close();
    },
  };
}

/** One reader that does several works with every batch; the state is that of the detectors. */
function inTurn(writers: readonly Work[], detectors: Work): Work {
  return {
    name: 'partition',
    async take(entries: readonly SpoolEntry[], persist: Persist, offsets?: readonly number[]) {
      for (const work of [...writers, detectors]) await work.take(entries, persist, offsets);
    },
    checkpoint: () => detectors.checkpoint(),
  };
}

export interface Forwarding {
  /** Reader of the spool of `dir`. */
  readonly work: Work;
  isUp(): boolean;
  stats(): ForwardStats;
  /** After the collector has stopped. */
  close(): Promise<void>;
}

/** What an intake does with its spool instead of writing to stores. */
export async function openForwarding(shards: ShardsConfig, spoolDir: string, log: Log): Promise<Forwarding> {
  const link = openLink(shards, log);
  const work = forwarder({ link, spool: await spoolId(spoolDir), partitions: shards.partitions });
  return { work, isUp: () => link.isUp(), stats: () => work.stats(), close: () => link.close() };
}
