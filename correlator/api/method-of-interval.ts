/** Which method a distance between values stands for, rounded to the coarser one: never claim to see more. */
import type { Method } from '../../core/series.ts';

/** Longest interval, s, that still counts as the method. */
const UP_TO_S: readonly (readonly [number, Method])[] = [
  [1, '1s'],
  [10, '10s'],
  [60, '1min'],
  [600, '10min'],
  [900, '15min'],
];

export function methodOfInterval(intervalS: number): Method {
  return UP_TO_S.find(([upToS]) => intervalS <= upToS)?.[1] ?? '60min';
}
