import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClassifierState,
  classify,
  emptyClassifier,
  pltOf,
  pstFrom,
} from '../../collector/measure/flicker/classifier.ts';
import { finishFlicker, resumeFlicker, startFlicker, stepFlicker } from '../../collector/measure/flicker/flicker.ts';
import type { FlickerValue } from '../../collector/measure/flicker/intervals.ts';
import { plainPinst, plainPst } from '../oracles/flicker-meter.ts';
import { modulated, type Supply } from '../oracles/flicker-signals.ts';
import { measure, pltsOf, pstOfModulation, pstsOf, RATE_HZ, settingsOf, throughJson } from './flicker.ts';

const HOME: Supply = { lamp: 230, lineHz: 50 };
const SEEN: fc.Parameters<unknown> = { seed: 41, numRuns: 6 };

/** A supply with several modulations, noise, a drift and harmonics, all of it from `seed`. */
function busySupply(seed: number, { rateHz, lineHz, seconds }: { rateHz: number; lineHz: number; seconds: number }) {
  let x = seed;
  const random = () => {
    x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
    return x / 2_147_483_648;
  };
  const parts = [0, 1, 2].map(() => ({ hz: 0.3 + 24 * random(), half: 0.004 * random(), turn: random() }));
  const steps = Array.from({ length: Math.ceil(seconds / 3) }, () => 1 + 0.02 * (random() - 0.5));
  const out = new Float64Array(Math.round(seconds * rateHz));
  for (let i = 0; i < out.length; i++) {
    const t = i / rateHz;
    let envelope = steps[Math.floor(t / 3)] ?? 1;
    for (const p of parts) envelope += p.half * Math.sin(2 * Math.PI * (p.hz * t + p.turn));
    const angle = 2 * Math.PI * lineHz * 1.0007 * t;
    const wave = Math.sin(angle) + 0.03 * Math.sin(5 * angle + 1) + 0.02 * Math.sin(7 * angle);
    out[i] = 325 * (envelope * wave + 0.002 * (random() - 0.5));
  }
  return out;
}

describe('beside the plain flickermeter', () => {
  for (const [supply, rateHz] of [
    [HOME, 4000],
    [{ lamp: 120, lineHz: 60 }, 6400],
    [{ lamp: 230, lineHz: 60 }, 1600],
    [{ lamp: 120, lineHz: 50 }, 12_800],
  ] as const)
    test(`${supply.lamp} V, ${supply.lineHz} Hz at ${rateHz} Hz: Pst of a busy supply within 0.5 %`, () => {
      const seconds = 90;
      const u = busySupply(rateHz + 7, { rateHz, lineHz: supply.lineHz, seconds });
      const pinst = plainPinst(u, { ...supply, rateHz });
      const expected = plainPst(pinst.subarray(60 * rateHz));
      const [found] = pstsOf(measure({ ...settingsOf(supply, rateHz), periodS: 30 }, u));
      expect(expected).toBeGreaterThan(0.5);
      expect(Math.abs((found?.pst ?? 0) / expected - 1)).toBeLessThan(0.005);
      const highest = pinst.subarray(60 * rateHz).reduce((a, b) => Math.max(a, b), 0);
      expect(Math.abs((found?.pinstMax ?? 0) / highest - 1)).toBeLessThan(0.01);
    });
});

test('sampling rates: 110 changes a minute give 1 at 6.4, 10, 12.8 and 25.6 kHz', () => {
  for (const rateHz of [6400, 10_000, 12_800, 25_600]) {
    const m = { shape: 'rectangular', hz: 110 / 120, changePct: 0.722 } as const;
    const { pst } = pstOfModulation(m, HOME, { rateHz, periodS: 120 });
    expect(Math.abs((pst ?? 0) - 1), `${rateHz} Hz`).toBeLessThan(0.005);
  }
});

