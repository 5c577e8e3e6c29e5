/** Time watched: the union of good intervals. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { id } from '../../core/ids.ts';
import { observedMs, unionMs } from '../../core/indices/observed.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';

const MIN = 60_000;
const PERIOD = { fromMs: 0, toMs: 60 * MIN };
const reading = (fromMin: number, toMin: number, quality = 0, method: Method = '10min'): Reading => ({
  meter: id('M1'),
  startMs: fromMin * MIN,
  endMs: toMin * MIN,
  values: {},
  method,
  statistic: 'mean',
  quality,
  knownAtMs: 0,
  deviceTimeMs: null,
});

describe('observed time', () => {
  test('intervals inside the period, each minute once, bad ones not', () => {
    const list = [reading(-10, 5), reading(0, 10), reading(20, 30), reading(30, 40, QUALITY.stale), reading(50, 70)];
    expect(observedMs(list, PERIOD)).toBe(30 * MIN);
    expect(observedMs([], PERIOD)).toBeNull();
    expect(observedMs([reading(0, 10, QUALITY.clock)], PERIOD)).toBe(0);
    expect(observedMs([reading(0, 10, QUALITY.duringEvent | QUALITY.late)], PERIOD)).toBe(10 * MIN);
  });

  test('a value of one instant stands for the distance to the one before, as far as its method says', () => {
    const at = (minute: number) => reading(minute, minute, 0, '1min');
    expect(observedMs([at(0), at(1), at(2), at(20)], PERIOD)).toBe(3.5 * MIN);
  });

  test('as counted minute by minute', () => {
    const span = fc.tuple(fc.integer({ min: -20, max: 80 }), fc.nat(25)).map(([a, n]) => [a, a + n] as const);
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        let slow = 0;
        for (let m = 0; m < 60; m++) if (spans.some(([a, b]) => a <= m && m < b)) slow++;
        expect(
          unionMs(
            spans.map(([a, b]) => [a * MIN, b * MIN]),
            PERIOD,
          ),
        ).toBe(slow * MIN);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
