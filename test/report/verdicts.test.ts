/** How each verdict is reached: shares of a week, what is left out, what is missing, and what was never measured. */
import { describe, expect, test } from 'vitest';
import { QUALITY } from '../../core/series.ts';
import { event, period, phaseA, report, row, tenMinutes, type Values, WEEK } from './build-input.ts';

const en = (valuesAt: (i: number) => Values | null) =>
  report({ profileId: 'en50160', readings: tenMinutes(WEEK, valuesAt) });
/** 206.9 V is 89.96 % of 230 V: outside ±10 %, inside −15 %. */
const outsideFirst = (n: number, i: number) => phaseA(i < n ? 206.9 : 230);

describe('EN 50160, 1008 intervals of a week: ±10 % for 95 %', () => {
  test('50 outside (4.96 %) pass', () => {
    const r = en((i) => outsideFirst(50, i));
    expect(row(r, 'en50160-lv-95').judged).toMatchObject({ valid: 1008, below: 50, above: 0, verdict: 'pass' });
    expect(row(r, 'en50160-lv-95').judged.insidePct).toBeCloseTo((100 * 958) / 1008, 9);
    expect(r.overall).toBe('pass');
  });

  test('51 outside (5.06 %) fail', () => {
    const r = en((i) => outsideFirst(51, i));
    expect(row(r, 'en50160-lv-95').judged).toMatchObject({ below: 51, verdict: 'fail' });
    expect(row(r, 'en50160-lv-100').judged.verdict).toBe('pass');
    expect(r.overall).toBe('fail');
  });

  test('both sides count together: 25 below and 26 above fail', () => {
    const r = en((i) => phaseA(i < 25 ? 206.9 : i < 51 ? 253.1 : 230));
    expect(row(r, 'en50160-lv-95').judged).toMatchObject({ below: 25, above: 26, verdict: 'fail' });
  });

  test('one value beyond −15 % fails the limit on all values, on the limit it passes', () => {
    expect(
      row(
        en((i) => phaseA(i === 7 ? 195.4 : 230)),
        'en50160-lv-100',
      ).judged.verdict,
    ).toBe('fail');
    expect(
      row(
        en((i) => phaseA(i === 7 ? 195.5 : 230)),
        'en50160-lv-100',
      ).judged.verdict,
    ).toBe('pass');
  });

  test('the worst phase decides', () => {
    const r = en((i) => ({ A: { u: 230 }, B: { u: i < 51 ? 206.9 : 230 }, C: { u: 231 } }));
    expect(['A', 'B', 'C'].map((c) => row(r, 'en50160-lv-95', c as 'A').judged.verdict)).toEqual([
      'pass',
      'fail',
      'pass',
    ]);
    expect([r.overall, r.rateChannel]).toEqual(['fail', 'B']);
  });
});

describe('GB/T 12325, 220 V', () => {
  test.each([
    [198.0, 'pass', 0],
    [197.9, 'fail', 1],
    [235.4, 'pass', 0],
    [235.5, 'fail', 1],
  ] as const)('%d V once in a week: %s', (volts, verdict, outside) => {
    const r = report({ readings: tenMinutes(WEEK, (i) => phaseA(i === 500 ? volts : 220)) });
    const { judged } = row(r, 'gbt12325-220v');
    expect([judged.verdict, judged.above + judged.below]).toEqual([verdict, outside]);
    expect(r.ratePct).toBeCloseTo((100 * (1008 - outside)) / 1008, 9);
  });
});

