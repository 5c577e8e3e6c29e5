/**
 * The flags a reading gets from the course of its meter, as the live fold needs them: cheap, and in order of time
 * whatever the order of arrival. The rules are those of `sanity/check.ts` and `sanity/watch.ts`, which name what they find.
 */
import { PHASES, type Phase, type PhaseTag, type QuantityId } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { checkReading } from '../sanity/check.ts';
import { isImpossibleVoltage, isZeroWithLoad, nominalOfV } from '../sanity/voltage.ts';

/** Plain JSON. */
export interface CourseState {
  /** Slow mean of believed voltages per phase, V. */
  readonly reference: Partial<Record<Phase, number>>;
  /** The last values that were new, how often they came, and since when. */
  same: { readonly values: Reading['values']; count: number; readonly sinceMs: number } | null;
}

export interface CourseRules {
  /** Phase to neutral, V. */
  readonly nominalLnV: number;
  /** Values that stand still are a frozen display. */
  readonly seesFrozen: boolean;
}

const DOUBLE_PU = 2;
const DOUBLE_TOLERANCE_PU = 0.02;
const REFERENCE_WEIGHT = 0.1;
const TEACHES_PU = 0.2;
const FROZEN_COUNT = 30;
const FROZEN_MS = 1_800_000;

export const freshCourse = (): CourseState => ({ reference: {}, same: null });

/** The reading without impossible values and with its flags; the very same object where nothing is wrong. */
export function judgeNext(state: CourseState, given: Reading, rules: CourseRules): Reading {
  const reading = isPlain(given, rules.nominalLnV) ? given : checkReading(given, rules.nominalLnV).reading;
  const { reference } = state;
  let isDoubled = false;
  let hasVoltage = false;
  for (const p of PHASES) {
    const uV = reading.values[p]?.u;
    if (uV === undefined) continue;
    hasVoltage = true;
    const ofV = reference[p] ?? rules.nominalLnV;
    isDoubled ||= ofV > 0 && Math.abs(uV / ofV - DOUBLE_PU) <= DOUBLE_TOLERANCE_PU;
  }
  if (!hasVoltage) return reading;
  const isFrozen = rules.seesFrozen && standsStill(state, reading);
  if (!isDoubled && reading.quality === 0) learn(reference, reading);
  const quality = reading.quality | (isDoubled ? QUALITY.suspect : 0) | (isFrozen ? QUALITY.stale : 0);
  return quality === reading.quality ? reading : { ...reading, quality };
}

function learn(reference: CourseState['reference'], reading: Reading): void {
  for (const p of PHASES) {
    const uV = reading.values[p]?.u;
    if (uV === undefined) continue;
    const old = reference[p];
    if (old === undefined) {
      if (uV > 0) reference[p] = uV;
    } else if (Math.abs(uV / old - 1) <= TEACHES_PU) reference[p] = old + REFERENCE_WEIGHT * (uV - old);
  }
}

function standsStill(state: CourseState, reading: Reading): boolean {
  const { same } = state;
  if (same === null || !sameValues(same.values, reading.values)) {
    state.same = { values: reading.values, count: 1, sinceMs: reading.endMs };
    return false;
  }
  same.count++;
  if (same.count < FROZEN_COUNT || reading.endMs - same.sinceMs < FROZEN_MS) return false;
  return PHASES.some((p) => !Number.isInteger(reading.values[p]?.u ?? 0));
}

export function sameValues(a: Reading['values'], b: Reading['values']): boolean {
  const phases = Object.keys(a) as PhaseTag[];
  if (phases.length !== Object.keys(b).length) return false;
  for (const p of phases) {
    const [x, y] = [a[p], b[p]];
    if (x === undefined || y === undefined) return false;
    const names = Object.keys(x) as QuantityId[];
    if (names.length !== Object.keys(y).length) return false;
    for (const q of names) if (!Object.is(x[q], y[q])) return false;
  }
  return true;
}

/** Nothing in it that `checkReading` would take out. */
function isPlain(reading: Reading, nominalLnV: number): boolean {
  for (const phase in reading.values) {
    const values = reading.values[phase as PhaseTag];
    if (values === undefined) continue;
    for (const name in values) {
      const v = values[name as QuantityId] as number;
      if (!Number.isFinite(v)) return false;
      const isVoltage = name === 'u' || name === 'uMin' || name === 'uMax';
      if (isVoltage && isImpossibleVoltage(v, nominalOfV(phase as PhaseTag, nominalLnV))) return false;
    }
    if (values.u !== undefined && isZeroWithLoad(values.u, values.i, values.p)) return false;
  }
  return true;
}
