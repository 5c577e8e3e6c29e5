/**
 * Loose contact in the way of a phase: its resistance jumps, so the voltage behind it falls and comes back again and
 * again, each time by another amount, while the other phases of the meter stay. From values of up to a minute; means
 * over longer smooth it away, and nothing is said.
 *
 * A load does the same and is told apart by what it can't do: one appliance makes steps of one depth, and voltage falls
 * because current rises. Where current is measured, a fall with current rising through an impedance that a service can
 * have is the customer's own load and does not count; without current more steps are asked for. Whether neighbours have
 * the same (then it is a load on the shared line) is not seen here.
 * @source Ohm's law; numbers are settings of this product, unconfirmed in the field
 */
import type { Disturbance } from '../../core/event.ts';
import { PHASES, type Phase } from '../../core/quantity.ts';
import { type Block, type Detector, type DetectorParams, NONE } from './detector.ts';
import { disturbanceOf } from './named-event.ts';
import { isLowVoltage } from './three-phases.ts';

interface Fall {
  readonly atMs: number;
  readonly fromPct: number;
  lowPct: number;
  /** Current was measured and does not explain it. */
  readonly byCurrent: boolean;
}

/** A fall and its return. */
interface Excursion {
  readonly atMs: number;
  readonly phase: Phase;
  readonly depthPct: number;
  readonly byCurrent: boolean;
}

interface Episode {
  readonly startMs: number;
  lastMs: number;
  knownAtMs: number;
  perHour: number;
  count: number;
  deepestPct: number;
  lowPct: Partial<Record<Phase, number>>;
}

interface LooseContactState {
  readonly params: DetectorParams;
  last: { atMs: number; pct: Partial<Record<Phase, number>>; amps: Partial<Record<Phase, number>> } | null;
  /** Falls that have not come back yet. */
  readonly falls: Partial<Record<Phase, Fall | null>>;
  /** Excursions of the last hour, in order. */
  recent: Excursion[];
  episode: Episode | null;
  lastAtMs: number;
}

/** Longer means smooth the steps away, ms; a third more than a minute for jittered senders. */
const LONGEST_MS = 80_000;
/** Size of a fall, % of Udin: below it is noise and taps, above it a fault or a loss. */
const FALL_PCT = { from: 2, to: 40 } as const;
/** The other phases moved too when they moved by this share of it. */
const OTHERS_PU = 1 / 3;
/** It comes back within this, by at least this share of its depth. */
const RETURN = { withinMs: 300_000, sharePu: 0.6 } as const;
const HOUR_MS = 3_600_000;
/** Excursions in an hour that begin an episode, with and without current measured; a third of them carries it on. */
const PER_HOUR = { withCurrent: 10, without: 15 } as const;
const CARRY_ON_PU = 1 / 3;
/** Spread of the depths over their mean from which they are not one appliance's. */
const ERRATIC_PU = 0.25;
/** Quiet for so long ends the episode: nights without load are quiet too, ms. */
const QUIET_MS = 12 * HOUR_MS;
/** More than a service and the lines above it have, Ω: a fall over fewer ohm is load. */
const SERVICE_OHM_MAX = 1.5;
/** Change of current that is one, A. */
const STEP_A = 0.5;
/** At most so many excursions of an hour are kept. */
const KEEP = 400;

export const looseContact = {
  id: 'loose_contact',
  clause: "Ohm's law (no standard clause)",
  input: 'interval',
  start: (params) => ({
    params,
    last: null,
    falls: {},
    recent: [],
    episode: null,
    lastAtMs: Number.MIN_SAFE_INTEGER,
  }),
  step(state, block) {
    const out = state.episode !== null && block.atMs - state.episode.lastMs > QUIET_MS ? end(state, false) : NONE;
    const known =
      isLowVoltage(state.params) && block.endMs - block.startMs <= LONGEST_MS ? knownIn(state, block) : null;
    const last = state.last;
    const isNext = known !== null && last !== null && block.atMs - last.atMs <= LONGEST_MS;
    for (const p of PHASES) {
      if (isNext) follow(state, p, known, last, block);
      else state.falls[p] = null;
    }
    state.last = known;
    state.lastAtMs = block.atMs;
    return out;
  },
  /** Left open where it was burning in the last hour of the data. */
  finish: (state) => (state.episode === null ? NONE : end(state, state.lastAtMs - state.episode.lastMs <= HOUR_MS)),
} as const satisfies Detector<LooseContactState>;

type Values = NonNullable<LooseContactState['last']>;

