/** What the live detectors look like to the pipeline: a fold with state that can be written down and taken up again. */
import type { ProfileId, VoltageSummary } from '../core/case.ts';
import type { Disturbance } from '../core/event.ts';
import type { Meter } from '../core/network.ts';
import type { Aggregate10Min } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { Reading } from '../core/series.ts';
import type { Withdrawn } from './late/difference.ts';

export interface FoldOutput {
  readonly disturbances: readonly Disturbance[];
  readonly voltages: readonly VoltageSummary[];
  readonly aggregates: readonly Aggregate10Min[];
  readonly problems: readonly Problem[];
}

export interface LiveOutput extends FoldOutput {
  readonly withdrawn: Withdrawn;
}

export interface FoldOptions {
  readonly zone: string;
  readonly profile: ProfileId;
  readonly nominalV: (meter: Meter) => number;
  /** Values that stand still are a frozen display; absent = they are not (a table of the past). */
  readonly seesFrozen?: boolean;
}

export interface LiveFold {
  /**
   * Take the next readings, as they arrive: late, repeated, in parts. What became certain with them comes out, what
   * they disprove is withdrawn.
   */
  push(readings: readonly Reading[]): LiveOutput;
  /** All state as plain JSON data. */
  checkpoint(): unknown;
}

/** `checkpoint` = what `checkpoint()` gave earlier; null = from the beginning. */
export type CreateLiveFold = (meters: readonly Meter[], options: FoldOptions, checkpoint: unknown) => LiveFold;
