/**
 * Transients in a waveform: for less than a cycle or so the voltage departs from what it was one cycle before AND from
 * what it is one cycle later, both to the same side. The nearer of the two is taken as the departure. So nothing that
 * stays shows (the edge of a dip, a phase jump, another load), nothing that repeats each cycle (harmonics, notches of a
 * converter), no echo one cycle on, and a frequency off nominal cancels.
 *
 * A fold over samples of one rate, in pieces of any length; state is plain JSON. The first and the last cycle of a run
 * have one neighbour only and stay unseen here. What lies above half the sampling rate is not seen either.
 * @source kinds: IEEE 1159 table (impulsive; oscillatory below 5 kHz, 0.3 to 50 ms; unconfirmed). The threshold and the
 * comparison are rules of this product; IEC 61000-4-30 sets none.
 */
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { phaseLetters } from './named-event.ts';
import { emptyRow, type LobeRow, peakV, pushLobe, swingHz } from './transient-lobes.ts';

export interface TransientParams {
  readonly meter: MeterId;
  readonly channel: string | null;
  readonly channels: readonly VoltageChannel[];
  readonly udinV: number;
  readonly lineHz: number;
  /** Distance of two samples, ms. */
  readonly stepMs: number;
}

export interface TransientState {
  readonly params: TransientParams;
  readonly lag: number;
  /** Ring of the last `2·lag + 1` samples of each channel; null = missing. */
  readonly ring: (number | null)[][];
  readonly timesMs: number[];
  count: number;
  running: Running | null;
}

interface Running {
  readonly startMs: number;
  lastMs: number;
  readonly rows: LobeRow[];
}

/** Departure from which it is one, % of the peak of Udin. */
const THRESHOLD_PCT = 10;
/** Quiet for so long ends it, cycles. */
const QUIET_CYCLES = 0.5;
/** Longer is no transient, ms. */
const LONGEST_MS = 50;
/** An impulse that takes longer is a part of a cycle missing, ms. */
const IMPULSE_MS = 3;
/** A slower swing is no transient: a multiple of the nominal frequency. */
const SLOWEST_SWING = 2.5;
/** Fewer samples a cycle show the wave itself too coarsely to compare it. */
const SAMPLES_PER_CYCLE_MIN = 20;

/** Null where the rate is too low. */
export function startTransient(params: TransientParams): TransientState | null {
  const lag = Math.round(1000 / params.lineHz / params.stepMs);
  if (lag < SAMPLES_PER_CYCLE_MIN) return null;
  return { params, lag, ring: params.channels.map(() => []), timesMs: [], count: 0, running: null };
}

/** `values[c][i]` = volts of channel c at `timesMs[i]`; NaN = missing. What ended is returned. */
export function stepTransient(
  state: TransientState,
  timesMs: Float64Array,
  values: readonly Float64Array[],
): readonly Disturbance[] {
  const { lag, ring, params } = state;
  const size = 2 * lag + 1;
  const thresholdV = (THRESHOLD_PCT / 100) * Math.SQRT2 * params.udinV;
  const quietMs = (1000 * QUIET_CYCLES) / params.lineHz;
  const out: Disturbance[] = [];
  for (let i = 0; i < timesMs.length; i++) {
    const slot = state.count % size;
    state.timesMs[slot] = timesMs[i]!;
    for (let c = 0; c < ring.length; c++) {
      const v = values[c]?.[i] ?? Number.NaN;
      (ring[c] as (number | null)[])[slot] = Number.isNaN(v) ? null : v;
    }
    state.count++;
    if (state.count < size) continue;
    const atMs = state.timesMs[(slot + lag + 1) % size] ?? 0;
    const departures = ring.map((r) => departureV(r, slot, lag));
    if (departures.some((v) => Math.abs(v) > thresholdV)) {
      state.running ??= { startMs: atMs, lastMs: atMs, rows: ring.map(() => emptyRow()) };
      state.running.lastMs = atMs;
    }
    const { running } = state;
    if (running === null) continue;
    for (let c = 0; c < ring.length; c++) pushLobe(running.rows[c] as LobeRow, atMs, departures[c] ?? 0);
    if (atMs - running.lastMs > quietMs) out.push(...named(state, running, timesMs[i]!));
  }
  return out;
}

/** What runs at the end of the samples is judged by what was seen of it. */
export function finishTransient(state: TransientState): readonly Disturbance[] {
  const { running } = state;
  const latestMs = state.timesMs[(state.count - 1) % (2 * state.lag + 1)] ?? 0;
  return running === null ? [] : named(state, running, latestMs);
}

/** The newest sample lies at `slot`, the one asked about a cycle before it, the oldest right after it in the ring. */
function departureV(ring: readonly (number | null)[], slot: number, lag: number): number {
  const size = 2 * lag + 1;
  const [before, now, after] = [ring[(slot + 1) % size], ring[(slot + lag + 1) % size], ring[slot]];
  if (before == null || now == null || after == null) return 0;
  const [a, b] = [now - before, now - after];
  if (a > 0 && b > 0) return Math.min(a, b);
  return a < 0 && b < 0 ? Math.max(a, b) : 0;
}

function named(state: TransientState, running: Running, knownAtMs: number): readonly Disturbance[] {
  state.running = null;
  const { params } = state;
  const durationMs = running.lastMs - running.startMs + params.stepMs;
  const peaks = running.rows.map(peakV);
  const worst = peaks.indexOf(Math.max(...peaks));
  const hz = swingHz(running.rows[worst] ?? emptyRow());
  const isOne =
    hz === null ? durationMs <= IMPULSE_MS : hz >= SLOWEST_SWING * params.lineHz && durationMs <= LONGEST_MS;
  if (!isOne) return [];
  const peakOfUdinV = Math.SQRT2 * params.udinV;
  const touched = params.channels.filter((_, c) => (100 * (peaks[c] ?? 0)) / peakOfUdinV > THRESHOLD_PCT);
  return [
    {
      meter: params.meter,
      channel: params.channel,
      kind: 'transient',
      startMs: rounded(running.startMs, 3),
      durationMs: rounded(durationMs, 3),
      openEnd: false,
      // A departure, not what was left of the voltage: it would be read as a deep dip.
      pct: null,
      phases: phaseLetters(touched),
      perPhase: {},
      method: 'waveform',
      class: {},
      enclosingDip: null,
      signature: null,
      numbers: {
        peakPct: rounded((100 * (peaks[worst] ?? 0)) / peakOfUdinV, 2),
        ...(hz === null ? { durationUs: rounded(1000 * durationMs, 0) } : { ringHz: rounded(hz, 1) }),
      },
      knownAtMs,
    },
  ];
}

const rounded = (v: number, digits: number): number => Number(v.toFixed(digits));
