/** How collecting goes: what a back-fill says, and does not say, about a meter's clock. */
import { expect, it } from 'vitest';
import { StateTracker } from '../../collector/states.ts';
import type { Reading } from '../../core/series.ts';
import { meterOf } from './fakes.ts';

const NOW_MS = Date.UTC(2026, 6, 1, 12, 0, 0);
const M1 = meterOf('M1');

function reading(endMs: number): Reading {
  return {
    meter: M1.meter,
    startMs: endMs - 600_000,
    endMs,
    values: { A: { u: 221.5 } },
    method: '10min',
    statistic: 'mean',
    quality: 0,
    knownAtMs: NOW_MS,
    deviceTimeMs: endMs,
  };
}

it('an hour of values sent at once, oldest first, is late and no slow clock', () => {
  const tracker = new StateTracker([M1], new Map(), NOW_MS);
  for (let n = 5; n >= 0; n--) tracker.noteReading('mqtt:0', reading(NOW_MS - 1_500 - n * 600_000), NOW_MS, true);
  expect(tracker.states(NOW_MS, [])[0]).toMatchObject({ clockOffsetMs: -1_500, lagMs: 1_500, gap: 0 });
});

it('a clock that is behind in every value is said to be behind', () => {
  const tracker = new StateTracker([M1], new Map(), NOW_MS);
  for (let n = 0; n < 5; n++) {
    const atMs = NOW_MS + n * 600_000;
    tracker.noteReading('mqtt:0', reading(atMs - 300_000 - n), atMs, true);
  }
  const offset = tracker.states(NOW_MS, [])[0]?.clockOffsetMs ?? 0;
  expect(offset).toBeLessThan(-299_999);
  expect(offset).toBeGreaterThan(-300_005);
});
