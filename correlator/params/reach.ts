/**
 * P(a supply point was affected | where the incident was seen). Distances are steps in the network, not metres.
 * @source [M]; physics: flat residual beyond the branching point, busbar siblings see nearly the same dip.
 */
export const REACH = {
  /** Its own meter recorded it. */
  own: 0.995,
  /** A meter at the same node or on the same service. */
  sameNode: 0.97,
  /** Transformer (area) meter recorded it, phase known to match / unknown / known to differ. */
  areaPhaseSame: 0.95,
  areaPhaseUnknown: 0.75,
  areaPhaseOther: 0.06,
  /** Another customer's meter in the area recorded it: may be local to that customer. */
  neighbour: 0.45,
  /** Dip: other areas of the feeder / other feeders of the busbar, when it was seen in several areas / feeders. */
  feederWide: 0.93,
  busbarWide: 0.88,
  /** Dip seen on one feeder only, supply point on another one of the busbar: shallower there. */
  siblingFeeder: 0.35,
  /** Dip seen in one area only: the same feeder elsewhere, if nothing else watches there. */
  elsewhereUnwatched: 0.3,
  elsewhereWatched: 0.03,
  /** Anything else of the same source: only if the registers are wrong about both (a few % of meters are, and then mostly nearby). */
  far: 5e-5,
  /** Not below what was dark, but on the same feeder: 0–9 % of customers are mapped to a wrong, mostly neighbouring, transformer. */
  sameFeederDoubt: 0.004,
  /** Below a works section; between the works and the device that isolates it. */
  belowWorks: 0.9,
  inWorksZone: 0.55,
  /** Two or more calls alone: others of that area / feeder. */
  callsArea: 0.7,
  callsFeeder: 0.12,
} as const;
/** Address match doubt: affected by the neighbourhood anyway. */
export const IDENTITY_ELSEWHERE = 0.15;
/** An own watching meter that says no overrides an inferred reach at most by this (log2). */
export const SILENT_FLOOR_LOG2 = -6;
