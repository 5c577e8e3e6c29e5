/** How a standard or curve names one short event. One file per standard; `index.ts` lists them. */
import type { DisturbanceKind } from '../event.ts';

export interface ShortEvent {
  readonly kind: DisturbanceKind;
  /** Residual (dip, interruption) or maximum (swell), % of Udin; null = unknown. */
  readonly pct: number | null;
  /** Null = unknown or still running. */
  readonly durationMs: number | null;
}

export interface Classifier {
  /** Key in the `class` field of a disturbance line. */
  readonly id: string;
  readonly source: string;
  readonly unconfirmed: boolean;
  /** The class, or null where the standard has none for this event or the event is not known well enough. */
  classify(event: ShortEvent): string | null;
}

/**
 * Measured percentages carry noise of sampling and integration: a residual this little below a class border belongs
 * to the border. % of Udin; a hundredth of the class A accuracy of ±0.2 %.
 */
export const BORDER_TOLERANCE_PCT = 0.005;
/** The same for durations, ms: far below half a cycle. */
export const BORDER_TOLERANCE_MS = 0.05;

export const atLeast = (value: number, border: number): boolean => value >= border - BORDER_TOLERANCE_PCT;

/** Index of the first column whose upper end (ms, inclusive) holds the duration; −1 where none does. */
export function columnOf(durationMs: number, upToMs: readonly number[]): number {
  return upToMs.findIndex((end) => durationMs <= end + BORDER_TOLERANCE_MS);
}
