/**
 * Frequency outside its limits for ten seconds or more, from readings that carry it. A matter of the whole grid: every
 * meter with a sound clock says the same.
 * @source GB/T 15945-2008 3 (±0.2 Hz), EN 50160:2010 4.2.1 (±1 %), IEC 61000-4-30:2015 5.1 (ten seconds)
 */
import type { Disturbance } from '../../core/event.ts';
import { type Block, type Detector, type DetectorParams, NONE } from './detector.ts';
import { phaseLetters } from './named-event.ts';
import {
  finishRow,
  type Look,
  patternDisturbance,
  type RowEvent,
  type RowState,
  startRow,
  stepRow,
} from './pattern-row.ts';

interface FrequencyState {
  readonly params: DetectorParams;
  readonly row: RowState;
}

/** The interval the limits are meant for, ms; a shorter spell inside again is a pause. */
const INTERVAL_MS = 10_000;
/** Farther from the middle of the limits than this it is no frequency (0, 65.5 …), as a share of it. */
const PLAUSIBLE_PU = 0.15;
/** With less voltage there is nothing to count cycles of, % of Udin. */
const MIN_LEVEL_PCT = 50;

export const frequency = {
  id: 'frequency',
  clause: 'GB/T 15945-2008 3, or the profile given',
  input: 'interval',
  start: (params) => ({
    params,
    row: startRow({
      minMs: INTERVAL_MS,
      minCount: 1,
      maxHoldMs: params.maxHoldMs,
      pauseMs: INTERVAL_MS,
      isAbrupt: false,
    }),
  }),
  step: (state, block) => named(state, stepRow(state.row, block, look(state.params, block))),
  finish: (state) => named(state, finishRow(state.row)),
} as const satisfies Detector<FrequencyState>;

function look(params: DetectorParams, block: Block): Look | null | 'unknown' {
  const limits = params.frequencyHz ?? null;
  const hz = block.more?.hz;
  if (limits === null || hz === undefined) return 'unknown';
  const middleHz = (limits.low + limits.high) / 2;
  const hasVoltage = Object.values(block.levels).some((v) => v >= MIN_LEVEL_PCT);
  if (!hasVoltage || !(Math.abs(hz - middleHz) <= PLAUSIBLE_PU * middleHz)) return 'unknown';
  if (hz >= limits.low && hz <= limits.high) return null;
  const score = Math.abs(hz - middleHz);
  return {
    score,
    levels: {},
    numbers: { extremeHz: hz, deviationHz: hz - middleHz },
    phases: phaseLetters(params.channels),
  };
}

/** `pct`: the largest deviation, % of the nominal frequency. */
function named({ params }: FrequencyState, e: RowEvent | null): readonly Disturbance[] {
  const limits = params.frequencyHz ?? null;
  if (e === null || limits === null) return NONE;
  const pct = (200 * e.worst.score) / (limits.low + limits.high);
  return [patternDisturbance(params, e, { kind: 'frequency', pct, numbers: e.worst.numbers })];
}
