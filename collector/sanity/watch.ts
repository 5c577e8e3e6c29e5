/**
 * What one reading can't show but a meter's history can: a voltage that doubled and stays doubled, a value that has
 * frozen. A fold with plain state per meter; it flags and names, it never removes a value.
 */
import type { Doubt } from '../../core/data-quality.ts';
import type { Problem } from '../../core/problem.ts';
import { PHASES, type Phase } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';

/** What is remembered of one meter. Plain, so that it may be written to JSON. */
export interface WatchState {
  /** Slow mean of believed voltages per phase, V. */
  readonly reference: Readonly<Partial<Record<Phase, number>>>;
  readonly doubledSinceMs: number | null;
  /** All values of the last reading as text, how often they came again unchanged, and since when. */
  readonly same: {
    readonly text: string;
    readonly count: number;
    readonly sinceMs: number;
    readonly isTold: boolean;
  } | null;
  /** Consecutive readings without any voltage; how often each phase came with the same digits. */
  readonly zeros?: number;
  readonly still?: Readonly<Partial<Record<Phase, Still>>>;
}

interface Still {
  readonly uV: number;
  readonly count: number;
  readonly sinceMs: number;
}

export const FRESH_WATCH: WatchState = { reference: {}, doubledSinceMs: null, same: null };

export interface Watched {
  readonly reading: Reading;
  readonly state: WatchState;
  readonly problems: readonly Problem[];
  readonly doubts: readonly Doubt[];
}

/** A ratio this close to 2 is a factor in the firmware; no fault of an LV grid doubles a voltage (√3 is the most). */
const DOUBLE_PU = 2;
const DOUBLE_TOLERANCE_PU = 0.02;
/** Weight of a new value in the reference: about the last ten readings. */
const REFERENCE_WEIGHT = 0.1;
/** Measured values repeat to the last digit by chance a few times; not this often over this long. */
const FROZEN_COUNT = 30;
const FROZEN_MS = 1_800_000;

/**
 * Judge the next reading of a meter. `nominalV` (phase-neutral, V; null = unknown) stands in until a reference has
 * formed, so that a restart in the middle of a doubled hour changes nothing.
 */
export function watchReading(reading: Reading, state: WatchState, nominalV: number | null): Watched {
  const phases = PHASES.filter((p) => reading.values[p]?.u !== undefined);
  if (phases.length === 0) return { reading, state, problems: [], doubts: [] };
  const doubled = phases.filter((p) => isDoubled(reading.values[p]?.u ?? 0, state.reference[p] ?? nominalV));
  const same = nextSame(reading, state.same);
  const isFrozen =
    same.count >= FROZEN_COUNT && reading.endMs - same.sinceMs >= FROZEN_MS && !isCoarse(reading, phases);
  const quality = (doubled.length > 0 ? QUALITY.suspect : 0) | (isFrozen ? QUALITY.stale : 0);
  const problems: Problem[] = [];
  const doubts: Doubt[] = [];
  const still = nextStill(reading, phases, state.still ?? {});
  const zeros = phases.every((p) => isZero(reading, p)) ? (state.zeros ?? 0) + 1 : 0;
  if (doubled.length > 0) doubts.push(doubt('doubled', doubled, reading, 0.9));
  if (isFrozen) doubts.push(doubt('frozen', [], reading, 0.8));
  else doubts.push(...stillDoubts(reading, still));
  if (zeros === 0 && state.zeros === 1) doubts.push({ kind: 'single_zero', phases: '', detail: '0 V once', p: 0.4 });
  if (doubled.length > 0 && state.doubledSinceMs === null) {
    const got = doubled.map((p) => `${p} ${reading.values[p]?.u} V`).join(', ');
    const expected = doubled.map((p) => `${p} about ${Math.round(state.reference[p] ?? nominalV ?? 0)} V`).join(', ');
    problems.push(problem(reading, 'implausible', expected, `${got}: exactly doubled, meter suspect`));
  }
  if (isFrozen && !same.isTold) {
    problems.push(problem(reading, 'implausible', 'values that move', `the same values ${same.count} times`));
  }
  const doubledSinceMs = doubled.length > 0 ? (state.doubledSinceMs ?? reading.endMs) : null;
  const reference = doubled.length > 0 || reading.quality !== 0 ? state.reference : learn(reading, phases, state);
  return {
    reading: quality === 0 ? reading : { ...reading, quality: reading.quality | quality },
    state: { reference, doubledSinceMs, same: { ...same, isTold: same.isTold || isFrozen }, zeros, still },
    problems,
    doubts,
  };
}

