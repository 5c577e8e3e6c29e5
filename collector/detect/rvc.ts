/**
 * Rapid voltage change: the voltage leaves a steady state and finds another, without going so far as to be a dip or a
 * swell. Only from values renewed each half cycle.
 *
 * A channel is steady while each of its last 100 (60 Hz: 120) values lies within the threshold of their mean; one that
 * left is steady again when they lie within the threshold less the hysteresis. The supply is steady while all channels
 * are: a change begins with the first channel to leave and is over when all are back, one second before that is known.
 * ΔUmax is the largest distance from the mean before, ΔUss the distance of the means before and after.
 *
 * A change that came no further than the threshold from the mean before is none: a step in the first second, before
 * anything was steady, can look like that. One in which any value was beyond the dip or swell threshold, or that ran while a dip or swell ran, is not said:
 * the dip or swell stands. A missing value breaks the row: a channel is steady again a full second after it.
 * @source IEC 61000-4-30:2015 5.11 (steps in detail from memory: unconfirmed)
 */
import type { Disturbance } from '../../core/event.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { type Block, type Detector, type DetectorParams, NONE } from './detector.ts';
import type { LevelEvent } from './level.ts';
import { disturbanceOf } from './named-event.ts';
import { RVC_THRESHOLD } from './rvc-thresholds.ts';
import {
  clearWindow,
  emptyWindow,
  highestOf,
  isFull,
  latestMs,
  lowestOf,
  meanOf,
  oldestMs,
  pushWindow,
  type SlidingWindow,
} from './rvc-window.ts';

interface ChannelState {
  readonly window: SlidingWindow;
  isSteady: boolean;
  unknownSinceMs: number | null;
  /** Last known value, % of Udin; null = none yet. */
  last: number | null;
  /** Mean of the full window before the latest block; null = it was not full. */
  beforePct: number | null;
}

interface Running {
  readonly startMs: number;
  lastAtMs: number;
  knownAtMs: number;
  /** By channel: mean before, lowest and highest since. */
  readonly before: Partial<Record<VoltageChannel, number>>;
  readonly lowest: Partial<Record<VoltageChannel, number>>;
  readonly highest: Partial<Record<VoltageChannel, number>>;
  readonly left: VoltageChannel[];
  isDipOrSwell: boolean;
}

interface RvcState {
  readonly params: DetectorParams;
  /** Empty where the values are not Urms(1/2): nothing is said then. */
  readonly channels: Partial<Record<VoltageChannel, ChannelState>>;
  wasSteady: boolean;
  /** A dip or swell is running: by the same rules as theirs. */
  isDip: boolean;
  isSwell: boolean;
  running: Running | null;
}

/** Values in a second. */
const halfCycles = (params: DetectorParams): number => 2 * Math.round(params.lineHz ?? 50);
/** Frequency and windows that move leave a distance of two values below this. */
const APART_HALF_CYCLES = 1.6;
/** Dust of floating point, % of Udin: a value on the border is still steady. */
const DUST_PCT = 1e-9;

export const rvc = {
  id: 'rvc',
  clause: 'IEC 61000-4-30:2015 5.11',
  input: 'rms',
  start(params) {
    const channel = (): ChannelState => ({
      window: emptyWindow(halfCycles(params)),
      isSteady: false,
      unknownSinceMs: null,
      last: null,
      beforePct: null,
    });
    const channels = params.method === 'urms_half' ? params.channels : [];
    return {
      params,
      channels: Object.fromEntries(channels.map((c) => [c, channel()])),
      wasSteady: false,
      isDip: false,
      isSwell: false,
      running: null,
    };
  },
  step(state, block) {
    const { params } = state;
    if (params.method !== 'urms_half') return NONE;
    // The way back from a dip that stood for a second is the dip's end, no change of its own.
    const wasBeyond = state.isDip || state.isSwell;
    let isSteady = true;
    for (const c of params.channels) {
      take(state, c, block);
      if (state.channels[c]?.isSteady !== true) isSteady = false;
    }
    followDipAndSwell(state);
    const begins = state.wasSteady && !isSteady && params.channels.some((c) => isNewsBeyond(state, c, block));
    state.wasSteady = isSteady;
    if (state.running === null) {
      if (!begins) return NONE;
      state.running = begin(meansBefore(state), wasBeyond, block);
    }
    grow(state, state.running, block);
    if (isSteady) return named(state, 'seen');
    return isLost(state, block) ? named(state, 'lost') : NONE;
  },
  /** A change whose second steady state was not seen is open-ended. */
  finish: (state) => (state.running === null ? NONE : named(state, 'lost')),
} as const satisfies Detector<RvcState>;

function take(state: RvcState, c: VoltageChannel, block: Block): void {
  const channel = state.channels[c];
  const v = block.levels[c];
  if (channel === undefined) return;
  channel.beforePct = isFull(channel.window) ? meanOf(channel.window) : null;
  if (v === undefined) return;
  if (Number.isNaN(v)) {
    channel.unknownSinceMs ??= block.atMs;
    channel.last = null;
    channel.isSteady = false;
    clearWindow(channel.window);
    return;
  }
  channel.unknownSinceMs = null;
  channel.last = v;
  const { window } = channel;
  // Values further apart than half cycles are no row of them: a recorder's other values, or some that did not come.
  const halfCycleMs = 1000 / halfCycles(state.params);
  if (window.count > 0 && block.atMs - latestMs(window) > APART_HALF_CYCLES * halfCycleMs) clearWindow(window);
  pushWindow(window, v, block.atMs);
  const { thresholdPct, hysteresisPct } = state.params.rvc ?? RVC_THRESHOLD;
  // From the threshold to the tighter band and back: only a channel that left must come the nearer.
  const band = channel.isSteady || state.running === null ? thresholdPct : thresholdPct - hysteresisPct;
  const mean = meanOf(window);
  channel.isSteady =
    isFull(window) && highestOf(window) - mean <= band + DUST_PCT && mean - lowestOf(window) <= band + DUST_PCT;
}

