/** Unbalance from what a meter has: its own u2, pairs, or phases only; against triangles drawn in the plane. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairsAt120 } from '../../collector/detect/unbalance.ts';
import { u2Pct } from '../../collector/measure/unbalance.ts';
import { distance, type Point } from '../oracles/star-point.ts';
import { detect, kinds, times, type Values, volts } from './meter-series.ts';

const of = (
  rows: readonly (Values | null)[],
  more: Parameters<typeof detect>[2] = {},
  method: '1s' | '10min' = '10min',
) => detect(rows, method, more).filter((d) => d.kind === 'unbalance');
const pairs = (ab: number, bc: number, ca: number): Values => ({ AB: { u: ab }, BC: { u: bc }, CA: { u: ca } });
const LL = { connection: 'LL', udinV: 380 } as const;

test('2 % is the limit of GB/T 15543 and of EN 50160: both sides', () => {
  // BC alone off by x: u2 ≈ x/3 (first order); searched for the sides of 2 %.
  const u2Of = (bc: number) => u2Pct(380, bc, 380);
  let [low, high] = [360, 380];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (u2Of(middle) > 2) low = middle;
    else high = middle;
  }
  for (const profile of ['gb', 'en50160'] as const) {
    expect(of(times(6, pairs(380, low - 0.05, 380)), { ...LL, profile })).toHaveLength(1);
    expect(of(times(6, pairs(380, high + 0.05, 380)), { ...LL, profile })).toEqual([]);
  }
});

test('half an hour, not less; half an hour inside ends it', () => {
  const [bad, good] = [pairs(370, 380, 392), pairs(379, 380, 381)];
  expect(of([...times(3, good), ...times(2, bad), ...times(3, good)], LL)).toEqual([]);
  const one = [...times(3, good), ...times(3, bad), ...times(2, good), ...times(3, bad), ...times(4, good)];
  expect(of(one, LL)).toMatchObject([{ durationMs: 8 * 600_000, openEnd: false }]);
  const two = [...times(3, good), ...times(3, bad), ...times(3, good), ...times(3, bad)];
  expect(of(two, LL).map((d) => d.openEnd)).toEqual([false, true]);
});

test('if the three phases do stand 120° apart, the estimate from their magnitudes is exact', () => {
  const u = fc.double({ min: 150, max: 280, noNaN: true });
  fc.assert(
    fc.property(u, u, u, (a, b, c) => {
      const at = (r: number, k: number): Point => ({
        x: r * Math.cos((2 * Math.PI * k) / 3),
        y: r * Math.sin((2 * Math.PI * k) / 3),
      });
      const [p, q, r] = [at(a, 0), at(b, 1), at(c, 2)];
      const got = pairsAt120([a, b, c]);
      [distance(p, q), distance(q, r), distance(r, p)].forEach((v, i) => {
        expect(got[i]).toBeCloseTo(v, 9);
      });
    }),
    { seed: 74_125, numRuns: 100 },
  );
});

describe('phase-neutral magnitudes only', () => {
  test('far apart within the limits of the level: an estimate that says so', () => {
    const [found] = of(times(6, volts(200, 234, 218)));
    expect(found?.numbers['u2EstimatePct']).toBeCloseTo(found?.pct ?? 0, 9);
    expect(found?.pct).toBeGreaterThan(4);
    expect(found?.numbers).not.toHaveProperty('u2RmsPct');
  });

  test('an ordinary evening, one low phase, leads changed over, one phase missing: nothing', () => {
    const evening = [216, 212, 208, 206, 205, 207, 211, 215].map((a, i) => volts(a, 221 - (i % 3), 218));
    const low = [215, 205, 196, 188, 187, 190, 200, 212].map((a) => volts(a, 222, 221));
    const two = times(8, { A: { u: 200 }, B: { u: 235 } });
    for (const rows of [evening, low, times(8, volts(219, 224, 215)), two]) expect(of(rows)).toEqual([]);
  });

  test('a medium-voltage meter, phase-earth: earth moves them all, u2 is not to be told', () => {
    expect(of(times(8, volts(5774, 4900, 6500)), { udinV: 5774 })).toEqual([]);
  });
});

test("the meter's own u2 before any estimate", () => {
  const rows = times(6, { ...volts(200, 234, 218), total: { u2: 0.8 } });
  expect(of(rows)).toEqual([]);
  const high = times(6, { ...volts(220), total: { u2: 2.6 } });
  expect(of(high)).toMatchObject([{ pct: 2.6, numbers: { u2Pct: 2.6 } }]);
});

test('a lost phase and a broken neutral explain it', () => {
  const lost = [
    ...times(4, pairs(380, 380, 380)),
    ...times(6, pairs(200, 380, 195)),
    ...times(6, pairs(380, 380, 380)),
  ];
  expect(kinds(detect(lost, '10min', LL))).toEqual(['phase_loss A']);
});
