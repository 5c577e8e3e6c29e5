/** Urms(1/2) against closed forms, and on signals a recorder really makes. */
import { describe, expect, test } from 'vitest';
import { urmsCycle } from '../../collector/measure/urms-cycle.ts';
import { urmsHalf } from '../../collector/measure/urms-half.ts';
import { dipEnvelope, sampled } from './signals.ts';

const measure = (o: Parameters<typeof sampled>[0], nominalHz = 50) => {
  const { timesMs, values } = sampled(o);
  const [u] = urmsHalf(timesMs, [values], { first: 0, end: values.length, nominalHz });
  if (u === undefined) throw new Error('no result');
  return u;
};

/** Largest deviation from a constant, %. */
const errorPct = (values: Float64Array, expectedV: number) =>
  values.reduce((worst, v) => Math.max(worst, Math.abs(v / expectedV - 1) * 100), 0);

describe('Urms(1/2)', () => {
  test('reference dip: 230 V, 50 Hz, 6400 Hz, 40 % from 0.2 to 0.3 s', () => {
    const u = measure({ hz: 50, rateHz: 6400, seconds: 0.5, rmsV: 230, envelope: dipEnvelope(0.2, 0.3, 0.4) });
    const at = new Map([...u.timesMs].map((t, i) => [Math.round(t * 1000) / 1000, u.valuesV[i]!]));
    const expected = [
      [200, 230],
      [210, 175.16],
      [220, 92],
      [230, 92],
      [260, 92],
      [300, 92],
      [310, 175.16],
      [320, 230],
    ] as const;
    for (const [ms, v] of expected) expect(at.get(ms)).toBeCloseTo(v, 2);
  });

  test('Urms(1): one value a cycle, windows without overlap, the same values', () => {
    const half = measure({ hz: 49.7, rateHz: 6400, seconds: 1, rmsV: 230, envelope: dipEnvelope(0.2, 0.5, 0.4) });
    const whole = urmsCycle(half);
    expect(whole.timesMs.length).toBe(Math.ceil(half.timesMs.length / 2));
    for (let i = 1; i < whole.timesMs.length; i++) {
      expect(whole.timesMs[i]! - whole.periodsMs[i]!).toBeCloseTo(whole.timesMs[i - 1]!, 1);
    }
    expect([...whole.valuesV].every((v) => half.valuesV.includes(v))).toBe(true);
    expect(Math.min(...whole.valuesV)).toBeCloseTo(92, 1);
  });

  test.each([
    [50, 600],
    [49.2, 600],
    [50.4, 1200],
    [47.7, 2400],
    [51.7, 3200],
    [57.4, 10_000],
    [42.6, 10_000],
  ])('%d Hz at %d samples/s with 5 %% fifth harmonic: within 0.1 % of the closed form', (hz, rateHz) => {
    const u = measure({ hz, rateHz, seconds: 2, rmsV: 100, fifth: 0.05, phaseRad: 0.7 });
    const inner = u.valuesV.subarray(2, u.valuesV.length - 2);
    expect(errorPct(inner, 100 * Math.hypot(1, 0.05))).toBeLessThan(0.1);
    // Two values a cycle, no matter what the nominal frequency is.
    expect(Math.abs(u.valuesV.length - 2 * 2 * hz)).toBeLessThanOrEqual(4);
  });

  test('60 Hz system', () => {
    const u = measure({ hz: 59.95, rateHz: 7680, seconds: 1, rmsV: 120 }, 60);
    expect(errorPct(u.valuesV, 120)).toBeLessThan(0.02);
  });

  test('windows keep their pace through an interruption', () => {
    const u = measure({ hz: 50.2, rateHz: 4000, seconds: 1, rmsV: 100, envelope: dipEnvelope(0.3, 0.7, 0) });
    for (let i = 1; i < u.timesMs.length; i++) {
      expect(u.timesMs[i]! - u.timesMs[i - 1]!).toBeCloseTo(500 / 50.2, 0);
    }
    const dead = u.valuesV.filter((_, i) => u.timesMs[i]! > 330 && u.timesMs[i]! < 690);
    expect(Math.max(...dead)).toBeLessThan(0.5);
  });

  test('windows begin at zero crossings', () => {
    const u = measure({ hz: 50, rateHz: 6400, seconds: 1, rmsV: 100, phaseRad: Math.PI / 5 });
    // sin(2π·50·t + π/5) crosses zero at t = 8 ms + k · 10 ms.
    for (const t of u.timesMs) expect(Math.abs(((t - 8 + 5) % 10) - 5)).toBeLessThan(0.01);
  });

  test('a missing sample blinds only the windows that hold it', () => {
    const { timesMs, values } = sampled({ hz: 50, rateHz: 6400, seconds: 0.5, rmsV: 230 });
    values[1600] = Number.NaN; // 250 ms
    const [u] = urmsHalf(timesMs, [values], { first: 0, end: values.length, nominalHz: 50 });
    const blind = [...(u?.timesMs ?? [])].filter((_, i) => Number.isNaN(u?.valuesV[i]));
    expect(blind.length).toBeGreaterThanOrEqual(2);
    for (const t of blind) expect(t).toBeGreaterThanOrEqual(249);
    for (const t of blind) expect(t).toBeLessThanOrEqual(271);
  });

  test('a rate that does not belong to the signal falls back to nominal windows', () => {
    const u = measure({ hz: 79, rateHz: 600, seconds: 2, rmsV: 100 });
    expect(u.timesMs[11]! - u.timesMs[10]!).toBeCloseTo(10, 9);
  });

  test('shorter than a cycle: nothing', () => {
    expect(measure({ hz: 50, rateHz: 6400, seconds: 0.015, rmsV: 230 }).timesMs.length).toBe(0);
    expect(
      urmsHalf(new Float64Array(0), [new Float64Array(0)], { first: 0, end: 0, nominalHz: 50 })[0]?.timesMs.length,
    ).toBe(0);
  });
});
