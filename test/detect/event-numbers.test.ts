/** Depth, energy and severity that dips and interruptions carry, against closed forms. */
import { describe, expect, test } from 'vitest';
import { dip } from '../../collector/detect/dip.ts';
import { interruption } from '../../collector/detect/interruption.ts';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { swell } from '../../collector/detect/swell.ts';
import { id } from '../../core/ids.ts';
import { madeRecording } from '../measure/recordings.ts';
import { dipEnvelope, voltsAt } from '../measure/signals.ts';
import { block, PARAMS, run } from './blocks.ts';

const STEP_MS = 10;
/** Three channels, one value each half cycle. */
const blocks = (levels: readonly (readonly [a: number, b: number, c: number])[]) =>
  levels.map(([A, B, C], i) => block({ startMs: i * STEP_MS, lengthMs: STEP_MS, levels: { A, B, C } }));

describe('numbers of an event', () => {
  test.each([
    [0.5, 0.2, { depthPct: 50, sagEnergyS: 0.15, severitySemiF47: 0.5 / 0.3 }],
    [0.5, 0.18, { depthPct: 50, sagEnergyS: 0.135, severitySemiF47: 1 }],
    [0.6, 0.4, { depthPct: 40, sagEnergyS: 0.256, severitySemiF47: 4 / 3 }],
  ])('a rectangular dip to %f for %f s', (residual, lengthS, expected) => {
    const o = { hz: 50, rateHz: 6400, seconds: 1, rmsV: 230, envelope: dipEnvelope(0.2, 0.2 + lengthS, residual) };
    const r = madeRecording([{ name: 'UA', unit: 'V', at: (s) => voltsAt(o, s) }], o);
    const { disturbances } = detectRecording(r, { meter: id('m'), file: 'f', profile: 'gb', udinV: 230 });
    expect(disturbances.length).toBe(1);
    const numbers = disturbances[0]?.numbers ?? {};
    // A dip of 0.2 s is seen for 0.21 s: a window is a cycle long. Hence beyond the 0.2 s of the line.
    for (const [name, value] of Object.entries(expected)) {
      expect(Math.abs((numbers[name] ?? Number.NaN) - value) / value, name).toBeLessThan(0.001);
    }
  });

  test('the energy is that of the worst channel, and a channel unknown loses none', () => {
    const [d] = run(
      dip,
      PARAMS,
      blocks([
        [100, 100, 100],
        [80, 100, 110],
        [80, 60, 110],
        [Number.NaN, 60, 110],
        [80, 95, 110],
        [95, 95, 100],
      ]),
    );
    // A: 0.36 for 20 ms and, known again, 10 ms; B: 0.64 for 20 ms and 1 − 0.95² for 10 ms.
    expect(d?.numbers['sagEnergyS']).toBeCloseTo(0.64 * 0.02 + (1 - 0.95 ** 2) * 0.01, 9);
    expect(d?.numbers['depthPct']).toBe(40);
  });

  test('an interruption carries its own; a swell none; an open end no energy', () => {
    const loss: [number, number, number] = [0, 5, 5];
    const lost = [[100, 100, 100], loss, loss, loss, [100, 100, 100]] as const;
    const [d] = run(interruption, PARAMS, blocks(lost));
    expect(d?.numbers).toEqual({ depthPct: 100, sagEnergyS: 0.03, severitySemiF47: 2 });
    const [open] = run(
      dip,
      PARAMS,
      blocks([
        [100, 100, 100],
        [50, 100, 100],
      ]),
    );
    expect(open?.numbers).toEqual({ depthPct: 50 });
    const [high] = run(
      swell,
      PARAMS,
      blocks([
        [100, 100, 100],
        [120, 100, 100],
        [100, 100, 100],
      ]),
    );
    expect(high?.kind).toBe('swell');
    expect(high?.numbers).toEqual({});
  });
});
