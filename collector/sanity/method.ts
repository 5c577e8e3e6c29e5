/** Polling truth: what a distance between values in seconds can claim to see. Rounded to the coarser method, never finer. */
import type { Method } from '../../core/series.ts';

/** Longest interval in seconds that still counts as the method; a third more than the name for jittered senders. */
const METHOD_UP_TO_S: readonly (readonly [number, Method])[] = [
  [0.05, 'urms_half'],
  [1.34, '1s'],
  [13.4, '10s'],
  [80, '1min'],
  [800, '10min'],
  [1200, '15min'],
];

export function methodOfIntervalS(intervalS: number): Method {
  return METHOD_UP_TO_S.find(([upToS]) => intervalS <= upToS)?.[1] ?? '60min';
}
