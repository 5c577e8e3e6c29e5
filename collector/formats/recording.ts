/** What a recording is after parsing, whatever file it came from. */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { Reading } from '../../core/series.ts';

/** One analog channel. Values are in `unit` on the side the file states; a missing sample is NaN. */
export interface AnalogChannel {
  readonly index: number;
  readonly name: string;
  /** Phase field as written, trimmed. Often empty, sometimes a number without meaning. */
  readonly phase: string;
  /** Circuit component being monitored, trimmed. */
  readonly component: string;
  readonly unit: string;
  /** P primary, S secondary, null where the revision has no such field. */
  readonly side: 'P' | 'S' | null;
  readonly primary: number | null;
  readonly secondary: number | null;
  readonly values: Float64Array;
}

/** One digital channel as its changes; `state` before the first change. */
export interface DigitalChannel {
  readonly index: number;
  readonly name: string;
  readonly normal: 0 | 1;
  readonly initial: 0 | 1;
  readonly changes: readonly { readonly sample: number; readonly state: 0 | 1 }[];
}

/** Text the recorder wrote beside its samples (HDR, INF): its own fault report, kept as it is. */
export interface AttachedText {
  readonly name: string;
  readonly text: string;
}

/** A waveform recording. All channels have `timesMs.length` values. */
export interface Recording {
  readonly kind: 'waveform';
  readonly station: string;
  readonly device: string;
  readonly revision: string;
  readonly encoding: string;
  readonly lineHz: number;
  /** Instant of sample 0. `startNs` = nanoseconds within its second, as the file says it, nothing rounded away. */
  readonly startMs: number;
  readonly startNs: number;
  readonly triggerMs: number | null;
  /** ms after `startMs`, strictly rising. */
  readonly timesMs: Float64Array;
  /** Indices of the first sample after each gap: what lies between is unknown, never 0. */
  readonly breaks: readonly number[];
  readonly rates: readonly { readonly rateHz: number; readonly endSample: number }[];
  readonly analogs: readonly AnalogChannel[];
  readonly digitals: readonly DigitalChannel[];
  /** Absent where nothing lay beside the record. */
  readonly attached?: readonly AttachedText[];
}

/** A table of slow readings (analyser or logger export, readings.csv, meter telegrams). */
export interface ReadingTable {
  readonly kind: 'readings';
  readonly readings: readonly Reading[];
  /** Name of the voltage column per phase tag, for display. */
  readonly channels: Readonly<Record<string, string>>;
  /** Rows whose value is missing (`?`, empty): unknown, counted, never 0. */
  readonly unknown: number;
  /** What the meter itself counted, in order of time. Empty where the format has no counters. */
  readonly counters: readonly MeterCounters[];
  /** The meter's own log of supply failures; an entry may lack its time. */
  readonly failures: readonly FailureLogEntry[];
}

export type Recorded = Recording | ReadingTable;
