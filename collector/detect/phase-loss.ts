/**
 * Phase loss: one phase (or two) gone for good while the rest stands. Kind `phase_loss`, not an endless dip.
 *
 * What a blown fuse or an open conductor leaves, of the voltage that stands:
 * - low-voltage conductor or fuse: 0 on that phase; phase-phase meter 0.577/0.577/1.
 * - 10 kV phase open before a Yyn0 transformer: 0/0.87/0.87.
 * - 10 kV phase open before a Dyn11 transformer: two phases share one winding's voltage, about 0.5/1/0.5, their sum 1.
 * - a medium-voltage meter past the break: that phase floats half-way between the others, phase-earth about 0.5/1/1,
 *   phase-phase 0.5/0.5/1. A medium-voltage phase-earth value of 0 beside full ones is a blown fuse of the measuring
 *   transformer as well: nothing is said.
 * Motors that go on turning hold the lost phase up: above the bounds here that does not show.
 * @source design figures by circuit theory; bounds around them are settings of this product
 */
import type { Disturbance } from '../../core/event.ts';
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
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
import { bySize, groupOf, isLowVoltage, pairsOf, rowRule, type Three, threeOf } from './three-phases.ts';

interface PhaseLossState {
  readonly params: DetectorParams;
  readonly row: RowState;
}

/** Shorter than this it is a dip: protection clears faults faster, ms. */
const MIN_MS = 5000;
/** % of Udin. A phase that stands, from a weak Yyn0 remainder to a high supply. */
const STANDS = { fromPct: 75, toPct: 115 } as const;
/** No voltage left: interruption threshold, and a little more while the event runs. */
const DEAD_PCT = { begin: 10, go_on: 15 } as const;
/** Dyn11: each of the two sharing phases lies in here, their sum is this share of the third. */
const SHARING = { fromPct: 15, toPct: 85, sumFromPu: 0.88, sumToPu: 1.12 } as const;
/** Phase-phase values of the two pairs that hold the lost phase, as a share of the third (0.5 floating, 0.577 dead). */
const PAIR_PU = { from: 0.4, to: 0.68 } as const;
/** Medium voltage, phase-earth: the floating phase as a share of the mean of the others. */
const FLOATING_PU = { from: 0.35, to: 0.65 } as const;

export const phaseLoss = {
  id: 'phase_loss',
  clause: 'circuit theory of an open phase (no standard clause)',
  input: 'interval',
  start: (params) => ({ params, row: startRow(rowRule(params, MIN_MS)) }),
  step: (state, block) => named(state, stepRow(state.row, block, look(state, block))),
  finish: (state) => named(state, finishRow(state.row)),
  since: (state) => rowSince(state.row),
} as const satisfies Detector<PhaseLossState>;

function look(state: PhaseLossState, block: Block): Look | null | 'unknown' {
  const group = groupOf(state.params);
  const three = group === null ? null : threeOf(block.levels, group);
  if (group === null || three === null) return 'unknown';
  const lost = lostOf(state, block, three, group);
  if (lost === null) return null;
  const letters = PHASES.filter((_, i) => lost.includes(i)).join('');
  const [lo, , hi] = bySize(three);
  const lowest = three[lo] as number;
  return { score: 100 - lowest, levels: block.levels, phases: letters, numbers: { keptPct: three[hi] as number } };
}

/** Indices of the phases lost; null where nothing is, or where it is something else. */
function lostOf(
  state: PhaseLossState,
  block: Block,
  three: Three,
  group: 'phases' | 'pairs',
): readonly number[] | null {
  if (group === 'pairs') return lostByPairs(three);
  if (!isLowVoltage(state.params)) return floating(three);
  return dead(three, state.row.run !== null, pairsOf(block, group)) ?? sharing(three);
}

const stands = (v: number): boolean => v >= STANDS.fromPct && v <= STANDS.toPct;

function dead(three: Three, isRunning: boolean, pairs: Three | null): readonly number[] | null {
  const limit = isRunning ? DEAD_PCT.go_on : DEAD_PCT.begin;
  const gone = [0, 1, 2].filter((i) => (three[i] as number) < limit);
  if (gone.length === 0 || gone.length === 3) return null;
  if (![0, 1, 2].every((i) => gone.includes(i) || stands(three[i] as number))) return null;
  // A full phase-phase voltage to a dead phase cannot be: its measuring lead is off.
  const isLead = pairs !== null && gone.length === 1 && lostByPairs(pairs)?.[0] !== gone[0];
  return isLead ? null : gone;
}

function sharing(three: Three): readonly number[] | null {
  const [lo, mid, hi] = bySize(three);
  const [a, b, kept] = [three[lo] as number, three[mid] as number, three[hi] as number];
  const isShare = (v: number): boolean => v >= SHARING.fromPct && v <= SHARING.toPct;
  const sumPu = (a + b) / kept;
  const fits = isShare(a) && isShare(b) && stands(kept) && sumPu >= SHARING.sumFromPu && sumPu <= SHARING.sumToPu;
  return fits ? [lo, mid] : null;
}

/** The letter that the two low pairs have in common. */
function lostByPairs(pairs: Three): readonly number[] | null {
  const [lo, mid, hi] = bySize(pairs);
  const kept = pairs[hi] as number;
  const isLow = (i: number): boolean => {
    const pu = (pairs[i] as number) / kept;
    return pu >= PAIR_PU.from && pu <= PAIR_PU.to;
  };
  if (!stands(kept) || !isLow(lo) || !isLow(mid)) return null;
  const full = LINE_PAIRS[hi] ?? '';
  return [PHASES.findIndex((p) => !full.includes(p))];
}

function floating(three: Three): readonly number[] | null {
  const [lo, mid, hi] = bySize(three);
  const others = ((three[mid] as number) + (three[hi] as number)) / 2;
  const pu = (three[lo] as number) / others;
  const fits = stands(three[mid] as number) && stands(three[hi] as number);
  return fits && pu >= FLOATING_PU.from && pu <= FLOATING_PU.to ? [lo] : null;
}

function named(state: PhaseLossState, e: RowEvent | null): readonly Disturbance[] {
  if (e === null) return NONE;
  return [
    patternDisturbance(state.params, e, {
      kind: 'phase_loss',
      pct: 100 - e.worst.score,
      numbers: e.worst.numbers,
    }),
  ];
}
