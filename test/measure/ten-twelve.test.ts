/** Windows of 10/12 cycles: their length, their RMS values, what they do at gaps and at the tick. */
import { describe, expect, test } from 'vitest';
import { recordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import { madeRecording, threePhases, wave } from './recordings.ts';

const at = (result: ReturnType<typeof recordingAggregates>, kind: string, channel: string) => {
  const q = result.quantities.findIndex((x) => x.kind === kind && x.channel === channel);
  if (q < 0) throw new Error(`no ${kind} of ${channel}`);
  return (row: { readonly values: readonly number[] }) => row.values[q]!;
};

describe('10/12-cycle windows', () => {
  test.each([
    [50, 50, 6400, 10],
    [42.5, 50, 3200, 10],
    [57.5, 50, 25_600, 10],
    [49.97, 50, 800, 10],
    [51, 60, 7680, 12],
    [60.03, 60, 15_360, 12],
    [69, 60, 12_800, 12],
  ])(
    '%d Hz in a %d Hz system at %d samples/s: exactly %d cycles, no gap, RMS within 0.02 %%',
    (hz, lineHz, rateHz, cycles) => {
      const u = {
        name: 'UA',
        unit: 'kV',
        at: wave(hz, [
          [1, 5.774, 33],
          [5, 0.2],
        ]),
      };
      const result = recordingAggregates(madeRecording([u], { rateHz, seconds: 3, lineHz }));
      const rms = at(result, 'rms', 'UA');
      expect(result.blocks.length).toBe(Math.floor((3 * hz - 0.6) / cycles));
      result.blocks.forEach((b, i) => {
        expect(b.cycles).toBe(cycles);
        expect(((b.endMs - b.startMs) * hz) / 1000 / cycles).toBeCloseTo(1, 4);
        if (i > 0) expect(b.startMs).toBe(result.blocks[i - 1]!.endMs);
        expect(Math.abs(rms(b) / (1000 * Math.hypot(5.774, 0.2)) - 1)).toBeLessThan(2e-4);
      });
    },
  );

  test('currents are measured in the windows of the voltage', () => {
    const i = {
      name: 'Ia',
      unit: 'kA',
      at: wave(50.1, [
        [1, 0.4, 77],
        [3, 0.1, 5],
      ]),
    };
    const result = recordingAggregates(madeRecording([...threePhases(50.1, 231), i], { rateHz: 6400, seconds: 1 }));
    expect(result.reference).toBe('UA');
    for (const b of result.blocks) {
      expect(at(result, 'rms', 'Ia')(b)).toBeCloseTo(1000 * Math.hypot(0.4, 0.1), 1);
      expect(at(result, 'thd', 'Ia')(b)).toBeCloseTo(25, 1);
    }
  });

  test('no window crosses a gap, and after it windows begin anew', () => {
    const result = recordingAggregates(
      madeRecording(threePhases(50, 230), { rateHz: 3200, seconds: 3, gaps: [[1.05, 1.93]] }),
    );
    for (const b of result.blocks) expect(b.endMs <= 1050 || b.startMs >= 1930).toBe(true);
    expect(result.blocks.filter((b) => b.endMs <= 1050).length).toBe(5);
    expect(result.blocks.filter((b) => b.startMs >= 1930).length).toBe(5);
    expect(result.cycles150).toEqual([]);
  });

  test('a dead first channel is not the reference, and nothing is said of its distortion', () => {
    const [, b, c] = threePhases(50, 230);
    const dead = { name: 'UA', unit: 'V', at: wave(50, [[3, 0.01]]) };
    const result = recordingAggregates(madeRecording([dead, b!, c!], { rateHz: 3200, seconds: 1 }));
    expect(result.reference).toBe('UB');
    const first = result.blocks[0]!;
    expect(at(result, 'rms', 'UB')(first)).toBeCloseTo(230, 2);
  });

  test('distortion and unbalance are unknown while the voltage is gone; the RMS value is not', () => {
    const dead = (u: (s: number) => number) => (s: number) => (s >= 1 && s < 2 ? u(s) * 1e-4 : u(s));
    const channels = threePhases(50, 230).map((c) => ({ ...c, at: dead(c.at) }));
    const result = recordingAggregates(madeRecording(channels, { rateHz: 3200, seconds: 3 }), {
      events: [{ startMs: 1000, endMs: 2000 }],
    });
    const middle = result.blocks.find((b) => b.startMs > 1100 && b.endMs < 1900)!;
    expect(at(result, 'rms', 'UB')(middle)).toBeCloseTo(0.023, 3);
    expect(at(result, 'thd', 'UB')(middle)).toBeNaN();
    expect(at(result, 'u2', 'UA,UB,UC')(middle)).toBeNaN();
    expect(middle.flagged).toBe(true);
    expect(result.blocks[0]!.flagged).toBe(false);
  });

  test('nothing to measure', () => {
    const i = { name: 'Ia', unit: 'A', at: wave(50, [[1, 5]]) };
    const result = recordingAggregates(madeRecording([i], { rateHz: 3200, seconds: 1 }));
    expect(result.reference).toBeNull();
    expect(result.blocks).toEqual([]);
    expect(recordingAggregates(madeRecording([], { rateHz: 3200, seconds: 0 })).blocks).toEqual([]);
  });
});
