/** Frequency of 10-s intervals of the clock. */
import { describe, expect, test } from 'vitest';
import { recordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import { madeRecording, wave } from './recordings.ts';

const frequencyOf = (u: (s: number) => number, o: Parameters<typeof madeRecording>[1]) =>
  recordingAggregates(madeRecording([{ name: 'UA', unit: 'V', at: u }], o)).frequency;

describe('10-s frequency', () => {
  test.each([
    [50, 50, 3200],
    [49.983, 50, 1600],
    [50.517, 50, 800],
    [42.5, 50, 3200],
    [57.5, 50, 3200],
    [51, 60, 3840],
    [59.991, 60, 960],
    [69, 60, 3840],
  ])(
    '%d Hz in a %d Hz system at %d samples/s: within 1 mHz, with 3rd and 5th harmonic and DC',
    (hz, lineHz, rateHz) => {
      const u = wave(
        hz,
        [
          [1, 230, 50],
          [3, 12, 10],
          [5, 15, 100],
        ],
        2,
      );
      const found = frequencyOf(u, { rateHz, seconds: 23, lineHz, startMs: 1_780_000_005_000 });
      // 5 s, 10 s, 8 s: only the middle interval is whole.
      expect(found.map((f) => f.endMs)).toEqual([1_780_000_010_000, 1_780_000_020_000, 1_780_000_030_000]);
      expect(found[0]!.hz).toBeNaN();
      expect(Math.abs(found[1]!.hz - hz)).toBeLessThan(0.001);
      expect(found[2]!.hz).toBeNaN();
    },
  );

  test('a frequency that drifts: the mean over the interval', () => {
    // f = 50 + 0.01·t Hz; from 0 to 10 s the mean is 50.05 Hz.
    const u = (s: number) => 325 * Math.sin(2 * Math.PI * (50 * s + 0.005 * s * s));
    const found = frequencyOf(u, { rateHz: 3200, seconds: 10.02 });
    expect(Math.abs(found[0]!.hz - 50.05)).toBeLessThan(0.001);
  });

  test('noise of 1 %', () => {
    let seed = 7;
    const noise = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648 - 0.5;
    };
    const u = (s: number) => wave(49.91, [[1, 230]])(s) + 8 * noise();
    const found = frequencyOf(u, { rateHz: 3200, seconds: 10.02 });
    expect(Math.abs(found[0]!.hz - 49.91)).toBeLessThan(0.001);
  });

  test('unknown while the voltage is gone or samples are missing, known through a dip', () => {
    const through = (residual: number) => (s: number) =>
      wave(50.02, [[1, 230]])(s) * (s >= 4 && s < 4.5 ? residual : 1);
    const o = { rateHz: 3200, seconds: 10.02 };
    expect(frequencyOf(through(0), o)[0]!.hz).toBeNaN();
    expect(frequencyOf(through(0.02), o)[0]!.hz).toBeNaN();
    expect(Math.abs(frequencyOf(through(0.4), o)[0]!.hz - 50.02)).toBeLessThan(0.001);
    const gap = frequencyOf(through(1), { ...o, gaps: [[4, 4.5]] });
    expect(gap.map((f) => f.hz)[0]).toBeNaN();
  });

  test('another phase speaks where the first lost its voltage, and events flag', () => {
    const lost = (s: number) => wave(50.02, [[1, 230]])(s) * (s >= 4 ? 0 : 1);
    const other = wave(50.02, [[1, 230, -120]]);
    const recording = madeRecording(
      [
        { name: 'UA', unit: 'V', at: lost },
        { name: 'UB', unit: 'V', at: other },
      ],
      { rateHz: 3200, seconds: 20.02 },
    );
    const { frequency } = recordingAggregates(recording, { events: [{ startMs: 4000, endMs: 9999 }] });
    for (const f of frequency.slice(0, 2)) expect(Math.abs(f.hz - 50.02)).toBeLessThan(0.001);
    expect(frequency.map((f) => f.flagged).slice(0, 2)).toEqual([true, false]);
  });
});
