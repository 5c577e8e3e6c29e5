/**
 * What an uploaded recording turns out to be: its channels, its voltages in percent of Udin, the disturbances in it.
 * Made by the collector, shown by the console. Times inside a part are ms after its start.
 */
import type { Disturbance } from './event.ts';
import type { Connection } from './limits/limit.ts';
import type { Problem } from './problem.ts';
import type { VoltageChannel } from './series.ts';

/** How the declared voltage of a group became known. `record` = taken from its first cycles, to be checked. */
export type UdinSource = 'given' | 'file' | 'record' | 'profile';

/** Voltages that belong together. `udinV` null = no reference was found, so no event could be judged. */
export interface RecordedGroup {
  readonly connection: Connection;
  readonly members: readonly { readonly channel: VoltageChannel; readonly name: string }[];
  readonly udinV: number | null;
  readonly udinFrom: UdinSource | null;
}

export interface RecordedChannel {
  readonly name: string;
  readonly unit: string;
  /** Primary or secondary side; null where the file does not say. */
  readonly side: 'P' | 'S' | null;
}

/** `atMs` after the start of the part. */
export interface RecordedSwitch {
  readonly name: string;
  readonly initial: 0 | 1;
  readonly changes: readonly { readonly atMs: number; readonly state: 0 | 1 }[];
}

export const RECORDED_KINDS = ['waveform', 'rms', 'readings'] as const;
export type RecordedKind = (typeof RECORDED_KINDS)[number];

export interface RecordedPart {
  readonly kind: RecordedKind;
  readonly title: string;
  readonly station: string;
  readonly device: string;
  readonly startMs: number;
  readonly durationMs: number;
  /** Instant of the trigger, ms after the start; null where the file names none. */
  readonly triggerMs: number | null;
  readonly lineHz: number | null;
  readonly samples: number;
  /** Lowest and highest sampling rate of the part; null where it has none. */
  readonly rateHz: { readonly min: number; readonly max: number } | null;
  readonly channels: readonly RecordedChannel[];
  readonly groups: readonly RecordedGroup[];
  readonly switches: readonly RecordedSwitch[];
  /** Where samples are missing between two segments, ms after the start. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly disturbances: readonly Disturbance[];
  /** Disturbances seen here that another part of the file shows whole: they count there. */
  readonly repeated: readonly Disturbance[];
}

export interface RecordingReport {
  readonly id: string;
  readonly file: string;
  /** Names the header lists, also where the samples are missing. */
  readonly channelList: readonly string[];
  readonly parts: readonly RecordedPart[];
  readonly problems: readonly Problem[];
}

/**
 * One channel over a window, thinned to what a screen can show: lowest and highest of each stretch, or the samples
 * themselves (`min` = `max`) where they are few. null = missing.
 */
export interface WindowCurve {
  readonly name: string;
  readonly unit: string;
  readonly channel: VoltageChannel | null;
  readonly timesMs: readonly number[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

export interface RecordingWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** As sampled, in the unit of the channel. Empty for a part without waveforms. */
  readonly waves: readonly WindowCurve[];
  /** RMS values in % of Udin, one per voltage channel of a group with a reference. */
  readonly rms: readonly WindowCurve[];
}