test('linear from Pst 0.2 to 10: twice the change is twice the Pst', () => {
  for (const factor of [0.2, 0.4, 1, 2, 5, 10]) {
    const m = { shape: 'rectangular', hz: 39 / 120, changePct: 0.894 * factor } as const;
    const { pst } = pstOfModulation(m, HOME, { periodS: 180 });
    expect((pst ?? 0) / factor, `${factor}`).toBeCloseTo(1, 2);
  }
});

describe('the classifier', () => {
  test('finds the percentiles of sorted values within 0.025 % of Pst', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: -3, max: 3, noNaN: true }), (seed, decade) => {
        let x = seed;
        const values = Float64Array.from({ length: 40_000 }, () => {
          x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
          return 10 ** decade * (x / 2_147_483_648) ** 4;
        });
        const state: ClassifierState = emptyClassifier();
        classify(state, values, 0, values.length);
        expect((pstFrom(state) ?? 0) / plainPst(values)).toBeCloseTo(1, 3.3);
      }),
      SEEN,
    );
  });

  test('has no value where nothing was counted, and survives 0 and what is out of range', () => {
    expect(pstFrom(emptyClassifier())).toBeNull();
    const state = emptyClassifier();
    classify(state, Float64Array.from([0, 1e30, 1e-30]), 0, 3);
    expect(pstFrom(state)).toBeGreaterThan(0);
  });
});

test('Plt: eleven of 0.5 and one of 1.2', () => {
  expect(pltOf([...new Array<number>(11).fill(0.5), 1.2])).toBeCloseTo(0.63709, 5);
});

describe('as a fold', () => {
  const settings = {
    ...settingsOf(HOME, RATE_HZ),
    startMs: Date.UTC(2026, 2, 1, 11, 58, 3),
    periodS: 30,
    wantsPinst: true,
  };
  const u = busySupply(5, { rateHz: RATE_HZ, lineHz: 50, seconds: 95 });
  u.fill(Number.NaN, 70 * RATE_HZ, 70 * RATE_HZ + 301);
  const whole = measure(settings, u);

  test('any pieces, through JSON: the same values to the last bit', () => {
    expect(pstsOf(whole).filter((v) => v.pst !== null).length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 12 }), (lengths) => {
        let state = startFlicker(settings);
        const out: FlickerValue[] = [];
        for (let from = 0, n = 0; from < u.length; n++) {
          const to = Math.min(u.length, from + (lengths[n % lengths.length] ?? 1));
          out.push(...stepFlicker(state, u.subarray(from, to)));
          state = throughJson(state);
          from = to;
        }
        out.push(...finishFlicker(state));
        expect(out).toEqual(whole);
      }),
      SEEN,
    );
  });

  test('the state stays small', () => {
    const state = startFlicker(settings);
    stepFlicker(state, u);
    expect(JSON.stringify(state).length).toBeLessThan(60_000);
  });
});

