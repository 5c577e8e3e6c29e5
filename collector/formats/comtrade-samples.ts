/** Samples of a COMTRADE file before scaling: what both ways of storing them give. */
import type { Problem } from '../../core/problem.ts';

/** Samples as stored: `stamps` in file units (NaN = missing), analogs unscaled, digitals one byte per sample. */
export interface RawSamples {
  /** Complete samples in the file; the arrays hold at most `limit` of them. */
  readonly found: number;
  readonly stamps: Float64Array;
  readonly analogs: readonly Float64Array[];
  readonly digitals: readonly Uint8Array[];
  readonly problems: readonly Problem[];
}
