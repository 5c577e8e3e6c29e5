/** Steps one and two of the pipeline: what arrived becomes items, and every reading is judged. No I/O. */
import type { MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';
import { type Method, QUALITY, type Reading } from '../core/series.ts';
import type { Item } from './item.ts';
import { decodePoll } from './meters/decode.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './payloads/dialect.ts';
import { checkReading } from './sanity/check.ts';
import { FRESH_WATCH, type WatchState, watchReading } from './sanity/watch.ts';
import type { Raw, RawMessage } from './source.ts';

/** How one source's messages are to be read. */
export interface MessageSettings {
  readonly dialects: readonly Dialect[];
  readonly zone: string;
  readonly epochZone: string;
  /** Device name in topics to meter, where they differ. */
  readonly devices: Readonly<Record<string, string>>;
}

export interface Judged {
  readonly items: readonly Item[];
  /** Copies a broker had kept: shown as stale, never stored. */
  readonly retained: readonly Reading[];
  readonly problems: readonly Problem[];
  /** Whose it was, where one meter sent it all; null = nobody knows. */
  readonly meter: MeterId | null;
}

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
  return meter.connection === 'LL' ? meter.udinV / Math.sqrt(3) : meter.udinV;
}

export class Judge {
  readonly #meters: ReadonlyMap<MeterId, Meter>;
  readonly #settings: ReadonlyMap<string, MessageSettings>;
  readonly #watch = new Map<MeterId, WatchState>();

  constructor(meters: readonly Meter[], settings: ReadonlyMap<string, MessageSettings>) {
    this.#meters = new Map(meters.map((m) => [m.meter, m]));
    this.#settings = settings;
  }

  /** Decode and judge one delivery of a source. */
  raw(raw: Raw): Judged {
    if (raw.kind === 'message') return this.decoded(this.#message(raw), raw.retained);
    const { meter, profile, answered, method, receivedMs } = raw;
    const nominal = nominalLnV(this.#meters.get(meter));
    const { reading, problems } = decodePoll(profile, answered, {
      meter,
      atMs: receivedMs,
      method,
      nominalLnV: nominal,
    });
    return this.decoded({ ...NOTHING, readings: [reading], problems }, false);
  }

  /** Judge what is decoded already (history, HTTP push). */
  decoded(decoded: Decoded, isRetained: boolean): Judged {
    const problems: Problem[] = [...decoded.problems];
    const readings: Reading[] = [];
    const retained: Reading[] = [];
    for (const given of decoded.readings) {
      if (isRetained) {
        retained.push({ ...given, quality: given.quality | QUALITY.stale });
        continue;
      }
      const judged = this.#reading(given);
      readings.push(judged.reading);
      problems.push(...judged.problems);
    }
    const items: readonly Item[] = [
      ...readings.map((reading): Item => ({ kind: 'reading', reading })),
      ...decoded.disturbances.map((disturbance): Item => ({ kind: 'disturbance', disturbance })),
      ...decoded.meterEvents.map((event): Item => ({ kind: 'meterEvent', event })),
    ];
    const meters = new Set(
      [...readings, ...retained, ...decoded.disturbances, ...decoded.meterEvents].map((x) => x.meter),
    );
    const [meter = null] = meters;
    return { items, retained, problems, meter: meters.size === 1 ? meter : null };
  }

  #reading(given: Reading): { reading: Reading; problems: readonly Problem[] } {
    const nominal = nominalLnV(this.#meters.get(given.meter));
    const checked = checkReading(given, nominal);
    const watched = watchReading(checked.reading, this.#watch.get(given.meter) ?? FRESH_WATCH, nominal);
    this.#watch.set(given.meter, watched.state);
    return { reading: watched.reading, problems: [...checked.problems, ...watched.problems] };
  }

  #message(raw: RawMessage): Decoded {
    const settings = this.#settings.get(raw.source);
    const dialect = settings?.dialects.find((d) => d.matches(raw.topic));
    if (settings === undefined || dialect === undefined) {
      return unusable(raw.topic, 'unknown-format', 'a topic of a configured dialect', raw.topic);
    }
    const context: DecodeContext = {
      receivedMs: raw.receivedMs,
      zone: settings.zone,
      epochZone: settings.epochZone,
      retained: raw.retained,
      meterOf: (device) => this.#meters.get((settings.devices[device] ?? device) as MeterId)?.meter ?? null,
      phasesOf: (meter) => this.#meters.get(meter)?.phases ?? '?',
      intervalSOf: (meter) => INTERVAL_S[this.#meters.get(meter)?.method ?? 'event_log'],
    };
    return dialect.decode(raw.topic, raw.bytes, context);
  }
}
