/** The sliding reference against its closed form, and what it makes of a level that wanders. */
import { describe, expect, test } from 'vitest';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { slidingPct, startSliding } from '../../collector/detect/sliding-reference.ts';
import { id } from '../../core/ids.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { madeRecording } from '../measure/recordings.ts';

const start = (channels: number, nominalHz = 50) =>
  startSliding({ udinV: 100, channels, nominalHz, thresholds: LIMIT_PROFILES.gb.thresholds });

describe('sliding reference', () => {
  test.each([
    [50, 20],
    [60, 24],
  ])('%d Hz: after n values of 10/12 cycles at U it is U + (Udin − U) · 0.9967ⁿ', (hz, halfCycles) => {
    const state = start(1, hz);
    for (let i = 0; i < 300 * halfCycles; i++) slidingPct(state, 0, 95);
    expect(state.channels[0]?.referenceV).toBeCloseTo(95 + 5 * 0.9967 ** 300, 9);
    // A minute's time constant: 300 values of 0.2 s leave about 1/e.
    expect(slidingPct(state, 0, 95)).toBeCloseTo((100 * 95) / (95 + 5 / Math.E), 1);
  });

  test('it stands still in a dip of any channel, until that is back above the release level', () => {
    const state = start(2);
    const both = (a: number, b: number, n: number) => {
      for (let i = 0; i < n; i++) {
        slidingPct(state, 0, a);
        slidingPct(state, 1, b);
      }
    };
    both(96, 80, 200);
    both(96, 91, 200);
    // The very first value of A came before B's dip; its 10 cycles are flagged by those after it.
    expect(state.channels.map((c) => c.referenceV)).toEqual([100, 100]);
    both(96, 93, 40);
    expect(state.channels[0]?.referenceV).toBeLessThan(100);
    expect(state.channels[1]?.referenceV).toBeLessThan(100);
  });

  test('a value missing leaves its 10 cycles out', () => {
    const state = start(1);
    for (let i = 0; i < 20; i++) slidingPct(state, 0, i === 7 ? Number.NaN : 95);
    expect(state.channels[0]?.referenceV).toBe(100);
    for (let i = 0; i < 20; i++) slidingPct(state, 0, 95);
    expect(state.channels[0]?.referenceV).toBeCloseTo(100 - 5 * 0.0033, 9);
  });

  test('a level that sinks to 88 % in three minutes is a dip of the declared voltage, and none of the sliding one', () => {
    const at = (s: number) => Math.SQRT2 * 10_000 * (1 - 0.12 * Math.min(1, s / 180)) * Math.sin(2 * Math.PI * 50 * s);
    const r = madeRecording([{ name: 'UA', unit: 'V', at }], { rateHz: 800, seconds: 185 });
    const kinds = (reference: 'declared' | 'sliding') =>
      detectRecording(r, { meter: id('m'), file: 'f', profile: 'gb', udinV: 10_000, reference })
        .disturbances.filter((d) => d.kind !== 'rvc')
        .map((d) => d.kind);
    expect(kinds('declared')).toEqual(['dip']);
    expect(kinds('sliding')).toEqual([]);
  });
});
