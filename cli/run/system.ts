/**
 * Everything of one process: stores, correlating service, HTTP API with the console, collector. The demo and `serve` are
 * this with different configurations. The collector is started again when the network it knows has changed.
 */
import { join } from 'node:path';
import type { CollectorConfig } from '../../collector/config.ts';
import { createLiveFold } from '../../collector/fold.ts';
import { createRecordingDesk } from '../../collector/io/recording-desk.ts';
import type { Item } from '../../collector/item.ts';
import { type Collector, startCollector } from '../../collector/main.ts';
import type { Sink } from '../../collector/sink.ts';
import { OperationalError } from '../../core/assert.ts';
import type { MeterId } from '../../core/ids.ts';
import type { RecordStore, SeriesStore } from '../../core/ports.ts';
import type { MeterTags } from '../../core/schema.ts';
import { type Api, startApi } from '../../correlator/api/main.ts';
import type { Progress } from '../../correlator/contract/health.ts';
import { createService, type Service } from '../../correlator/io/service.ts';
import { classify } from '../../correlator/triage/classify.ts';
import { type StoresConfig, sinkName, sinksOf } from '../../storage/config.ts';
import { makeSeriesStore, openRecordStore } from '../../storage/main.ts';
import { keepBoardFacts } from './board-facts.ts';
import { createCollecting } from './collecting.ts';
import type { Config } from './config.ts';
import { type Log, reasonOf } from './log.ts';

export interface System {
  readonly url: string;
  readonly api: Api;
  readonly service: Service;
  readonly series: SeriesStore;
  /** null until the first start of the collector. */
  collector(): Collector | null;
  /** Start collecting, or start it again with another configuration or a changed network. */
  collect(config: CollectorConfig): Promise<Collector>;
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly config: Config;
  readonly log: Log;
  readonly consoleDir?: string;
  readonly progress?: () => Progress | null;
}

/** Stores in the data folder when the configuration names none. */
export function embeddedStores(dataDir: string): StoresConfig {
  return {
    series: { kind: 'duckdb', path: join(dataDir, 'series.duckdb') },
    records: { kind: 'pglite', dir: join(dataDir, 'records') },
  };
}

/** Rejects with `OperationalError`; what had been started by then is stopped again. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const started = new Started();
  try {
    return await start(options, started);
  } catch (error) {
    await started.stop().catch((failure) => options.log('warn', 'stopping failed', { reason: reasonOf(failure) }));
    throw error;
  }
}

async function start({ config, log, consoleDir, progress }: SystemOptions, started: Started): Promise<System> {
  const now = () => Date.now();
  const { sinks, inner } = await openStores(config, started, log);
  const series = sinks[0].store;
  const onError = (doing: string, error: unknown) => log('error', `${doing} failed`, { reason: reasonOf(error) });
  const service = createService({
    records: inner,
    now,
    triage: classify,
    zone: config.zone,
    profile: config.profile,
    onError,
  });
  started.add(() => service.stop());
  await service.start();
  // Each store has its own keeper: one that is away gets everything when it is back, the others wait for nothing.
  for (const { store } of sinks) {
    const boards = keepBoardFacts(service, store, now, log);
    started.add(() => boards.stop());
  }
  const collecting = createCollecting({
    service,
    log,
    start: (collectorConfig) =>
      startCollector(collectorConfig, {
        series,
        sinks,
        records: service.records,
        spoolDir: join(config.data, 'spool'),
        now,
        log,
        meters: service.facts().meters,
        tags: meterTags(service),
        createFold: createLiveFold,
      }),
  });
  started.add(() => collecting.stop());
  const recordings = createRecordingDesk();
  started.add(() => recordings.stop());
  const api = await startApi({
    // Events somebody imports reach every store like those the detectors find.
    series: {
      ...series,
      writeDisturbances: (batch) => (collecting.current()?.derived ?? series).writeDisturbances(batch),
    },
    service,
    recordings,
    collector: {
      states: () => collecting.current()?.states() ?? [],
      overall: () => collecting.current()?.overall() ?? null,
      spells: (meter, range) => collecting.current()?.spells(meter, range) ?? [],
      letters: () => collecting.current()?.letters ?? null,
      ingest: (items: readonly Item[]) => collecting.ingest(items),
    },
    host: config.listen.host,
    port: config.listen.port,
    now,
    zone: config.zone,
    profile: config.profile,
    onError,
    ...(consoleDir === undefined ? {} : { consoleDir }),
    ...(progress === undefined ? {} : { progress }),
  });
  started.add(() => api.stop());
  return {
    url: api.url,
    api,
    service,
    series,
    collector: () => collecting.current(),
    collect: (collectorConfig) => collecting.collect(collectorConfig),
    stop: () => started.stop(),
  };
}

type Sinks = readonly [Sink, ...Sink[]];

/**
 * All stores. A series store that is away does not keep collecting from its start: it is opened when it is back. What
 * waiting does not mend (a wrong login, a file another process holds) ends the start where it is the one that is read.
 */
async function openStores(config: Config, started: Started, log: Log): Promise<{ sinks: Sinks; inner: RecordStore }> {
  const stores = config.stores ?? embeddedStores(config.data);
  const opening = sinksOf(stores.series).map(async (sink) => ({
    name: sinkName(sink),
    store: await makeSeriesStore(sink),
  }));
  const made = await Promise.all(opening);
  for (const { store } of made) started.add(() => store.close());
  const tried = Promise.all(
    made.map(({ store }) =>
      store.open().then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  );
  const [inner, failures] = await Promise.all([openRecordStore(stores.records).then(settled, failed), tried]);
  if (inner.ok) started.add(() => inner.value.close());
  const [first] = failures;
  const isAway = first instanceof OperationalError && first.retryable;
  if (first !== null && !(isAway && inner.ok)) throw first;
  if (!inner.ok) throw inner.error;
  const sinks = made.map((sink, n): Sink => {
    const failure = failures[n];
    if (failure === null) return { ...sink, isOpen: true };
    log('error', `the series store ${sink.name} can't be opened; it gets everything when it can`, {
      reason: reasonOf(failure),
    });
    return { ...sink, isOpen: false };
  });
  return { sinks: sinks as unknown as Sinks, inner: inner.value };
}

const settled = <T>(value: T) => ({ ok: true, value }) as const;
const failed = (error: unknown) => ({ ok: false, error }) as const;

/** What runs, to be stopped in the opposite order; one that fails to stop does not keep the others running. */
class Started {
  #stops: (() => Promise<unknown>)[] = [];

  add(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    const [first] = failures;
    if (first !== undefined) throw first;
  }
}

/** Feeder and area of each meter, the only places that enter the series store as tags. */
function meterTags(service: Service): ReadonlyMap<MeterId, MeterTags> {
  const { grid } = service.network();
  return new Map(
    service
      .facts()
      .meters.map((m) => [m.meter, { feeder: grid.feederOf(m.node) ?? '', area: grid.areaOf(m.node) ?? '' }]),
  );
}
