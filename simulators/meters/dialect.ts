/** What an MQTT meter says: one file per dialect turns values into the messages such a device really sends. */

import type { MeterEventKind } from '../../core/facts.ts';
import type { LinePair, Phase } from '../../core/quantity.ts';

export type ByPhase = Readonly<Partial<Record<Phase | LinePair, number>>>;

/** Values of one interval; only what the meter measures is there. V, A, W, Hz. */
export interface Sample {
  readonly endMs: number;
  readonly intervalS: number;
  readonly statistic: 'mean' | 'snapshot' | 'minmax';
  readonly u: ByPhase;
  readonly uMin?: ByPhase;
  readonly uMax?: ByPhase;
  readonly i?: ByPhase;
  readonly p?: ByPhase;
  readonly pst?: ByPhase;
  readonly f?: number;
}

export interface RecordedEvent {
  readonly kind: string;
  readonly startMs: number;
  /** null = still running. */
  readonly durationMs: number | null;
  readonly phases: string;
  readonly pct: number | null;
  readonly perPhasePct: ByPhase | null;
}

export interface Message {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly retain?: boolean;
}

export interface Dialect {
  readonly id: string;
  /** Topic under which a collector finds all messages of a device. */
  topics(device: string): readonly string[];
  readings(device: string, sample: Sample): readonly Message[];
  /** Devices without an event log say nothing. */
  events(device: string, events: readonly RecordedEvent[]): readonly Message[];
  state(device: string, event: MeterEventKind, timeMs: number): readonly Message[];
  /** Sent once after connecting. */
  hello(device: string, timeMs: number): readonly Message[];
  /** What the broker sends when the connection is lost; absent = the device leaves none. */
  lastWill?(device: string): Message;
}

export const PHASE_LETTERS = ['A', 'B', 'C'] as const;
