/** Both sides of every limit. Numbers from GB/T 12325, EN 50160 as quoted in the standards' public sources. */
import { describe, expect, test } from 'vitest';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { sideOf, voltsOf } from '../../core/limits/limit.ts';

const limit = (profile: keyof typeof LIMIT_PROFILES, connection: 'LN' | 'LL', udinV: number, n = 0) => {
  const found = LIMIT_PROFILES[profile].voltageLimits(connection, udinV)[n];
  if (found === undefined) throw new Error('no such limit');
  return found;
};

describe('voltage limits', () => {
  test.each([
    ['gb', 'LN', 220, 198.0, 197.9, 235.4, 235.5],
    ['gb', 'LL', 10_000, 9300, 9299, 10_700, 10_701],
    ['gb', 'LL', 380, 353.4, 353.3, 406.6, 406.7],
    ['en50160', 'LN', 230, 207, 206.9, 253, 253.1],
    ['ieee', 'LN', 120, 108, 107.9, 132, 132.1],
  ] as const)('%s %s %d V: limits are inclusive', (profile, connection, udinV, low, tooLow, high, tooHigh) => {
    const of = limit(profile, connection, udinV);
    expect(sideOf(low, of, udinV)).toBe('inside');
    expect(sideOf(tooLow, of, udinV)).toBe('below');
    expect(sideOf(high, of, udinV)).toBe('inside');
    expect(sideOf(tooHigh, of, udinV)).toBe('above');
  });

  test('limits in volts carry no float dust', () => {
    expect(voltsOf(limit('gb', 'LN', 220), 220)).toEqual({ lowV: 198, highV: 235.4 });
  });

  test('an unknown value is on no side', () => {
    expect(sideOf(Number.NaN, limit('gb', 'LN', 220), 220)).toBe('unknown');
  });

  test('EN 50160 low voltage: 95 % within ±10 %, all within +10/−15 %', () => {
    expect(limit('en50160', 'LN', 230, 0).requiredPct).toBe(95);
    expect(voltsOf(limit('en50160', 'LN', 230, 1), 230)).toEqual({ lowV: 195.5, highV: 253 });
    expect(limit('en50160', 'LL', 20_000, 0).requiredPct).toBe(99);
  });

  test('from 35 kV on GB/T 12325 is a span, no pair of limits', () => {
    expect(LIMIT_PROFILES.gb.voltageLimits('LL', 35_000)).toEqual([]);
  });

  test('interruption: 10 % in gb and ieee, 5 % in EN 50160; the rest is common', () => {
    const { gb, en50160, ieee } = LIMIT_PROFILES;
    expect([gb, en50160, ieee].map((p) => p.thresholds.interruptionPct)).toEqual([10, 5, 10]);
    for (const p of [gb, en50160, ieee]) {
      expect(p.thresholds).toMatchObject({ dipPct: 90, swellPct: 110, hysteresisPct: 2 });
    }
  });

  test('numbers without a confirmed source say so', () => {
    expect(limit('gb', 'LN', 220).unconfirmed).toBe(false);
    expect(limit('gb', 'LL', 10_000).unconfirmed).toBe(true);
  });
});
