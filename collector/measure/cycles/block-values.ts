/** All values of one 10/12-cycle window: RMS, distortion, harmonics, unbalance. */
import { powerOfTwoFrom, spectrumOf } from '../fft.ts';
import { type SquareIntegral, squareIntegral } from '../square-integral.ts';
import { type Phasor, type Unbalance, unbalanceOfPairs, unbalanceOfPhases } from '../unbalance.ts';
import { type Harmonics, harmonicsOf, ORDER_MAX, thdPct } from './harmonics.ts';
import type { Measured, MeasuredChannel, MeasuredGroup } from './quantities.ts';
import { resample } from './resample.ts';
import type { CycleWindow } from './windows.ts';

export interface MeasuredRun {
  readonly timesMs: Float64Array;
  /** Samples `[first, end)`: no gap inside. */
  readonly first: number;
  readonly end: number;
  readonly nominalHz: number;
}

export interface BlockMeter {
  /** In the order of `Measured.quantities`. */
  values(window: CycleWindow): number[];
  /** Highest order any window so far could show; 0 before the first. */
  orderMax(): number;
}

/** `goneOf[c]`: with a fundamental below it channel c has no voltage, and ratios to it say nothing. */
export function blockMeter(
  measured: Measured,
  run: MeasuredRun,
  goneOf: readonly number[],
  harmonics: boolean,
): BlockMeter {
  const integrals = measured.channels.map((c) => squareIntegral(run.timesMs, c.values, run));
  let orderMax = 0;
  return {
    values: (window) => {
      const out: number[] = [];
      const spectra = measured.channels.map((channel, c) => {
        const rms = rmsOf(integrals[c], window);
        const found = harmonicsIn(channel, run, window);
        orderMax = Math.max(orderMax, found?.orderMax ?? 0);
        const speaks = found !== null && found.subgroups[1]! > (goneOf[c] ?? 0) ? found : null;
        out.push(rms, ...distortion(speaks, harmonics));
        return speaks;
      });
      for (const g of measured.groups) {
        const { u2Pct, u0Pct } = unbalanceOf(g, spectra);
        out.push(u2Pct, u0Pct);
      }
      return out;
    },
    orderMax: () => orderMax,
  };
}

function rmsOf(integral: SquareIntegral | undefined, { fromMs, toMs }: CycleWindow): number {
  return Math.sqrt(Math.max(0, (integral?.between(fromMs, toMs) ?? Number.NaN) / (toMs - fromMs)));
}

/** Null where a sample of the window is missing. */
export function harmonicsIn(
  channel: Pick<MeasuredChannel, 'values'>,
  run: MeasuredRun,
  window: CycleWindow,
): Harmonics | null {
  const lengthMs = window.toMs - window.fromMs;
  const samplesPerMs = (run.end - 1 - run.first) / (run.timesMs[run.end - 1]! - run.timesMs[run.first]!);
  const grid = new Float64Array(powerOfTwoFrom(Math.max(samplesPerMs * lengthMs, 4 * window.cycles)));
  const resampled = resample(run.timesMs, channel.values, run, window, grid);
  if (resampled === null) return null;
  return harmonicsOf(spectrumOf(grid), window.cycles, resampled.bandKHz * lengthMs);
}

function distortion(found: Harmonics | null, harmonics: boolean): number[] {
  if (found === null) return new Array<number>(harmonics ? ORDER_MAX + 2 : 3).fill(Number.NaN);
  const { subgroups, orderMax } = found;
  const known = orderMax >= 2 ? thdPct(subgroups, orderMax) : Number.NaN;
  const out = [known, thdPct(subgroups, 40), thdPct(subgroups, 50)];
  if (harmonics) for (let h = 2; h <= ORDER_MAX; h++) out.push((100 * subgroups[h]!) / subgroups[1]!);
  return out;
}

const UNKNOWN: Unbalance = { u2Pct: Number.NaN, u0Pct: Number.NaN };

function unbalanceOf(group: MeasuredGroup, spectra: readonly (Harmonics | null)[]): Unbalance {
  const [a, b, c] = group.members.map((m): Phasor | null => spectra[m]?.fundamental ?? null);
  if (a === undefined || b === undefined || c === undefined) return UNKNOWN;
  if (a === null || b === null || c === null) return UNKNOWN;
  return group.connection === 'LN' ? unbalanceOfPhases(a, b, c) : unbalanceOfPairs(a, b, c);
}
