/** Starts collecting from a configuration: wires sources, spool, stores and detectors. */
import { join } from 'node:path';
import { OperationalError } from '../core/assert.ts';
import type { CollectingNow, MeterState, SilenceSpell } from '../core/collecting.ts';
import { id, type MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { Range, RecordStore, SeriesStore } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { MeterTags } from '../core/schema.ts';
import { OwnClock } from './clock/own-clock.ts';
import { type CollectorConfig, configBytes } from './config.ts';
import type { ConsumerStatus, Work } from './consumer.ts';
import { Judge, type MessageSettings } from './decode.ts';
import { type DerivedOut, derivedOutbox } from './derived.ts';
import { detectorRunner } from './detect-runner.ts';
import { createLiveFold } from './fold.ts';
import { foldOptions } from './fold-options.ts';
import { BrokerSource } from './io/broker.ts';
import { type Held, HeldFile, type KeptLetter } from './io/held-file.ts';
import type { LetterBox } from './io/letters.ts';
import { ModbusSource } from './io/modbus.ts';
import { linkName } from './io/modbus-link.ts';
import { MqttSource } from './io/mqtt.ts';
import { loadProfiles } from './io/profile-file.ts';
import { keepRemembered } from './io/remembered.ts';
import { openSpool, type Spool, type SpoolStats } from './io/spool.ts';
import { encodeEntry, type Item } from './item.ts';
import type { CreateLiveFold } from './live-fold.ts';
import type { MeterProfile } from './meters/profile.ts';
import { DIALECTS } from './payloads/index.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';
import { type Retried, retryLetters } from './retry.ts';
import { type Sink, sinkWriter } from './sink.ts';
import type { Log, Source, SourceStatus } from './source.ts';
import { startWatching, type Watching } from './watching.ts';

export interface CollectorDeps {
  /** Where values are read from. */
  readonly series: SeriesStore;
  /** All stores that are written, `series` among them; absent = only that, under the name `series`. */
  readonly sinks?: readonly Sink[];
  readonly records: RecordStore;
  /** Folder of spool, checkpoints and held messages; one process at a time. */
  readonly spoolDir: string;
  readonly now: () => number;
  /** A clock that can't be set, ms; absent = that of the process. */
  readonly mono?: () => number;
  readonly log: Log;
  readonly meters: readonly Meter[];
  readonly tags: ReadonlyMap<MeterId, MeterTags>;
  /** Absent = the real detectors. */
  readonly createFold?: CreateLiveFold;
  /** An intake's only reader of the spool, instead of stores and detectors: it hands all on to other processes. */
  readonly forward?: Work;
}

export interface CollectorStats {
  readonly spool: SpoolStats;
  readonly sources: readonly SourceStatus[];
  readonly consumers: readonly ConsumerStatus[];
  readonly held: { readonly total: number; readonly recent: readonly Held[] };
  readonly refusedByStore: number;
  /** What the detectors left out and why, newest first. */
  readonly detectProblems: readonly Problem[];
  /** Topics that no configured dialect knows, with the number of their messages. */
  readonly foreignTopics: ReadonlyMap<string, number>;
}

type LettersAsk = Parameters<LetterBox['list']>[0];
type LettersPage = Awaited<ReturnType<LetterBox['list']>>;

export interface Collector {
  stop(): Promise<void>;
  /** State of every known meter, and of devices nobody registered. */
  states(): readonly MeterState[];
  /** Collecting as a whole: spool, sources, readers, our own clock. */
  overall(): CollectingNow;
  /** Silences of one meter that reach into a period, our own absences among them, newest first. */
  spells(meter: MeterId, range: Range): readonly SilenceSpell[];
  /** HTTP push and history: resolves when durable, rejects (retryable) when the spool refuses. */
  ingest(items: readonly Item[]): Promise<void>;
  /** What was held, and trying it again. */
  readonly letters: {
    list(ask: LettersAsk): Promise<LettersPage>;
    get(id: string): Promise<KeptLetter | null>;
    retry(ids: readonly string[], by: string): Promise<Retried>;
  };
  /** Facts found elsewhere, for all stores: durable when it resolves. */
  readonly derived: DerivedOut;
  /** Resolves when stores and detectors have everything that was durable at the call. */
  settled(): Promise<void>;
  stats(): CollectorStats;
  /** Port of the embedded broker; null without one. */
  readonly brokerPort: number | null;
}

/** While more than this lies before the detectors, readings older than their memory wait, bytes. */
const LATE_WAITS_BYTES = 2 * 1024 * 1024;
/** So long the detectors wait for the store before they read back from it, ms; else they do it with a later batch. */
const LATE_PATIENCE_MS = 5_000;

export async function startCollector(config: CollectorConfig, deps: CollectorDeps): Promise<Collector> {
  const { series, records, log } = deps;
  const mono = deps.mono ?? (() => performance.now());
  const own = new OwnClock(deps.now, mono, (step) => log('warn', 'our own clock was moved', { ...step }));
  const now = () => own.now();
  const profiles = await loadProfiles(config.profiles);
  const sources = makeSources(config, profiles, { ...deps, now });
  const held = new HeldFile(join(deps.spoolDir, 'held.jsonl'));
  const sinks = deps.sinks ?? [{ name: 'series', store: series }];
  const { forward } = deps;
  const consumers = forward === undefined ? [...sinks.map((s) => s.name), 'detect'] : [forward.name];
  const spool = await openSpool({ dir: deps.spoolDir, consumers, quotaBytes: configBytes(config), log });
  let pipeline: Pipeline | null = null;
  const derived = derivedOutbox((one) => {
    if (pipeline !== null) return pipeline.derive(one);
    return spool.append(encodeEntry({ source: 'derived', receivedMs: now(), items: [], derived: one }), {
      isOurs: true,
    });
  });
  // Counting asks the store itself; writing goes by the spool.
  const count = series.countAggregates?.bind(series);
  const watching = await startWatching({
    ...deps,
    dir: deps.spoolDir,
    own,
    mono,
    series: { writeCollector: derived.writeCollector, ...(count && { countAggregates: count }) },
  });
  const { tracker } = watching;
  for (const { store } of sinks) store.setMeterTags(deps.tags);
  const options = foldOptions(config);
  const fold = (deps.createFold ?? createLiveFold)(
    deps.meters,
    options,
    forward === undefined ? spool.committed('detect').state : null,
  );
  const writers = sinks.map((sink) => sinkWriter(sink, held, now));
  const readBack = sinks.find((s) => s.store === series)?.name ?? sinks[0]?.name ?? '';
  const detectors = detectorRunner(fold, derived, records, {
    stored: series,
    isStored: async () => (await pipeline?.settledBy(readBack, LATE_PATIENCE_MS)) ?? false,
    isBehind: () => (pipeline?.ahead('detect') ?? 0) > LATE_WAITS_BYTES,
  });
  const judge = new Judge(deps.meters, messageSettings(config), watching.help);
  const forget = await keepRemembered(join(deps.spoolDir, 'remembered.json'), judge, (message) => log('warn', message));
  const work = forward === undefined ? [...writers, detectors] : [forward];
  const started = startPipeline({ judge, held, spool, tracker, work, now, log });
  pipeline = started;
  await startSources(sources, started.take, async () => {
    await started.stop();
    await forget();
    await watching.stop();
    await spool.close();
  });

  const status = () => sources.map((s) => s.status());
  watching.start(status);
  const alarm = setInterval(() => sayAlarm(spool, log), ALARM_EVERY_MS);
  const broker = sources.find((s) => s instanceof BrokerSource);
  return {
    states: () => watching.states(status()),
    spells: watching.spells,
    overall: () => overall({ spool, pipeline: started, held, judge, watching, sources: status() }),
    brokerPort: broker?.port() ?? null,
    letters: {
      list: async (ask) => await (await held.box()).list(ask),
      get: async (id) => await (await held.box()).get(id),
      retry: (ids, by) => retryLetters(ids, by, { held, sinks, again: started.again, now }),
    },
    derived,
    ingest: (items) => started.ingest('http', items),
    settled: () => started.settled(),
    stats: () => ({
      spool: spool.stats(),
      sources: status(),
      consumers: started.consumers(),
      held: held.stats(),
      refusedByStore: writers.reduce((sum, w) => sum + w.refused(), 0),
      detectProblems: detectors.problems(),
      foreignTopics: judge.foreign(),
    }),
    async stop() {
      clearInterval(alarm);
      await Promise.all(sources.map((s) => s.stop()));
      await started.stop();
      await forget();
      await watching.stop();
      await spool.close();
    },
  };
}

/** A source that can't start (a port in use) ends all: half a collector would look like a silent grid. */
async function startSources(
  sources: readonly Source[],
  take: Pipeline['take'],
  stopTheRest: () => Promise<void>,
): Promise<void> {
  try {
    for (const source of sources) await source.start(take);
  } catch (cause) {
    await Promise.all(sources.map((s) => s.stop()));
    await stopTheRest();
    throw new OperationalError('a source could not be started', { retryable: false, cause });
  }
}

function makeSources(
  config: CollectorConfig,
  profiles: ReadonlyMap<string, MeterProfile>,
  { now, log }: CollectorDeps,
): readonly Source[] {
  const modbus = config.modbus.map(({ units, ...link }, n) => {
    const known = units.map((u, k) => {
      const profile = profiles.get(u.profile);
      if (profile === undefined) {
        const message = `collector.modbus[${n}].units[${k}].profile: ${u.profile} is none of ${[...profiles.keys()].join(', ')}`;
        throw new OperationalError(message, { retryable: false });
      }
      return { ...u, meter: id<MeterId>(u.meter), profile };
    });
    return new ModbusSource({ id: `modbus:${linkName(link)}`, ...link, units: known }, now, log);
  });
  const mqtt = config.mqtt.map((m, n) => {
    const known = [...dialectsOf(m.dialects).flatMap((d) => d.topics), ...Object.keys(m.readAs ?? {})];
    const topics = m.topics.length > 0 ? m.topics : known;
    return new MqttSource({ ...m, id: mqttId(n), topics: [...topics] }, now, log);
  });
  const broker =
    config.broker === undefined ? [] : [new BrokerSource({ id: BROKER_ID, port: config.broker.port }, now, log)];
  return [...modbus, ...mqtt, ...broker];
}

const BROKER_ID = 'broker';
const mqttId = (n: number) => `mqtt:${n}`;

function messageSettings(config: CollectorConfig): ReadonlyMap<string, MessageSettings> {
  const settings = new Map<string, MessageSettings>();
  for (const [n, m] of config.mqtt.entries()) settings.set(mqttId(n), { ...m, dialects: dialectsOf(m.dialects) });
  if (config.broker) settings.set(BROKER_ID, { ...config.broker, dialects: dialectsOf(config.broker.dialects) });
  return settings;
}

function dialectsOf(ids: readonly string[]) {
  return DIALECTS.filter((d) => ids.includes(d.id));
}

const ALARM_EVERY_MS = 10_000;

function sayAlarm(spool: Spool, log: Log): void {
  const { isAlarm, bytes, quotaBytes } = spool.stats();
  if (isAlarm) log('error', 'the spool fills up: a store does not take what comes in', { bytes, quotaBytes });
}

function overall(parts: {
  readonly spool: Spool;
  readonly pipeline: Pipeline;
  readonly held: HeldFile;
  readonly judge: Judge;
  readonly watching: Watching;
  readonly sources: readonly SourceStatus[];
}): CollectingNow {
  const { bytes, quotaBytes, isAlarm, lagBytes } = parts.spool.stats();
  return {
    startedMs: parts.watching.startedMs,
    spool: { bytes, quotaBytes, isAlarm },
    sources: parts.sources.map(({ source, isLinkUp, lastArrivalMs }) => ({ source, isLinkUp, lastArrivalMs })),
    consumers: parts.pipeline.consumers().map(({ name, failures, defect }) => ({
      name,
      lagBytes: lagBytes[name] ?? 0,
      failures,
      defect,
    })),
    held: parts.held.stats().total,
    foreignTopics: parts.judge.foreign().size,
    ownClock: parts.watching.ownClock(),
  };
}
