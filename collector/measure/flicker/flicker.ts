/**
 * Flickermeter of one voltage: Pinst, Pst per ten minutes, Plt per two hours, as a fold over samples in pieces of any
 * length. The state is plain JSON of bounded size. Values a gap, a dip or a swell touched are kept and marked.
 * @source IEC 61000-4-15:2010 (edition 2)
 */

import type { Lamp, LineHz } from './chain.ts';
import { type DecimatorState, restartDecimator, startDecimator, stepDecimator } from './decimate.ts';
import { feed, newPiece } from './feed.ts';
import {
  type FlickerValue,
  finishIntervals,
  type Intervals,
  jump,
  SETTLE_S,
  shiftClock,
  startIntervals,
} from './intervals.ts';
import { restartSensation, type SensationState, startSensation } from './sensation.ts';

export interface FlickerSettings {
  /** Samples per second, from 1600 on. */
  readonly sampleRateHz: number;
  readonly lineHz: LineHz;
  readonly lamp: Lamp;
  /** Declared voltage, V, for the marks of dips and swells; null = by the slow reference. */
  readonly udinV: number | null;
  /** Instant of sample 0, UTC: intervals then end on ticks of the clock. Null = they follow each other from the settling on. */
  readonly startMs: number | null;
  /** Length of a Pst, s; 600 by the standard. */
  readonly periodS?: number;
  /** Give the maximum of Pinst of every 10/12 cycles too. */
  readonly wantsPinst?: boolean;
  /** From rest until Pinst may be used, s; `SETTLE_S` without it. */
  readonly settleS?: number;
}

export interface FlickerState {
  readonly settings: FlickerSettings;
  readonly decimator: DecimatorState;
  readonly sensation: SensationState;
  readonly intervals: Intervals;
}

/** The filters run at this rate or above, Hz. */
const RATE_MIN_HZ = 800;

export function startFlicker(settings: FlickerSettings): FlickerState {
  const factor = Math.max(1, Math.floor(settings.sampleRateHz / RATE_MIN_HZ));
  const rateHz = settings.sampleRateHz / factor;
  const { lineHz, lamp, udinV } = settings;
  return {
    settings,
    decimator: startDecimator(factor, rateHz / lineHz),
    sensation: startSensation({ rateHz, lineHz, lamp, udinV }),
    intervals: startIntervals({
      rateHz,
      lineHz,
      startMs: settings.startMs,
      periodS: settings.periodS ?? 600,
      wantsPinst: settings.wantsPinst ?? false,
      settleS: settings.settleS ?? SETTLE_S,
      method: 'waveform',
    }),
  };
}

/** Values worked on at once: they stay in the nearest memory. */
const PIECE = 1024;
const piece = newPiece(PIECE);

/** Take the next samples, V; NaN = missing. The values that became complete, in order of their end. */
export function stepFlicker(state: FlickerState, samples: Float64Array): FlickerValue[] {
  const { decimator } = state;
  const out: FlickerValue[] = [];
  for (let from = 0; from < samples.length; ) {
    const most = PIECE * decimator.factor - decimator.filled;
    const to = Math.min(samples.length, from + most);
    const count = stepDecimator(decimator, samples, { from, to }, piece);
    feed(state, piece, count, out);
    from = to;
  }
  return out;
}

/**
 * The next sample was taken at `atMs`, UTC: a gap, or the clock was set. Later by less than a cycle, it is only noted;
 * earlier than what has been taken is a mistake of the caller's and changes nothing (false).
 */
export function resumeFlicker(state: FlickerState, atMs: number, out: FlickerValue[]): boolean {
  const { intervals, settings } = state;
  const lagMs = atMs - nextSampleMs(state);
  const cycleMs = 1000 / settings.lineHz;
  if (lagMs < -cycleMs) return false;
  if (Math.abs(lagMs) < cycleMs) {
    shiftClock(intervals, lagMs);
    return true;
  }
  jump(intervals, atMs, out);
  restartDecimator(state.decimator);
  restartSensation(state.sensation);
  return true;
}

/** Instant of the next sample by the samples taken so far, UTC (ms after sample 0 where the start is unknown). */
export function nextSampleMs({ intervals, decimator, settings }: FlickerState): number {
  const samples = intervals.at * decimator.factor + decimator.filled;
  return intervals.originMs + (1000 * samples) / settings.sampleRateHz;
}

/** End of the record: what is under way, marked as partial. The state is spent. */
export const finishFlicker = (state: FlickerState): FlickerValue[] => finishIntervals(state.intervals);
