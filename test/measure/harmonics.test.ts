/** Harmonics against closed forms and against a direct sum over the same window. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmonicsIn } from '../../collector/measure/cycles/block-values.ts';
import { type Harmonics, thdPct } from '../../collector/measure/cycles/harmonics.ts';
import { type CycleWindow, cycleWindows, marksOf } from '../../collector/measure/cycles/windows.ts';
import { spectrumOf } from '../../collector/measure/fft.ts';
import { urmsHalf } from '../../collector/measure/urms-half.ts';
import { binRms, finely, groupsOf } from '../oracles/dft.ts';
import { type Part, wave } from './recordings.ts';

interface Measured {
  readonly windows: CycleWindow[];
  readonly found: Harmonics[];
}

function measure(u: (s: number) => number, rateHz: number, nominalHz: number, seconds = 0.9): Measured {
  const timesMs = Float64Array.from({ length: Math.round(seconds * rateHz) }, (_, i) => (1000 * i) / rateHz);
  const values = timesMs.map((t) => u(t / 1000));
  const run = { timesMs, first: 0, end: values.length, nominalHz };
  const [half] = urmsHalf(timesMs, [values], run);
  if (half === undefined) throw new Error('no result');
  const windows = cycleWindows(
    marksOf(half),
    { timesMs, values, first: 0, end: values.length },
    { startMs: 0, nominalHz },
  );
  const found = windows.flatMap((w) => harmonicsIn({ values }, run, w) ?? []);
  return { windows, found };
}

describe('closed form', () => {
  const parts: Part[] = [
    [1, 230, 10],
    [2, 1.5, 70],
    [3, 9, 200],
    [5, 14, 45],
    [7, 11, 300],
    [11, 6, 0],
    [13, 5, 123],
    [25, 2, 80],
    [40, 1.2, 10],
    [49, 1, 250],
  ];
  test.each([
    [50, 50, 25_600],
    [49.83, 50, 6400],
    [50.37, 50, 10_000],
    [42.5, 50, 12_800],
    [57.5, 50, 12_800],
    [51, 60, 7680],
    [59.94, 60, 15_360],
    [68.9, 60, 25_600],
  ])('%d Hz in a %d Hz system at %d samples/s: every subgroup within 0.02 % of U1', (hz, nominalHz, rateHz) => {
    const { found } = measure(wave(hz, parts, 3), rateHz, nominalHz);
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const f of found) {
      expect(f.orderMax).toBe(50);
      expect(Math.abs(f.dc - 3)).toBeLessThan(0.05);
      for (let h = 1; h <= 50; h++) {
        const [, expected] = parts.find(([order]) => order === h) ?? [h, 0];
        expect(Math.abs(f.subgroups[h]! - expected), `order ${h}`).toBeLessThan(0.046);
      }
      const all = parts.filter(([order]) => order > 1);
      const to40 = 100 * (Math.hypot(...all.filter(([h]) => h <= 40).map(([, v]) => v)) / 230);
      expect(Math.abs(thdPct(f.subgroups, 40) - to40)).toBeLessThan(0.01);
      expect(thdPct(f.subgroups, 50)).toBeGreaterThan(thdPct(f.subgroups, 40));
    }
  });

  test('phase of the fundamental: a sine begins at the window', () => {
    const { found } = measure(wave(50.2, [[1, 100, 0]]), 6400, 50);
    for (const f of found) {
      expect(Math.abs(f.fundamental.re)).toBeLessThan(0.01);
      expect(Math.abs(Math.abs(f.fundamental.im) - 100)).toBeLessThan(0.01);
    }
  });

  test.each([
    [800, 7],
    [1600, 14],
    [3200, 29],
  ])('%d samples/s show orders up to %d, above them nothing is known', (rateHz, orderMax) => {
    const { found } = measure(
      wave(50, [
        [1, 230],
        [3, 8, 30],
        [5, 4, 60],
      ]),
      rateHz,
      50,
    );
    for (const f of found) {
      expect(f.orderMax).toBe(orderMax);
      expect(f.subgroups[3]).toBeCloseTo(8, 1);
      expect(f.subgroups[5]).toBeCloseTo(4, 1);
      expect(f.subgroups[orderMax + 1]).toBeNaN();
      expect(thdPct(f.subgroups, orderMax)).toBeCloseTo((100 * Math.hypot(8, 4)) / 230, 1);
      expect(thdPct(f.subgroups, 40)).toBeNaN();
    }
  });

  test('an interharmonic of 175 Hz lies between orders 3 and 4, and in neither subgroup', () => {
    const { found } = measure(
      wave(50, [
        [1, 230],
        [3.5, 5],
      ]),
      6400,
      50,
    );
    for (const f of found) {
      expect(f.interharmonics[3]).toBeCloseTo(5, 2);
      expect(f.interharmonics[4]!).toBeLessThan(0.01);
      expect(f.subgroups[3]!).toBeLessThan(0.01);
      expect(f.subgroups[4]!).toBeLessThan(0.01);
      // Half way: half of its square to each group.
      expect(f.groups[3]).toBeCloseTo(5 / Math.SQRT2, 2);
      expect(f.groups[4]).toBeCloseTo(5 / Math.SQRT2, 2);
    }
  });

  test('no fundamental, no distortion', () => {
    expect(thdPct(new Float64Array(51), 40)).toBeNaN();
  });
});

test('a missing sample blinds its window, not the next', () => {
  const timesMs = Float64Array.from({ length: 6400 }, (_, i) => i / 6.4);
  const values = timesMs.map((t) => wave(50, [[1, 230]])(t / 1000));
  values[2000] = Number.NaN; // 312.5 ms
  const run = { timesMs, first: 0, end: values.length, nominalHz: 50 };
  const window = (fromMs: number) => ({ fromMs, toMs: fromMs + 200, cycles: 10, tenMinutesEndMs: 0 });
  expect(harmonicsIn({ values }, run, window(200))).toBeNull();
  expect(harmonicsIn({ values }, run, window(320))?.subgroups[1]).toBeCloseTo(230, 2);
});

test('a change of the sampling rate inside the window: low orders stay, high ones become unknown', () => {
  const timesMs = Float64Array.from({ length: 1400 }, (_, i) => (i < 1000 ? i / 10 : 100 + (i - 1000) / 4));
  const values = timesMs.map((t) =>
    wave(50, [
      [1, 230],
      [5, 10],
    ])(t / 1000),
  );
  const run = { timesMs, first: 0, end: values.length, nominalHz: 50 };
  const found = harmonicsIn({ values }, run, { fromMs: 0, toMs: 200 - 0.25, cycles: 10, tenMinutesEndMs: 0 });
  expect(found?.orderMax).toBe(7);
  expect(Math.abs(found!.subgroups[5]! - 10)).toBeLessThan(0.1);
});

test('the FFT is the plain sum', () => {
  for (const size of [2, 8, 64, 512]) {
    const x = Float64Array.from({ length: size }, (_, i) => Math.sin(i * i * 0.37) + 0.3);
    const { re, im } = spectrumOf(x);
    for (let k = 1; k < size / 2; k++) expect(Math.hypot(re[k]!, im[k]!)).toBeCloseTo(binRms(x, k), 10);
    expect(re[0]).toBeCloseTo(x.reduce((a, b) => a + b, 0) / size, 12);
  }
});

const random = fc.record({
  nominalHz: fc.constantFrom(50, 60),
  off: fc.double({ min: -0.149, max: 0.149, noNaN: true }),
  rateHz: fc.constantFrom(3200, 5000, 6400, 12_800, 25_600),
  phase: fc.double({ min: 0, max: 360, noNaN: true }),
  parts: fc.array(
    fc.record({
      order: fc.integer({ min: 2, max: 50 }),
      rms: fc.double({ min: 0.1, max: 6, noNaN: true }),
      deg: fc.double({ min: 0, max: 360, noNaN: true }),
    }),
    { maxLength: 6 },
  ),
  inter: fc.double({ min: 2.1, max: 12, noNaN: true }),
  dc: fc.double({ min: -5, max: 5, noNaN: true }),
});

test('random signals: every group and subgroup as the direct sum over the same window, within 0.02 % of U1', () => {
  fc.assert(
    fc.property(random, (c) => {
      const hz = c.nominalHz * (1 + c.off);
      const limit = Math.min(50, Math.floor((0.45 * c.rateHz) / hz) - 1);
      const parts: Part[] = [
        [1, 230, c.phase],
        [c.inter, 2],
      ];
      for (const p of c.parts) if (p.order <= limit) parts.push([p.order, p.rms, p.deg]);
      const u = wave(hz, parts, c.dc);
      const { windows, found } = measure(u, c.rateHz, c.nominalHz, 0.6);
      const [window, measured] = [windows[1], found[1]];
      if (window === undefined || measured === undefined) throw new Error('no window');
      expect(((window.toMs - window.fromMs) * hz) / 1000).toBeCloseTo(window.cycles, 2);
      const volts = finely(u, window.fromMs / 1000, window.toMs / 1000, 4096);
      const orders = new Set([1, 2, 3, Math.floor(c.inter), ...c.parts.map((p) => p.order)]);
      for (const h of orders) {
        if (h > measured.orderMax) continue;
        const exact = groupsOf(volts, c.nominalHz === 50 ? 10 : 12, h);
        expect(Math.abs(measured.subgroups[h]! - exact.subgroup), `subgroup ${h}`).toBeLessThan(0.046);
        if (!Number.isNaN(measured.groups[h]!))
          expect(Math.abs(measured.groups[h]! - exact.group), `group ${h}`).toBeLessThan(0.046);
      }
    }),
    { seed: 20_261_125, numRuns: 40 },
  );
});
