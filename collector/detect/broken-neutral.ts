/**
 * Broken neutral of a low-voltage network: the star point of the loads drifts away from the neutral, phases swing
 * apart, and the triangle of phase-phase voltages is kept. The sum of the phase voltages is not kept.
 *
 * With phase-phase voltages beside them the displacement is exact; with the three phase voltages alone it is the one
 * displacement that fits them in an equilateral triangle, and the triangle found must be the one that was there before
 * (or a full one). A load on one phase through a sound neutral shrinks the triangle found instead; so do dips and lost
 * phases. A single-phase meter sees a rise or a drop and can't tell.
 * @source design figures: 137.4/249.9/302.4 V at L = 381.05 V give d = 95.9 V; bounds are settings of this product
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
import { type StarPoint, starPoint, starPointInTriangle } from './star-point.ts';
import { groupOf, isLowVoltage, pairsOf, rowRule, type Three, threeOf } from './three-phases.ts';

interface BrokenNeutralState {
  readonly params: DetectorParams;
  readonly row: RowState;
  /** Triangle of the last blocks without displacement, % of the phase voltage; null = none since the last unknown. */
  calmSidePct: number | null;
  /** Blocks since then. */
  calmAge: number;
}

const ROOT3 = Math.sqrt(3);
/** Shorter than this it is a switching or a fault, ms. */
const MIN_MS = 5000;
/**
 * Displacement, % of Udin. A sound neutral carries load with less than `calm`; a rise from calm to `jump` within three
 * values is a break if the triangle stayed; `sure` needs no past; the event ends below `back`.
 */
const DISPLACED_PCT = { calm: 6, jump: 12, sure: 20, back: 8 } as const;
/** Blocks after the last calm one in which a jump is a jump: the first value after a break is a mixture of both. */
const JUMP_BLOCKS = 3;
/** Side of the triangle, % of √3·Udin: a supply in order; while the event runs. */
const SIDE_PCT = { fullFrom: 95, fullTo: 109, anyFrom: 85, anyTo: 112 } as const;
/**
 * Against the triangle before, % of it: a load I on one phase through a sound neutral moves the star point by
 * I·(Zn + Zp/3) and shrinks the triangle by I·Zp/3, a tenth to a fourth of that for neutrals of three to one times the
 * conductor's impedance. A break moves it and leaves the triangle.
 */
const SIDE_STAYS = { pct: 1, ofDisplacementPu: 0.1 } as const;

export const brokenNeutral = {
  id: 'broken_neutral',
  clause: 'geometry of a displaced star point (no standard clause)',
  input: 'interval',
  start: (params) => ({ params, row: startRow(rowRule(params, MIN_MS)), calmSidePct: null, calmAge: 0 }),
  step: (state, block) => named(state, stepRow(state.row, block, look(state, block))),
  finish: (state) => named(state, finishRow(state.row)),
  since: (state) => rowSince(state.row),
} as const satisfies Detector<BrokenNeutralState>;

function look(state: BrokenNeutralState, block: Block): Look | null | 'unknown' {
  const { params } = state;
  const three = groupOf(params) === 'phases' && isLowVoltage(params) ? threeOf(block.levels, 'phases') : null;
  if (three === null) {
    state.calmSidePct = null;
    return 'unknown';
  }
  const star = starOf(three, pairsOf(block, 'phases'));
  const isDisplaced = star !== null && fits(state, star);
  remember(state, star);
  if (!isDisplaced || star === null) return null;
  const worst = worstOf(three);
  const { displacement, side } = star;
  const numbers: Record<string, number> = { displacementPct: displacement, triangleSidePct: side / ROOT3 };
  if (params.udinV !== undefined) numbers['displacementV'] = (displacement * params.udinV) / 100;
  const phases = PHASES.filter((_, i) => isAway(three[i] as number)).join('') || (PHASES[worst] ?? '');
  return { score: displacement, levels: block.levels, numbers, phases };
}

/** Measured triangle where there is one and it is whole; else the one the magnitudes fit. In % of Udin, side √3 · 100. */
function starOf(three: Three, pairs: Three | null): StarPoint | null {
  if (pairs === null) return starPoint(...three);
  const isWhole = pairs.every((v) => v >= SIDE_PCT.anyFrom && v <= SIDE_PCT.anyTo);
  return isWhole ? starPointInTriangle(three, [pairs[0] * ROOT3, pairs[1] * ROOT3, pairs[2] * ROOT3]) : null;
}

function fits(state: BrokenNeutralState, star: StarPoint): boolean {
  const sidePct = star.side / ROOT3;
  const d = star.displacement;
  if (sidePct < SIDE_PCT.anyFrom || sidePct > SIDE_PCT.anyTo) return false;
  if (state.row.run !== null) return d >= DISPLACED_PCT.back;
  if (d >= DISPLACED_PCT.sure && sidePct >= SIDE_PCT.fullFrom && sidePct <= SIDE_PCT.fullTo) return true;
  const before = state.calmAge <= JUMP_BLOCKS ? state.calmSidePct : null;
  const staysPct = Math.max(SIDE_STAYS.pct, SIDE_STAYS.ofDisplacementPu * d);
  return d >= DISPLACED_PCT.jump && before !== null && Math.abs(100 * (sidePct / before - 1)) <= staysPct;
}

function remember(state: BrokenNeutralState, star: StarPoint | null): void {
  if (star !== null && star.displacement < DISPLACED_PCT.calm) {
    state.calmSidePct = star.side / ROOT3;
    state.calmAge = 0;
  } else state.calmAge++;
}

/** Limits of a supply in order, % of Udin: what lies beyond is concerned. */
const [LOW_PCT, HIGH_PCT] = [90, 110];
const isAway = (pct: number): boolean => pct < LOW_PCT || pct > HIGH_PCT;

/** The phase that does the damage: the highest where one is too high, else the farthest from Udin. */
function worstOf(three: Three): number {
  const badness = (v: number): number => (v > HIGH_PCT ? 1000 + v : Math.abs(v - 100));
  return [0, 1, 2].reduce((a, b) => (badness(three[b] as number) > badness(three[a] as number) ? b : a));
}

/** `pct`: the worst phase when the displacement was largest. */
function named(state: BrokenNeutralState, e: RowEvent | null): readonly Disturbance[] {
  const three = e === null ? null : threeOf(e.worst.levels, 'phases');
  if (e === null || three === null) return NONE;
  const numbers = { ...e.worst.numbers, displacementLeastPct: e.leastScore };
  return [
    patternDisturbance(state.params, e, { kind: 'broken_neutral', pct: three[worstOf(three)] as number, numbers }),
  ];
}
