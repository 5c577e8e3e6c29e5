/** Shapes of samples. Missing is NaN, flagged is a bit; neither is ever 0. */
import type { MeterId } from './ids.ts';
import type { LinePair, Phase, PhaseTag, QuantityId } from './quantity.ts';

/** Sampled voltages or currents of equal length n at one constant rate; `startMs` = instant of sample 0. */
export interface Waveform {
  readonly startMs: number;
  readonly sampleRateHz: number;
  readonly channels: Readonly<Record<string, Float64Array>>;
}

/** Times strictly rising; the three arrays have the same length. `timesMs` = end of each interval. */
export interface Series {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly flags: Uint8Array;
}

/** How the meter made the value: decides what the value can and cannot show (design: polling truth). */
export const METHODS = ['urms_half', '1s', '10s', '1min', '10min', '15min', '60min', 'event_log'] as const;
export type Method = (typeof METHODS)[number];
/**
 * Usual distance of two values of a method, s; null = it sends when something happens. A recorder of Urms(1/2) reports
 * its own state about every ten seconds [guess].
 */
export const METHOD_INTERVAL_S: Readonly<Record<Method, number | null>> = {
  urms_half: 10,
  '1s': 1,
  '10s': 10,
  '1min': 60,
  '10min': 600,
  '15min': 900,
  '60min': 3_600,
  event_log: null,
};
export const STATISTICS = ['mean', 'snapshot', 'minmax'] as const;
export type Statistic = (typeof STATISTICS)[number];

/** Quality bits of a reading. 0 = good. A flagged value is kept and shown, never dropped, never an event. */
export const QUALITY = {
  notAvailable: 1 << 0, //  sentinel, NaN, -1, is_valid:false: the meter says it does not know
  implausible: 1 << 1, //   word order, scale or 0 V with current
  clock: 1 << 2, //         device time not believable (future, year 2000)
  stale: 1 << 3, //         retained or frozen value
  suspect: 1 << 4, //       e.g. doubled voltage
  duringEvent: 1 << 5, //   dip, swell or interruption inside (IEC 61000-4-30 flagging)
  late: 1 << 6, //          arrived after its time had been evaluated
} as const;

/**
 * Values of one meter over `[startMs, endMs)`. Volts, amperes, watts, var, Hz, percent (see quantity.ts).
 * A value that is not known is absent from `values`, never 0. `startMs === endMs` for a snapshot.
 */
export interface Reading {
  readonly meter: MeterId;
  readonly startMs: number;
  readonly endMs: number;
  readonly values: Readonly<Partial<Record<PhaseTag, Readonly<Partial<Record<QuantityId, number>>>>>>;
  readonly method: Method;
  readonly statistic: Statistic;
  readonly quality: number;
  /** When the collector learnt it. */
  readonly knownAtMs: number;
  /** The device's own stamp where it has one; null where the arrival time is the only clock. */
  readonly deviceTimeMs: number | null;
}

export type VoltageChannel = Phase | LinePair;