/** Null where a phase of the meter is unknown: its part in a step can't be told. */
function knownIn(state: LooseContactState, block: Block): Values | null {
  const phases = PHASES.filter((p) => state.params.channels.includes(p));
  const pct = Object.fromEntries(phases.map((p) => [p, block.levels[p] ?? Number.NaN]));
  const isKnown = phases.length > 0 && Object.values(pct).every((v) => !Number.isNaN(v));
  return isKnown ? { atMs: block.atMs, pct, amps: block.more?.amps ?? {} } : null;
}

function follow(state: LooseContactState, p: Phase, now: Values, last: Values, block: Block): void {
  const [v, before] = [now.pct[p], last.pct[p]];
  if (v === undefined || before === undefined) return;
  const fall = state.falls[p] ?? null;
  if (fall !== null) {
    fall.lowPct = Math.min(fall.lowPct, v);
    const depthPct = fall.fromPct - fall.lowPct;
    const isBack = v - fall.lowPct >= RETURN.sharePu * depthPct;
    if (!isBack && block.atMs - fall.atMs <= RETURN.withinMs && depthPct <= FALL_PCT.to) return;
    state.falls[p] = null;
    if (isBack) take(state, { atMs: fall.atMs, phase: p, depthPct, byCurrent: fall.byCurrent }, fall.lowPct, block);
    return;
  }
  const stepPct = v - before;
  if (stepPct > -FALL_PCT.from || stepPct < -FALL_PCT.to) return;
  const alone = PHASES.every((o) => o === p || Math.abs((now.pct[o] ?? 0) - (last.pct[o] ?? 0)) < OTHERS_PU * -stepPct);
  const current = currentSays(state.params, p, stepPct, now, last);
  if (alone && current !== 'load') {
    state.falls[p] = { atMs: block.atMs, fromPct: before, lowPct: v, byCurrent: current === 'contact' };
  }
}

/** Own load: current rose, and by so much that the fall needs no more impedance than a service has. */
function currentSays(
  params: DetectorParams,
  p: Phase,
  stepPct: number,
  now: Values,
  last: Values,
): 'load' | 'contact' | 'unknown' {
  const [i, before] = [now.amps[p], last.amps[p]];
  if (i === undefined || before === undefined || params.udinV === undefined) return 'unknown';
  const riseA = i - before;
  const fallV = (-stepPct * params.udinV) / 100;
  return riseA >= STEP_A && fallV / riseA <= SERVICE_OHM_MAX ? 'load' : 'contact';
}

function take(state: LooseContactState, x: Excursion, lowPct: number, block: Block): void {
  state.recent = [...state.recent.filter((e) => e.atMs > block.atMs - HOUR_MS), x].slice(-KEEP);
  const perHour = state.recent.length;
  const need = state.recent.every((e) => e.byCurrent) ? PER_HOUR.withCurrent : PER_HOUR.without;
  if (state.episode === null) {
    if (perHour < need || !isErratic(state.recent)) return;
    const startMs = state.recent[0]?.atMs ?? x.atMs;
    const deepestPct = Math.max(...state.recent.map((e) => e.depthPct));
    state.episode = { startMs, lastMs: block.atMs, knownAtMs: 0, perHour, count: perHour - 1, deepestPct, lowPct: {} };
  }
  const episode = state.episode;
  if (perHour < CARRY_ON_PU * need) return;
  episode.lastMs = block.atMs;
  episode.knownAtMs = block.knownAtMs;
  episode.count++;
  episode.perHour = Math.max(episode.perHour, perHour);
  episode.deepestPct = Math.max(episode.deepestPct, x.depthPct);
  episode.lowPct[x.phase] = Math.min(episode.lowPct[x.phase] ?? lowPct, lowPct);
}

function isErratic(list: readonly Excursion[]): boolean {
  const mean = list.reduce((s, e) => s + e.depthPct, 0) / list.length;
  const variance = list.reduce((s, e) => s + (e.depthPct - mean) ** 2, 0) / list.length;
  return Math.sqrt(variance) >= ERRATIC_PU * mean;
}

function end(state: LooseContactState, isOpen: boolean): readonly Disturbance[] {
  const e = state.episode as Episode;
  state.episode = null;
  const touched = PHASES.filter((p) => e.lowPct[p] !== undefined);
  const durationMs = isOpen ? null : e.lastMs - e.startMs;
  const { startMs, lastMs: lastAtMs, knownAtMs, lowPct: extreme, count: inRow } = e;
  const level = { startMs, durationMs, lastAtMs, knownAtMs, extreme, touched, inRow };
  const numbers = {
    stepsPerHour: 2 * e.perHour,
    deepestPct: Number(e.deepestPct.toFixed(3)),
    excursions: e.count,
  };
  return [{ ...disturbanceOf(state.params, level, { kind: 'loose_contact', openEnd: isOpen }), numbers }];
}