describe('values a dip, swell or interruption touched', () => {
  const startMs = WEEK.fromMs + 10 * 600_000 + 1000;
  const dip = event({ kind: 'dip', startMs, durationMs: 600_000 });
  const readings = tenMinutes(WEEK, (i) => phaseA(i === 10 || i === 11 ? 150 : 230));

  test('EN 50160 leaves them out and counts them', () => {
    const r = report({ profileId: 'en50160', readings, events: [dip] });
    expect(row(r, 'en50160-lv-100').judged).toMatchObject({ valid: 1006, flagged: 2, below: 0, verdict: 'pass' });
    expect(row(r, 'en50160-lv-100').judged.completenessPct).toBe(100);
  });

  test('without the event the same values fail', () => {
    expect(row(report({ profileId: 'en50160', readings }), 'en50160-lv-100').judged).toMatchObject({
      valid: 1008,
      flagged: 0,
      below: 2,
      verdict: 'fail',
    });
  });

  test('GB/T 12325 counts all time, and says how many were flagged', () => {
    const at220 = tenMinutes(WEEK, (i) => phaseA(i === 10 || i === 11 ? 150 : 220));
    expect(row(report({ readings: at220, events: [dip] }), 'gbt12325-220v').judged).toMatchObject({
      valid: 1008,
      flagged: 2,
      below: 2,
      verdict: 'fail',
    });
  });

  test('an event of another week flags nothing; undervoltage is no flag', () => {
    const other = event({ kind: 'dip', startMs: WEEK.fromMs - 1000, durationMs: 500 });
    const low = event({ kind: 'undervoltage', startMs, durationMs: 7_200_000 });
    const r = report({ profileId: 'en50160', readings, events: [other, low] });
    expect(row(r, 'en50160-lv-100').judged).toMatchObject({ flagged: 0, below: 2 });
  });

  test("the meter's own flag counts as well", () => {
    const own = readings.map((x, i) => (i === 10 || i === 11 ? { ...x, quality: QUALITY.duringEvent } : x));
    expect(row(report({ profileId: 'en50160', readings: own }), 'en50160-lv-100').judged).toMatchObject({
      flagged: 2,
      valid: 1006,
      verdict: 'pass',
    });
  });

  test('no supply is no level: below 5 % (EN 50160) nothing is judged', () => {
    const dark = tenMinutes(WEEK, (i) => phaseA(i < 100 ? 3 : 230));
    const r = report({ profileId: 'en50160', readings: dark });
    expect(row(r, 'en50160-lv-95').judged).toMatchObject({ valid: 908, noSupply: 100, below: 0, verdict: 'pass' });
    expect(r.notes).toContain('no_supply');
  });
});

describe('missing data', () => {
  test('below the bound of completeness nothing passes, and the completeness is said', () => {
    const r = report({ readings: tenMinutes(WEEK, (i) => (i < 800 ? phaseA(220) : null)) });
    expect(row(r, 'gbt12325-220v').judged).toMatchObject({
      expected: 1008,
      valid: 800,
      unknown: 208,
      verdict: 'cannot_say',
      doubt: 'incomplete',
    });
    expect(r.completeness?.pct).toBeCloseTo((100 * 800) / 1008, 9);
    expect(r.overall).toBe('cannot_say');
  });

  test('what could no longer comply, however the missing values were, fails all the same', () => {
    const r = report({
      profileId: 'en50160',
      readings: tenMinutes(WEEK, (i) => (i < 400 ? outsideFirst(51, i) : null)),
    });
    expect(row(r, 'en50160-lv-95').judged).toMatchObject({ valid: 400, verdict: 'fail' });
  });

  test('50 outside of 400 known: the rest may have been good or not', () => {
    const r = report({
      profileId: 'en50160',
      readings: tenMinutes(WEEK, (i) => (i < 400 ? outsideFirst(50, i) : null)),
    });
    expect(row(r, 'en50160-lv-95').judged).toMatchObject({ verdict: 'cannot_say', doubt: 'incomplete' });
  });

  test('values marked as unusable are unknown, not zero', () => {
    const readings = tenMinutes(WEEK, (i) => phaseA(i < 500 ? 0 : 220)).map((x, i) =>
      i < 500 ? { ...x, quality: QUALITY.notAvailable } : x,
    );
    expect(row(report({ readings }), 'gbt12325-220v').judged).toMatchObject({ valid: 508, unknown: 500, below: 0 });
  });

  test('without any reading nothing passes and everything is not measured', () => {
    const r = report({ readings: [] });
    expect(r.rows.filter((x) => x.judged.verdict === 'pass')).toEqual([]);
    expect([r.overall, r.ratePct, r.completeness]).toEqual(['cannot_say', null, null]);
    expect(r.notMeasured).toEqual(expect.arrayContaining(['voltage', 'frequency', 'plt', 'u2', 'thdu', 'harmonic']));
  });

  test('the bound is what was asked for', () => {
    const readings = tenMinutes(WEEK, (i) => (i < 800 ? phaseA(220) : null));
    expect(row(report({ readings, minCompletenessPct: 79 }), 'gbt12325-220v').judged.verdict).toBe('pass');
  });
});

