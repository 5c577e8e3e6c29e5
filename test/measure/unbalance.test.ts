/** Unbalance: published-formula values recomputed independently, and the same through sampled waves. */
import { describe, expect, test } from 'vitest';
import { recordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import {
  type Phasor,
  sequences,
  u2Pct,
  unbalanceOfPairs,
  unbalanceOfPhases,
} from '../../collector/measure/unbalance.ts';
import { madeRecording, wave } from './recordings.ts';

const polar = (rms: number, deg: number): Phasor => ({
  re: rms * Math.cos((deg * Math.PI) / 180),
  im: rms * Math.sin((deg * Math.PI) / 180),
});
const minus = (a: Phasor, b: Phasor): Phasor => ({ re: a.re - b.re, im: a.im - b.im });

/** 220∠0, 215∠−119, 228∠121.5 V. */
const PHASES = [polar(220, 0), polar(215, -119), polar(228, 121.5)] as const;
const [A, B, C] = PHASES;

test.each([
  [400, 400, 400, 0],
  [400, 395, 390, 1.461812],
  [398, 404, 391, 1.888431],
  [380, 372, 384, 1.858853],
  [400, 360, 400, 6.792765],
  [374.81728, 382.73516, 390.89776, 2.42644],
])('%d, %d, %d V: %d %%', (a, b, c, expected) => {
  expect(u2Pct(a, b, c)).toBeCloseTo(expected, 5);
});

test('unknown stays unknown', () => {
  expect(u2Pct(400, Number.NaN, 400)).toBeNaN();
  expect(u2Pct(0, 0, 0)).toBeNaN();
  const none = { re: 0, im: 0 };
  expect(unbalanceOfPhases(none, none, none)).toEqual({ u2Pct: Number.NaN, u0Pct: Number.NaN });
  expect(unbalanceOfPairs(none, none, none).u2Pct).toBeNaN();
});

describe('phasors', () => {
  test('symmetrical components of the reference vector', () => {
    const s = sequences(...PHASES);
    expect(s.positive).toBeCloseTo(220.9868, 4);
    expect(s.negative).toBeCloseTo(5.36211, 4);
    expect(s.zero).toBeCloseTo(2.39787, 4);
    const found = unbalanceOfPhases(...PHASES);
    expect(found.u2Pct).toBeCloseTo(2.42644, 5);
    expect(found.u0Pct).toBeCloseTo(1.085074, 5);
  });

  test('phase-phase phasors give the same u2 and no u0', () => {
    const found = unbalanceOfPairs(minus(A, B), minus(B, C), minus(C, A));
    expect(found.u2Pct).toBeCloseTo(2.42644, 5);
    expect(found.u0Pct).toBeNaN();
  });

  test('a pair recorded backwards: the magnitudes decide', () => {
    expect(unbalanceOfPairs(minus(A, B), minus(C, B), minus(C, A)).u2Pct).toBeCloseTo(2.42644, 5);
  });
});

describe('from sampled waves, within 0.002 % absolute', () => {
  // Harmonics and DC do not enter: unbalance is that of the fundamental.
  const dirt = [
    [5, 9, 40],
    [7, 5, 80],
  ] as const;
  const lines = (['UA', 'UB', 'UC'] as const).map((name, i) => ({
    name,
    unit: 'V',
    at: wave(50.13, [[1, [220, 215, 228][i]!, [0, -119, 121.5][i]!], ...dirt], i),
  }));
  test.each([800, 6400, 25_600])('phase-neutral, %d samples/s', (rateHz) => {
    const { blocks, quantities } = recordingAggregates(madeRecording(lines, { rateHz, seconds: 1 }));
    const [u2, u0] = (['u2', 'u0'] as const).map((k) => quantities.findIndex((q) => q.kind === k));
    expect(blocks.length).toBe(5);
    for (const b of blocks) {
      expect(Math.abs(b.values[u2!]! - 2.42644)).toBeLessThan(0.002);
      expect(Math.abs(b.values[u0!]! - 1.085074)).toBeLessThan(0.002);
    }
  });

  test('phase-phase', () => {
    const pairs = [
      [0, 1, 'UAB'],
      [1, 2, 'UBC'],
      [2, 0, 'UCA'],
    ] as const;
    const channels = pairs.map(([i, k, name]) => ({
      name,
      unit: 'V',
      at: (s: number) => lines[i]!.at(s) - lines[k]!.at(s),
    }));
    const { blocks, quantities } = recordingAggregates(madeRecording(channels, { rateHz: 6400, seconds: 1 }));
    const [u2, u0] = (['u2', 'u0'] as const).map((k) => quantities.findIndex((q) => q.kind === k));
    for (const b of blocks) {
      expect(Math.abs(b.values[u2!]! - 2.42644)).toBeLessThan(0.002);
      expect(b.values[u0!]).toBeNaN();
    }
  });
});
