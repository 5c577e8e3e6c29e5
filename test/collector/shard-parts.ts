/** Pieces of the tests of shards: readings with known answers, an intake, what lies in the streams, stores as files. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Consumer } from '../../collector/consumer.ts';
import { openSpool } from '../../collector/io/spool.ts';
import { decodeEntry, encodeEntry, type Item, readingsOf } from '../../collector/item.ts';
import { decodeMessage, isBehind, type Mark } from '../../collector/shard/batch.ts';
import { type ShardsConfig, shardsSchema } from '../../collector/shard/config.ts';
import { openForwarding } from '../../collector/shard/main.ts';
import { partitionStream } from '../../collector/shard/subjects.ts';
import type { Disturbance } from '../../core/event.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { RecordStore, SeriesStore } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';
import { quiet } from './fakes.ts';

/** A whole ten minutes. */
export const T0 = 1_780_000_200_000;

export function shardsConfig(
  urls: readonly string[],
  partitions: number,
  over: Partial<ShardsConfig> = {},
): ShardsConfig {
  return { ...shardsSchema.parse({ servers: urls, partitions, leaseS: 2, partitionQuotaMb: 64 }), ...over };
}

/** One-second value of three phases, second `n` after `T0`. */
export function reading(meter: string, n: number, voltV: number): Reading {
  const u = { u: voltV + ((n % 7) - 3) / 10 };
  return {
    meter: id<MeterId>(meter),
    startMs: T0 + (n - 1) * 1000,
    endMs: T0 + n * 1000,
    values: { A: u, B: u, C: u },
    method: '1s',
    statistic: 'mean',
    quality: 0,
    knownAtMs: T0 + n * 1000,
    deviceTimeMs: T0 + n * 1000,
  };
}

export interface TestIntake {
  /** Resolves when durable in the spool. */
  add(readings: readonly Reading[]): Promise<void>;
  /** Resolves when the servers have all that was added. */
  forwarded(): Promise<void>;
  stop(): Promise<void>;
}

/** An intake without sources: a spool and its forwarder. */
export async function startIntake(dir: string, config: ShardsConfig): Promise<TestIntake> {
  const spool = await openSpool({ dir, consumers: ['forward'], quotaBytes: 64e6 });
  const forwarding = await openForwarding(config, dir, quiet);
  const consumer = new Consumer({ spool, work: forwarding.work, log: quiet });
  consumer.start();
  return {
    async add(readings) {
      const items: Item[] = readings.map((r) => ({ kind: 'reading', reading: r }));
      await spool.append(encodeEntry({ source: 'test', receivedMs: T0, items }));
    },
    forwarded: () => consumer.settled(spool.end()),
    async stop() {
      await consumer.stop();
      await forwarding.close();
      await spool.close();
    },
  };
}

/** Every reading in the streams as a reader takes them: by partition, in order, what came twice left out. */
export async function inStreams(
  urls: readonly string[],
  partitions: number,
): Promise<{
  readonly taken: readonly { readonly partition: number; readonly reading: Reading }[];
  readonly repeated: number;
}> {
  const nc = await connect({ servers: [...urls] });
  const jsm = await jetstreamManager(nc);
  const taken: { partition: number; reading: Reading }[] = [];
  let repeated = 0;
  for (let k = 0; k < partitions; k++) {
    const seen = new Map<string, Mark>();
    const { state } = await jsm.streams.info(partitionStream(k));
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await jsm.streams.getMessage(partitionStream(k), { seq });
      const decoded = message === null ? null : decodeMessage(message.data);
      for (const { mark, bytes } of decoded?.lines ?? []) {
        const spool = decoded?.spool ?? '';
        const last = seen.get(spool);
        if (last !== undefined && !isBehind(mark, last)) {
          repeated++;
          continue;
        }
        seen.set(spool, mark);
        for (const r of readingsOf([decodeEntry(bytes)])) taken.push({ partition: k, reading: r });
      }
    }
  }
  await nc.close();
  return { taken, repeated };
}

type Written =
  | { readonly kind: 'readings'; readonly shard: string; readonly batch: readonly Reading[] }
  | { readonly kind: 'put'; readonly shard: string; readonly disturbances: readonly Disturbance[] }
  | { readonly kind: 'withdraw'; readonly shard: string; readonly disturbances: readonly DisturbanceName[] };
type DisturbanceName = Pick<Disturbance, 'meter' | 'kind' | 'startMs'>;

/** Stores several processes share: every write is a line at the end of one file. */
export function fileStores(
  file: string,
  shard: string,
): { readonly series: SeriesStore; readonly records: RecordStore } {
  const write = (line: Written) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  const series = {
    setMeterTags: quiet,
    async writeReadings(batch: readonly Reading[]) {
      write({ kind: 'readings', shard, batch });
      return { refused: [] };
    },
    writeDisturbances: async () => [],
    writeAggregates: async () => [],
    writeCollector: async () => [],
    withdraw: async () => undefined,
    readReadings: async () => [],
  };
  const metaFile = (key: string) => `${file}-${encodeURIComponent(key)}`;
  const records = {
    getMeta: async (key: string) => (existsSync(metaFile(key)) ? readFileSync(metaFile(key), 'utf8') : null),
    setMeta: async (key: string, value: string) => writeFileSync(metaFile(key), value),
    async putFacts({ disturbances = [] }: { disturbances?: readonly Disturbance[] }) {
      if (disturbances.length > 0) write({ kind: 'put', shard, disturbances });
    },
    async withdrawFacts({ disturbances }: { disturbances: readonly DisturbanceName[] }) {
      if (disturbances.length > 0) write({ kind: 'withdraw', shard, disturbances });
    },
  };
  return { series: series as unknown as SeriesStore, records: records as unknown as RecordStore };
}

export interface Stored {
  /** Events that stand, by their natural key. */
  readonly events: ReadonlyMap<string, Disturbance>;
  /** Meter and second of every reading, each once. */
  readonly readings: ReadonlySet<string>;
  /** Number of lines each shard has written. */
  readonly lines: ReadonlyMap<string, number>;
}

export function stored(file: string): Stored {
  const events = new Map<string, Disturbance>();
  const readings = new Set<string>();
  const lines = new Map<string, number>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // A line that is being written has no end yet.
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line === '') continue;
    const written = JSON.parse(line) as Written;
    lines.set(written.shard, (lines.get(written.shard) ?? 0) + 1);
    if (written.kind === 'readings') for (const r of written.batch) readings.add(`${r.meter} ${(r.endMs - T0) / 1000}`);
    if (written.kind === 'put') for (const d of written.disturbances) events.set(keyOf(d), d);
    if (written.kind === 'withdraw') for (const d of written.disturbances) events.delete(keyOf(d));
  }
  return { events, readings, lines };
}

export function keyOf(d: DisturbanceName): string {
  return `${d.meter} ${d.kind} ${(d.startMs - T0) / 1000}`;
}
