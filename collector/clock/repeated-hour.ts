/** A wall clock's hour that exists twice when clocks are put back: which of the two instants it was. */
import { zoneOffsetMs } from '../../core/time.ts';

const DAY_MS = 86_400_000;
/** Ahead of its arrival no value is measured; so much a clock may be off, ms. */
const AHEAD_MS = 60_000;

/**
 * `firstMs` = the earlier instant of an ambiguous wall time in `zone`. A value can't come before it is measured, and most
 * come soon: the later instant is taken where the arrival allows it, else the earlier. A back-fill of that hour without
 * offsets, hours later, is put into the second pass: it can't be told from the text alone.
 */
export function instantOfRepeated(firstMs: number, receivedMs: number, zone: string): number {
  const laterMs = firstMs + zoneOffsetMs(firstMs, zone) - zoneOffsetMs(firstMs + DAY_MS, zone);
  return laterMs > firstMs && laterMs <= receivedMs + AHEAD_MS ? laterMs : firstMs;
}
