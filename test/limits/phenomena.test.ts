/**
 * Every limit of every phenomenon from both sides. The numbers are typed in a second time from the standards' tables:
 * GB/T 12325, 12326, 14549, 15543, 15945, EN 50160:2010, IEEE 1159.
 */
import { describe, expect, test } from 'vitest';
import { limitsAt, resolveContract } from '../../core/limits/contract.ts';
import { combinedRatePct } from '../../core/limits/gbt-12325.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { LIMIT_BASE, type PhenomenonLimit, sideOfLimit } from '../../core/limits/phenomenon.ts';

type Profile = keyof typeof LIMIT_PROFILES;
const at = (profile: Profile, connection: 'LN' | 'LL', udinV: number, system: 'large' | 'small' = 'large') =>
  LIMIT_PROFILES[profile].limits({ connection, udinV, system });
const one = (limits: readonly PhenomenonLimit[], id: string): PhenomenonLimit => {
  const found = limits.find((l) => l.id === id);
  if (found === undefined) throw new Error(`no limit ${id} among ${limits.map((l) => l.id).join(', ')}`);
  return found;
};

/** profile, connection, V, id, last good low, last good high (null = no such side), step, required share, unconfirmed. */
const TABLE: readonly (readonly [
  Profile,
  'LN' | 'LL',
  number,
  string,
  number | null,
  number,
  number,
  number,
  boolean,
])[] = [
  ['gb', 'LN', 220, 'gbt12325-220v', 90, 107, 0.01, 100, false],
  ['gb', 'LL', 380, 'gbt12325-20kv', 93, 107, 0.01, 100, true],
  ['gb', 'LL', 20_000, 'gbt12325-20kv', 93, 107, 0.01, 100, true],
  ['gb', 'LL', 35_000, 'gbt12325-35kv', null, 10, 0.01, 100, true],
  ['gb', 'LN', 220, 'gbt15945-large', 49.8, 50.2, 0.001, 100, false],
  ['gb', 'LN', 220, 'gbt15543-95', null, 2, 0.01, 95, true],
  ['gb', 'LN', 220, 'gbt15543-max', null, 4, 0.01, 100, true],
  ['gb', 'LN', 220, 'gbt15543-user-95', null, 1.3, 0.01, 95, true],
  ['gb', 'LN', 220, 'gbt15543-user-max', null, 2.6, 0.01, 100, true],
  ['gb', 'LN', 220, 'gbt12326-plt', null, 1, 0.01, 100, true],
  ['gb', 'LL', 110_000, 'gbt12326-plt', null, 1, 0.01, 100, true],
  ['gb', 'LL', 220_000, 'gbt12326-plt', null, 0.8, 0.01, 100, true],
  ['gb', 'LN', 220, 'gbt14549-thdu', null, 5, 0.01, 95, true],
  ['gb', 'LN', 220, 'gbt14549-h3', null, 4, 0.01, 95, true],
  ['gb', 'LN', 220, 'gbt14549-h2', null, 2, 0.01, 95, true],
  ['gb', 'LL', 10_000, 'gbt14549-thdu', null, 4, 0.01, 95, true],
  ['gb', 'LL', 10_000, 'gbt14549-h25', null, 3.2, 0.01, 95, true],
  ['gb', 'LL', 10_000, 'gbt14549-h24', null, 1.6, 0.01, 95, true],
  ['gb', 'LL', 35_000, 'gbt14549-thdu', null, 3, 0.01, 95, true],
  ['gb', 'LL', 66_000, 'gbt14549-h5', null, 2.4, 0.01, 95, true],
  ['gb', 'LL', 66_000, 'gbt14549-h4', null, 1.2, 0.01, 95, true],
  ['gb', 'LL', 110_000, 'gbt14549-thdu', null, 2, 0.01, 95, true],
  ['gb', 'LL', 110_000, 'gbt14549-h7', null, 1.6, 0.01, 95, true],
  ['gb', 'LL', 110_000, 'gbt14549-h8', null, 0.8, 0.01, 95, true],
  ['en50160', 'LN', 230, 'en50160-lv-95', 90, 110, 0.01, 95, false],
  ['en50160', 'LN', 230, 'en50160-lv-100', 85, 110, 0.01, 100, false],
  ['en50160', 'LL', 20_000, 'en50160-mv-99', 90, 110, 0.01, 99, false],
  ['en50160', 'LL', 20_000, 'en50160-mv-100', 85, 115, 0.01, 100, false],
  ['en50160', 'LN', 230, 'en50160-lv-f-99.5', 49.5, 50.5, 0.001, 99.5, false],
  ['en50160', 'LN', 230, 'en50160-lv-f-100', 47, 52, 0.001, 100, false],
  ['en50160', 'LN', 230, 'en50160-lv-plt', null, 1, 0.01, 95, false],
  ['en50160', 'LN', 230, 'en50160-lv-u2', null, 2, 0.01, 95, false],
  ['en50160', 'LN', 230, 'en50160-lv-thdu', null, 8, 0.01, 95, false],
  ['en50160', 'LL', 20_000, 'en50160-mv-thdu', null, 8, 0.01, 95, false],
  ['en50160', 'LN', 230, 'en50160-lv-rvc', null, 5, 0.01, 100, true],
  ['en50160', 'LL', 20_000, 'en50160-mv-rvc', null, 4, 0.01, 100, true],
  ['ieee', 'LN', 120, 'ieee1159-long', 90, 110, 0.01, 100, false],
  ['ieee', 'LN', 120, 'ieee1159-u2', null, 2, 0.01, 100, true],
];

