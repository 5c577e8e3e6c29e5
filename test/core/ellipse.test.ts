/** Error ellipses against their closed form: scales, axes, and a walk around the ellipse itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ellipseReaching, ellipseScale } from '../../core/network/ellipse.ts';

const CENTRE = { xM: 100, yM: -50 };
const at = (eastM: number, northM: number) => ({ xM: CENTRE.xM + eastM, yM: CENTRE.yM + northM });

test('the 90, 95 and 99 % ellipses are 1.8226, 2.0789 and 2.5776 times the 50 % one', () => {
  expect(ellipseScale(0.9)).toBeCloseTo(1.8226, 4);
  expect(ellipseScale(0.95)).toBeCloseTo(2.0789, 4);
  expect(ellipseScale(0.99)).toBeCloseTo(2.5776, 3);
  expect(ellipseScale(0.5)).toBe(1);
});

test('the bearing counts clockwise from north: a line east of the centre meets the minor axis of one that points north', () => {
  const ellipse = { semiMajorKm: 2, semiMinorKm: 0.5, bearingDeg: 0 };
  const [east, north] = [at(500, 0), at(0, 2000)];
  expect(ellipseReaching(ellipse, CENTRE, east, east)).toBeCloseTo(0.5, 10);
  expect(ellipseReaching(ellipse, CENTRE, north, north)).toBeCloseTo(0.5, 10);
  expect(ellipseReaching({ ...ellipse, bearingDeg: 90 }, CENTRE, at(2000, 0), at(2000, 0))).toBeCloseTo(0.5, 10);
  expect(ellipseReaching(ellipse, CENTRE, at(-1, -1), at(1, 1))).toBe(0);
});

test('points on any p ellipse have p; the nearest point of a line, found by walking along it, has the least', () => {
  const ellipses = fc.record({
    semiMajorKm: fc.double({ min: 0.1, max: 5, noNaN: true }),
    semiMinorKm: fc.double({ min: 0.05, max: 5, noNaN: true }),
    bearingDeg: fc.double({ min: 0, max: 180, noNaN: true }),
  });
  const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
  const p = fc.double({ min: 0.01, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(ellipses, angle, p, angle, p, (e, a1, p1, a2, p2) => {
      const point = (angleRad: number, share: number) => {
        const bearing = (e.bearingDeg * Math.PI) / 180;
        const along = 1000 * e.semiMajorKm * ellipseScale(share) * Math.cos(angleRad);
        const across = 1000 * e.semiMinorKm * ellipseScale(share) * Math.sin(angleRad);
        return at(
          along * Math.sin(bearing) + across * Math.cos(bearing),
          along * Math.cos(bearing) - across * Math.sin(bearing),
        );
      };
      const [one, two] = [point(a1, p1), point(a2, p2)];
      expect(ellipseReaching(e, CENTRE, one, one)).toBeCloseTo(p1, 8);
      const found = ellipseReaching(e, CENTRE, one, two);
      let least = 1;
      for (let i = 0; i <= 400; i++) {
        const s = i / 400;
        const on = { xM: one.xM + s * (two.xM - one.xM), yM: one.yM + s * (two.yM - one.yM) };
        least = Math.min(least, ellipseReaching(e, CENTRE, on, on));
      }
      expect(found).toBeLessThanOrEqual(least + 1e-9);
      expect(least - found).toBeLessThan(0.02);
    }),
    { numRuns: 200 },
  );
});
