/**
 * How far a meter's statement about an instant can be trusted: clock and resolution of the method. All in ms.
 * @source clock classes: design model (core/time.ts). Resolution: a value over an interval says only that something
 * happened inside it; the standard deviation of a uniform law is its width / sqrt(12).
 */
import type { Method } from '../../core/series.ts';

/** Width of one value, ms. `event_log` and `urms_half` stamp to the cycle. */
export const METHOD_STEP_MS: Readonly<Record<Method, number>> = {
  urms_half: 10,
  event_log: 20,
  '1s': 1_000,
  '10s': 10_000,
  '1min': 60_000,
  '10min': 600_000,
  '15min': 900_000,
  '60min': 3_600_000,
};

/** Times in joint standard deviations within which two records may be one event (99.7 % of a normal law). */
export const JOIN_SIGMAS = 3;
/** Slack added to every comparison, ms: detectors with different thresholds start the same dip cycles apart [M]. */
export const JOIN_SLACK_MS = 500;
/** Records of different feeders are joined only when their joint uncertainty is below this, ms [M]. */
export const CROSS_FEEDER_SIGMA_MS = 90_000;
/** Works and switching records are minute-accurate at best: tolerance of a start that "coincides", ms [M]. */
export const WORKS_ALIGN_MS = 15 * 60_000;
/** A record whose instant is known no better than this is vague: it follows sharper ones, it does not lead, ms [M]. */
export const VAGUE_SIGMA_MS = 30_000;
/**
 * Events of one feeder within this belong to one reclosing sequence; of sibling feeders within the shorter time, ms.
 * @source events within 1 min at one site count as one (IEEE 1564 practice); sibling time [M].
 */
export const SEQUENCE_MS = 60_000;
export const SEQUENCE_SIBLING_MS = 15_000;
