/** Steps one and two of the pipeline: what arrived becomes items, and every reading is judged. No I/O. */
import type { ClockEstimate } from '../core/collecting.ts';
import { channelUdinV } from '../core/declared.ts';
import type { MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';
import { type Method, QUALITY, type Reading } from '../core/series.ts';
import { HeldStamps } from './clock/held-stamps.ts';
import type { Lasting } from './io/remembered.ts';
import type { Item } from './item.ts';
import { decodePoll } from './meters/decode.ts';
import { type MessageParts, type MessagesConfig, messageParts } from './payloads/config.ts';
import { type DecodeContext, type Decoded, type Dialect, LASTING, NOTHING, PLAIN_DEVICE } from './payloads/dialect.ts';
import { checkReading } from './sanity/check.ts';
import { FRESH_WATCH, type WatchState, watchReading } from './sanity/watch.ts';
import { type ScaleHelp, ScaleWatch } from './scale-watch.ts';
import type { Raw, RawMessage } from './source.ts';

/** How one source's messages are to be read. */
export interface MessageSettings extends MessagesConfig {
  readonly dialects: readonly Dialect[];
  readonly zone: string;
  readonly epochZone: string;
}

export interface Judged {
  readonly items: readonly Item[];
  /** Copies a broker had kept: shown as stale, never stored. */
  readonly retained: readonly Reading[];
  readonly problems: readonly Problem[];
  /** Whose it was, where one meter sent it all; null = nobody knows. */
  readonly meter: MeterId | null;
}

/** What the judge may ask of who remembers meters, and whom it tells its doubts. */
export interface JudgeHelp extends ScaleHelp {
  /** Whether a stamp of our own clock lies where that clock was moved. */
  readonly isDoubtful: (stampMs: number) => boolean;
  readonly clockOf: (meter: MeterId) => ClockEstimate | null;
}

const ALONE: JudgeHelp = {
  isDoubtful: () => false,
  clockOf: () => null,
  hasShownNominal: () => false,
  onNominal: () => undefined,
  onDoubt: () => undefined,
};

/** Seconds between snapshots that a method stands for. */
const INTERVAL_S: Readonly<Record<Method, number | null>> = {
  urms_half: null,
  '1s': 1,
  '10s': 10,
  '1min': 60,
  '10min': 600,
  '15min': 900,
  '60min': 3600,
  event_log: null,
};

/** Declared voltage of a meter phase to neutral, V; null where the register does not say. */
export function nominalLnV(meter: Meter | undefined): number | null {
  if (meter?.udinV == null) return null;
  return channelUdinV(meter, 'A', meter.udinV);
}

/** While a meter's own clock has been heard within this time, copies of its values without a clock are left aside, ms. */
const CLOCK_HEARD_MS = 600_000;
const FOREIGN_TOPICS_MAX = 1_000;
/** What dialects remember of one source: a wild sender must not fill the memory. */
const REMEMBERED_MAX = 100_000;

type SourceContext = Omit<DecodeContext, 'receivedMs' | 'retained'>;

export class Judge {
  readonly #contexts = new Map<string, SourceContext>();
  readonly #meters: ReadonlyMap<MeterId, Meter>;
  readonly #settings: ReadonlyMap<string, MessageSettings & { readonly parts: MessageParts }>;
  readonly #watch = new Map<MeterId, WatchState>();
  readonly #clockHeardMs = new Map<MeterId, number>();
  readonly #foreign = new Map<string, number>();
  /** Source → what its dialects asked to remember. */
  readonly #memory = new Map<string, Map<string, unknown>>();
  #hasLastingChanged = false;
  readonly #stamps = new HeldStamps();
  readonly #help: JudgeHelp;
  readonly #scale: ScaleWatch;

  constructor(meters: readonly Meter[], settings: ReadonlyMap<string, MessageSettings>, help: JudgeHelp = ALONE) {
    this.#help = help;
    this.#scale = new ScaleWatch(help);
    this.#meters = new Map(meters.map((m) => [m.meter, m]));
    this.#settings = new Map([...settings].map(([source, s]) => [source, { ...s, parts: messageParts(s) }]));
  }

  /** Decode and judge one delivery of a source. */
  raw(raw: Raw): Judged {
    if (raw.kind === 'message') {
      const own = this.#withoutCopies(this.#message(raw), raw.receivedMs);
      if (raw.retained) return this.decoded(own, true);
      const { readings, released } = this.#stamps.takeAll(own.readings, raw.receivedMs, this.#help.clockOf);
      const judged = this.decoded(this.#timedByUs({ ...own, readings }, raw.receivedMs), false);
      if (released.length === 0) return judged;
      return {
        ...judged,
        items: [...released.map((reading): Item => ({ kind: 'reading', reading })), ...judged.items],
      };
    }
    const { meter, profile, answered, method, receivedMs } = raw;
    const nominal = nominalLnV(this.#meters.get(meter));
    const { reading, problems } = decodePoll(profile, answered, {
      meter,
      atMs: receivedMs,
      method,
      nominalLnV: nominal,
    });
    return this.decoded(this.#timedByUs({ ...NOTHING, readings: [reading], problems }, receivedMs), false);
  }

  /** Readings held for their clock now, of one meter. */
  heldStamps(meter: MeterId): number {
    return this.#stamps.count(meter);
  }

  /** What has no clock but ours is not to be believed where ours was moved. */
  #timedByUs(decoded: Decoded, receivedMs: number): Decoded {
    if (!this.#help.isDoubtful(receivedMs)) return decoded;
    const readings = decoded.readings.map((r) =>
      r.deviceTimeMs === null ? { ...r, quality: r.quality | QUALITY.clock } : r,
    );
    return { ...decoded, readings };
  }

  /** Judge what is decoded already (history, HTTP push). */
  decoded(decoded: Decoded, isRetained: boolean): Judged {
    const problems: Problem[] = [...decoded.problems];
    const readings: Reading[] = [];
    const watched = new Map<Reading, number>();
    const retained: Reading[] = [];
    for (const given of decoded.readings) {
      if (isRetained) {
        retained.push({ ...given, quality: given.quality | QUALITY.stale });
        continue;
      }
      const judged = this.#reading(given);
      readings.push(judged.reading);
      if (judged.watched !== 0) watched.set(judged.reading, judged.watched);
      problems.push(...judged.problems);
    }
    const items: readonly Item[] = [
      ...readings.map((reading) => readingItem(reading, watched.get(reading))),
      ...decoded.disturbances.map((disturbance): Item => ({ kind: 'disturbance', disturbance })),
      ...decoded.meterEvents.map((event): Item => ({ kind: 'meterEvent', event })),
      ...decoded.counters.map((counters): Item => ({ kind: 'counters', counters })),
      ...decoded.failures.map((failure): Item => ({ kind: 'failure', failure })),
    ];
    const meters = new Set(
      [
        ...readings,
        ...retained,
        ...decoded.disturbances,
        ...decoded.meterEvents,
        ...decoded.counters,
        ...decoded.failures,
      ].map((x) => x.meter),
    );
    const [meter = null] = meters;
    return { items, retained, problems, meter: meters.size === 1 ? meter : null };
  }

  /**
   * Some devices send the same measurement twice, once with their time and once without. The arrival time of the second
   * would make it a new one.
   */
  #withoutCopies(decoded: Decoded, receivedMs: number): Decoded {
    const readings = decoded.readings.filter((r) => {
      if (r.deviceTimeMs !== null) this.#clockHeardMs.set(r.meter, receivedMs);
      const heardMs = this.#clockHeardMs.get(r.meter);
      return r.deviceTimeMs !== null || heardMs === undefined || receivedMs - heardMs > CLOCK_HEARD_MS;
    });
    return { ...decoded, readings };
  }

  #reading(given: Reading): { reading: Reading; watched: number; problems: readonly Problem[] } {
    const nominal = nominalLnV(this.#meters.get(given.meter));
    const unknown = this.#meters.has(given.meter) ? [] : [unknownMeter(given.meter)];
    const checked = checkReading(this.#scale.judge(given, nominal), nominal);
    const watched = watchReading(checked.reading, this.#watch.get(given.meter) ?? FRESH_WATCH, nominal);
    this.#watch.set(given.meter, watched.state);
    for (const doubt of [...checked.doubts, ...watched.doubts]) this.#help.onDoubt(given.meter, doubt, given.knownAtMs);
    const bits = watched.reading.quality & ~checked.reading.quality;
    return {
      reading: watched.reading,
      watched: bits,
      problems: [...unknown, ...checked.problems, ...watched.problems],
    };
  }

  /** Topics no dialect knows, with the number of their messages. */
  foreign(): ReadonlyMap<string, number> {
    return this.#foreign;
  }

  /** What of a decoder's context is the same for every message of a source: made once, for it is asked at each. */
  #contextOf(source: string, settings: MessageSettings & { readonly parts: MessageParts }): SourceContext {
    const known = this.#contexts.get(source);
    if (known !== undefined) return known;
    const memory = this.#memoryOf(source);
    const meterOf = (device: string): MeterId | null =>
      this.#meters.get((settings.parts.meters.get(device) ?? device) as MeterId)?.meter ?? null;
    const context: SourceContext = {
      zone: settings.zone,
      epochZone: settings.epochZone,
      meterOf,
      phasesOf: (meter) => this.#meters.get(meter)?.phases ?? '?',
      intervalSOf: (meter) => INTERVAL_S[this.#meters.get(meter)?.method ?? 'event_log'],
      nominalLnVOf: (meter) => nominalLnV(this.#meters.get(meter)),
      settingsOf: (device) => settings.parts.devices.get(device) ?? PLAIN_DEVICE,
      recall: (key) => memory.get(key) ?? this.#scale.recall(key, meterOf),
      metrics: settings.parts.metrics,
    };
    this.#contexts.set(source, context);
    return context;
  }

  #message(raw: RawMessage): Decoded {
    const settings = this.#settings.get(raw.source);
    const topic = settings?.parts.readAs.get(raw.topic) ?? raw.topic;
    const dialect = settings?.dialects.find((d) => d.matches(topic));
    if (settings === undefined || dialect === undefined) {
      // A broker carries other people's topics too: counted and shown, but nothing is wrong with them.
      const count = this.#foreign.get(raw.topic) ?? 0;
      if (count > 0 || this.#foreign.size < FOREIGN_TOPICS_MAX) this.#foreign.set(raw.topic, count + 1);
      return NOTHING;
    }
    const memory = this.#memoryOf(raw.source);
    const context = { ...this.#contextOf(raw.source, settings), receivedMs: raw.receivedMs, retained: raw.retained };
    const decoded = dialect.decode(topic, raw.bytes, context);
    for (const [key, value] of decoded.remember ?? []) {
      if (!memory.has(key) && memory.size >= REMEMBERED_MAX) continue;
      memory.set(key, value);
      if (key.startsWith(LASTING)) this.#hasLastingChanged = true;
    }
    return decoded;
  }

  /** What must outlive a restart, by source; null = unchanged since it was asked last. */
  takeLasting(): Lasting | null {
    if (!this.#hasLastingChanged) return null;
    this.#hasLastingChanged = false;
    const lasting = (memory: ReadonlyMap<string, unknown>) => [...memory].filter(([key]) => key.startsWith(LASTING));
    return Object.fromEntries([...this.#memory].map(([source, m]) => [source, Object.fromEntries(lasting(m))]));
  }

  restore(saved: Lasting): void {
    for (const [source, entries] of Object.entries(saved)) {
      for (const [key, value] of Object.entries(entries)) this.#memoryOf(source).set(key, value);
    }
  }

  #memoryOf(source: string): Map<string, unknown> {
    let memory = this.#memory.get(source);
    if (memory === undefined) {
      memory = new Map();
      this.#memory.set(source, memory);
    }
    return memory;
  }
}

function readingItem(reading: Reading, watched: number | undefined): Item {
  return watched === undefined ? { kind: 'reading', reading } : { kind: 'reading', reading, watched };
}

/** Stored all the same: the register of meters may be what is late. */
function unknownMeter(meter: MeterId): Problem {
  const expected = 'a registered meter';
  return {
    code: 'unknown-reference',
    severity: 'warning',
    file: meter,
    line: null,
    field: 'meter',
    expected,
    got: meter,
  };
}
