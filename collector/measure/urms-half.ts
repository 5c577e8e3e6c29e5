/**
 * Urms(1/2): RMS over exactly one cycle, beginning at a zero crossing of the channel's fundamental, renewed each half
 * cycle. Of a whole run at once; `urms-half/fold.ts` takes the samples as they come.
 * @source IEC 61000-4-30:2015 3.28, 5.4.1
 */
import { finishUrmsHalf, startUrmsHalf, stepUrmsHalf } from './urms-half/fold.ts';

/** Values of one channel; `timesMs` = end of each window, rising. NaN = a missing sample in the window. */
export interface UrmsHalf {
  readonly timesMs: Float64Array;
  readonly valuesV: Float64Array;
  /** Length of each window: one cycle, ms. */
  readonly periodsMs: Float64Array;
}

export interface Run {
  /** Samples `[first, end)`: no gap inside. */
  readonly first: number;
  readonly end: number;
  readonly nominalHz: number;
}

/** One result per channel, in their order. Empty where the run is shorter than a cycle. */
export function urmsHalf(timesMs: Float64Array, channels: readonly Float64Array[], run: Run): UrmsHalf[] {
  const lists = channels.map(() => ({ timesMs: [] as number[], valuesV: [] as number[], periodsMs: [] as number[] }));
  const sink = (c: number, endMs: number, periodMs: number, valueV: number): void => {
    const list = lists[c];
    if (list === undefined) return;
    list.timesMs.push(endMs);
    list.valuesV.push(valueV);
    list.periodsMs.push(periodMs);
  };
  const state = startUrmsHalf(channels.length, run.nominalHz);
  stepUrmsHalf(state, { timesMs, channels, from: run.first, to: run.end }, sink);
  finishUrmsHalf(state, sink);
  return lists.map((l) => ({
    timesMs: Float64Array.from(l.timesMs),
    valuesV: Float64Array.from(l.valuesV),
    periodsMs: Float64Array.from(l.periodsMs),
  }));
}
