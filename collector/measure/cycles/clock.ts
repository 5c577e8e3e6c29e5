/** Intervals of the UTC clock on which values are aggregated. All are half-open and carry their end as their time. */

export const TEN_S_MS = 10_000;
export const TEN_MIN_MS = 600_000;
/** Ends on even hours of UTC. */
export const TWO_H_MS = 7_200_000;

/** End of the interval a value that *began* at `atMs` belongs to. */
export function intervalEndMs(atMs: number, lengthMs: number): number {
  return (Math.floor(atMs / lengthMs) + 1) * lengthMs;
}

/** End of the interval that holds an interval ending at `endMs`: one that ends on the tick belongs to what it closes. */
export function enclosingEndMs(endMs: number, lengthMs: number): number {
  return Math.ceil(endMs / lengthMs) * lengthMs;
}
