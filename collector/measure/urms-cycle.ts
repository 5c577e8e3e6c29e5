/**
 * Urms(1): RMS over one cycle, renewed each cycle. What class S may use in place of Urms(1/2): a dip of less than two
 * cycles may look shallower in it.
 * @source IEC 61000-4-30:2015, class S (unconfirmed)
 */
import type { UrmsHalf } from './urms-half.ts';

/** Every second value of one channel and one gapless run: windows that follow each other without overlap. */
export function urmsCycle(half: UrmsHalf): UrmsHalf {
  const isSecond = (_: number, i: number): boolean => i % 2 === 0;
  return {
    timesMs: half.timesMs.filter(isSecond),
    valuesV: half.valuesV.filter(isSecond),
    periodsMs: half.periodsMs.filter(isSecond),
  };
}
