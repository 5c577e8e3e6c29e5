/**
 * A pattern of voltages that holds for a while: the machine under the detectors that look at three phases together.
 * Block after block the pattern is there, is not, or cannot be judged. Plain JSON state.
 *
 * The first and the last value over an interval are mixtures. Where the value before or after lies between the levels
 * outside and inside, the share of the interval that the pattern filled tells the instant: u² is a mean of squares.
 */
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import type { VoltageChannel } from '../../core/series.ts';
import type { Block, DetectorParams, Levels } from './detector.ts';
import { mixedMs, type Past, remembered } from './mixed-interval.ts';
import { disturbanceOf } from './named-event.ts';

export interface RowRule {
  /** The pattern must hold for so long and for so many blocks in a row before it is an event. */
  readonly minMs: number;
  readonly minCount: number;
  /** Not to be judged for longer than this: the event is left open-ended. */
  readonly maxHoldMs: number;
  /** Gone for less than this it only paused. */
  readonly pauseMs: number;
  /** It comes and goes at an instant: the first and last values are mixtures that tell it. */
  readonly isAbrupt: boolean;
}

/** One look. `score`: the larger, the worse; the levels and numbers of the worst block are kept. */
export interface Look {
  readonly score: number;
  readonly levels: Levels;
  readonly numbers: Readonly<Record<string, number>>;
  /** Letters of the phases concerned at this block. */
  readonly phases: string;
}

interface Run {
  startMs: number;
  /** Start of the first block that showed it whole. */
  wholeFromMs: number;
  /** Levels before it; null = not known well enough. */
  before: Levels | null;
  lastLevels: Levels;
  /** End of the last block that showed the pattern. */
  seenToMs: number;
  knownAtMs: number;
  count: number;
  awayFromMs: number | null;
  unknownFromMs: number | null;
  worst: Look;
  /** Smallest score: how much it wandered. */
  leastScore: number;
}

export interface RowState {
  readonly rule: RowRule;
  run: Run | null;
  /** The last two blocks without the pattern, one right after the other. */
  past: readonly Past[];
}

/** `durationMs` null = end not seen. */
export interface RowEvent {
  readonly startMs: number;
  readonly durationMs: number | null;
  readonly seenToMs: number;
  readonly knownAtMs: number;
  readonly count: number;
  readonly worst: Look;
  readonly leastScore: number;
}

export const startRow = (rule: RowRule): RowState => ({ rule, run: null, past: [] });

/** `look` null = the pattern is not there, 'unknown' = this block cannot say. The event that ended, or null. */
export function stepRow(state: RowState, block: Block, look: Look | null | 'unknown'): RowEvent | null {
  const { rule, run } = state;
  if (run === null) {
    if (look !== null && look !== 'unknown') state.run = begin(state, block, look);
    else state.past = look === null ? remembered(state.past, block) : [];
    return null;
  }
  if (look === 'unknown') {
    // Before it is an event an unknown value breaks the row: two short ones are not one long one.
    if (!isEvent(rule, run)) state.run = null;
    else {
      run.unknownFromMs ??= block.atMs;
      if (block.atMs - run.unknownFromMs > rule.maxHoldMs) return close(state, null);
    }
    return null;
  }
  run.unknownFromMs = null;
  if (look === null) {
    if (!isEvent(rule, run)) {
      state.run = null;
      return null;
    }
    run.awayFromMs ??=
      block.atMs + (rule.isAbrupt && block.startMs === run.seenToMs ? mixedMs(run.before, block, run.lastLevels) : 0);
    return block.endMs - run.awayFromMs >= rule.pauseMs ? close(state, run.awayFromMs) : null;
  }
  run.awayFromMs = null;
  run.seenToMs = block.endMs;
  run.lastLevels = block.levels;
  run.knownAtMs = block.knownAtMs;
  run.count++;
  if (look.score > run.worst.score) run.worst = look;
  run.leastScore = Math.min(run.leastScore, look.score);
  return null;
}

/** At the end of the record: what is still running, open-ended; ended where it had only paused. */
export function finishRow(state: RowState): RowEvent | null {
  if (state.run === null) return null;
  if (isEvent(state.rule, state.run)) return close(state, state.run.awayFromMs);
  state.run = null;
  return null;
}

export const rowSince = (state: RowState): number | null => state.run?.startMs ?? null;

/** With a name: levels of the worst block, rounded like every other event. `pct` as the kind reads it. */
export function patternDisturbance(
  params: DetectorParams,
  e: RowEvent,
  naming: { readonly kind: DisturbanceKind; readonly pct: number; readonly numbers: Readonly<Record<string, number>> },
): Disturbance {
  const extreme = Object.fromEntries(
    params.channels.flatMap((c) => {
      const v = e.worst.levels[c];
      return v === undefined || Number.isNaN(v) ? [] : [[c, v] as const];
    }),
  );
  const level = { ...e, lastAtMs: e.seenToMs, extreme, touched: [] as VoltageChannel[], inRow: e.count };
  const { kind } = naming;
  return {
    ...disturbanceOf(params, level, { kind, openEnd: e.durationMs === null, phases: e.worst.phases }),
    pct: rounded(naming.pct),
    numbers: Object.fromEntries(Object.entries(naming.numbers).map(([k, v]) => [k, rounded(v)])),
  };
}

const rounded = (v: number): number => Number(v.toFixed(3));

function begin(state: RowState, block: Block, look: Look): Run {
  const [calm, mixed] = state.past;
  const isNext = state.rule.isAbrupt && mixed !== undefined && mixed.endMs === block.startMs;
  const earlierMs = isNext && calm !== undefined ? mixedMs(calm.levels, mixed, block.levels) : 0;
  state.past = [];
  return {
    startMs: block.atMs - earlierMs,
    wholeFromMs: block.atMs,
    before: calm?.levels ?? null,
    lastLevels: block.levels,
    seenToMs: block.endMs,
    knownAtMs: block.knownAtMs,
    count: 1,
    awayFromMs: null,
    unknownFromMs: null,
    worst: look,
    leastScore: look.score,
  };
}

const isEvent = (rule: RowRule, run: Run): boolean =>
  run.count >= rule.minCount && run.seenToMs - run.wholeFromMs >= rule.minMs;

function close(state: RowState, endMs: number | null): RowEvent {
  const { startMs, seenToMs, knownAtMs, count, worst, leastScore } = state.run as Run;
  state.run = null;
  const durationMs = endMs === null ? null : endMs - startMs;
  return { startMs, durationMs, seenToMs, knownAtMs, count, worst, leastScore };
}
