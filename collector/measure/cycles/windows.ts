/**
 * Where the 10/12-cycle windows lie: exactly 10 cycles (50 Hz) or 12 (60 Hz) of the reference channel, without gap, with
 * a fresh start at the first zero crossing of every 10-minute interval of UTC.
 * @source IEC 61000-4-30:2015 4.4, 4.5, 5.2.1
 */
import type { UrmsHalf } from '../urms-half.ts';
import { intervalEndMs, TEN_MIN_MS } from './clock.ts';
import { crossingMs, type Wave } from './crossing.ts';

/** 10/12-cycle values in a 150/180-cycle value. */
export const BLOCKS_PER_150 = 15;

/** Half-cycle marks of a channel along one run, rising, on the clock of its samples. */
export interface Marks {
  readonly atMs: Float64Array;
  /** Length of a cycle about each mark. */
  readonly periodMs: Float64Array;
}

/** `[fromMs, toMs)` on the clock of the samples. */
export interface CycleWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cycles: number;
  /**
   * End of the 10-minute interval it counts in, UTC. Null = it begins after the tick and only ends the 150/180-cycle
   * value that was running.
   */
  readonly tenMinutesEndMs: number | null;
}

export const cyclesOf = (nominalHz: number): number => (nominalHz >= 55 ? 12 : 10);

/** The ends of the Urms(1/2) windows, with the two marks the first of them spans. */
export function marksOf(u: UrmsHalf): Marks {
  const n = u.timesMs.length;
  if (n === 0) return { atMs: new Float64Array(0), periodMs: new Float64Array(0) };
  const atMs = new Float64Array(n + 2);
  const periodMs = new Float64Array(n + 2);
  atMs.set(u.timesMs, 2);
  periodMs.set(u.periodsMs, 2);
  const period = u.periodsMs[0]!;
  atMs[0] = u.timesMs[0]! - period;
  atMs[1] = u.timesMs[0]! - period / 2;
  periodMs.fill(period, 0, 2);
  return { atMs, periodMs };
}

/**
 * Windows of one run. `startMs` = instant of time 0 of the samples. Windows that run past a tick to end a 150/180-cycle
 * value come right after the one that overlaps it, before the first fresh one, although these overlap in time.
 */
export function cycleWindows(
  marks: Marks,
  wave: Wave,
  options: { readonly startMs: number; readonly nominalHz: number },
): CycleWindow[] {
  const cycles = cyclesOf(options.nominalHz);
  const out: CycleWindow[] = [];
  for (let k = 0; k + 2 * cycles < marks.atMs.length; ) {
    const tenMinutesEndMs = intervalEndMs(options.startMs + marks.atMs[k]!, TEN_MIN_MS);
    const tickMs = tenMinutesEndMs - options.startMs;
    let fromMs = moved(marks, wave, k);
    for (let at = k, n = 0; at + 2 * cycles < marks.atMs.length; at += 2 * cycles, n++) {
      const isPast = marks.atMs[at]! >= tickMs;
      if (isPast && n % BLOCKS_PER_150 === 0) break;
      const toMs = moved(marks, wave, at + 2 * cycles);
      out.push({ fromMs, toMs, cycles, tenMinutesEndMs: isPast ? null : tenMinutesEndMs });
      fromMs = toMs;
    }
    while (k < marks.atMs.length && marks.atMs[k]! < tickMs) k++;
  }
  return out;
}

/** A mark moved onto its zero crossing; where there is none to be found it stays. */
function moved(marks: Marks, wave: Wave, k: number): number {
  const at = marks.atMs[k]!;
  const crossing = crossingMs(wave, at, periodAbout(marks, k));
  const isInside = crossing >= wave.timesMs[wave.first]! && crossing <= wave.timesMs[wave.end - 1]!;
  return isInside ? crossing : at;
}

/** Half cycles on each side over which the marks' own distance gives the period: better than a single window's. */
const ABOUT = 10;

export function periodAbout(marks: Marks, k: number): number {
  const from = Math.max(0, k - ABOUT);
  const to = Math.min(marks.atMs.length - 1, k + ABOUT);
  return to > from ? (2 * (marks.atMs[to]! - marks.atMs[from]!)) / (to - from) : marks.periodMs[k]!;
}
