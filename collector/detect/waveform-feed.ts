/**
 * From values of Urms(1/2), channel by channel in order of time, to blocks for the detectors. Values of the same instant
 * make one block: judged one after the other, a polyphase event would end between two of them. Plain JSON state.
 */
import type { Disturbance } from '../../core/event.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { type BankState, finishBank, startBank, stepBank } from './bank.ts';
import type { DetectorParams } from './detector.ts';

/** Windows that end within this of each other, ms, are one instant: rounding of sums, far below a sample. */
const SAME_INSTANT_MS = 1e-4;

export interface FeedState {
  readonly channels: readonly VoltageChannel[];
  readonly bank: BankState;
  /** The block not fed yet, as further channels may belong to it: null = none; a level of null = unknown. */
  atMs: number | null;
  levels: Partial<Record<VoltageChannel, number | null>>;
}

export function startFeed(params: DetectorParams): FeedState {
  return { channels: params.channels, bank: startBank(params, ['rms']), atMs: null, levels: {} };
}

/** One value of channel `c`: end of its window, UTC ms, and % of the reference; NaN = unknown. Times never fall. */
export function feed(state: FeedState, c: number, value: { atMs: number; pct: number }, out: Disturbance[]): void {
  const channel = state.channels[c];
  if (channel === undefined) return;
  if (state.atMs !== null && value.atMs - state.atMs > SAME_INSTANT_MS) release(state, out);
  state.atMs ??= value.atMs;
  state.levels[channel] = Number.isNaN(value.pct) ? null : value.pct;
}

/** End of the run: what is running ends with it, open-ended. The state is spent. */
export function finishFeed(state: FeedState, out: Disturbance[]): void {
  release(state, out);
  out.push(...finishBank(state.bank));
}

function release(state: FeedState, out: Disturbance[]): void {
  const { atMs } = state;
  if (atMs === null) return;
  const levels: Partial<Record<VoltageChannel, number>> = {};
  for (const channel of state.channels) {
    const pct = state.levels[channel];
    if (pct !== undefined) levels[channel] = pct ?? Number.NaN;
  }
  state.atMs = null;
  state.levels = {};
  const block = { atMs, startMs: atMs, endMs: atMs, knownAtMs: atMs, levels, lowest: null, highest: null, event: null };
  stepBank(state.bank, 'rms', block, out);
}
