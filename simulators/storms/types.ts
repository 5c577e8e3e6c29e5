/** Thunderstorms with the strokes as they truly were, and as the location network saw them. */
import type { LonLat } from '../../core/network.ts';

export interface TrueStroke {
  readonly timeMs: number;
  readonly at: LonLat;
  /** Signed, kA. */
  readonly peakKa: number;
  readonly cloud: boolean;
}

export interface Storm {
  readonly startMs: number;
  readonly endMs: number;
  readonly strokes: readonly TrueStroke[];
}
