/** Frequency of readings against the limits of each profile. */
import { expect, test } from 'vitest';
import { detect, times, type Values, volts } from './meter-series.ts';

const at = (hz: number, u = 220): Values => ({ ...volts(u), total: { f: hz } });
const of = (rows: readonly Values[], method: '1s' | '10s' | '1min', profile: 'gb' | 'en50160' = 'gb') =>
  detect(rows, method, { profile }).filter((d) => d.kind === 'frequency');
const around = (hz: number, n: number) => [...times(20, at(50)), ...times(n, at(hz)), ...times(20, at(50))];

test('both sides of ±0.2 Hz (GB/T 15945) and ±1 % (EN 50160)', () => {
  for (const hz of [49.8, 50.2]) expect(of(around(hz, 30), '1s')).toEqual([]);
  for (const hz of [49.79, 50.21]) expect(of(around(hz, 30), '1s')).toMatchObject([{ durationMs: 30_000 }]);
  for (const hz of [49.5, 50.5]) expect(of(around(hz, 30), '1s', 'en50160')).toEqual([]);
  expect(of(around(49.49, 30), '1s', 'en50160')).toMatchObject([
    { pct: 1.02, numbers: { extremeHz: 49.49, deviationHz: -0.51 } },
  ]);
});

test('ten seconds, whatever the readings', () => {
  expect(of(around(49.5, 9), '1s')).toEqual([]);
  expect(of(around(49.5, 10), '1s')).toHaveLength(1);
  expect(of(around(49.5, 1), '10s')).toHaveLength(1);
  // Swinging about the limit is one event.
  const swings = Array.from({ length: 60 }, (_, i) => at(i % 15 < 10 ? 49.75 : 49.82));
  expect(of([...times(20, at(50)), ...swings, ...times(20, at(50))], '1s')).toHaveLength(1);
});

test('no frequency where there is no voltage, none that no grid has, none not given', () => {
  for (const hz of [0, 65.535, 40, 60]) expect(of(around(hz, 60), '1s')).toEqual([]);
  expect(of([...times(20, at(50)), ...times(60, at(49.2, 30)), ...times(20, at(50))], '1s')).toEqual([]);
  expect(of(times(100, volts(220)), '1s')).toEqual([]);
});
