/**
 * Event counters and failure logs that meters keep by themselves. A counter only counts up; what happened between two
 * readings is the difference, a first reading is no event, and an unknown count is null, never 0.
 */
import type { MeterId } from './ids.ts';

/** One spelling per counter. Sags and swells belong to the phase they were counted on; no total is ever made up. */
export const COUNTER_IDS = [
  'sags_A',
  'sags_B',
  'sags_C',
  'swells_A',
  'swells_B',
  'swells_C',
  'short_failures',
  'long_failures',
] as const;
export type CounterId = (typeof COUNTER_IDS)[number];

/** What the counters of a meter said at one instant. A counter the meter does not have is absent. */
export interface MeterCounters {
  readonly meter: MeterId;
  readonly atMs: number;
  /** When the collector learnt it. */
  readonly knownAtMs: number;
  readonly counts: Readonly<Partial<Record<CounterId, number | null>>>;
}

/** One entry of a meter's power-failure log. `endMs` null = the meter's clock was never set: time unknown. */
export interface FailureLogEntry {
  readonly meter: MeterId;
  readonly endMs: number | null;
  readonly durationMs: number;
}
