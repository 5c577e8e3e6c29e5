/**
 * Voltage that stays beyond a limit for half an hour or more: the machine under undervoltage and overvoltage. Fed with
 * 10-minute values (longer ones as they come). Begins with the first of the values in a row, ends with the last value
 * beyond before half an hour inside. The half hour is a setting of this product, no standard's number.
 */
import type { VoltageChannel } from '../../core/series.ts';
import type { Block, Levels } from './detector.ts';
import type { LevelEvent } from './level.ts';

export const LASTING_MS = 1_800_000;
/** Below this a channel has lost its supply: an outage or a lost phase, no low voltage. % of Udin. */
const NO_SUPPLY_PCT = 30;

export interface LastingState {
  readonly side: 'below' | 'above';
  readonly limitPct: number;
  readonly channels: readonly VoltageChannel[];
  run: {
    startMs: number;
    beyondMs: number;
    insideMs: number;
    lastEndMs: number;
    lastSeenMs: number;
    knownAtMs: number;
    count: number;
    extreme: Partial<Record<VoltageChannel, number>>;
  } | null;
}

export function startLasting(
  side: 'below' | 'above',
  limitPct: number,
  channels: readonly VoltageChannel[],
): LastingState {
  return { side, limitPct, channels, run: null };
}

/** The event that ended, or null. Intervals without a known value neither go on with an event nor end it. */
export function stepLasting(state: LastingState, block: Block): LevelEvent | null {
  const ended = state.run !== null && block.startMs - state.run.lastSeenMs >= LASTING_MS ? close(state, true) : null;
  const worst = worstOf(state, block.levels);
  if (worst === null) return ended;
  const lengthMs = block.endMs - block.startMs;
  if (!isBeyond(state, worst)) return ended ?? inside(state, block, lengthMs);
  // Before the half hour is full an unknown value breaks the row: two short lows are not one long one.
  if (state.run !== null && state.run.beyondMs < LASTING_MS && block.startMs > state.run.lastSeenMs) state.run = null;
  state.run ??= {
    startMs: block.startMs,
    beyondMs: 0,
    insideMs: 0,
    lastEndMs: block.endMs,
    lastSeenMs: block.endMs,
    knownAtMs: block.knownAtMs,
    count: 0,
    extreme: {},
  };
  const run = state.run;
  run.beyondMs += lengthMs;
  run.insideMs = 0;
  run.lastEndMs = block.endMs;
  run.lastSeenMs = block.endMs;
  run.knownAtMs = block.knownAtMs;
  run.count++;
  for (const c of state.channels) {
    const v = block.levels[c];
    if (v === undefined || Number.isNaN(v) || v < NO_SUPPLY_PCT) continue;
    const old = run.extreme[c] ?? v;
    run.extreme[c] = state.side === 'below' ? Math.min(old, v) : Math.max(old, v);
  }
  return ended;
}

/** Still beyond at the end of the data: running. Back inside for less than the half hour: ended. */
export function finishLasting(state: LastingState): LevelEvent | null {
  return state.run === null ? null : close(state, state.run.insideMs > 0);
}

function inside(state: LastingState, block: Block, lengthMs: number): LevelEvent | null {
  const run = state.run;
  if (run === null) return null;
  if (run.beyondMs < LASTING_MS) {
    state.run = null;
    return null;
  }
  run.insideMs += lengthMs;
  run.lastSeenMs = block.endMs;
  return run.insideMs >= LASTING_MS ? close(state, true) : null;
}

function close(state: LastingState, isEnded: boolean): LevelEvent | null {
  const run = state.run;
  state.run = null;
  if (run === null || run.beyondMs < LASTING_MS) return null;
  return {
    startMs: run.startMs,
    durationMs: isEnded ? run.lastEndMs - run.startMs : null,
    lastAtMs: run.lastEndMs,
    knownAtMs: run.knownAtMs,
    extreme: run.extreme,
    touched: state.channels.filter((c) => isBeyond(state, run.extreme[c] ?? Number.NaN)),
    inRow: run.count,
  };
}

function worstOf(state: LastingState, levels: Levels): number | null {
  let worst: number | null = null;
  for (const c of state.channels) {
    const v = levels[c];
    if (v === undefined || Number.isNaN(v) || v < NO_SUPPLY_PCT) continue;
    if (worst === null || (state.side === 'below' ? v < worst : v > worst)) worst = v;
  }
  return worst;
}

/** Dust: 220 V × 0.9 in percent is 90.00000000000001. */
const DUST_PCT = 1e-6;
const isBeyond = (state: LastingState, v: number): boolean =>
  state.side === 'below' ? v < state.limitPct - DUST_PCT : v > state.limitPct + DUST_PCT;
