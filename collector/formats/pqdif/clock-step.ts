/** How finely an instrument states its times: seen from the starts of its observations. */

const STEPS_MS = [1000, 100, 10, 1] as const;
/** Rounding of a time of day stored as a double and cut to microseconds, ms. */
const DUST_MS = 2e-3;

/** The coarsest of 1 s, 0.1 s, 10 ms and 1 ms that all starts are multiples of; 1 ms where there are none. */
export function clockStepMs(startsMs: readonly number[]): number {
  if (startsMs.length === 0) return 1;
  return STEPS_MS.find((step) => startsMs.every((t) => Math.abs(t - Math.round(t / step) * step) <= DUST_MS)) ?? 1;
}
