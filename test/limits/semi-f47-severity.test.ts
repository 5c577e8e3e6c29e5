/** Severity against SEMI F47: the factors 1, 2, 10/3, 5, 10 and both sides of each border. */
import { expect, test } from 'vitest';
import { severitySemiF47 } from '../../core/limits/semi-f47-severity.ts';

test.each([
  [50, 200, 1],
  [60, 400, 4 / 3],
  [30, 20, 0.7],
  [30, 21, 1.4],
  [30, 201, 7 / 3],
  [70, 500, 1],
  [70, 501, 1.5],
  [80, 10_000, 1],
  [80, 10_001, 2],
  [0, 15, 1],
  [100, 300, 0],
])('%d %% for %d ms is %f', (pct, ms, severity) => {
  expect(severitySemiF47(pct, ms)).toBeCloseTo(severity, 12);
});

test('a cycle of 60 Hz is shorter', () => {
  expect(severitySemiF47(40, 18, 1000 / 60)).toBeCloseTo(1.2, 12);
  expect(severitySemiF47(40, 18)).toBeCloseTo(0.6, 12);
});

test('no sag, or not known: no number', () => {
  expect(severitySemiF47(104, 300)).toBeNull();
  expect(severitySemiF47(Number.NaN, 300)).toBeNull();
  expect(severitySemiF47(50, Number.NaN)).toBeNull();
});
