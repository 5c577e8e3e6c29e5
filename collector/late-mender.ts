/**
 * Late readings beyond the memory of the detectors: the stream is folded again over the stored readings, from a state
 * kept before them. Small named values of the record store hold such states (two per doubled distance, six hours up to
 * two months) and which events came out when, so that what is no longer found can be taken back.
 */
import { type Disturbance, disturbanceKey } from '../core/event.ts';
import type {
  Aggregate10Min,
  AggregateKey,
  DisturbanceKey,
  RecordStore,
  SeriesStore,
  StoredReading,
} from '../core/ports.ts';
import { QUALITY, type Reading } from '../core/series.ts';
import type { Persist } from './consumer.ts';
import { aggregateKey } from './late/difference.ts';
import type { KeptState, Overdue } from './late/mending.ts';
import type { FoundIn } from './late/streams.ts';
import { STATE_EVERY_MS } from './late/window.ts';
import type { LiveFold, LiveOutput } from './live-fold.ts';

export type StoredReadings = Pick<SeriesStore, 'readReadings' | 'readAggregates'>;

export interface MenderParts {
  readonly fold: LiveFold;
  readonly records: RecordStore;
  readonly stored: StoredReadings;
  /** True once the store behind `stored` holds all that is durable at the call; false = not within some patience. */
  readonly isStored: () => Promise<boolean>;
}

/** What came out of the readings folded again, and what is no longer among it. */
export type Mended = Pick<LiveOutput, 'disturbances' | 'voltages' | 'aggregates' | 'withdrawn'>;

/** Doublings of six hours: 64 days. */
const LEVELS = 9;
/** Without a kept state all began so long before the late reading at most, ms. */
const FIRST_STATE_MS = 35 * 86_400_000;
const DAY_MS = 86_400_000;
/** Readings of one page: about a quarter of a day of one-second values. */
const PAGE_READINGS = 20_000;
/** Distance of values that have none of their own, ms. */
const SNAPSHOT_MS = 1000;

const stateKey = (stream: string, level: number, parity: number) => `fold-state|${stream}|${level}|${parity}`;
const foundKey = (stream: string, atMs: number) => `fold-found|${stream}|${Math.floor(atMs / DAY_MS)}`;

type Entry = readonly [atMs: number, startMs: number, kind: Disturbance['kind']];

export class LateMender {
  readonly #parts: MenderParts;

  constructor(parts: MenderParts) {
    this.#parts = parts;
  }