describe('other phenomena', () => {
  test('what no value speaks of is named as not measured and gets no row', () => {
    const r = report({ readings: tenMinutes(WEEK, () => phaseA(220)) });
    expect(r.rows.map((x) => x.limit.phenomenon)).toEqual(['voltage']);
    expect(r.notMeasured).toEqual(expect.arrayContaining(['frequency', 'plt', 'u2', 'thdu', 'harmonic', 'rvc']));
    expect(r.notMeasured).not.toContain('voltage');
  });

  test('a meter that sends frequency, flicker, unbalance and distortion is judged on them', () => {
    const values = (i: number): Values => ({
      A: { u: 220, pst: i < 12 ? ([0.5, 1.2][i === 3 ? 1 : 0] ?? 0) : 0.3, thdu: i < 51 ? 5.1 : 2 },
      total: { f: i === 9 ? 50.3 : 50.01, u2: i < 40 ? 2.5 : 1 },
    });
    const r = report({ readings: tenMinutes(WEEK, values) });
    expect(row(r, 'gbt15945-large', 'total').judged).toMatchObject({ above: 1, verdict: 'fail' });
    // 40 of 1008 is less than 5 %, and 2.5 % is below the 4 % of the short time.
    expect(row(r, 'gbt15543-95', 'total').judged).toMatchObject({ above: 40, verdict: 'pass' });
    expect(row(r, 'gbt15543-max', 'total').judged).toMatchObject({ max: 2.5, verdict: 'pass' });
    expect(row(r, 'gbt14549-thdu').judged).toMatchObject({ above: 51, verdict: 'fail' });
    const plt = row(r, 'gbt12326-plt').judged;
    expect([plt.expected, plt.valid]).toEqual([84, 84]);
    expect(plt.max).toBeCloseTo(0.63709, 5);
    expect(r.notes).toEqual(expect.arrayContaining(['plt_from_pst', 'frequency_interval', 'user_share']));
  });

  test('unbalance from the three phase-phase magnitudes, and that is said', () => {
    const r = report({
      supply: { connection: 'LL', udinV: 400, system: 'large' },
      readings: tenMinutes(WEEK, () => ({ AB: { u: 400 }, BC: { u: 395 }, CA: { u: 390 } })),
    });
    expect(row(r, 'gbt15543-95', 'total').judged.max).toBeCloseTo(1.461812, 5);
    expect(r.notes).toContain('phase_phase_u2');
  });

  test('from 35 kV on the span of deviations is judged', () => {
    const kv = (low: number, high: number) =>
      report({
        supply: { connection: 'LL', udinV: 110_000, system: 'large' },
        readings: tenMinutes(WEEK, (i) => ({ AB: { u: 1100 * (i === 1 ? low : i === 2 ? high : 100) } })),
      });
    expect(row(kv(96, 103), 'gbt12325-35kv', 'AB').judged).toMatchObject({ verdict: 'pass' });
    expect(row(kv(96, 103), 'gbt12325-35kv', 'AB').judged.max).toBeCloseTo(7, 9);
    expect(row(kv(94, 107), 'gbt12325-35kv', 'AB').judged.verdict).toBe('fail');
  });

  test('rapid changes and ride-through: a slow meter cannot say, one that sees can', () => {
    const readings = tenMinutes(WEEK, () => phaseA(220));
    const blind = report({ readings, contract: 'semi-f47' });
    expect(row(blind, 'contract-semi_f47', null).judged).toMatchObject({
      verdict: 'cannot_say',
      doubt: 'method_blind',
    });
    expect(blind.notes).toContain('blind_to_short');
    const sees = report({ readings, contract: 'semi-f47', method: 'urms_half' });
    expect(row(sees, 'contract-semi_f47', null).judged).toMatchObject({ verdict: 'pass', doubt: null });
    const dip = event({ kind: 'dip', startMs: WEEK.fromMs + 5000, durationMs: 110, pct: 40 });
    for (const method of ['10min', 'urms_half'] as const) {
      const r = report({ readings, contract: 'semi-f47', method, events: [dip] });
      expect(row(r, 'contract-semi_f47', null).judged).toMatchObject({ verdict: 'fail', above: 1 });
    }
  });
});

describe('a month', () => {
  test('31 days are 4464 values; limits of a week and of a year are marked by their own period', () => {
    const of = period('month', '2026-10');
    const r = report({ period: of, readings: tenMinutes(of, (i) => phaseA(i < 446 ? 190 : 220)) });
    expect(r.completeness).toMatchObject({ expected: 4464, known: 4464 });
    expect(row(r, 'gbt12325-220v').judged).toMatchObject({ below: 446, verdict: 'fail' });
    expect(r.ratePct).toBeCloseTo((100 * 4018) / 4464, 9);
    expect(r.notes).not.toContain('short_period');
  });

  test('a day says that the standard means longer', () => {
    const of = period('day', '2026-10-05');
    const r = report({ period: of, readings: tenMinutes(of, () => phaseA(220)) });
    expect(r.completeness).toMatchObject({ expected: 144, known: 144 });
    expect(r.notes).toContain('short_period');
  });
});

test('an unknown word for a contract is said, and the standard holds', () => {
  const r = report({ readings: tenMinutes(WEEK, () => phaseA(220)), contract: 'gold plus' });
  expect([r.contract, r.unknownContract, r.profile.id]).toEqual([null, 'gold plus', 'gb']);
});