describe('time', () => {
  const m = { shape: 'sine', hz: 8.8, changePct: 0.5 } as const;
  const rateHz = 1600;
  /** Two hours and a half from 23 s before 10:00. */
  const startMs = Date.UTC(2026, 2, 1, 9, 59, 37);
  const settings = { ...settingsOf(HOME, rateHz), startMs };

  test('ten minutes on the ticks of the clock, two hours on even hours, both carry their end', () => {
    const state = startFlicker(settings);
    const out: FlickerValue[] = [];
    for (let s = 0; s < 7800; s += 60) {
      const at = { lineHz: 50, rateHz, volts: 230, from: s * rateHz, count: 60 * rateHz };
      out.push(...stepFlicker(state, modulated(m, at)));
    }
    const psts = pstsOf(out);
    expect(psts[0]).toMatchObject({ endMs: Date.UTC(2026, 2, 1, 10), pst: null, coveredPct: 0 });
    expect(psts[0]?.flags).toEqual(['settling', 'partial']);
    expect(psts[1]?.flags).toEqual(['settling']);
    expect(psts[1]?.coveredPct).toBeCloseTo((100 * (600 - 37)) / 600, 1);
    expect(psts.slice(2).every((v) => v.flags.length === 0 && v.coveredPct === 100)).toBe(true);
    expect(psts.map((v) => v.endMs % 600_000)).toEqual(psts.map(() => 0));
    const plts = pltsOf(out);
    expect(plts.map((v) => v.endMs)).toEqual([Date.UTC(2026, 2, 1, 10), Date.UTC(2026, 2, 1, 12)]);
    expect(plts[0]).toMatchObject({ plt: null, count: 0 });
    expect(plts[1]?.plt).toBeCloseTo(psts[5]?.pst ?? 0, 3);
    expect(plts[1]?.flags).toEqual(['settling']);
  });

  const seconds = (from: number, to: number) =>
    modulated(m, { lineHz: 50, rateHz, volts: 230, from: from * rateHz, count: (to - from) * rateHz });

  test('a gap in time: its interval is marked, the filters settle again, nothing is invented', () => {
    const state = startFlicker(settings);
    const out = stepFlicker(state, seconds(0, 400));
    expect(resumeFlicker(state, startMs + 1_300_000, out)).toBe(true);
    out.push(...stepFlicker(state, seconds(1300, 2500)));
    const psts = pstsOf(out);
    expect(psts.map((v) => (v.endMs - Date.UTC(2026, 2, 1, 10)) / 600_000)).toEqual([0, 1, 3, 4]);
    expect(psts[1]?.flags).toEqual(['settling', 'gap', 'partial']);
    expect(psts[2]?.flags).toEqual(['settling', 'partial']);
    expect(psts[3]?.flags).toEqual([]);
    expect(psts[2]?.pst).toBeCloseTo(psts[3]?.pst ?? 0, 2);
    expect(resumeFlicker(state, startMs, out)).toBe(false);
  });

  test('a clock set by a few ms moves no tick and marks nothing', () => {
    const state = startFlicker({ ...settings, startMs: Date.UTC(2026, 2, 1, 10), periodS: 30 });
    const out: FlickerValue[] = [];
    for (let s = 0; s < 150; s += 10) {
      resumeFlicker(state, Date.UTC(2026, 2, 1, 10) + s * 1000 + (s / 10) * 3, out);
      out.push(...stepFlicker(state, seconds(s, s + 10)));
    }
    const psts = pstsOf(out);
    expect(psts.map((v) => (v.endMs - Date.UTC(2026, 2, 1, 10)) / 30_000)).toEqual([1, 2, 3, 4, 5]);
    expect(psts.slice(3).map((v) => v.flags)).toEqual([[], []]);
  });

  test('one missing sample is bridged, a missing minute starts anew: both marked, Pst as without', () => {
    const [clean] = pstsOf(measure({ ...settings, startMs: null }, seconds(0, 700)));
    for (const [from, count, coveredMin] of [
      [200 * rateHz, 1, 99],
      [200 * rateHz, 60 * rateHz, 79],
    ] as const) {
      const u = seconds(0, 700);
      u.fill(Number.NaN, from, from + count);
      const [found] = pstsOf(measure({ ...settings, startMs: null }, u));
      expect(found?.flags).toContain('gap');
      expect(found?.coveredPct).toBeGreaterThan(coveredMin);
      expect(found?.coveredPct).toBeLessThan(100);
      expect((found?.pst ?? 0) / (clean?.pst ?? 1)).toBeCloseTo(1, 2.5);
    }
  });

  test('a dip marks its interval only, and the value is kept', () => {
    const u = seconds(0, 1900);
    for (let i = 800 * rateHz; i < 800.2 * rateHz; i++) u[i]! *= 0.4;
    const psts = pstsOf(measure({ ...settings, startMs: null }, u));
    expect(psts.map((v) => v.flags)).toEqual([[], ['event'], [], ['partial']]);
    expect(psts[1]?.pst).toBeGreaterThan(2 * (psts[0]?.pst ?? 0));
  });
});
