/**
 * Disturbances of one group of voltage channels from its samples as they come: Urms(1/2) and the detectors on it, with
 * plain JSON state. Any chunking, and a state through JSON, give the same events. For a known declared voltage; a
 * recording without one is measured first (`recording-events.ts`).
 */
import type { Disturbance } from '../../core/event.ts';
import {
  finishUrmsHalf,
  type SampleChunk,
  startUrmsHalf,
  stepUrmsHalf,
  type UrmsHalfState,
} from '../measure/urms-half/fold.ts';
import type { DetectorParams } from './detector.ts';
import { type SlidingReference, slidingPct, startSliding } from './sliding-reference.ts';
import { type FeedState, feed, finishFeed, startFeed } from './waveform-feed.ts';

export interface WaveformFoldState {
  readonly udinV: number;
  /** Null = the declared voltage is 100 %. */
  readonly sliding: SlidingReference | null;
  /** UTC of time 0 of the samples, ms. */
  readonly startMs: number;
  readonly urms: UrmsHalfState;
  readonly feed: FeedState;
}

export interface WaveformFoldOptions {
  readonly params: DetectorParams;
  /** Declared voltage of these channels, V. */
  readonly udinV: number;
  readonly nominalHz: number;
  readonly startMs: number;
  /** Absent = the declared voltage. */
  readonly reference?: 'declared' | 'sliding';
}

export function startWaveform(o: WaveformFoldOptions): WaveformFoldState {
  const urms = startUrmsHalf(o.params.channels.length, o.nominalHz);
  const { udinV, nominalHz, startMs } = o;
  const slides = { udinV, channels: o.params.channels.length, nominalHz, thresholds: o.params.thresholds };
  const sliding = o.reference === 'sliding' ? startSliding(slides) : null;
  return { udinV, sliding, startMs, urms, feed: startFeed(o.params) };
}

/** Take samples in V; events that ended are appended to `out`. */
export function stepWaveform(state: WaveformFoldState, chunk: SampleChunk, out: Disturbance[]): void {
  stepUrmsHalf(state.urms, chunk, sinkOf(state, out));
}

/** End of the run: a gap, or no more samples. What is running ends open. The state is spent. */
export function finishWaveform(state: WaveformFoldState, out: Disturbance[]): void {
  finishUrmsHalf(state.urms, sinkOf(state, out));
  finishFeed(state.feed, out);
}

function sinkOf(state: WaveformFoldState, out: Disturbance[]) {
  const { startMs, udinV, sliding } = state;
  return (c: number, endMs: number, _periodMs: number, valueV: number): void => {
    const pct = sliding === null ? (100 * valueV) / udinV : slidingPct(sliding, c, valueV);
    feed(state.feed, c, { atMs: startMs + endMs, pct }, out);
  };
}
