/**
 * How collecting goes, meter by meter: lag, gaps, errors, clock offset and the kind of silence. Only a view of what
 * arrived since this process started; nothing here ever becomes an event.
 */
import type { MeterEvent } from '../core/facts.ts';
import type { MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { CollectorState } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { MeterTags } from '../core/schema.ts';
import { METHOD_INTERVAL_S, type Method, QUALITY, type Reading } from '../core/series.ts';
import { likeliest, type SilenceFacts, type SilenceOdds, typeSilence } from './sanity/silence.ts';
import type { PolledMeter, SourceStatus } from './source.ts';

/** A collector state with all kinds of silence that are possible, and the newest problem. */
export interface MeterState extends CollectorState {
  readonly silenceOdds: SilenceOdds | null;
  readonly lastArrivalMs: number | null;
  readonly newestMs: number | null;
  readonly lastProblem: Problem | null;
}

interface Track {
  source: string;
  lastArrivalMs: number | null;
  newestMs: number | null;
  intervalMs: number | null;
  lagMs: number | null;
  clockOffsetMs: number | null;
  gap: number;
  errors: number;
  powerOffMs: number | null;
  isClockBad: boolean;
  isStale: boolean;
  lastProblem: Problem | null;
}

/** An event log that said nothing for an hour is asked about, ms [guess]. */
const EVENT_LOG_MS = 3_600_000;
/** So many usual intervals without news are silence, and never less than this. */
const PATIENCE_INTERVALS = 3;
const PATIENCE_MIN_MS = 30_000;
/** Older news than this is back-fill: it says nothing about the meter's clock or lag now. */
const FRESH_MS = 7_200_000;
const OFFSET_WEIGHT = 0.1;
/** Names of unregistered devices that are remembered: a wild sender must not fill the memory. */
const UNMAPPED_MAX = 1_000;

export class StateTracker {
  readonly #tracks = new Map<MeterId, Track>();
  readonly #meters: ReadonlyMap<MeterId, Meter>;
  readonly #areaOf: (meter: MeterId) => string | null;
  readonly #onComms: ReadonlyMap<string, readonly Meter[]>;
  readonly #inArea: ReadonlyMap<string, readonly Meter[]>;
  readonly #startedMs: number;
  #unmapped = new Map<string, number>();

  constructor(meters: readonly Meter[], tags: ReadonlyMap<MeterId, MeterTags>, startedMs: number) {
    this.#meters = new Map(meters.map((m) => [m.meter, m]));
    this.#areaOf = (meter) => tags.get(meter)?.area || null;
    this.#onComms = groups(meters, (m) => m.comms);
    this.#inArea = groups(meters, (m) => this.#areaOf(m.meter));
    this.#startedMs = startedMs;
    for (const m of meters) this.#track(m.meter, '');
  }

  /** A reading arrived. `isStored` false: a retained copy, shown as stale and not stored. */
  noteReading(source: string, r: Reading, receivedMs: number, isStored: boolean): void {
    if (!this.#meters.has(r.meter)) return;
    const t = this.#track(r.meter, source);
    t.isStale = (r.quality & QUALITY.stale) !== 0;
    // An answer without a usable value is no news of the grid: after the time-out the meter counts as silent.
    if (!isStored || Object.keys(r.values).length === 0) return;
    t.lastArrivalMs = receivedMs;
    t.isClockBad = (r.quality & QUALITY.clock) !== 0;
    if (r.deviceTimeMs !== null && (t.isClockBad || receivedMs - r.deviceTimeMs < FRESH_MS)) {
      const offset = r.deviceTimeMs - receivedMs;
      // Waiting on the way only ever makes a value look older: the freshest one is nearest to the clock's truth.
      const known = t.clockOffsetMs ?? Number.NEGATIVE_INFINITY;
      t.clockOffsetMs = offset > known ? offset : known + OFFSET_WEIGHT * (offset - known);
    }
    if (t.newestMs !== null && r.endMs <= t.newestMs) return;
    const intervalMs = r.endMs > r.startMs ? r.endMs - r.startMs : null;
    if (intervalMs !== null) {
      if (t.newestMs !== null) t.gap += Math.max(0, Math.round((r.endMs - t.newestMs) / intervalMs) - 1);
      t.intervalMs = intervalMs;
    }
    t.newestMs = r.endMs;
    t.lagMs = receivedMs - r.endMs;
  }

  noteMeterEvent(source: string, e: MeterEvent, receivedMs: number): void {
    if (!this.#meters.has(e.meter)) return;
    const t = this.#track(e.meter, source);
    if (e.kind === 'last_gasp' || e.kind === 'power_off') t.powerOffMs = Math.max(t.powerOffMs ?? 0, e.timeMs);
    if (e.kind === 'power_on') t.powerOffMs = null;
    if (e.kind === 'comms_back') t.lastArrivalMs = receivedMs;
  }

  /** Problems of one delivery. `meter` null = nobody knows whose it was. */
  noteProblems(meter: MeterId | null, source: string, problems: readonly Problem[]): void {
    for (const p of problems) {
      if (p.code === 'unknown-reference') this.#noteUnmapped(p.got);
      if (meter === null || !this.#meters.has(meter)) continue;
      const t = this.#track(meter, source);
      t.errors++;
      t.lastProblem = p;
    }
  }

  #noteUnmapped(device: string): void {
    const count = this.#unmapped.get(device) ?? 0;
    if (count > 0 || this.#unmapped.size < UNMAPPED_MAX) this.#unmapped.set(device, count + 1);
  }

  /** Devices nobody registered, with how many messages they sent. */
  unmapped(): ReadonlyMap<string, number> {
    return this.#unmapped;
  }

  /** One state per known meter, then one per unregistered device (`meter` null, silence `unmapped`). */
  states(nowMs: number, sources: readonly SourceStatus[]): readonly MeterState[] {
    const polled = new Map(sources.flatMap((s) => s.polled.map((p) => [p.meter, { ...p, source: s.source }] as const)));
    const linkUp = new Map(sources.map((s) => [s.source, s.isLinkUp]));
    const silent = new Set(
      [...this.#tracks].filter(([m, t]) => this.#isSilent(m, t, polled.get(m), nowMs)).map(([m]) => m),
    );
    const states = [...this.#tracks].map(([meter, t]): MeterState => {
      const p = polled.get(meter);
      const source = p?.source ?? t.source;
      const facts = this.#facts(meter, t, p, linkUp.get(source) ?? null, silent, nowMs);
      const silenceOdds = typeSilence(facts);
      return {
        source,
        meter,
        atMs: nowMs,
        lagMs: t.lagMs,
        gap: t.gap + (p?.gaps ?? 0),
        errors: t.errors + (p === undefined ? 0 : p.timeouts + p.exceptions),
        clockOffsetMs: t.clockOffsetMs,
        silence: silenceOdds === null ? null : likeliest(silenceOdds),
        silenceOdds,
        lastArrivalMs: t.lastArrivalMs,
        newestMs: t.newestMs,
        lastProblem: t.lastProblem,
      };
    });
    return [...states, ...this.#unmappedStates(nowMs)];
  }

  #unmappedStates(nowMs: number): readonly MeterState[] {
    return [...this.#unmapped].map(([device, errors]) => ({
      source: device,
      meter: null,
      atMs: nowMs,
      lagMs: null,
      gap: 0,
      errors,
      clockOffsetMs: null,
      silence: 'unmapped',
      silenceOdds: { unmapped: 1 },
      lastArrivalMs: null,
      newestMs: null,
      lastProblem: null,
    }));
  }

  #facts(
    meter: MeterId,
    t: Track,
    p: PolledMeter | undefined,
    isLinkUp: boolean | null,
    silent: ReadonlySet<MeterId>,
    nowMs: number,
  ): SilenceFacts {
    const comms = this.#meters.get(meter)?.comms ?? null;
    const others = (list: readonly Meter[] | undefined) => (list ?? []).filter((m) => m.meter !== meter);
    const peers = others(this.#onComms.get(comms ?? ''));
    const onOtherPath = others(this.#inArea.get(this.#areaOf(meter) ?? '')).filter(
      (m) => comms !== null && m.comms !== null && m.comms !== comms,
    );
    return {
      nowMs,
      startedMs: this.#startedMs,
      lastArrivalMs: t.lastArrivalMs,
      patienceMs: this.#patienceMs(meter, t, p),
      toldPowerOff: t.powerOffMs !== null && t.powerOffMs >= (t.newestMs ?? 0),
      isLinkUp,
      isFailing: p?.isFailing ?? false,
      isClockBad: t.isClockBad,
      isStale: t.isStale,
      commsPeers: peers.length,
      commsPeersSilent: peers.filter((m) => silent.has(m.meter)).length,
      otherPathSilent: onOtherPath.length > 0 && onOtherPath.every((m) => silent.has(m.meter)),
    };
  }

  #isSilent(meter: MeterId, t: Track, p: PolledMeter | undefined, nowMs: number): boolean {
    return nowMs - (t.lastArrivalMs ?? this.#startedMs) > this.#patienceMs(meter, t, p);
  }

  #patienceMs(meter: MeterId, t: Track, p: PolledMeter | undefined): number {
    const method = this.#meters.get(meter)?.method ?? '1min';
    const intervalMs = p?.intervalMs ?? t.intervalMs ?? usualMs(method);
    return Math.max(PATIENCE_MIN_MS, PATIENCE_INTERVALS * intervalMs);
  }

  #track(meter: MeterId, source: string): Track {
    let t = this.#tracks.get(meter);
    if (t === undefined) {
      t = {
        source,
        lastArrivalMs: null,
        newestMs: null,
        intervalMs: null,
        lagMs: null,
        clockOffsetMs: null,
        gap: 0,
        errors: 0,
        powerOffMs: null,
        isClockBad: false,
        isStale: false,
        lastProblem: null,
      };
      this.#tracks.set(meter, t);
    }
    if (source !== '') t.source = source;
    return t;
  }
}

function groups(meters: readonly Meter[], keyOf: (m: Meter) => string | null): ReadonlyMap<string, readonly Meter[]> {
  const out = new Map<string, Meter[]>();
  for (const m of meters) {
    const key = keyOf(m);
    if (key === null) continue;
    const list = out.get(key);
    if (list === undefined) out.set(key, [m]);
    else list.push(m);
  }
  return out;
}

function usualMs(method: Method): number {
  const seconds = METHOD_INTERVAL_S[method];
  return seconds === null ? EVENT_LOG_MS : seconds * 1000;
}
