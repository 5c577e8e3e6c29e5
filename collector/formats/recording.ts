/** What a recording is after parsing, whatever file it came from. */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { Reading, VoltageChannel } from '../../core/series.ts';

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

/**
 * Where a record stands in a file that holds several observations of one instrument (PQDIF). Absent where the file is one
 * recording. Two observations of one source may show the same disturbance.
 */
export interface Observation {
  /** 1-based, in order of the file. Records of one observation run by the same clock. */
  readonly number: number;
  readonly name: string;
  readonly source: string;
  /** Declared voltage the file states, V: of phases where the record holds phases, else of pairs. Null = it does not. */
  readonly declaredV: number | null;
  /** Smallest step in which this instrument states the start of its observations, ms. */
  readonly clockStepMs: number;
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
  readonly observation?: Observation;
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
  readonly observation?: Observation;
}

/** One voltage of an RMS record, V, on the side the file states; NaN = unknown. */
export interface RmsChannel {
  readonly channel: VoltageChannel;
  readonly name: string;
  readonly valuesV: Float64Array;
  /** Lowest and highest inside each step; the very same array as `valuesV` where the file has nothing finer. */
  readonly lowestV: Float64Array;
  readonly highestV: Float64Array;
}

/** RMS voltages the instrument itself computed around a disturbance, cycle by cycle or nearly so. */
export interface RmsTable {
  readonly kind: 'rms';
  readonly station: string;
  readonly device: string;
  /** Instant of value 0. */
  readonly startMs: number;
  /** ms after `startMs`, strictly rising: each stamp is the end of its window. */
  readonly timesMs: Float64Array;
  /** Usual distance of two values, ms. */
  readonly stepMs: number;
  /** Indices of the first value after each gap. */
  readonly breaks: readonly number[];
  readonly channels: readonly RmsChannel[];
  readonly observation: Observation;
}

export type Recorded = Recording | ReadingTable | RmsTable;
