/**
 * Events that only the lowest or highest value of an interval betrays. That it happened is certain, when in the
 * interval and for how long is not: `start` is the interval's start and the duration unknown.
 *
 * Many meters keep such a register since its last reset instead of per interval. It repeats the same number for months:
 * only a number that is new tells of this interval. The first one read proves nothing until the register moves back,
 * which a register since reset never does by itself.
 */
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { type Block, type Detector, type DetectorParams, type Levels, NONE } from './detector.ts';
import { disturbanceOf } from './named-event.ts';

type Register = Partial<Record<VoltageChannel, number>>;

interface ExtremesState {
  readonly params: DetectorParams;
  blocks: number;
  /** Last known number of each register, % of Udin. */
  readonly low: Register;
  readonly high: Register;
  /** Events of the first block, until it is known whether its registers are those of the interval. */
  held: { readonly low: Register; readonly high: Register; readonly events: readonly Disturbance[] } | null;
}

/** The interval's mean must lie this far inside the threshold, % of Udin: else the level itself is low or high. */
const MEAN_INSIDE_PCT = 2;

export const intervalExtremes = {
  id: 'interval_extremes',
  clause: 'IEC 61000-4-30:2015 5.4 (from the lowest and highest value of an interval)',
  input: 'extremes',
  start: (params): ExtremesState => ({ params, blocks: 0, low: {}, high: {}, held: null }),
  step: (state, block) => {
    const isFirst = ++state.blocks === 1;
    const { dipPct, swellPct, interruptionPct } = state.params.thresholds;
    const low = crossed(state, block, 'low', (v, mean) => v < dipPct && mean >= dipPct + MEAN_INSIDE_PCT);
    const high = crossed(state, block, 'high', (v, mean) => v > swellPct && mean <= swellPct - MEAN_INSIDE_PCT);
    const lowest = fresh(state.low, block.lowest, (v) => v < dipPct);
    const highest = fresh(state.high, block.highest, (v) => v > swellPct);
    const released = release(state, block);
    remember(state.low, block.lowest);
    remember(state.high, block.highest);
    if (low.length === 0 && high.length === 0) return released;
    const { params } = state;
    const all = params.channels.every((c) => (lowest[c] ?? Number.POSITIVE_INFINITY) < interruptionPct);
    const events = [
      ...event(params, block, low, lowest, all ? 'interruption' : 'dip'),
      ...event(params, block, high, highest, 'swell'),
    ];
    if (!isFirst) return [...released, ...events];
    // A value of one instant has no interval its extremes could belong to: it can only be a register since reset.
    if (block.endMs > block.startMs) {
      state.held = { low: taken(block.lowest, low), high: taken(block.highest, high), events };
    }
    return NONE;
  },
  // One reading alone is what its table says it is: the extremes of its interval.
  finish: (state) => (state.held !== null && state.blocks === 1 ? state.held.events : NONE),
} as const satisfies Detector<ExtremesState>;

/** Channels beyond the threshold with a number that was not there before. */
function crossed(
  state: ExtremesState,
  block: Block,
  side: 'low' | 'high',
  rule: (v: number, mean: number) => boolean,
): VoltageChannel[] {
  const extreme = side === 'low' ? block.lowest : block.highest;
  if (extreme === null) return [];
  return state.params.channels.filter((c) => {
    const v = extreme[c] ?? Number.NaN;
    return v !== state[side][c] && rule(v, block.levels[c] ?? Number.NaN);
  });
}

/** The extremes without those beyond the threshold that stood there before: they are of an earlier event. */
function fresh(before: Register, extreme: Levels | null, isBeyond: (v: number) => boolean): Register {
  return Object.fromEntries(
    Object.entries(extreme ?? {}).filter(
      ([c, v]) => !Number.isNaN(v) && !(isBeyond(v) && v === before[c as VoltageChannel]),
    ),
  );
}

/** What the first block told, once its registers moved back; nothing more of it once they went further. */
function release(state: ExtremesState, block: Block): readonly Disturbance[] {
  const { held } = state;
  if (held === null) return NONE;
  let moved = { back: false, further: false };
  for (const c of state.params.channels) {
    moved = movedBy(moved, (block.lowest?.[c] ?? Number.NaN) - (held.low[c] ?? Number.NaN));
    moved = movedBy(moved, (held.high[c] ?? Number.NaN) - (block.highest?.[c] ?? Number.NaN));
  }
  if (!moved.back && !moved.further) return NONE;
  state.held = null;
  return moved.back ? held.events : NONE;
}

const movedBy = (before: { readonly back: boolean; readonly further: boolean }, backPct: number) => ({
  back: before.back || backPct > 0,
  further: before.further || backPct < 0,
});

function remember(register: Register, extreme: Levels | null): void {
  for (const [c, v] of Object.entries(extreme ?? {})) {
    if (!Number.isNaN(v)) register[c as VoltageChannel] = v;
  }
}

const taken = (extreme: Levels | null, channels: readonly VoltageChannel[]): Register =>
  Object.fromEntries(channels.map((c) => [c, extreme?.[c] ?? 0]));

function event(
  params: DetectorParams,
  block: Block,
  touched: VoltageChannel[],
  extreme: Register,
  kind: DisturbanceKind,
): Disturbance[] {
  if (touched.length === 0) return [];
  const e = {
    startMs: block.startMs,
    durationMs: null,
    lastAtMs: block.endMs,
    knownAtMs: block.knownAtMs,
    extreme,
    touched,
    inRow: 1,
  };
  return [disturbanceOf(params, e, { kind, openEnd: false })];
}
