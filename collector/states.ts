/**
 * How collecting goes, meter by meter: lag, gaps, errors, clock, doubts and the kind of silence, with the spells of silence
 * as they begin, change and end. A view of what arrived; nothing here ever becomes an event.
 */
import type { ClockEstimate, MeterState, SilenceOdds, SilenceSpell } from '../core/collecting.ts';
import type { Doubt } from '../core/data-quality.ts';
import type { MeterEvent } from '../core/facts.ts';
import type { MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';
import type { MeterTags } from '../core/schema.ts';
import { METHOD_INTERVAL_S, type Method, QUALITY, type Reading } from '../core/series.ts';
import { clockEstimate, stepClock } from './clock/meter-clock.ts';
import { MeterPeers } from './meter-peers.ts';
import { Neighbours } from './sanity/neighbours.ts';
import { likeliest, type SilenceFacts, typeSilence } from './sanity/silence.ts';
import { revisedBy, stepSpells } from './sanity/spells.ts';
import type { PolledMeter, SourceStatus } from './source.ts';
import { freshTrack, noteDoubt, type SavedTrack, savedTrack, shownDoubts, type Track } from './track.ts';

/** What a new process goes on with. */
export interface SavedStates {
  readonly tracks: Readonly<Record<string, SavedTrack>>;
  readonly spells: readonly SilenceSpell[];
}

/** An event log that said nothing for an hour is asked about, ms [guess]. */
const EVENT_LOG_MS = 3_600_000;
/** So many usual intervals without news are silence, and never less than this. */
const PATIENCE_INTERVALS = 3;
const PATIENCE_MIN_MS = 30_000;
/** The order of phases is looked at once in so many rounds, each meter in its turn. */
const ORDER_TURNS = 15;
/** Ended spells of one meter that a later word of its may still revise. */
const ENDED_KEPT = 20;
/** Names of unregistered devices that are remembered: a wild sender must not fill the memory. */
const UNMAPPED_MAX = 1_000;

export class StateTracker {
  readonly #tracks = new Map<MeterId, Track>();
  readonly #meters: ReadonlyMap<MeterId, Meter>;
  readonly #peers: MeterPeers;
  readonly #neighbours = new Neighbours();
  readonly #startedMs: number;
  #unmapped = new Map<string, number>();
  #open: ReadonlyMap<MeterId, SilenceSpell>;
  /** Newest ended spells of each meter: a loss of supply may be told afterwards. */
  readonly #ended = new Map<MeterId, readonly SilenceSpell[]>();
  #told: SilenceSpell[] = [];

  constructor(
    meters: readonly Meter[],
    tags: ReadonlyMap<MeterId, MeterTags>,
    startedMs: number,
    saved: SavedStates = { tracks: {}, spells: [] },
  ) {
    this.#meters = new Map(meters.map((m) => [m.meter, m]));
    this.#peers = new MeterPeers(meters, (meter) => tags.get(meter)?.area || null);
    this.#startedMs = startedMs;
    for (const m of meters) this.#tracks.set(m.meter, { ...freshTrack(''), ...saved.tracks[m.meter] });
    const open = saved.spells.filter((s) => s.meter !== null && s.endMs === null && this.#meters.has(s.meter));
    this.#open = new Map(open.map((s) => [s.meter as MeterId, s]));
    this.#noteEnded(saved.spells);
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
    if (r.deviceTimeMs !== null) stepClock(t.clock, receivedMs, r.deviceTimeMs);
    if (t.newestMs !== null && r.endMs <= t.newestMs) return;
    const intervalMs = r.endMs > r.startMs ? r.endMs - r.startMs : null;
    if (intervalMs !== null) {
      if (t.newestMs !== null) t.gap += Math.max(0, Math.round((r.endMs - t.newestMs) / intervalMs) - 1);
      t.intervalMs = intervalMs;
    }
    t.newestMs = r.endMs;
    t.lagMs = receivedMs - r.endMs;
    if (this.#peers.areaOf(r.meter) !== null) this.#neighbours.note(r);
  }

  /** Every meter against the others of its area; to be asked once a minute. */
  compareNeighbours(nowMs: number): void {
    const minute = Math.floor(nowMs / 60_000);
    for (const [n, meter] of [...this.#meters.keys()].entries()) {
      const area = this.#peers.areaOf(meter);
      if (area === null) continue;
      const others = this.#peers.inArea(area).filter((m) => m !== meter);
      for (const doubt of this.#neighbours.doubts(meter, others, nowMs, n % ORDER_TURNS === minute % ORDER_TURNS))
        this.noteDoubt(meter, doubt, nowMs);
    }
  }

  noteMeterEvent(source: string, e: MeterEvent, receivedMs: number): void {
    if (!this.#meters.has(e.meter)) return;
    const t = this.#track(e.meter, source);
    if (e.kind === 'last_gasp' || e.kind === 'power_off') {
      t.powerOffMs = Math.max(t.powerOffMs ?? 0, e.timeMs);
      this.#told.push(...this.#revised(e));
    }
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

  noteDoubt(meter: MeterId, doubt: Doubt, atMs: number): void {
    const t = this.#tracks.get(meter);
    if (t !== undefined) noteDoubt(t, doubt, atMs);
  }

  hasShownNominal(meter: MeterId): boolean {
    return this.#tracks.get(meter)?.hasShownNominal ?? false;
  }

  noteNominal(meter: MeterId): void {
    const t = this.#tracks.get(meter);
    if (t !== undefined) t.hasShownNominal = true;
  }

  /** Offset and drift of a meter's clock as known now; null = it tells no time. */
  clockOf(meter: MeterId): ClockEstimate | null {
    const t = this.#tracks.get(meter);
    return t === undefined ? null : clockEstimate(t.clock);
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
      const odds = this.#odds(meter, this.#facts(meter, t, p, linkUp.get(source) ?? null, silent, nowMs));
      const clock = clockEstimate(t.clock);
      return {
        source,
        meter,
        atMs: nowMs,
        lagMs: t.lagMs,
        gap: t.gap + (p?.gaps ?? 0),
        errors: t.errors + (p === undefined ? 0 : p.timeouts + p.exceptions),
        clockOffsetMs: clock?.offsetMs ?? null,
        clockUncertaintyMs: clock?.uncertaintyMs ?? null,
        clockDriftPpm: clock?.driftPpm ?? null,
        silence: odds === null ? null : likeliest(odds),
        silenceP: odds === null ? null : (odds[likeliest(odds)] ?? null),
        silenceOdds: odds,
        spell: this.#open.get(meter) ?? null,
        clock,
        doubts: shownDoubts(t, nowMs),
        lastArrivalMs: t.lastArrivalMs,
        newestMs: t.newestMs,
        lastProblem: t.lastProblem,
      };
    });
    return [...states, ...this.#unmappedStates(nowMs)];
  }

  /** Goes on with the spells of silence; returns those to be written down: begun, revised or ended. */
  spells(states: readonly MeterState[], nowMs: number): readonly SilenceSpell[] {
    const now = states.flatMap((s) =>
      s.meter === null ? [] : [{ meter: s.meter, odds: s.silenceOdds, lastArrivalMs: s.lastArrivalMs }],
    );
    const stepped = stepSpells(this.#open, now, { nowMs, startedMs: this.#startedMs });
    this.#open = stepped.open;
    this.#noteEnded(stepped.written);
    const told = this.#told;
    this.#told = [];
    return [...told, ...stepped.written];
  }

  saved(): SavedStates {
    const tracks = Object.fromEntries([...this.#tracks].map(([meter, t]) => [meter, savedTrack(t)]));
    return { tracks, spells: [...this.#open.values()] };
  }

  #revised(e: MeterEvent): readonly SilenceSpell[] {
    const open = this.#open.get(e.meter);
    const known = [...(this.#ended.get(e.meter) ?? []), ...(open === undefined ? [] : [open])];
    const revised = known.flatMap((s) => revisedBy(e, s) ?? []);
    for (const spell of revised) if (spell.endMs === null) this.#open = new Map([...this.#open, [e.meter, spell]]);
    this.#noteEnded(revised);
    return revised;
  }

  #noteEnded(spells: readonly SilenceSpell[]): void {
    for (const spell of spells) {
      if (spell.meter === null || spell.endMs === null || !this.#meters.has(spell.meter)) continue;
      const others = (this.#ended.get(spell.meter) ?? []).filter((s) => s.beginMs !== spell.beginMs);
      this.#ended.set(spell.meter, [...others, spell].slice(-ENDED_KEPT));
    }
  }

  /** Right after a start nothing is known yet: what was silent before still is. */
  #odds(meter: MeterId, facts: SilenceFacts): SilenceOdds | null {
    const before = this.#open.get(meter);
    const odds = typeSilence(facts);
    if (before === undefined || facts.lastArrivalMs !== null) return odds;
    return odds === null || odds.collector_down === 1 ? before.odds : odds;
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
      spell: null,
      clock: null,
      doubts: [],
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
    return {
      nowMs,
      startedMs: this.#startedMs,
      lastArrivalMs: this.#heardMs(t),
      patienceMs: this.#patienceMs(meter, t, p),
      toldPowerOff: t.powerOffMs !== null && t.powerOffMs >= (t.newestMs ?? 0),
      isLinkUp,
      isFailing: p?.isFailing ?? false,
      isClockBad: t.isClockBad,
      isStale: t.isStale,
      peers: this.#peers.of(meter, silent),
    };
  }

  /** While this process did not listen nobody could be heard. */
  #heardMs(t: Track): number | null {
    return t.lastArrivalMs !== null && t.lastArrivalMs >= this.#startedMs ? t.lastArrivalMs : null;
  }

  #isSilent(meter: MeterId, t: Track, p: PolledMeter | undefined, nowMs: number): boolean {
    return nowMs - (this.#heardMs(t) ?? this.#startedMs) > this.#patienceMs(meter, t, p);
  }

  #patienceMs(meter: MeterId, t: Track, p: PolledMeter | undefined): number {
    const method = this.#meters.get(meter)?.method ?? '1min';
    const intervalMs = p?.intervalMs ?? t.intervalMs ?? usualMs(method);
    return Math.max(PATIENCE_MIN_MS, PATIENCE_INTERVALS * intervalMs);
  }

  #track(meter: MeterId, source: string): Track {
    let t = this.#tracks.get(meter);
    if (t === undefined) {
      t = freshTrack(source);
      this.#tracks.set(meter, t);
    }
    if (source !== '') t.source = source;
    return t;
  }
}

function usualMs(method: Method): number {
  const seconds = METHOD_INTERVAL_S[method];
  return seconds === null ? EVENT_LOG_MS : seconds * 1000;
}
