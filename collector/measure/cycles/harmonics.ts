/**
 * Harmonics and interharmonics of a 10/12-cycle window by grouping of its 5-Hz bins.
 * @source IEC 61000-4-7:2002 5.5, 5.6 and annex A (unconfirmed; the sums are general knowledge)
 */

import type { Spectrum } from '../fft.ts';
import type { Phasor } from '../unbalance.ts';

export const ORDER_MAX = 50;

/** RMS values in the unit of the samples, index = order up to ORDER_MAX; NaN = above what the sampling rate can show. */
export interface Harmonics {
  /** Mean, with its sign. */
  readonly dc: number;
  /** RMS, phase as a cosine from the start of the window. */
  readonly fundamental: Phasor;
  /** The order's bin and one to each side. From order 1. */
  readonly subgroups: Float64Array;
  /** All bins half way to the neighbouring orders, the outermost by half their square. From order 1. */
  readonly groups: Float64Array;
  /** Centred interharmonic subgroups between order h and h + 1. From order 0. */
  readonly interharmonics: Float64Array;
  /** Highest order with a subgroup. */
  readonly orderMax: number;
}

/** `cycles` = bins from one order to the next; bins above `binMax` are unknown. */
export function harmonicsOf(spectrum: Spectrum, cycles: number, binMax: number): Harmonics {
  const last = Math.min(Math.floor(binMax + 1e-9), spectrum.re.length - 1);
  const square = (k: number): number => (k > last ? Number.NaN : spectrum.re[k]! ** 2 + spectrum.im[k]! ** 2);
  const sum = (from: number, to: number): number => {
    let total = 0;
    for (let k = from; k <= to; k++) total += square(k);
    return total;
  };
  const unknown = () => new Float64Array(ORDER_MAX + 1).fill(Number.NaN);
  const [subgroups, groups, interharmonics] = [unknown(), unknown(), unknown()];
  const half = cycles / 2;
  let orderMax = 0;
  for (let h = 0; h <= ORDER_MAX; h++) {
    const at = h * cycles;
    interharmonics[h] = Math.sqrt(sum(at + 2, at + cycles - 2));
    if (h === 0) continue;
    subgroups[h] = Math.sqrt(sum(at - 1, at + 1));
    groups[h] = Math.sqrt(sum(at - half + 1, at + half - 1) + (square(at - half) + square(at + half)) / 2);
    if (!Number.isNaN(subgroups[h]!)) orderMax = h;
  }
  const fundamental = { re: spectrum.re[cycles] ?? Number.NaN, im: spectrum.im[cycles] ?? Number.NaN };
  return { dc: spectrum.re[0]!, fundamental, subgroups, groups, interharmonics, orderMax };
}

/**
 * Total distortion in % of order 1, from order 2 to `toOrder`, of subgroups (THDS) or groups (THDG). NaN where one of
 * the orders is unknown or there is no fundamental: a part of the sum would be a flattering number.
 */
export function thdPct(byOrder: Float64Array, toOrder: number): number {
  let squares = 0;
  for (let h = 2; h <= toOrder; h++) squares += byOrder[h]! ** 2;
  const first = byOrder[1]!;
  return first > 0 ? (100 * Math.sqrt(squares)) / first : Number.NaN;
}
