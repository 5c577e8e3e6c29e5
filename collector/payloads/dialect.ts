/** What an MQTT dialect is: one maker's way to put readings into topics and bytes. Decoding is pure and never throws. */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { Phase, PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';

/** What a decoder must be told, because a pure function can't know it. */
export interface DecodeContext {
  /** Arrival, epoch ms. */
  readonly receivedMs: number;
  /** Zone of wall-clock texts without offset. */
  readonly zone: string;
  /** Zone of epoch numbers; `UTC` unless the source is known to send local time as if it were UTC. */
  readonly epochZone: string;
  /** The broker delivered it from memory, not from the device: true only for a stored retained message. */
  readonly retained: boolean;
  /** Meter of a device name in a topic; null = nobody registered it. */
  readonly meterOf: (device: string) => MeterId | null;
  /** Phases the meter measures, in order of its channels: `A`, `ABC` …; `?` where unknown. */
  readonly phasesOf: (meter: MeterId) => string;
  /** Usual distance of two messages of the meter in seconds, for payloads that do not say; null = unknown. */
  readonly intervalSOf: (meter: MeterId) => number | null;
  /** Declared voltage phase to neutral, V; null = unknown. */
  readonly nominalLnVOf: (meter: MeterId) => number | null;
  /** What the configuration says of a device: phases, scale. */
  readonly settingsOf: (device: string) => DeviceSettings;
  /** What an earlier message of the same source asked to remember under this key; undefined = nothing. */
  readonly recall: (key: string) => unknown;
  /** Metric names of a Sparkplug source, in the order they are tried; null = the usual names. */
  readonly metrics: readonly MetricRule[] | null;
}

/** What the configuration says of one device. */
export interface DeviceSettings {
  /** Phase of the grid behind the device's first, second, third channel (or its A, B, C); null = as registered. */
  readonly phases: readonly Phase[] | null;
  /** What a voltage of the device is multiplied by to be volts. */
  readonly scale: number;
}

export const PLAIN_DEVICE: DeviceSettings = { phases: null, scale: 1 };

/** How a metric of a Sparkplug source is read. */
export interface MetricRule {
  /** Matched against the whole name; the named groups `meter` and `phase` (A, B, C, L1, AB …) are taken where they are. */
  readonly name: RegExp;
  readonly quantity: QuantityId;
  readonly phase: PhaseTag | null;
  /** What the value is multiplied by to be V, A, W, var, Hz. */
  readonly scale: number;
}

/** One thing to remember for later messages of the source: plain JSON, kept by whoever calls the dialect. */
export type Remembered = readonly [key: string, value: unknown];
/** Keys that begin so hold what nobody says again: they must outlive a restart. */
export const LASTING = 'lasting|';

export interface Decoded {
  readonly readings: readonly Reading[];
  readonly disturbances: readonly Disturbance[];
  readonly meterEvents: readonly MeterEvent[];
  /** Event counters and power-failure logs the device keeps by itself. */
  readonly counters: readonly MeterCounters[];
  readonly failures: readonly FailureLogEntry[];
  readonly problems: readonly Problem[];
  readonly remember?: readonly Remembered[];
}

export interface Dialect {
  readonly id: string;
  /** A topic such a device sends its voltage on; `d` stands for the device. */
  readonly example: string;
  /** Topic filters to subscribe to. */
  readonly topics: readonly string[];
  matches(topic: string): boolean;
  decode(topic: string, bytes: Uint8Array, context: DecodeContext): Decoded;
}

export const NOTHING: Decoded = {
  readings: [],
  disturbances: [],
  meterEvents: [],
  counters: [],
  failures: [],
  problems: [],
};

/** A message from which nothing could be used. */
export function unusable(
  topic: string,
  code: Problem['code'],
  expected: string,
  got: string,
  field: string | null = null,
): Decoded {
  return { ...NOTHING, problems: [{ code, severity: 'error', file: topic, line: null, field, expected, got }] };
}
