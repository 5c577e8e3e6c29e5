/** Ten-minute values and compliance in closed form. */
import { describe, expect, test } from 'vitest';
import { compliance } from '../../collector/measure/compliance.ts';
import { finishTenMinutes, startTenMinutes, stepTenMinutes } from '../../collector/measure/ten-minutes.ts';
import { id } from '../../core/ids.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import type { Reading } from '../../core/series.ts';

const T0 = Date.UTC(2026, 6, 1, 12, 0);
const minute = (n: number, u: number): Reading => ({
  meter: id('m'),
  startMs: T0 + (n - 1) * 60_000,
  endMs: T0 + n * 60_000,
  values: { A: { u } },
  method: '1min',
  statistic: 'mean',
  quality: 0,
  knownAtMs: T0,
  deviceTimeMs: null,
});
const GOOD = { usable: true, flagged: false };

describe('10-minute values', () => {
  test('root of the mean square; a value that ends on the tick belongs to the interval before it', () => {
    const state = startTenMinutes();
    for (let n = 1; n <= 10; n++) expect(stepTenMinutes(state, minute(n, n <= 5 ? 210 : 230), GOOD)).toBeNull();
    const done = stepTenMinutes(state, minute(11, 100), GOOD);
    expect(done?.endMs).toBe(T0 + 600_000);
    expect(done?.meanV.A).toBeCloseTo(Math.sqrt((210 ** 2 + 230 ** 2) / 2), 9);
    expect(done?.aggregates).toMatchObject([{ phase: 'A', n: 10, uMinV: 210, uMaxV: 230, flagged: false }]);
  });

  test('doubtful values mark the interval and stay out of the mean', () => {
    const state = startTenMinutes();
    stepTenMinutes(state, minute(1, 220), GOOD);
    stepTenMinutes(state, minute(2, 440), { usable: false, flagged: true });
    expect(finishTenMinutes(state, id('m'))?.aggregates).toMatchObject([{ uMeanV: 220, n: 1, flagged: true }]);
    expect(finishTenMinutes(state, id('m'))).toBeNull();
  });

  test('u2 from phase-phase means', () => {
    const state = startTenMinutes();
    const values = { AB: { u: 400 }, BC: { u: 395 }, CA: { u: 390 } };
    stepTenMinutes(state, { ...minute(1, 0), values }, GOOD);
    const total = finishTenMinutes(state, id('m'))?.aggregates.find((a) => a.phase === 'total');
    expect(total?.u2Pct).toBeCloseTo(1.461812, 5);
  });
});

describe('compliance', () => {
  const week = (outside: number) => Array.from({ length: 1008 }, (_, i) => (i < outside ? 254 : 230));
  const times = week(0).map((_, i) => T0 + i * 600_000);
  const [limit] = LIMIT_PROFILES.en50160.voltageLimits('LN', 230);
  if (limit === undefined) throw new Error('no limit');
  const options = { limit, udinV: 230, zone: 'UTC' };

  test('EN 50160 week: 50 of 1008 outside passes, 51 fails', () => {
    expect(compliance(week(50), times, options)).toMatchObject({ outside: 50, above: 50, below: 0, pass: true });
    expect(compliance(week(51), times, options).pass).toBe(false);
  });

  test('unknown values count on no side', () => {
    const c = compliance([230, Number.NaN, 200, 260], times, options);
    expect(c).toMatchObject({ n: 3, unknown: 1, above: 1, below: 1, outside: 2, minV: 200, maxV: 260, firstV: 230 });
    expect(c.qualificationRatePct).toBeCloseTo(100 / 3, 9);
  });

  test('nothing known: no verdict', () => {
    expect(compliance([Number.NaN], times, options)).toMatchObject({ n: 0, pass: null, insidePct: null, minV: null });
  });
});
