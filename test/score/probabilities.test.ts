import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atLeast,
  brier,
  expectedCalibrationError,
  type Judged,
  logLoss,
  reliability,
} from '../../correlator/score/probabilities.ts';

const judged = (truth: string, causes: Record<string, number>): Judged => ({
  truth,
  causes: new Map(Object.entries(causes)),
});

describe('scores of probabilities, by hand', () => {
  it('log score: 0.5 and 0.25 cost 0.6931 and 1.3863; a wrong certainty costs 13.8155, not infinity', () => {
    expect(logLoss([judged('a', { a: 0.5, b: 0.5 }), judged('b', { a: 0.75, b: 0.25 })])).toBeCloseTo(1.0397, 4);
    expect(logLoss([judged('a', { b: 1 })])).toBeCloseTo(13.8155, 4);
    expect(logLoss([judged('a', { a: 1 })])).toBeCloseTo(0, 12);
    expect(logLoss([])).toBeNaN();
  });

  it('Brier: 0.7/0.2/0.1 on the first is 0.14, on the third 1.34; certainty costs 0 or 2; no answer costs 1', () => {
    expect(brier([judged('a', { a: 0.7, b: 0.2, c: 0.1 })])).toBeCloseTo(0.14, 12);
    expect(brier([judged('c', { a: 0.7, b: 0.2, c: 0.1 })])).toBeCloseTo(1.34, 12);
    expect(brier([judged('a', { a: 1 }), judged('a', { b: 1 })])).toBeCloseTo(1, 12);
    expect(brier([judged('a', {})])).toBe(1);
  });

  it('both are proper: no lie about a belief scores better on average', () => {
    const p = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(p, p, (belief, lie) => {
        for (const score of [logLoss, brier]) {
          const mean = (said: number) =>
            belief * score([judged('a', { a: said, b: 1 - said })]) +
            (1 - belief) * score([judged('b', { a: said, b: 1 - said })]);
          expect(mean(belief)).toBeLessThanOrEqual(mean(lie) + 1e-12);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('reliability bins, ECE and sure answers', () => {
    const claims = [
      { p: 1, right: true },
      { p: 0.95, right: false },
      { p: 0.9, right: true },
      { p: 0.85, right: true },
      { p: 0.32, right: false },
    ];
    const bins = reliability(claims);
    expect(bins[9]).toMatchObject({ low: 0.9, high: 1, n: 3, right: 2 / 3 });
    expect(bins[9]?.meanP).toBeCloseTo(0.95, 12);
    expect(bins[3]).toMatchObject({ n: 1, meanP: 0.32, right: 0 });
    expect(bins[0]).toMatchObject({ n: 0, meanP: null, right: null });
    // 3/5·|0.6667−0.95| + 1/5·|1−0.85| + 1/5·|0−0.32| = 0.17 + 0.03 + 0.064
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.264, 12);
    expect(atLeast(claims, 0.9)).toEqual({ n: 3, coverage: 0.6, precision: 2 / 3 });
    expect(atLeast(claims, 0.8).precision).toBe(0.75);
    expect(atLeast([{ p: 0.1, right: true }], 0.8)).toEqual({ n: 0, coverage: 0, precision: null });
  });
});
