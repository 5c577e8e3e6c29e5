/**
 * The shape of a short departure: half waves in a row, each with its peak and where it begins. Three of them that swing
 * to and fro are an oscillation with a frequency; fewer are an impulse. Plain JSON.
 */

export interface Lobe {
  /** Where the sign changed before it, between two samples, ms. */
  readonly sinceMs: number;
  readonly sign: 1 | -1;
  peakV: number;
}

export interface LobeRow {
  readonly lobes: Lobe[];
  /** The last sample that was not zero; null = none yet. */
  last: { readonly atMs: number; readonly v: number } | null;
}

/** A departure that long is cut off here: it is none of these. */
const LOBES_MAX = 300;
/** Half waves below this share of the largest are noise or the tail. */
const COUNTED_SHARE = 0.15;
/** Half waves that make an oscillation. */
const OSCILLATION_LOBES = 3;

export const emptyRow = (): LobeRow => ({ lobes: [], last: null });

/** `v` = departure at an instant, V; zero belongs to no half wave. */
export function pushLobe(row: LobeRow, atMs: number, v: number): void {
  if (v === 0) return;
  const sign = v > 0 ? 1 : -1;
  const lobe = row.lobes.at(-1);
  if (lobe?.sign === sign) lobe.peakV = Math.max(lobe.peakV, Math.abs(v));
  else if (row.lobes.length < LOBES_MAX) {
    const { last } = row;
    const sinceMs = last === null ? atMs : last.atMs + ((atMs - last.atMs) * last.v) / (last.v - v);
    row.lobes.push({ sinceMs, sign, peakV: Math.abs(v) });
  }
  row.last = { atMs, v };
}

export const peakV = (row: LobeRow): number => row.lobes.reduce((most, l) => Math.max(most, l.peakV), 0);

/** Frequency of the swing around the largest half wave, Hz; null where it does not swing. */
export function swingHz(row: LobeRow): number | null {
  const { lobes } = row;
  const least = COUNTED_SHARE * peakV(row);
  const largest = lobes.findIndex((l) => l.peakV === peakV(row));
  let [first, last] = [largest, largest];
  while ((lobes[first - 1]?.peakV ?? 0) >= least) first--;
  while ((lobes[last + 1]?.peakV ?? 0) >= least) last++;
  if (last - first + 1 < OSCILLATION_LOBES) return null;
  // The first has no crossing before it that is its own.
  const [from, to] = [lobes[first + 1]?.sinceMs ?? 0, lobes[last]?.sinceMs ?? 0];
  return to > from ? (1000 * (last - first - 1)) / 2 / (to - from) : null;
}