/** A channel that went missing ends the steady state too, but nothing changed: its window is empty. */
function isNewsBeyond(state: RvcState, c: VoltageChannel, block: Block): boolean {
  const v = block.levels[c];
  const channel = state.channels[c];
  return v !== undefined && channel !== undefined && !channel.isSteady && isFull(channel.window);
}

const meansBefore = (state: RvcState): Running['before'] =>
  Object.fromEntries(
    state.params.channels.flatMap((c) => {
      const before = state.channels[c]?.beforePct ?? null;
      return before === null ? [] : [[c, before] as const];
    }),
  );

const begin = (before: Running['before'], isDipOrSwell: boolean, block: Block): Running => ({
  startMs: block.atMs,
  lastAtMs: block.atMs,
  knownAtMs: block.knownAtMs,
  before,
  lowest: {},
  highest: {},
  left: [],
  isDipOrSwell,
});

function grow(state: RvcState, running: Running, block: Block): void {
  running.lastAtMs = block.atMs;
  running.knownAtMs = block.knownAtMs;
  running.isDipOrSwell ||= state.isDip || state.isSwell;
  for (const c of state.params.channels) {
    const v = block.levels[c];
    if (v === undefined || Number.isNaN(v)) continue;
    running.lowest[c] = Math.min(running.lowest[c] ?? v, v);
    running.highest[c] = Math.max(running.highest[c] ?? v, v);
    if (state.channels[c]?.isSteady === false && !running.left.includes(c)) running.left.push(c);
  }
}

/** Any channel beyond begins it, all back end it. */
function followDipAndSwell(state: RvcState): void {
  const { dipPct, swellPct, hysteresisPct } = state.params.thresholds;
  const dipBelow = dipPct + (state.isDip ? hysteresisPct : 0);
  const swellAbove = swellPct - (state.isSwell ? hysteresisPct : 0);
  state.isDip = false;
  state.isSwell = false;
  for (const c of state.params.channels) {
    const v = state.channels[c]?.last ?? null;
    if (v === null) continue;
    if (v < dipBelow) state.isDip = true;
    if (v > swellAbove) state.isSwell = true;
  }
}

function isLost(state: RvcState, block: Block): boolean {
  return state.params.channels.some((c) => {
    const since = state.channels[c]?.unknownSinceMs ?? null;
    return since !== null && block.atMs - since > state.params.maxHoldMs;
  });
}

function named(state: RvcState, end: 'seen' | 'lost'): readonly Disturbance[] {
  const r = state.running as Running;
  state.running = null;
  if (r.isDipOrSwell) return NONE;
  const changes = state.params.channels.flatMap((c) => {
    const before = r.before[c];
    const [lowest, highest] = [r.lowest[c] ?? before, r.highest[c] ?? before];
    const w = state.channels[c]?.window;
    if (before === undefined || lowest === undefined || highest === undefined || w === undefined) return [];
    const [down, up] = [Math.max(0, before - lowest), Math.max(0, highest - before)];
    return [{ c, largestPct: Math.max(down, up), signedPct: up > down ? up : -down, ussPct: meanOf(w) - before }];
  });
  const worst = changes.reduce<(typeof changes)[number] | null>(
    (a, b) => (a === null || b.largestPct > a.largestPct ? b : a),
    null,
  );
  const { thresholdPct } = state.params.rvc ?? RVC_THRESHOLD;
  if (worst === null || worst.largestPct <= thresholdPct) return NONE;
  const steady = changes.reduce((a, b) => (Math.abs(b.ussPct) > Math.abs(a.ussPct) ? b : a));
  const event: LevelEvent = {
    startMs: r.startMs,
    durationMs: end === 'seen' ? Math.max(0, steadySinceMs(state) - r.startMs) : null,
    lastAtMs: r.lastAtMs,
    knownAtMs: r.knownAtMs,
    extreme: Object.fromEntries(changes.map((x) => [x.c, x.largestPct])),
    touched: state.params.channels.filter((c) => r.left.includes(c)),
    inRow: 0,
  };
  const numbers = {
    deltaUmaxPct: rounded(worst.signedPct),
    ...(end === 'seen' && { deltaUssPct: rounded(steady.ussPct) }),
  };
  const base = disturbanceOf(state.params, event, { kind: 'rvc', openEnd: end === 'lost' });
  return [{ ...base, pct: rounded(worst.largestPct), numbers }];
}

/** 100 or 120 half cycles, as long as they were, before the last channel became steady. */
function steadySinceMs(state: RvcState): number {
  const since = state.params.channels.flatMap((c) => {
    const w = state.channels[c]?.window;
    if (w === undefined) return [];
    const lastMs = w.timesMs[(w.count - 1) % w.size] ?? 0;
    return [lastMs - ((lastMs - oldestMs(w)) * w.size) / (w.size - 1)];
  });
  return Math.max(...since);
}

const rounded = (v: number): number => Number(v.toFixed(3));
