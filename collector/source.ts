/**
 * What every source of readings looks like: it hands over what arrived, raw, and waits. The sink resolves when it is on
 * disk; only then may the source acknowledge. A rejected sink means: not stored, do not acknowledge, try again.
 */
import type { MeterId } from '../core/ids.ts';
import type { Method } from '../core/series.ts';
import type { AnsweredBlock } from './meters/decode.ts';
import type { MeterProfile } from './meters/profile.ts';

/** One MQTT message. `retained`: the broker delivered a stored copy, the device did not just speak. */
export interface RawMessage {
  readonly kind: 'message';
  readonly source: string;
  readonly receivedMs: number;
  readonly topic: string;
  readonly bytes: Uint8Array;
  readonly retained: boolean;
}

/** The answers of one poll of one Modbus unit. Blocks that failed are not in it. */
export interface RawPoll {
  readonly kind: 'poll';
  readonly source: string;
  readonly receivedMs: number;
  readonly meter: MeterId;
  readonly profile: MeterProfile;
  readonly answered: readonly AnsweredBlock[];
  readonly method: Method;
}
export type Raw = RawMessage | RawPoll;

/** Resolves when everything usable in it is durable. */
export type Sink = (raw: Raw) => Promise<void>;

/** How one meter behind a source is doing, where the source asks meters one by one. */
export interface PolledMeter {
  readonly meter: MeterId;
  readonly intervalMs: number;
  /** Polls answered and stored; polls without an answer in time; polls answered by a refusal. */
  readonly done: number;
  readonly timeouts: number;
  readonly exceptions: number;
  /** Grid instants without a stored poll. */
  readonly gaps: number;
  readonly isFailing: boolean;
  /** Registers the meter refused: left out, and asked for again after an hour or a reconnect. */
  readonly missing: readonly string[];
}

export interface SourceStatus {
  readonly source: string;
  /** null = a source without a link of its own. */
  readonly isLinkUp: boolean | null;
  readonly lastArrivalMs: number | null;
  /** Deliveries stored, and deliveries the sink refused (not acknowledged). */
  readonly stored: number;
  readonly refused: number;
  readonly reconnects: number;
  readonly polled: readonly PolledMeter[];
  /** What hinders the source now, in plain words for an operator; null or absent = nothing known. */
  readonly trouble?: string | null;
}

export interface Source {
  readonly id: string;
  /** Begin; returns at once, connecting goes on by itself for ever. */
  start(sink: Sink): Promise<void>;
  stop(): Promise<void>;
  status(): SourceStatus;
}

export type LogLevel = 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>) => void;
