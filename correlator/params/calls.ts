/**
 * Who notices, who calls, how late, how rounded. Rates are starting values only: within a case they are re-estimated
 * from its own complaints (Gamma shrinkage towards these numbers), because calling habits differ by utility.
 * @source [M] except where said. Report lag: log-normal; a heavy tail because people call hours or days later with
 * rounded times (claim window 7 days, household appliance rule of 1996).
 */
export const HOUR_MS = 3_600_000;

export const LAG = {
  medianH: 0.75,
  sigmaLn: 1.5,
  /** Appliance damage is claimed later. */
  claimMedianH: 5,
  claimSigmaLn: 1.6,
  /** Share in the tail, log-uniform between these. */
  tailShare: 0.12,
  tailFromH: 0.5,
  tailToH: 168,
  /** An event may be stamped this much after the call (clocks), beyond its own uncertainty. */
  afterCallMs: 5 * 60_000,
} as const;

export const STATED = {
  /** Spread of a spoken time about a stated window, and how it grows with the delay of the call. */
  roundMs: 8 * 60_000,
  roundPerLag: 0.08,
  roundMaxMs: 3 * HOUR_MS,
  /** Share of stated windows that are simply wrong, log-uniform over this distance. */
  wrongShare: 0.1,
  wrongFromH: 0.25,
  wrongToH: 72,
  /** A stated window wider than this says no more than its width, ms. */
  defaultHalfMs: 30 * 60_000,
} as const;

/** How far back an event is looked for, ms (claim window 7 days). */
export const LOOKBACK_MS = 7 * 24 * HOUR_MS;

/** Calls per affected customer and event, by what the customer experienced; weight = pseudo calls of the prior. */
export const CALL_RATE = {
  outage: { perEvent: 0.05, weight: 2 },
  interruption: { perEvent: 0.02, weight: 2 },
  dip: { perEvent: 0.01, weight: 2 },
  signature: { perEvent: 0.05, weight: 2 },
  /** Per customer and day while it lasts. */
  chronic: { perEvent: 0.008, weight: 2 },
} as const;
export type CallGroup = keyof typeof CALL_RATE;

/** Calls per customer and hour with no recorded grid cause; weight = pseudo calls of the prior. */
export const BACKGROUND = {
  insidePerYear: 0.06,
  unseenPerYear: 0.02,
  weight: 3,
  /** Share of background calls that are the supply's own (unseen) at most, so that "inside" keeps its place. */
} as const;

/** Frequent outages: number and window of the rule (settings). @source 频繁停电 = 3 or more in 2 months [M]. */
export const REPEATED = { count: 3, windowMs: 60 * 24 * HOUR_MS, callsPerDay: 0.01 } as const;

/** Spread of call propensity from incident to incident (Gamma shape): small = calls say little [M]. */
export const COMPANY = { shape: 0.8, windowMs: 3 * HOUR_MS, maxLog2: 3 } as const;

/** Rounds of re-estimating the rates; the estimates settle in a few. */
export const RATE_ROUNDS = 5;
