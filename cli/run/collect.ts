/**
 * Collecting as processes of their own: intakes, shards, or all in one, on stores of servers. What they know of the
 * network they read from the record store, and look again when its change cursor has moved.
 */
import { join } from 'node:path';
import type { CollectorConfig } from '../../collector/config.ts';
import { startCollector } from '../../collector/main.ts';
import type { ShardsConfig } from '../../collector/shard/config.ts';
import { openForwarding, startShardCollector } from '../../collector/shard/main.ts';
import type { Sink } from '../../collector/sink.ts';
import { OperationalError } from '../../core/assert.ts';
import { buildGrid } from '../../core/network/grid.ts';
import type { RecordStore } from '../../core/ports.ts';
import { makeSeriesStore, openRecordStore } from '../../storage/main.ts';
import type { Config } from './config.ts';
import { type Log, reasonOf } from './log.ts';
import { embeddedStores } from './system.ts';

export const ROLES = ['all', 'intake', 'shard'] as const;
export type Role = (typeof ROLES)[number];

/** One line of what a process does, for `--json` and the log. */
export type CollectStatus = Readonly<Record<string, unknown>>;

export interface Running {
  status(): CollectStatus;
  stop(): Promise<void>;
}

type Sinks = readonly [Sink, ...Sink[]];
type Network = Awaited<ReturnType<typeof loadNetwork>>;

interface Parts {
  readonly config: Config;
  readonly collector: CollectorConfig;
  readonly sinks: Sinks;
  readonly records: RecordStore;
  readonly log: Log;
}

/** The network is looked at again so often, ms. */
const NETWORK_EVERY_MS = 30_000;

/** Rejects with `OperationalError` where the configuration does not fit the role or a store cannot be opened. */
export async function startCollecting(
  config: Config,
  collector: CollectorConfig,
  role: Role,
  log: Log,
): Promise<Running> {
  const stores = config.stores ?? embeddedStores(config.data);
  const series = [stores.series].flat();
  const { shards } = collector;
  if (role !== 'all') {
    if (shards === undefined) throw refused(`--role ${role} needs collector.shards: which NATS servers?`);
    const embedded = [...series.filter((s) => s.kind === 'duckdb').map(() => 'DuckDB')];
    if (stores.records.kind === 'pglite') embedded.push('PGlite');
    if (embedded.length > 0) {
      throw refused(
        `several processes can't share an embedded store (${embedded.join(', ')}): name InfluxDB and PostgreSQL under stores`,
      );
    }
  }
  const records = await openRecordStore(stores.records);
  const sinks = await openSinks(series, log);
  const parts: Parts = { config, collector, sinks, records, log };
  const close = async () => {
    await Promise.all(sinks.map((s) => s.store.close()));
    await records.close();
  };
  try {
    const start =
      role === 'shard' ? runShard : (p: Parts, n: Network) => runSources(p, n, role === 'intake' ? shards : undefined);
    const running = await followNetwork(parts, start);
    return {
      status: () => ({ role, ...running.status() }),
      async stop() {
        await running.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function refused(message: string): OperationalError {
  return new OperationalError(message, { retryable: false });
}

/** A series store that is away is opened when it is back; it keeps nobody from collecting. */
async function openSinks(series: readonly Parameters<typeof makeSeriesStore>[0][], log: Log): Promise<Sinks> {
  const sinks = await Promise.all(
    series.map(async (one): Promise<Sink> => {
      const store = await makeSeriesStore(one);
      const name = ('name' in one && typeof one.name === 'string' ? one.name : null) ?? one.kind;
      try {
        await store.open();
        return { name, store, isOpen: true };
      } catch (error) {
        if (!(error instanceof OperationalError && error.retryable)) throw error;
        log('error', `the series store ${name} can't be opened now`, { reason: reasonOf(error) });
        return { name, store, isOpen: false };
      }
    }),
  );
  return sinks as unknown as Sinks;
}

/** Meters with their feeder and area. */
async function loadNetwork(records: RecordStore) {
  const facts = await records.loadCase();
  if (facts === null) return { meters: [], tags: new Map() };
  const grid = buildGrid(facts);
  const { meters } = facts;
  const tags = new Map(
    meters.map((m) => [m.meter, { feeder: grid.feederOf(m.node) ?? '', area: grid.areaOf(m.node) ?? '' }]),
  );
  return { meters, tags };
}

interface OnNetwork extends Running {
  /** Go on with a changed network. */
  change(network: Network): Promise<void>;
}

async function followNetwork(
  parts: Parts,
  start: (parts: Parts, network: Network) => Promise<OnNetwork>,
): Promise<Running> {
  const { records, log } = parts;
  let cursor = await records.changeCursor();
  let network = await loadNetwork(records);
  const running = await start(parts, network);
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const now = await records.changeCursor();
    if (now === cursor) return;
    const next = await loadNetwork(records);
    cursor = now;
    if (textOf(next) === textOf(network)) return;
    network = next;
    await running.change(next);
    log('info', 'collecting with the changed network', { meters: next.meters.length });
  }

  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => {
      log('warn', 'the network could not be read again', { reason: reasonOf(error) });
    });
  }, NETWORK_EVERY_MS);
  return {
    status: () => ({ meters: network.meters.length, ...running.status() }),
    async stop() {
      clearInterval(timer);
      await looking;
      await running.stop();
    },
  };
}

const textOf = ({ meters, tags }: Network) => JSON.stringify([meters, [...tags]]);

/** Sources and a spool; behind it stores and detectors, or (`shards` given) the NATS servers. */
async function runSources(parts: Parts, network: Network, shards: ShardsConfig | undefined): Promise<OnNetwork> {
  const { config, collector, sinks, records, log } = parts;
  const spoolDir = join(config.data, 'spool');
  const forwarding = shards === undefined ? null : await openForwarding(shards, spoolDir, log);
  const start = (known: Network) =>
    startCollector(collector, {
      series: sinks[0].store,
      sinks,
      records,
      spoolDir,
      now: Date.now,
      log,
      ...known,
      ...(forwarding !== null && { forward: forwarding.work }),
    });
  let current = await start(network);
  return {
    async change(next) {
      await current.stop();
      current = await start(next);
    },
    status() {
      const { spool, sources, consumers, held } = current.stats();
      const forward = forwarding === null ? {} : { forward: { isUp: forwarding.isUp(), ...forwarding.stats() } };
      return { spool, sources, consumers, held: held.total, ...forward };
    },
    async stop() {
      await current.stop();
      await forwarding?.close();
    },
  };
}

async function runShard({ config, collector, sinks, records, log }: Parts, network: Network): Promise<OnNetwork> {
  const { shards } = collector;
  if (shards === undefined) throw refused('a shard needs collector.shards');
  const series = sinks[0].store;
  const dir = join(config.data, 'shard');
  const shard = startShardCollector(collector, shards, { series, sinks, records, dir, now: Date.now, log, ...network });
  return { change: (next) => shard.setNetwork(next), status: () => ({ ...shard.status() }), stop: () => shard.stop() };
}
