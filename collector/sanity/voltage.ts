/** What can't be a voltage at all, and what is only doubtful. A true 256 V is evidence and passes untouched. */
import { LINE_PAIRS, type PhaseTag } from '../../core/quantity.ts';

/**
 * Beyond this multiple of nominal the number is a wrong register or word order. 10 kV on a 220 V line (a fallen
 * conductor) is 26 × and must still be seen.
 */
const IMPOSSIBLE_PU = 30;
/** Without a nominal voltage: more than any distribution meter reports, V (35 kV system with room). */
const IMPOSSIBLE_V = 100_000;
/** A dead conductor reads some 0.01 V or exactly 0; smaller positive numbers come from swapped float words. V. */
const TINY_V = 1e-6;

/** Nominal voltage of a channel, V: pairs are √3 higher; null where unknown. */
export function nominalOfV(phase: PhaseTag, nominalLnV: number | null): number | null {
  if (nominalLnV === null) return null;
  return (LINE_PAIRS as readonly string[]).includes(phase) ? nominalLnV * Math.sqrt(3) : nominalLnV;
}

/** True for NaN, infinities, negatives (−1 = "unknown" of several makers), float dust, and nonsense magnitudes. */
export function isImpossibleVoltage(value: number, nominalV: number | null): boolean {
  if (!Number.isFinite(value) || value < 0) return true;
  if (value > 0 && value < TINY_V) return true;
  return value > (nominalV === null ? IMPOSSIBLE_V : nominalV * IMPOSSIBLE_PU);
}

/** Current in A or power in W above noise: it can't flow at 0 V. */
const LOAD_A = 0.05;
const LOAD_W = 5;
/** Below this the meter says "no voltage", V. */
const NO_VOLTAGE_V = 1;

/** 0 V while current or power flows on the same phase: the meter does not measure voltage there. */
export function isZeroWithLoad(uV: number, iA: number | undefined, pW: number | undefined): boolean {
  return uV < NO_VOLTAGE_V && ((iA !== undefined && iA > LOAD_A) || (pW !== undefined && Math.abs(pW) > LOAD_W));
}
