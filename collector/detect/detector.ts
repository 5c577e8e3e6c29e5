/** Shape of a detector: a fold over blocks with plain JSON state. Batch and live run the very same code. */
import type { Disturbance } from '../../core/event.ts';
import type { MeterEventKind } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { EventThresholds } from '../../core/limits/limit.ts';
import type { Phase } from '../../core/quantity.ts';
import type { Method, VoltageChannel } from '../../core/series.ts';

/** Percent of Udin per channel. Absent = no news of this channel in this block; NaN = unknown now. */
export type Levels = Readonly<Partial<Record<VoltageChannel, number>>>;

/** One step of one meter. Blocks come in rising `endMs`. */
export interface Block {
  /** Instant an event boundary takes: end of the window for Urms(1/2), start of the interval for slower values. */
  readonly atMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly knownAtMs: number;
  readonly levels: Levels;
  /** Lowest and highest inside the interval, where the meter reports them. */
  readonly lowest: Levels | null;
  readonly highest: Levels | null;
  readonly event: MeterEventKind | null;
  /** What else the reading said; absent where it said nothing else. */
  readonly more?: MoreValues;
}

/** Values beside the voltages of the group. NaN never enters: what is unknown is absent. */
export interface MoreValues {
  /** Phase-phase voltages of a meter whose group is phase-neutral, % of their own Udin. */
  readonly pairs?: Levels;
  /** Currents, A, by phase. */
  readonly amps?: Readonly<Partial<Record<Phase, number>>>;
  readonly hz?: number;
  /** Negative-sequence unbalance by the meter's own phasors, %. */
  readonly u2Pct?: number;
  /** Flicker severities by channel, without unit; flagged ones are absent. */
  readonly pst?: Severities;
  readonly plt?: Severities;
}

export type Severities = Readonly<Partial<Record<VoltageChannel, number>>>;

/**
 * Which blocks a detector reads: `rms` = Urms(1/2) and values of up to 10 s; `interval` = values of one reading whatever
 * its length; `extremes` = readings that carry lowest or highest; `ten_min` = 10-minute values (or longer ones as they
 * come); `log` = meter events.
 */
export const BLOCK_KINDS = ['rms', 'interval', 'extremes', 'ten_min', 'log'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

export interface DetectorParams {
  readonly meter: MeterId;
  /** Names of the channels of the group, for the result; null where the meter has no names for them. */
  readonly channel: string | null;
  readonly channels: readonly VoltageChannel[];
  readonly method: Method;
  readonly thresholds: EventThresholds;
  /** Limits of the lasting voltage level, % of Udin; null = none apply. */
  readonly limits: { readonly lowPct: number; readonly highPct: number } | null;
  /** A channel unknown for longer than this ends a running event as open-ended. */
  readonly maxHoldMs: number;
  /** From here on a dip or swell of slow readings is a lasting under- or overvoltage instead; null = never. */
  readonly longMs: number | null;
  /** From here on an interruption of slow readings is an outage instead; null = never. */
  readonly outageFromMs: number | null;
  /** So many values in a row at no voltage make an outage: an isolated zero of a poll is a doubtful value. */
  readonly zerosForOutage: number;
  /** Declared voltage of the group's channels, V; absent = unknown, taken for low voltage. */
  readonly udinV?: number;
  /** Highest negative-sequence unbalance, %; absent or null = no limit applies. */
  readonly u2LimitPct?: number | null;
  /** Highest long-term flicker severity; absent or null = no limit applies. */
  readonly pltLimit?: number | null;
  /** Limits of the frequency, Hz; absent or null = none apply. */
  readonly frequencyHz?: { readonly low: number; readonly high: number } | null;
  /** Rapid voltage changes, % of Udin; absent = `RVC_THRESHOLD`. */
  readonly rvc?: { readonly thresholdPct: number; readonly hysteresisPct: number };
  /** Nominal frequency, Hz; absent = 50. */
  readonly lineHz?: number;
}

export interface Detector<S extends object = object> {
  readonly id: string;
  readonly clause: string;
  readonly input: BlockKind;
  /** Fresh state: plain JSON (no NaN, no undefined). */
  start(params: DetectorParams): S;
  /** Take the next block into `state` (changed in place); the events that ended with it. */
  step(state: S, block: Block): readonly Disturbance[];
  /** End of the record: what is still running, open-ended. The state is spent. */
  finish(state: S): readonly Disturbance[];
  /**
   * Start of what is running, sure of it or not; null = nothing. Only of detectors that explain the events of others:
   * those wait until this is decided.
   */
  since?(state: S): number | null;
}

/** Shared result of the ordinary step: nothing ended. */
export const NONE: readonly Disturbance[] = [];
