/**
 * Flicker from Urms(1/2) alone: an approximation for recorders and meters that keep no waveform. The mean over one cycle
 * leaves of a modulation of f Hz the factor sin(x)/x, x = πf/f0; the ripple of twice the line frequency carries it too and
 * folds back onto it, as windows begin at zero crossings: together sin(x)/x / (1 − (f/2f0)²). Two values a cycle show
 * nothing above f0. Here the squares are interpolated to the rate of the flickermeter by a filter that gives the factor back up
 * to `PASS_PU`; what folded over while sampling can't be undone. Same filters, classes and intervals from there on.
 */
import type { Lamp, LineHz } from './chain.ts';
import { feed, newPiece } from './feed.ts';
import {
  type FlickerValue,
  finishIntervals,
  type Intervals,
  SETTLE_S,
  shiftClock,
  startIntervals,
} from './intervals.ts';
import { type SensationState, startSensation } from './sensation.ts';

export interface RmsFlickerSettings {
  readonly lineHz: LineHz;
  readonly lamp: Lamp;
  readonly udinV: number | null;
  /** End of the first value's window, UTC; null = unknown. */
  readonly firstMs: number | null;
  /** Distance of two values, ms, where the line frequency is not nominal; 1000 / (2·lineHz) without it. */
  readonly stepMs?: number;
  readonly periodS?: number;
  readonly settleS?: number;
}

/** Plain JSON. */
export interface RmsFlickerState {
  readonly settings: RmsFlickerSettings;
  readonly sensation: SensationState;
  readonly intervals: Intervals;
  /** Squares of the last values, oldest first, and which of them only stand in for a missing one. */
  readonly squares: number[];
  readonly missing: boolean[];
}

/** Values made of each one. */
const FACTOR = 8;
/** The interpolation looks at so many values on each side. */
const REACH = 16;
/** Compensated up to this share of the rate of the values, then faded out until 1 minus it: 36 Hz of 100. */
const PASS_PU = 0.36;
/** Attenuation of the window, as Kaiser's β. */
const BETA = 8;

/** The weights are the same for every supply: made once. */
let made: readonly Float64Array[] | null = null;

export function startRmsFlicker(settings: RmsFlickerSettings): RmsFlickerState {
  const { lineHz, lamp, udinV, firstMs } = settings;
  const stepMs = settings.stepMs ?? 500 / lineHz;
  const rateHz = (FACTOR * 1000) / stepMs;
  return {
    settings,
    sensation: startSensation({ rateHz, lineHz, lamp, udinV }),
    intervals: startIntervals({
      rateHz,
      lineHz,
      // A value stands for the middle of its window.
      startMs: firstMs === null ? null : firstMs - stepMs,
      periodS: settings.periodS ?? 600,
      wantsPinst: false,
      settleS: settings.settleS ?? SETTLE_S,
      method: 'urms_half',
    }),
    squares: [],
    missing: [],
  };
}

const piece = newPiece(FACTOR);

/** Take the next values, V; NaN = missing. */
export function stepRmsFlicker(state: RmsFlickerState, urmsHalfV: Float64Array): FlickerValue[] {
  const out: FlickerValue[] = [];
  for (const v of urmsHalfV) take(state, v, out);
  return out;
}

/** End of the record: the last values are drawn out, what is under way is marked as partial. */
export function finishRmsFlicker(state: RmsFlickerState): FlickerValue[] {
  const out: FlickerValue[] = [];
  const last = Math.sqrt(state.squares.at(-1) ?? 0);
  for (let i = 0; i < REACH && state.squares.length > 0; i++) take(state, last, out);
  return [...out, ...finishIntervals(state.intervals)];
}

function take(state: RmsFlickerState, v: number, out: FlickerValue[]): void {
  const { squares, missing } = state;
  const isMissing = Number.isNaN(v);
  const before = squares.at(-1);
  if (isMissing && before === undefined) {
    skip(state);
    return;
  }
  const square = isMissing ? (before ?? 0) : v * v;
  // Before the first value it is taken to have stood there always.
  if (before === undefined) for (let i = 0; i < REACH - 1; i++) push(state, square, false);
  push(state, square, isMissing);
  if (squares.length < 2 * REACH) return;
  const taps = kernel();
  for (let phase = 0; phase < FACTOR; phase++) {
    const weights = taps[phase] ?? new Float64Array(0);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * squares[i]!;
    piece.values[phase] = Math.max(0, sum);
    piece.missing[phase] = missing[REACH - 1] === true ? 1 : 0;
  }
  feed(state, piece, FACTOR, out);
  squares.shift();
  missing.shift();
}

/** Nothing is known yet: the clock goes on. */
function skip(state: RmsFlickerState): void {
  if (state.settings.firstMs !== null) shiftClock(state.intervals, (1000 * FACTOR) / state.intervals.settings.rateHz);
}

function push(state: RmsFlickerState, square: number, isMissing: boolean): void {
  state.squares.push(square);
  state.missing.push(isMissing);
}

/** Per phase the weights of the 2·REACH values around it; each set sums to 1, so that a constant stays one. */
function kernel(): readonly Float64Array[] {
  made ??= Array.from({ length: FACTOR }, (_, phase) => {
    const weights = Float64Array.from({ length: 2 * REACH }, (_unused, i) => tap(i - (REACH - 1) - phase / FACTOR));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / sum);
  });
  return made;
}

/** Wanted gain at `nu`, cycles per value. */
function wanted(nu: number): number {
  const flat = Math.min(nu, PASS_PU);
  const lost = flat === 0 ? 1 : Math.sin(2 * Math.PI * flat) / (2 * Math.PI * flat * (1 - flat * flat));
  const fade = Math.min(1, Math.max(0, (nu - PASS_PU) / (1 - 2 * PASS_PU)));
  return (0.5 + 0.5 * Math.cos(Math.PI * fade)) / lost;
}

const INTEGRATION_STEPS = 2000;

/** Impulse response at a distance of `tau` values. */
function tap(tau: number): number {
  const edge = Math.abs(tau) / REACH;
  if (edge >= 1) return 0;
  let sum = 0;
  const step = (1 - PASS_PU) / INTEGRATION_STEPS;
  for (let i = 0; i < INTEGRATION_STEPS; i++) {
    const nu = (i + 0.5) * step;
    sum += 2 * wanted(nu) * Math.cos(2 * Math.PI * nu * tau) * step;
  }
  return (sum * bessel(BETA * Math.sqrt(1 - edge * edge))) / bessel(BETA);
}

/** Modified Bessel function of order 0. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
