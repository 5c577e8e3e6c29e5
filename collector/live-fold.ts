/** What the live detectors look like to the pipeline: a fold with state that can be written down and taken up again. */
import type { ProfileId, VoltageSummary } from '../core/case.ts';
import type { Disturbance } from '../core/event.ts';
import type { Meter } from '../core/network.ts';
import type { Aggregate10Min } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { Reading } from '../core/series.ts';
import type { Withdrawn } from './late/difference.ts';
import type { KeptState, Overdue } from './late/mending.ts';
import type { FoundIn, Streams } from './late/streams.ts';

export interface FoldOutput {
  readonly disturbances: readonly Disturbance[];
  readonly voltages: readonly VoltageSummary[];
  readonly aggregates: readonly Aggregate10Min[];
  readonly problems: readonly Problem[];
}

export interface LiveOutput extends FoldOutput {
  readonly withdrawn: Withdrawn;
  /** The disturbances by stream, with the reading that made each certain; absent = not told. */
  readonly found?: readonly FoundIn[];
  /** States to begin with again; absent = none. */
  readonly states?: readonly KeptState[];
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
  /** Streams with readings older than their memory, to be folded again from what is stored; absent = never. */
  overdue?(): readonly Overdue[];
  mend?: Streams['mend'];
}

/** `checkpoint` = what `checkpoint()` gave earlier; null = from the beginning. */
export type CreateLiveFold = (meters: readonly Meter[], options: FoldOptions, checkpoint: unknown) => LiveFold;
