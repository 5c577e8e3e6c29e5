/** The declared voltage a PQDIF file states, and its line frequency where it does not say it. */

import type { TimedChannel } from './channels.ts';
import { PHASE_OF } from './ids.ts';

/** No declared voltage is lower, V: some writers fill the field with 0 or 1. */
const DECLARED_MIN_V = 10;
/** Two stated numbers this near √2 apart are the RMS and the peak of one voltage. Share. */
const PEAK_TOLERANCE = 0.01;
const LINE_HZ = [50, 60] as const;

type PhaseId = keyof typeof PHASE_OF;
export const phaseOf = (id: number): (typeof PHASE_OF)[PhaseId] | null =>
  id in PHASE_OF ? PHASE_OF[id as PhaseId] : null;

/**
 * RMS voltage from what instance and definition state of a channel. For samples makers state the RMS or the peak: where
 * both numbers are there their ratio tells, else the one nearer to what the samples show. Null where none is stated.
 */
export function declaredOf(c: TimedChannel, isWave: boolean): number | null {
  const stated = [c.base, c.nominal].filter((v): v is number => v !== null && v >= DECLARED_MIN_V);
  const [first, second] = stated;
  if (first === undefined) return null;
  if (!isWave) return first;
  if (second !== undefined && isPeakOf(second, first)) return first;
  if (second !== undefined && isPeakOf(first, second)) return second;
  const rms = rmsOf(c.values.value ?? c.values.instantaneous ?? new Float64Array(0));
  const asPeak = first / Math.SQRT2;
  return rms > 0 && Math.abs(Math.log(rms / asPeak)) < Math.abs(Math.log(rms / first)) ? asPeak : first;
}

const isPeakOf = (peak: number, rms: number): boolean => Math.abs(peak / rms / Math.SQRT2 - 1) < PEAK_TOLERANCE;

function rmsOf(values: Float64Array): number {
  let sum = 0;
  let n = 0;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    sum += v * v;
    n++;
  }
  return n === 0 ? 0 : Math.sqrt(sum / n);
}

/** 50 or 60 Hz, whichever the samples hold more of. */
export function lineHzOf(timesMs: Float64Array, channels: readonly Float64Array[]): number {
  const power = LINE_HZ.map((hz) => channels.reduce((sum, v) => sum + powerAt(timesMs, v, hz), 0));
  return (power[1] ?? 0) > (power[0] ?? 0) ? 60 : 50;
}

function powerAt(timesMs: Float64Array, values: Float64Array, hz: number): number {
  let re = 0;
  let im = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    const angle = (2 * Math.PI * hz * timesMs[i]!) / 1000;
    re += v * Math.cos(angle);
    im += v * Math.sin(angle);
  }
  return re * re + im * im;
}
