/** Readings of one made-up meter, and what the whole fold says to them. */
import { foldReadings } from '../../collector/fold.ts';
import type { ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { Method, Reading } from '../../core/series.ts';

export const T0 = Date.UTC(2026, 6, 1, 0, 0);
export type Values = Reading['values'];

const LENGTH_S: Readonly<Partial<Record<Method, number>>> = {
  '1s': 1,
  '10s': 10,
  '1min': 60,
  '10min': 600,
  '15min': 900,
};
export const lengthS = (method: Method): number => LENGTH_S[method] ?? 3600;

export const volts = (a: number, b = a, c = a): Values => ({ A: { u: a }, B: { u: b }, C: { u: c } });

/** One reading per row, end to end; null = the meter was silent. */
export function detect(
  rows: readonly (Values | null)[],
  method: Method,
  o: Partial<Meter> & { readonly profile?: ProfileId } = {},
): Disturbance[] {
  const { profile = 'gb', ...more } = o;
  const meter: Meter = {
    meter: id('m'),
    node: id('n'),
    supplyPoint: null,
    phases: 'ABC',
    method,
    statistic: 'mean',
    connection: 'LN',
    udinV: 220,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
    ...more,
  };
  const stepMs = 1000 * lengthS(method);
  const readings = rows.flatMap((values, n): Reading[] => {
    if (values === null) return [];
    const endMs = T0 + (n + 1) * stepMs;
    const base = { meter: meter.meter, startMs: endMs - stepMs, endMs, values, method, statistic: meter.statistic };
    return [{ ...base, quality: 0, knownAtMs: endMs, deviceTimeMs: endMs }];
  });
  const options = { zone: 'Asia/Shanghai', profile, nominalV: (m: Meter) => m.udinV ?? 220, aggregates: false };
  return [...foldReadings(readings, [meter], options).disturbances];
}

export const times = <T>(n: number, row: T): T[] => Array.from({ length: n }, () => row);
export const kinds = (d: readonly Disturbance[]): string[] => d.map((e) => `${e.kind} ${e.phases}`);