describe('both sides of every limit', () => {
  test.each(TABLE)('%s %s %d V %s', (profile, connection, udinV, id, low, high, step, requiredPct, unconfirmed) => {
    const limit = one(at(profile, connection, udinV), id);
    expect(sideOfLimit(high, limit)).toBe('inside');
    expect(sideOfLimit(high + step, limit)).toBe('above');
    if (low === null) expect(limit.low).toBeNull();
    else {
      expect(sideOfLimit(low, limit)).toBe('inside');
      expect(sideOfLimit(low - step, limit)).toBe('below');
    }
    expect(limit.requiredPct).toBe(requiredPct);
    expect(limit.unconfirmed).toBe(unconfirmed);
    expect(sideOfLimit(Number.NaN, limit)).toBe('unknown');
  });

  test('each order of EN 50160, typed in again as odd, triple and even rows', () => {
    const odd = { 5: 6, 7: 5, 11: 3.5, 13: 3, 17: 2, 19: 1.5, 23: 1.5, 25: 1.5, 3: 5, 9: 1.5, 15: 0.5, 21: 0.5 };
    const limits = at('en50160', 'LN', 230).filter((l) => l.phenomenon === 'harmonic');
    for (const [order, pct] of Object.entries(odd)) {
      const limit = one(limits, `en50160-lv-h${order}`);
      expect([sideOfLimit(pct, limit), sideOfLimit(pct + 0.01, limit)]).toEqual(['inside', 'above']);
    }
    expect([one(limits, 'en50160-lv-h2').high, one(limits, 'en50160-lv-h4').high]).toEqual([2, 1]);
    for (let order = 6; order <= 24; order += 2) expect(one(limits, `en50160-lv-h${order}`).high).toBe(0.5);
    expect(limits).toHaveLength(24);
  });

  test('small systems: ±0.5 Hz in China, ±2 % and ±15 % in Europe', () => {
    expect(one(at('gb', 'LN', 220, 'small'), 'gbt15945-small')).toMatchObject({ low: 49.5, high: 50.5 });
    const en = at('en50160', 'LN', 230, 'small');
    expect(one(en, 'en50160-lv-f-95')).toMatchObject({ low: 49, high: 51, over: 'week' });
    expect(one(en, 'en50160-lv-f-100')).toMatchObject({ low: 42.5, high: 57.5 });
  });

  test('voltage changes: the rarer, the larger; high voltage is stricter', () => {
    expect(one(at('gb', 'LN', 220), 'gbt12326-d').perHour?.map((r) => [r.upToPerHour, r.maxPct])).toEqual([
      [1, 4],
      [10, 3],
      [100, 2],
      [1000, 1.25],
    ]);
    expect(one(at('gb', 'LL', 110_000), 'gbt12326-d').perHour?.map((r) => r.maxPct)).toEqual([3, 2.5, 1.5, 1]);
  });

  test('EN 50160 leaves flagged values out, GB/T 12325 counts all time', () => {
    expect(one(at('en50160', 'LN', 230), 'en50160-lv-95').flaggedExcluded).toBe(true);
    expect(one(at('gb', 'LN', 220), 'gbt12325-220v').flaggedExcluded).toBe(false);
  });

  test('every limit has its own id, a clause, both languages and a side', () => {
    for (const profile of Object.keys(LIMIT_PROFILES) as Profile[])
      for (const [connection, udinV] of [
        ['LN', 220],
        ['LL', 10_000],
        ['LL', 110_000],
        ['LL', 220_000],
      ] as const) {
        const limits = at(profile, connection, udinV);
        expect(new Set(limits.map((l) => l.id)).size).toBe(limits.length);
        for (const l of limits) {
          expect(l.clause && l.text.zh && l.text.en).not.toBe('');
          expect(l.text.zh).toMatch(/[\u4e00-\u9fff]|p\.u\./);
          expect(l.low !== null || l.high !== null || l.perHour !== null || l.curve !== null).toBe(true);
        }
      }
  });
});

describe('contracts', () => {
  const supply = { connection: 'LN', udinV: 220, system: 'large' } as const;
  test('the register names a profile, a curve, or nothing known', () => {
    expect(resolveContract('EN50160', 'gb').profile.id).toBe('en50160');
    expect(resolveContract(null, 'gb')).toMatchObject({ profile: { id: 'gb' }, contract: null, unknown: null });
    expect(resolveContract('semi-f47', 'gb')).toMatchObject({ profile: { id: 'gb' }, contract: { id: 'semi-f47' } });
    expect(resolveContract('gold', 'gb')).toMatchObject({ profile: { id: 'gb' }, unknown: 'gold' });
  });

  test('an agreed limit stands instead of the standard on its phenomenon, the rest stays', () => {
    const tight: PhenomenonLimit = {
      ...LIMIT_BASE,
      id: 'gold-voltage',
      phenomenon: 'voltage',
      low: 95,
      high: 105,
      clause: 'contract 7',
      unconfirmed: false,
      text: { zh: '合同电压', en: 'agreed voltage' },
    };
    const gold = { id: 'gold', text: { zh: '金', en: 'gold' }, base: null, limits: [tight] };
    const limits = limitsAt(resolveContract('gold', 'gb', [gold]), supply);
    expect(limits.filter((l) => l.phenomenon === 'voltage').map((l) => l.id)).toEqual(['gold-voltage']);
    expect(limits.some((l) => l.id === 'gbt15945-large')).toBe(true);
  });
});

test('the rate of a network: half class A, half the mean of the others', () => {
  expect(combinedRatePct({ a: 99, others: [98, 97, 93] })).toBeCloseTo(97.5, 9);
  expect(combinedRatePct({ a: 99, others: [98, null, 96] })).toBeCloseTo(98, 9);
  expect(combinedRatePct({ a: null, others: [98] })).toBeNull();
});