/** Below this the meter says "no voltage", V. */
const NO_VOLTAGE_V = 1;

function isZero(reading: Reading, phase: Phase): boolean {
  return (reading.values[phase]?.u ?? 0) < NO_VOLTAGE_V;
}

function doubt(kind: Doubt['kind'], phases: readonly Phase[], reading: Reading, p: number): Doubt {
  const about = phases.length > 0 ? phases : PHASES.filter((phase) => reading.values[phase]?.u !== undefined);
  const detail = about.map((phase) => `${phase} ${reading.values[phase]?.u} V`).join(', ');
  return { kind, phases: phases.join(''), detail, p };
}

function nextStill(reading: Reading, phases: readonly Phase[], was: NonNullable<WatchState['still']>) {
  const next: Partial<Record<Phase, Still>> = { ...was };
  for (const phase of phases) {
    const uV = reading.values[phase]?.u ?? 0;
    const old = was[phase];
    next[phase] = old?.uV === uV ? { ...old, count: old.count + 1 } : { uV, count: 1, sinceMs: reading.endMs };
  }
  return next;
}

/** One phase stands still while another moves. Whole volts and 0 V stand still by nature. */
function stillDoubts(reading: Reading, still: NonNullable<WatchState['still']>): readonly Doubt[] {
  const all = Object.entries(still) as [Phase, Still][];
  if (!all.some(([, s]) => s.count === 1)) return [];
  return all
    .filter(([, s]) => s.count >= FROZEN_COUNT && reading.endMs - s.sinceMs >= FROZEN_MS && !Number.isInteger(s.uV))
    .map(([phase]) => doubt('frozen_phase', [phase], reading, 0.7));
}

function isDoubled(uV: number, referenceV: number | null): boolean {
  return referenceV !== null && referenceV > 0 && Math.abs(uV / referenceV - DOUBLE_PU) <= DOUBLE_TOLERANCE_PU;
}

/** Dips and interruptions must not drag the reference down: only values within ±20 % of it teach. */
function learn(reading: Reading, phases: readonly Phase[], state: WatchState): WatchState['reference'] {
  const reference: Partial<Record<Phase, number>> = { ...state.reference };
  for (const p of phases) {
    const uV = reading.values[p]?.u ?? 0;
    const old = reference[p];
    if (old === undefined) {
      if (uV > 0) reference[p] = uV;
    } else if (Math.abs(uV / old - 1) <= 0.2) reference[p] = old + REFERENCE_WEIGHT * (uV - old);
  }
  return reference;
}

function nextSame(reading: Reading, same: WatchState['same']): NonNullable<WatchState['same']> {
  const text = JSON.stringify(reading.values);
  if (same === null || same.text !== text) return { text, count: 1, sinceMs: reading.endMs, isTold: false };
  return { ...same, count: same.count + 1 };
}

/** Whole volts repeat by nature in a quiet night, and 0 V again and again is an outage: neither is a frozen display. */
function isCoarse(reading: Reading, phases: readonly Phase[]): boolean {
  return phases.every((p) => Number.isInteger(reading.values[p]?.u));
}

function problem(reading: Reading, code: Problem['code'], expected: string, got: string): Problem {
  return { code, severity: 'warning', file: reading.meter, line: null, field: 'u', expected, got };
}
