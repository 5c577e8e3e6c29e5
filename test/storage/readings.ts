/** Facts for the store suites; recent enough for every retention policy. */
import type { Disturbance } from '../../core/event.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { Aggregate10Min } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';

export const TEN_MIN_MS = 600_000;
/** A 10-minute boundary one day ago. */
export const BASE_MS = Math.floor(Date.now() / TEN_MIN_MS) * TEN_MIN_MS - 86_400_000;

export const meterId = (text: string): MeterId => id<MeterId>(text);

export function reading(meter: string, endMs: number, values: Reading['values'], over: Partial<Reading> = {}): Reading {
  return {
    meter: meterId(meter),
    startMs: endMs - TEN_MIN_MS,
    endMs,
    values,
    method: '10min',
    statistic: 'mean',
    quality: 0,
    knownAtMs: endMs + 2_000,
    deviceTimeMs: null,
    ...over,
  };
}

export function aggregate(meter: string, endMs: number, over: Partial<Aggregate10Min> = {}): Aggregate10Min {
  return {
    meter: meterId(meter),
    phase: 'A',
    endMs,
    uMeanV: 221.4,
    uMinV: 218.2,
    uMaxV: 224.9,
    u2Pct: 0.7,
    u0Pct: null,
    pst: 0.33,
    n: 10,
    flagged: false,
    ...over,
  };
}

export function disturbance(meter: string, startMs: number, over: Partial<Disturbance> = {}): Disturbance {
  return {
    meter: meterId(meter),
    channel: null,
    kind: 'dip',
    startMs,
    durationMs: 120,
    openEnd: false,
    pct: 54.2,
    phases: 'AB',
    perPhase: { A: 54.2, B: 55, C: 98.1 },
    method: 'urms_half',
    class: { en50160: 'B1' },
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: startMs + 3_000,
    ...over,
  };
}
