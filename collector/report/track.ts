/** One quantity of one channel over time, as limits are judged on it. */
import type { Phenomenon } from '../../core/limits/phenomenon.ts';
import type { PhaseTag } from '../../core/quantity.ts';

/** All arrays have one length; `values` in V, Hz, %, 1; NaN = unknown. */
export interface Track {
  readonly phenomenon: Phenomenon;
  readonly order: number | null;
  readonly channel: PhaseTag;
  readonly intervalS: number;
  readonly startsMs: readonly number[];
  readonly values: readonly number[];
  /** True where a dip, swell or interruption ran in the interval. */
  readonly flagged: readonly boolean[];
  /** Made from something else than the quantity itself. */
  readonly derived: 'ten_minutes' | 'phase_phase' | 'pst' | null;
}

export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}
