/**
 * Lasting unbalance: the negative sequence of 10-minute values above its limit for half an hour or more. From the
 * meter's own u2, else from three phase-phase voltages (RMS, not fundamental: an approximation), else, at low voltage,
 * from the three phase-neutral magnitudes as if they stood 120° apart. Magnitudes to neutral hold negative and zero
 * sequence mixed, and loads on a sound neutral make mostly zero sequence: that estimate is an upper one, so it speaks
 * only at twice the limit and where no phase is outside the limits of the level, which would be the sharper word for
 * the same thing. Phase-earth values of medium voltage say nothing about u2.
 * @source IEC 61000-4-30:2015 5.7.1; limits GB/T 15543-2008 4, EN 50160 4.2.4 (unconfirmed)
 */
import type { Disturbance } from '../../core/event.ts';
import { u2Pct } from '../measure/unbalance.ts';
import { type Block, type Detector, type DetectorParams, NONE } from './detector.ts';
import { LASTING_MS } from './lasting.ts';
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
import { groupOf, isLowVoltage, pairsOf, type Three, threeOf } from './three-phases.ts';

interface UnbalanceState {
  readonly params: DetectorParams;
  readonly row: RowState;
}

/** The estimate from phase-neutral magnitudes speaks from this many times the limit on. */
const ESTIMATE_FACTOR = 2;
/** A channel below this is lost, not unbalanced, % of Udin. */
const LOST_PCT = 50;
const DUST_PCT = 1e-6;

export const unbalance = {
  id: 'unbalance',
  clause: 'IEC 61000-4-30:2015 5.7.1; GB/T 15543-2008 4, or the profile given',
  input: 'ten_min',
  start: (params) => ({
    params,
    row: startRow({ minMs: LASTING_MS, minCount: 1, maxHoldMs: LASTING_MS, pauseMs: LASTING_MS, isAbrupt: false }),
  }),
  step: (state, block) => named(state, stepRow(state.row, block, look(state.params, block))),
  finish: (state) => named(state, finishRow(state.row)),
} as const satisfies Detector<UnbalanceState>;

/** Phase-phase magnitudes (in units of Udin phase-neutral, times 100) if the three phases stood 120° apart. */
export function pairsAt120(three: Three): Three {
  const side = (a: number, b: number): number => Math.sqrt(a * a + b * b + a * b);
  return [side(three[0], three[1]), side(three[1], three[2]), side(three[2], three[0])];
}

function look(params: DetectorParams, block: Block): Look | null | 'unknown' {
  const limitPct = params.u2LimitPct ?? null;
  const group = groupOf(params);
  if (limitPct === null || group === null) return 'unknown';
  const three = threeOf(block.levels, group);
  if (three === null || three.some((v) => v < LOST_PCT)) return 'unknown';
  const u2 = u2Of(params, block, three, group);
  if (u2 === null) return 'unknown';
  if (u2.pct <= limitPct * (u2.isEstimate ? ESTIMATE_FACTOR : 1) + DUST_PCT) return null;
  if (u2.isEstimate && three.some((v) => isOutside(params, v))) return null;
  const numbers: Record<string, number> = { [u2.name]: u2.pct, limitPct };
  return { score: u2.pct, levels: block.levels, numbers, phases: phaseLetters(params.channels) };
}

const isOutside = ({ limits }: DetectorParams, pct: number): boolean =>
  limits !== null && (pct < limits.lowPct || pct > limits.highPct);

/** The name says how it was found: `u2Pct` phasors, `u2RmsPct` phase-phase RMS, `u2EstimatePct` phase-neutral only. */
function u2Of(params: DetectorParams, block: Block, three: Three, group: 'phases' | 'pairs') {
  const measured = block.more?.u2Pct;
  if (measured !== undefined) return { pct: measured, name: 'u2Pct', isEstimate: false };
  const pairs = pairsOf(block, group);
  if (pairs !== null) return { pct: u2Pct(...pairs), name: 'u2RmsPct', isEstimate: false };
  if (!isLowVoltage(params)) return null;
  return { pct: u2Pct(...pairsAt120(three)), name: 'u2EstimatePct', isEstimate: true };
}

/** `pct`: the largest u2. */
function named({ params }: UnbalanceState, e: RowEvent | null): readonly Disturbance[] {
  if (e === null) return NONE;
  return [patternDisturbance(params, e, { kind: 'unbalance', pct: e.worst.score, numbers: e.worst.numbers })];
}