  /** Write down what a push found and passed. */
  async note(out: LiveOutput, persist: Persist): Promise<void> {
    for (const found of out.found ?? []) await persist('noting events', () => this.#noteFound(found));
    for (const state of out.states ?? []) await persist('keeping a state', () => this.#keep(state));
  }

  /** Fold again what is overdue, stream by stream; while the store is away it stays overdue. */
  async mend(persist: Persist, use: (mended: Mended) => Promise<void>): Promise<void> {
    const { fold, isStored } = this.#parts;
    const all = fold.overdue?.() ?? [];
    if (all.length === 0 || !(await isStored())) return;
    for (const overdue of all) await use(await this.#mendOne(overdue, persist));
  }

  async #mendOne(overdue: Overdue, persist: Persist): Promise<Mended> {
    const start = await persist('reading a state', () => this.#stateBefore(overdue));
    const mending = this.#parts.fold.mend?.(overdue, start);
    if (mending === undefined) throw new Error('a fold with overdue readings can mend');
    const pageMs = PAGE_READINGS * (overdue.lengthMs > 0 ? overdue.lengthMs : SNAPSHOT_MS);
    let fromMs = start?.atMs ?? overdue.fromMs - FIRST_STATE_MS;
    for (; fromMs < overdue.toMs; fromMs += pageMs) {
      const range = { fromMs, toMs: Math.min(overdue.toMs, fromMs + pageMs) };
      const page = await persist('reading back', () => this.#parts.stored.readReadings(overdue.meter, range));
      mending.take(page.flatMap((r) => readingOf(r, overdue)));
    }
    const { disturbances, voltages, aggregates, ...mended } = mending.finish();
    const emptied = mended.isOnlyStream ? await this.#emptied(overdue, aggregates, persist) : [];
    const former = await persist('reading what was found', () => this.#foundSince(overdue));
    const now = new Set(disturbances.map((f) => disturbanceKey(f.disturbance)));
    const gone = former.filter((d) => !now.has(disturbanceKey(d)));
    await persist('noting events', () => this.#forgetFound(overdue));
    await persist('noting events', () => this.#noteFound({ key: overdue.key, found: disturbances }));
    for (const state of mended.states) await persist('keeping a state', () => this.#keep(state));
    return {
      disturbances: disturbances.map((f) => f.disturbance),
      voltages,
      aggregates,
      withdrawn: { disturbances: gone, voltages: mended.emptyHours, aggregates: emptied },
    };
  }

  /** Ten-minute values that are stored and no longer come out. */
  async #emptied(o: Overdue, now: readonly Aggregate10Min[], persist: Persist): Promise<readonly AggregateKey[]> {
    const range = { fromMs: o.fromMs - 1, toMs: o.toMs };
    const stored = await persist('reading back', () => this.#parts.stored.readAggregates(o.meter, range));
    const said = new Set(now.map(aggregateKey));
    return stored.filter((a) => !said.has(aggregateKey(a)));
  }

  async #noteFound({ key, found }: FoundIn): Promise<void> {
    const { records } = this.#parts;
    const byDay = new Map<string, Entry[]>();
    for (const { disturbance: d, atMs } of found) {
      const own = byDay.get(foundKey(key, atMs)) ?? [];
      own.push([atMs, d.startMs, d.kind]);
      byDay.set(foundKey(key, atMs), own);
    }
    for (const [name, entries] of byDay) {
      const known = entriesOf(await records.getMeta(name));
      const fresh = new Map([...known, ...entries].map((e) => [`${e[1]}|${e[2]}`, e]));
      await records.setMeta(name, JSON.stringify([...fresh.values()]));
    }
  }

  async #foundSince({ key, meter, fromMs, toMs }: Overdue): Promise<readonly DisturbanceKey[]> {
    const found: DisturbanceKey[] = [];
    for (const name of daysOf(key, fromMs, toMs)) {
      for (const [atMs, startMs, kind] of entriesOf(await this.#parts.records.getMeta(name))) {
        if (atMs >= fromMs) found.push({ meter, startMs, kind });
      }
    }
    return found;
  }

  async #forgetFound({ key, fromMs, toMs }: Overdue): Promise<void> {
    const { records } = this.#parts;
    for (const name of daysOf(key, fromMs, toMs)) {
      const known = entriesOf(await records.getMeta(name));
      const kept = known.filter(([atMs]) => atMs < fromMs);
      if (kept.length < known.length) await records.setMeta(name, JSON.stringify(kept));
    }
  }

  async #keep({ key, ...state }: KeptState): Promise<void> {
    for (let level = 0; level < LEVELS; level++) {
      const indexOf = (ms: number) => Math.floor(ms / (STATE_EVERY_MS * 2 ** level));
      const index = indexOf(state.atMs);
      if (state.beforeMs !== null && indexOf(state.beforeMs) === index) return;
      await this.#parts.records.setMeta(stateKey(key, level, index % 2), JSON.stringify(state));
    }
  }

  /** The newest state before the late reading; those after it know nothing of it and are forgotten. */
  async #stateBefore({ key, fromMs }: Overdue): Promise<KeptState | null> {
    const { records } = this.#parts;
    let newest: KeptState | null = null;
    for (let level = 0; level < LEVELS; level++) {
      for (const parity of [0, 1]) {
        const name = stateKey(key, level, parity);
        const text = await records.getMeta(name);
        if (text === null || text === '') continue;
        const state = JSON.parse(text) as KeptState;
        if (state.atMs >= fromMs - SNAPSHOT_MS) await records.setMeta(name, '');
        else if (newest === null || state.atMs > newest.atMs) newest = state;
      }
    }
    return newest;
  }
}

const entriesOf = (text: string | null): readonly Entry[] =>
  text === null || text === '' ? [] : (JSON.parse(text) as readonly Entry[]);

/** What came out of readings up to `toMs` lies in these; what is remembered may lie a day later. */
function daysOf(key: string, fromMs: number, toMs: number): readonly string[] {
  const names: string[] = [];
  for (let ms = fromMs; Math.floor(ms / DAY_MS) <= Math.floor(toMs / DAY_MS) + 1; ms += DAY_MS) {
    names.push(foundKey(key, ms));
  }
  return names;
}

/** A store that does not keep method and interval holds readings of one kind per meter. Stale is judged anew. */
function readingOf(r: StoredReading, { meter, method, lengthMs }: Overdue): readonly Reading[] {
  if (r.method !== null && r.method !== method) return [];
  return [
    {
      meter,
      startMs: r.startMs ?? r.endMs - lengthMs,
      endMs: r.endMs,
      values: r.values,
      method,
      statistic: 'mean',
      quality: r.quality & ~QUALITY.stale,
      knownAtMs: r.endMs,
      deviceTimeMs: null,
    },
  ];
}
