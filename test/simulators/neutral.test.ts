/** Behind a broken neutral the phase-phase triangle is kept while the star point wanders. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { floatingStar } from '../../simulators/physics/neutral.ts';

const V = 220;
/** Phase-phase voltage that belongs to three phase voltages of a star inside an equilateral triangle, from the design's identity. */
function holdsTriangle(u: readonly number[], lineV: number): void {
  const [a, b, c] = u as [number, number, number];
  const left = 3 * (a ** 4 + b ** 4 + c ** 4 + lineV ** 4);
  const right = (a ** 2 + b ** 2 + c ** 2 + lineV ** 2) ** 2;
  expect(left / right).toBeCloseTo(1, 6);
}

test('the identity 3(Ua⁴+Ub⁴+Uc⁴+L⁴) = (Ua²+Ub²+Uc²+L²)² holds for every load', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 10, max: 9000, noNaN: true }),
      fc.double({ min: 10, max: 9000, noNaN: true }),
      fc.double({ min: 10, max: 9000, noNaN: true }),
      (a, b, c) => {
        holdsTriangle(floatingStar([V, V, V], [a, b, c], V, 0), V * Math.sqrt(3));
      },
    ),
    { seed: 42 },
  );
});

test('equal loads keep the star in the middle; the lightly loaded phase gets the high voltage', () => {
  for (const u of floatingStar([V, V, V], [900, 900, 900], V, 0)) expect(u).toBeCloseTo(V, 6);
  const [a, b, c] = floatingStar([V, V, V], [3000, 500, 500], V, 0);
  expect(a).toBeLessThan(130);
  expect(b).toBeGreaterThan(270);
  expect(c).toBeGreaterThan(270);
});

test('two loads in series on A and B: each gets its share of the line voltage', () => {
  // With (almost) nothing on C the two form a divider across U_AB = 381.05 V: 3:1 loads share it 1:3.
  const [a, b] = floatingStar([V, V, V], [3000, 1000, 1e-9], V, 0);
  expect(a + b).toBeCloseTo(V * Math.sqrt(3), 0);
  expect(b / a).toBeCloseTo(3, 1);
});
