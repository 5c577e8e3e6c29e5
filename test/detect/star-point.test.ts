/** Side and displacement from three magnitudes, against points in the plane and a search over it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { starPoint, starPointInTriangle } from '../../collector/detect/star-point.ts';
import { corners, distance, findStar, seenFrom } from '../oracles/star-point.ts';

test('137.4/249.9/302.4 V at 381.05 V phase-phase: displaced by 95.9 V, as a search over the plane finds it', () => {
  const triangle = corners(381.05 / Math.sqrt(3));
  const found = findStar([137.4, 249.9, 302.4], triangle, 400);
  expect(found.miss).toBeLessThan(0.001);
  const byFormula = starPoint(137.4, 249.9, 302.4);
  expect(byFormula?.displacement).toBeCloseTo(distance(found.star, { x: 0, y: 0 }), 1);
  expect(byFormula?.displacement).toBeCloseTo(95.9, 1);
  expect(byFormula?.side).toBeCloseTo(381.05, 1);
});

test('any star point inside the circle through the corners is found again', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 50, max: 12_000, noNaN: true }),
      fc.double({ min: 0, max: 0.98, noNaN: true }),
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      (u, dPu, angle) => {
        const star = { x: u * dPu * Math.cos(angle), y: u * dPu * Math.sin(angle) };
        const got = starPoint(...seenFrom(star, corners(u)));
        expect((got?.displacement ?? Number.NaN) / u).toBeCloseTo(dPu, 5);
        expect((got?.side ?? Number.NaN) / u).toBeCloseTo(Math.sqrt(3), 5);
      },
    ),
    { seed: 61_125, numRuns: 300 },
  );
});

test('with the pairs measured any triangle will do', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { minLength: 8, maxLength: 8 }), (v) => {
      const at = (i: number) => ({ x: v[i] ?? 0, y: v[i + 1] ?? 0 });
      const [a, b, c, star] = [at(0), at(2), at(4), at(6)];
      const centre = { x: (a.x + b.x + c.x) / 3, y: (a.y + b.y + c.y) / 3 };
      const pairs = [distance(a, b), distance(b, c), distance(c, a)] as const;
      const got = starPointInTriangle(seenFrom(star, [a, b, c]), pairs);
      // Squares: at the centre itself a difference of large numbers is all that is left.
      expect(got.displacement ** 2).toBeCloseTo(distance(star, centre) ** 2, 6);
    }),
    { seed: 61_126, numRuns: 200 },
  );
});

test('what keeps no triangle fits none of that side', () => {
  // A lost phase: of a full side nothing is left.
  for (const [a, b, c] of [
    [0, 87, 87],
    [50, 100, 50],
    [0, 100, 100],
  ] as const) {
    expect((starPoint(a, b, c)?.side ?? 0) / Math.sqrt(3)).toBeLessThan(60);
  }
  expect(starPoint(10, 50, 200)).toBeNull();
  expect(starPoint(Number.NaN, 100, 100)).toBeNull();
});
