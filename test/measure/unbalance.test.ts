/** u2 from phase-phase magnitudes: published-formula values recomputed independently. */
import { expect, test } from 'vitest';
import { u2Pct } from '../../collector/measure/unbalance.ts';

test.each([
  [400, 400, 400, 0],
  [400, 395, 390, 1.461812],
  [398, 404, 391, 1.888431],
  [380, 372, 384, 1.858853],
  [400, 360, 400, 6.792765],
  [374.81728, 382.73516, 390.89776, 2.42644],
])('%d, %d, %d V: %d %%', (a, b, c, expected) => {
  expect(u2Pct(a, b, c)).toBeCloseTo(expected, 5);
});

test('unknown stays unknown', () => {
  expect(u2Pct(400, Number.NaN, 400)).toBeNaN();
  expect(u2Pct(0, 0, 0)).toBeNaN();
});
