/**
 * Urms(1/2) as a fold over samples: plain JSON state, any chunking (down to single samples) gives the same values bit
 * for bit, and so does a state that went through JSON. Values come in order of time, about five cycles after their
 * window ended (at the start of a run up to fourteen): the fundamental is looked at on both sides.
 * @source IEC 61000-4-30:2015 3.28, 5.4.1
 */
import {
  closeHalf,
  closeSteps,
  type FundamentalState,
  periodMs,
  startFundamental,
  stepAt,
  takeBlock,
} from './fundamental.ts';
import { type MarkState, startMarks, takeMark } from './marks.ts';
import {
  BLOCKS_PER_STEP,
  blockEndMs,
  closeBlock,
  firstNotBefore,
  type SampleState,
  startSamples,
  takeSamples,
} from './samples.ts';
import { squareMean } from './square-mean.ts';

/** Of one group of channels in one gapless run. */
export interface UrmsHalfState {
  readonly samples: SampleState;
  readonly fundamental: FundamentalState;
  readonly marks: MarkState;
  /** Time of the first sample of the block being filled, ms. */
  blockFromMs: number;
  /** Time of the last sample before it, ms. */
  blockBeforeMs: number;
}

/**
 * Takes each value: channel, end of its window (on the clock of the samples), length of the window (one cycle), ms, and
 * RMS in the unit of the samples, NaN where one of them is missing.
 */
export type UrmsHalfSink = (channel: number, endMs: number, periodMs: number, value: number) => void;

export interface SampleChunk {
  /** Rising; all channels were sampled at these instants. */
  readonly timesMs: Float64Array;
  /** Missing samples are NaN. */
  readonly channels: readonly Float64Array[];
  /** Samples `[from, to)` of them. */
  readonly from: number;
  readonly to: number;
}

/** Windows must lie inside the samples; dust of floating point, ms. */
const DUST_MS = 1e-6;

/** Take samples on; a gap in time ends a run, and the next begins with a fresh state. */
export function startUrmsHalf(channels: number, nominalHz: number): UrmsHalfState {
  const fundamental = startFundamental(channels, nominalHz);
  return {
    samples: startSamples(channels, fundamental.stepMs / BLOCKS_PER_STEP),
    fundamental,
    marks: startMarks(channels),
    blockFromMs: 0,
    blockBeforeMs: 0,
  };
}

export function stepUrmsHalf(state: UrmsHalfState, chunk: SampleChunk, sink: UrmsHalfSink): void {
  const { samples, fundamental } = state;
  const { timesMs, channels, from, to } = chunk;
  if (samples.taken === 0 && to > from) {
    samples.t0 = timesMs[from]!;
    fundamental.t0 = samples.t0;
    state.blockBeforeMs = samples.t0;
    state.blockFromMs = samples.t0;
  }
  let guess = 1;
  for (let i = from; i < to; ) {
    const endMs = blockEndMs(samples);
    if (timesMs[i]! >= endMs) {
      endBlock(state, sink);
      continue;
    }
    const next = firstNotBefore(timesMs, { from: i, to, guess }, endMs);
    if (samples.taken === samples.first) state.blockFromMs = timesMs[i]!;
    takeSamples(samples, timesMs, channels, { from: i, to: next });
    guess = next - i;
    i = next;
  }
}

/** End of the run: the values still owed. The state is spent. */
export function finishUrmsHalf(state: UrmsHalfState, sink: UrmsHalfSink): void {
  const { samples, fundamental } = state;
  if (samples.taken < 2) return;
  const isWhole = samples.lastMs + (1 + DUST_MS) * samples.lastStepMs >= blockEndMs(samples);
  const isLastOfHalf = samples.block % BLOCKS_PER_STEP === BLOCKS_PER_STEP - 1;
  demodulate(state);
  if (isWhole && isLastOfHalf) closeHalf(fundamental);
  closeSteps(fundamental);
  emit(state, sink, true);
}

function endBlock(state: UrmsHalfState, sink: UrmsHalfSink): void {
  const { samples, fundamental } = state;
  demodulate(state);
  closeBlock(samples);
  if (samples.block % BLOCKS_PER_STEP !== 0) return;
  closeHalf(fundamental);
  emit(state, sink, false);
}

function demodulate(state: UrmsHalfState): void {
  const { samples, fundamental } = state;
  const n = samples.taken - samples.first;
  if (n === 0) return;
  takeBlock(fundamental, {
    samples: n,
    atMs: (state.blockFromMs + samples.lastMs) / 2,
    spanMs: samples.lastMs - state.blockBeforeMs,
    sum: samples.sum,
    area: samples.area,
    missing: samples.missing,
  });
  state.blockBeforeMs = samples.lastMs;
}

function emit(state: UrmsHalfState, sink: UrmsHalfSink, isEnd: boolean): void {
  const { samples, fundamental, marks } = state;
  const range = { firstMs: samples.t0, lastMs: samples.lastMs, isEnd };
  for (let c = takeMark(marks, fundamental, range); c >= 0; c = takeMark(marks, fundamental, range)) {
    const endMs = marks.markMs[c] as number;
    const cycleMs = periodMs(fundamental, stepAt(fundamental, endMs));
    if (endMs - cycleMs < samples.t0 - DUST_MS) continue;
    // Dust must not put the first window's start before the first sample.
    const period = Math.min(cycleMs, endMs - samples.t0);
    const mean = squareMean(samples, c, endMs - period, endMs);
    sink(c, endMs, period, Math.sqrt(Number.isNaN(mean) ? mean : Math.max(0, mean)));
  }
}
