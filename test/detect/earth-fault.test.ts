/** Earth faults of unearthed networks: earth moves inside the kept triangle, from barely to metallic. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corners, seenFrom } from '../oracles/star-point.ts';
import { detect, kinds, times, volts } from './meter-series.ts';

const U = 5774;
const run = (during: readonly [number, number, number], method: '1s' | '1min' | '10min' = '1min', udinV = U) =>
  detect([...times(5, volts(udinV)), ...times(6, volts(...during)), ...times(5, volts(udinV))], method, { udinV });

test('metallic on each phase: 0/√3/√3, noise of one per cent', () => {
  for (const [k, phase] of ['A', 'B', 'C'].entries()) {
    for (const noise of [0, 0.01, -0.01]) {
      const v = [0, 1, 2].map((i) => (i === k ? 0.01 * U : Math.sqrt(3) * U * (1 + (i === (k + 1) % 3 ? noise : 0))));
      const found = run([v[0] ?? 0, v[1] ?? 0, v[2] ?? 0]);
      expect(kinds(found)).toEqual([`earth_fault ${phase}`]);
      expect(found[0]?.numbers['displacementPct']).toBeGreaterThan(90);
    }
  }
});

test('through a resistance: displaced by any part of the phase voltage towards the faulted phase', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      fc.constantFrom(3464, 5774, 20_207),
      (dPu, angle, udinV) => {
        const star = { x: udinV * dPu * Math.cos(angle), y: udinV * dPu * Math.sin(angle) };
        const found = run(seenFrom(star, corners(udinV)), '1min', udinV).filter((d) => d.kind === 'earth_fault');
        if (dPu > 0.301) {
          expect(found).toMatchObject([{ phases: 'A' }]);
          expect((found[0]?.numbers['displacementV'] ?? 0) / udinV).toBeCloseTo(dPu, 3);
        }
        if (dPu < 0.299) expect(found).toEqual([]);
      },
    ),
    { seed: 73_125, numRuns: 80 },
  );
});

test('a blown fuse of the instrument, a dip, a low-voltage meter', () => {
  for (const v of [
    [0, U, U],
    [0.5 * U, 0.9 * U, 0.9 * U],
    [0.6 * U, 0.6 * U, 0.6 * U],
  ] as const) {
    expect(kinds(run(v)).filter((k) => k.startsWith('earth'))).toEqual([]);
  }
  expect(kinds(run([2, 381, 381], '1min', 220)).filter((k) => k.startsWith('earth'))).toEqual([]);
});
