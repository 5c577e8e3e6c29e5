/**
 * Sliding reference voltage: what dips and swells are compared with on medium and high voltage, where tap changers let
 * the level wander. A first-order low pass of one minute on 10/12-cycle values, begun at the declared voltage; while a
 * value lies in a dip, swell or interruption it stands still. Plain JSON state. Not for low voltage.
 * @source IEC 61000-4-30:2015 5.4.4 (factors and the standstill unconfirmed)
 */
import type { EventThresholds } from '../../core/limits/limit.ts';

/** Weight of a new 10/12-cycle value: 0.2 s of 60 s. */
const WEIGHT = 0.0033;

export interface SlidingReference {
  readonly thresholds: EventThresholds;
  /** Cycles in a value: 10 at 50 Hz, 12 at 60 Hz. */
  readonly cycles: number;
  readonly channels: {
    referenceV: number;
    /** Σ of squares of whole cycles so far, V², and values of Urms(1/2) taken for it. */
    square: number;
    taken: number;
    /** In a dip or swell at its last value. */
    isOut: boolean;
    /** A value of any channel was, or one was missing. */
    isFlagged: boolean;
  }[];
}

export function startSliding(o: {
  readonly udinV: number;
  readonly channels: number;
  readonly nominalHz: number;
  readonly thresholds: EventThresholds;
}): SlidingReference {
  const fresh = () => ({ referenceV: o.udinV, square: 0, taken: 0, isOut: false, isFlagged: false });
  return {
    thresholds: o.thresholds,
    cycles: o.nominalHz >= 55 ? 12 : 10,
    channels: Array.from({ length: o.channels }, fresh),
  };
}

/** Next Urms(1/2) of channel `c`, V (NaN = unknown): in % of the reference as it was before it. */
export function slidingPct(state: SlidingReference, c: number, valueV: number): number {
  const own = state.channels[c];
  if (own === undefined) return Number.NaN;
  const pct = (100 * valueV) / own.referenceV;
  const { dipPct, swellPct, hysteresisPct } = state.thresholds;
  if (pct < dipPct || pct > swellPct) own.isOut = true;
  else if (pct >= dipPct + hysteresisPct && pct <= swellPct - hysteresisPct) own.isOut = false;
  if (Number.isNaN(valueV) || state.channels.some((x) => x.isOut)) own.isFlagged = true;
  // Windows overlap by half: every second one makes whole cycles without gap.
  if (own.taken % 2 === 1 && !own.isFlagged) own.square += valueV * valueV;
  own.taken++;
  if (own.taken < 2 * state.cycles) return pct;
  if (!own.isFlagged) own.referenceV += WEIGHT * (Math.sqrt(own.square / state.cycles) - own.referenceV);
  own.square = 0;
  own.taken = 0;
  own.isFlagged = false;
  return pct;
}
