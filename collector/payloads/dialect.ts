/** What an MQTT dialect is: one maker's way to put readings into topics and bytes. Decoding is pure and never throws. */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
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
}

export interface Decoded {
  readonly readings: readonly Reading[];
  readonly disturbances: readonly Disturbance[];
  readonly meterEvents: readonly MeterEvent[];
  /** Event counters and power-failure logs the device keeps by itself. */
  readonly counters: readonly MeterCounters[];
  readonly failures: readonly FailureLogEntry[];
  readonly problems: readonly Problem[];
}

export interface Dialect {
  readonly id: string;
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
