/**
 * Flickermeter of one voltage: Pinst, Pst per ten minutes, Plt per two hours, as a fold over samples in pieces of any
 * length. The state is plain JSON of bounded size. Values a gap, a dip or a swell touched are kept and marked.
 * @source IEC 61000-4-15:2010 (edition 2)
 */

import type { Lamp, LineHz } from './chain.ts';
import { type DecimatorState, restartDecimator, startDecimator, stepDecimator } from './decimate.ts';
import {
  type FlickerValue,
  finishIntervals,
  type Intervals,
  jump,
  startIntervals,
  stepIntervals,
  unsettle,
} from './intervals.ts';
import {
  BRIDGE_S,
  isSeeding,
  restartSensation,
  type SensationState,
  startSensation,
  stepSensation,
} from './sensation.ts';

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
}

export interface FlickerState {
  readonly settings: FlickerSettings;
  readonly decimator: DecimatorState;
  readonly sensation: SensationState;
  readonly intervals: Intervals;
}

/** The filters run at about this rate or above, Hz: the bilinear transform is right to 0.2 % there up to 35 Hz. */
const RATE_MIN_HZ = 1600;

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
    }),
  };
}

/** Values worked on at once: they stay in the nearest memory. */
const PIECE = 1024;
const piece = { values: new Float64Array(PIECE), missing: new Uint8Array(PIECE) };
const beyond = new Uint8Array(PIECE);

/** Take the next samples, V; NaN = missing. The values that became complete, in order of their end. */
export function stepFlicker(state: FlickerState, samples: Float64Array): FlickerValue[] {
  const { decimator } = state;
  const out: FlickerValue[] = [];
  for (let from = 0; from < samples.length; ) {
    const most = PIECE * decimator.factor - decimator.filled;
    const to = Math.min(samples.length, from + most);
    const count = stepDecimator(decimator, samples, { from, to }, piece);
    feed(state, count, out);
    from = to;
  }
  return out;
}

/** Runs of values that are all known, or all missing. */
function feed(state: FlickerState, count: number, out: FlickerValue[]): void {
  for (let from = 0; from < count; ) {
    const isMissing = piece.missing[from] === 1;
    let to = from + 1;
    while (to < count && (piece.missing[to] === 1) === isMissing) to++;
    if (isMissing) takeMissing(state, from, to);
    else takeKnown(state, from, to);
    stepIntervals(state.intervals, { pinst: piece.values, beyond, from, to }, isMissing, out);
    from = to;
  }
}

function takeKnown({ sensation, intervals }: FlickerState, from: number, to: number): void {
  if (sensation.missing >= bridgeMax(sensation)) unsettle(intervals);
  sensation.missing = 0;
  stepSensation(sensation, piece.values.subarray(from, to), beyond.subarray(from, to), to - from);
}

/** A short gap is bridged by what stood there one cycle before; at a long one all begins anew. */
function takeMissing({ sensation }: FlickerState, from: number, to: number): void {
  const most = bridgeMax(sensation);
  const bridged = Math.min(to - from, Math.max(0, most - sensation.missing));
  const isBridging = !isSeeding(sensation);
  if (bridged > 0 && isBridging) {
    stepSensation(
      sensation,
      piece.values.subarray(from, from + bridged),
      beyond.subarray(from, from + bridged),
      bridged,
    );
  }
  sensation.missing += to - from;
  if (sensation.missing >= most) restartSensation(sensation);
}

const bridgeMax = ({ settings }: SensationState): number => Math.round(BRIDGE_S * settings.rateHz);

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
    intervals.originMs += lagMs;
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
