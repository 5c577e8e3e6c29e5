/**
 * 10/12-cycle values into 150/180-cycle, 10-minute and 2-hour values: root of the mean square of what is known. A fold
 * with plain JSON state. @source IEC 61000-4-30:2015 4.4, 4.5
 */
import { enclosingEndMs, TEN_MIN_MS, TWO_H_MS } from './clock.ts';
import { BLOCKS_PER_150 } from './windows.ts';

/** Instants UTC. `values` in an order that stays the same; NaN = unknown. */
export interface CycleBlock {
  readonly startMs: number;
  readonly endMs: number;
  readonly cycles: number;
  /** See `CycleWindow`. */
  readonly tenMinutesEndMs: number | null;
  readonly flagged: boolean;
  readonly values: readonly number[];
}

export const AGGREGATE_INTERVALS = ['150/180-cycle', '10min', '2h'] as const;
export type AggregateInterval = (typeof AGGREGATE_INTERVALS)[number];

export interface Aggregate {
  readonly interval: AggregateInterval;
  readonly startMs: number;
  readonly endMs: number;
  /** 10/12-cycle values in it; 10-minute values in one of 2 hours. */
  readonly n: number;
  /** Share of the interval that was measured at all. */
  readonly coveredPct: number;
  readonly flagged: boolean;
  /** Cycles over their duration; NaN in 2 hours (the standard's frequency is that of 10 s). */
  readonly hz: number;
  /** NaN where less than `COVERED_MIN_PCT` of the interval is known. */
  readonly values: readonly number[];
}

/** A value over an interval of which more is unknown would pretend to be more than it is. A setting of this product. */
export const COVERED_MIN_PCT = 90;
/** Windows that follow each other share their border to this, ms. */
const BORDER_DUST_MS = 0.01;

interface Sums {
  startMs: number;
  endMs: number;
  n: number;
  coveredMs: number;
  cycles: number;
  durationMs: number;
  flagged: boolean;
  squares: number[];
  /** How often each quantity was known, and for how long. */
  known: number[];
  knownMs: number[];
}

export interface AggregationState {
  running150: Sums | null;
  tenMinutes: Sums | null;
  twoHours: Sums | null;
}

export const startAggregation = (): AggregationState => ({ running150: null, tenMinutes: null, twoHours: null });

/** What became complete with this block. Blocks come in the order of `cycleWindows`. */
export function stepAggregation(state: AggregationState, block: CycleBlock): Aggregate[] {
  const out: Aggregate[] = [];
  if (block.tenMinutesEndMs !== null) {
    const endMs = block.tenMinutesEndMs;
    if (state.tenMinutes !== null && state.tenMinutes.endMs !== endMs) out.push(...closeTenMinutes(state));
    state.tenMinutes ??= emptySums(endMs - TEN_MIN_MS, endMs, block.values.length);
    addBlock(state.tenMinutes, block);
  }
  const running = state.running150;
  // A gap, or a fresh start: what was running is no 150/180-cycle value and is dropped.
  if (running !== null && Math.abs(running.endMs - block.startMs) > BORDER_DUST_MS) state.running150 = null;
  state.running150 ??= emptySums(block.startMs, block.startMs, block.values.length);
  state.running150.endMs = block.endMs;
  addBlock(state.running150, block);
  if (state.running150.n === BLOCKS_PER_150) {
    out.push(aggregateOf('150/180-cycle', state.running150));
    state.running150 = null;
  }
  return out;
}

/** Close what is half full: intervals of the clock say how much of them is covered, a 150/180-cycle value must be whole. */
export function finishAggregation(state: AggregationState): Aggregate[] {
  const out = closeTenMinutes(state);
  if (state.twoHours !== null) out.push(aggregateOf('2h', state.twoHours));
  Object.assign(state, startAggregation());
  return out;
}

function closeTenMinutes(state: AggregationState): Aggregate[] {
  if (state.tenMinutes === null) return [];
  const ten = aggregateOf('10min', state.tenMinutes);
  state.tenMinutes = null;
  return [ten, ...stepTwoHours(state, ten)];
}

/** Twelve 10-minute values on even hours of UTC. */
function stepTwoHours(state: AggregationState, ten: Aggregate): Aggregate[] {
  const endMs = enclosingEndMs(ten.endMs, TWO_H_MS);
  const out: Aggregate[] = [];
  if (state.twoHours !== null && state.twoHours.endMs !== endMs) {
    out.push(aggregateOf('2h', state.twoHours));
    state.twoHours = null;
  }
  state.twoHours ??= emptySums(endMs - TWO_H_MS, endMs, ten.values.length);
  const sums = state.twoHours;
  add(sums, ten.values, TEN_MIN_MS);
  sums.n++;
  sums.coveredMs += (ten.coveredPct / 100) * TEN_MIN_MS;
  sums.flagged ||= ten.flagged;
  if (ten.endMs !== endMs) return out;
  out.push(aggregateOf('2h', sums));
  state.twoHours = null;
  return out;
}

function emptySums(startMs: number, endMs: number, quantities: number): Sums {
  const zeros = () => Array.from({ length: quantities }, () => 0);
  const none = { n: 0, coveredMs: 0, cycles: 0, durationMs: 0, flagged: false };
  return { startMs, endMs, ...none, squares: zeros(), known: zeros(), knownMs: zeros() };
}

function addBlock(sums: Sums, block: CycleBlock): void {
  // The block that overlaps the tick covers this interval only up to it.
  const insideMs = Math.min(block.endMs, sums.endMs) - Math.max(block.startMs, sums.startMs);
  add(sums, block.values, insideMs);
  sums.n++;
  sums.coveredMs += insideMs;
  sums.cycles += block.cycles;
  sums.durationMs += block.endMs - block.startMs;
  sums.flagged ||= block.flagged;
}

function add(sums: Sums, values: readonly number[], lengthMs: number): void {
  values.forEach((v, q) => {
    if (Number.isNaN(v)) return;
    sums.squares[q] = (sums.squares[q] ?? 0) + v * v;
    sums.known[q] = (sums.known[q] ?? 0) + 1;
    sums.knownMs[q] = (sums.knownMs[q] ?? 0) + lengthMs;
  });
}

function aggregateOf(interval: AggregateInterval, sums: Sums): Aggregate {
  const { startMs, endMs, n, flagged, cycles, durationMs } = sums;
  const lengthMs = endMs - startMs;
  const values = sums.squares.map((square, q) => {
    const knownPct = (100 * (sums.knownMs[q] ?? 0)) / lengthMs;
    return knownPct < COVERED_MIN_PCT ? Number.NaN : Math.sqrt(square / (sums.known[q] ?? 0));
  });
  const coveredPct = Math.min(100, (100 * sums.coveredMs) / lengthMs);
  return { interval, startMs, endMs, n, coveredPct, flagged, hz: (1000 * cycles) / durationMs, values };
}
