/**
 * Earth fault of one phase in an unearthed or coil-earthed medium-voltage network, from its phase-earth voltages: the
 * faulted phase falls, the others rise up to √3, phase-phase voltages stay. Earth is the star point that moves. Never a
 * swell, and low-voltage meters can't see it: their side stays at 1.00.
 *
 * A blown fuse of the measuring transformer (0/1/1) keeps no triangle and is no earth fault. In a resistance-earthed
 * network the same shape lasts until protection trips.
 * @source geometry of a displaced star point; `begin` like an insulation monitor's setting of 3U0, unconfirmed
 */
import type { Disturbance } from '../../core/event.ts';
import { PHASES } from '../../core/quantity.ts';
import { type Block, type Detector, type DetectorParams, NONE } from './detector.ts';
import {
  finishRow,
  type Look,
  patternDisturbance,
  type RowEvent,
  type RowState,
  rowSince,
  startRow,
  stepRow,
} from './pattern-row.ts';
import { starPoint, starPointInTriangle } from './star-point.ts';
import { bySize, groupOf, isLowVoltage, pairsOf, rowRule, threeOf } from './three-phases.ts';

interface EarthFaultState {
  readonly params: DetectorParams;
  readonly row: RowState;
}

const ROOT3 = Math.sqrt(3);
/** Two values in a row and a second: shorter ones are a dip's business, ms. */
const MIN_MS = 1000;
/** Displacement of earth, % of the phase voltage: begins, ends below. */
const DISPLACED_PCT = { begin: 30, back: 20 } as const;
/** Side of the triangle, % of √3·Udin, that counts as kept. */
const SIDE_PCT = { from: 88, to: 112 } as const;

export const earthFault = {
  id: 'earth_fault',
  clause: 'geometry of a displaced star point (no standard clause)',
  input: 'interval',
  start: (params) => ({ params, row: startRow(rowRule(params, MIN_MS)) }),
  step: (state, block) => named(state, stepRow(state.row, block, look(state, block))),
  finish: (state) => named(state, finishRow(state.row)),
  since: (state) => rowSince(state.row),
} as const satisfies Detector<EarthFaultState>;

function look({ params, row }: EarthFaultState, block: Block): Look | null | 'unknown' {
  const sees = groupOf(params) === 'phases' && !isLowVoltage(params);
  const three = sees ? threeOf(block.levels, 'phases') : null;
  if (three === null) return 'unknown';
  const pairs = pairsOf(block, 'phases');
  const star =
    pairs === null
      ? starPoint(...three)
      : starPointInTriangle(three, [pairs[0] * ROOT3, pairs[1] * ROOT3, pairs[2] * ROOT3]);
  if (star === null) return null;
  const sidePct = star.side / ROOT3;
  const d = star.displacement;
  if (sidePct < SIDE_PCT.from || sidePct > SIDE_PCT.to) return null;
  if (d < (row.run === null ? DISPLACED_PCT.begin : DISPLACED_PCT.back)) return null;
  const [lo] = bySize(three);
  const numbers: Record<string, number> = { displacementPct: d, highestPct: Math.max(...three) };
  if (params.udinV !== undefined) numbers['displacementV'] = (d * params.udinV) / 100;
  return { score: d, levels: block.levels, numbers, phases: PHASES[lo] ?? '' };
}

/** `pct`: what is left on the faulted phase when earth was displaced most. */
function named({ params }: EarthFaultState, e: RowEvent | null): readonly Disturbance[] {
  const three = e === null ? null : threeOf(e.worst.levels, 'phases');
  if (e === null || three === null) return NONE;
  return [patternDisturbance(params, e, { kind: 'earth_fault', pct: Math.min(...three), numbers: e.worst.numbers })];
}
