/** Steps and slews of the collector's own clock, both clocks played. */
import { describe, expect, it } from 'vitest';
import { OwnClock } from '../../collector/clock/own-clock.ts';
import type { OwnStep } from '../../core/collecting.ts';

const T0 = Date.UTC(2026, 6, 1, 12);

function played() {
  const hands = { wall: T0, mono: 5_000 };
  const told: OwnStep[] = [];
  const clock = new OwnClock(
    () => hands.wall,
    () => hands.mono,
    (s) => told.push(s),
  );
  const pass = (ms: number, ppm = 0) => {
    hands.mono += ms;
    hands.wall += ms * (1 + ppm / 1e6);
  };
  return { hands, told, clock, pass };
}

describe('ask 26: the collector clock jumps and drifts', () => {
  it.each([3_600_000, 1_800, -1_800, -3_600_000])('a step of %d ms is seen at the first stamp behind it', (shift) => {
    const { hands, told, clock, pass } = played();
    for (let n = 0; n < 10; n++) {
      pass(2_000);
      clock.now();
    }
    pass(1_500);
    hands.wall += shift;
    const stamp = clock.now();
    expect(told).toHaveLength(1);
    expect(told[0]?.shiftMs).toBeCloseTo(shift, 6);
    expect(clock.isDoubtful(stamp)).toBe(true);
    expect(clock.isDoubtful((told[0]?.beforeMs ?? 0) - 1)).toBe(shift < 0);
    expect(clock.isDoubtful(Math.max(stamp, told[0]?.beforeMs ?? 0) + 60_000)).toBe(false);
  });

  it('the hour lived twice is doubtful to its end', () => {
    const { hands, clock, pass } = played();
    pass(10_000);
    hands.wall -= 3_600_000;
    clock.now();
    pass(3_500_000);
    expect(clock.isDoubtful(clock.now())).toBe(true);
    pass(200_000);
    expect(clock.isDoubtful(clock.now())).toBe(false);
  });

  it('a clock that is drawn to the right time slowly makes no step, and its speed is shown', () => {
    const { told, clock, pass } = played();
    for (let n = 0; n < 1_000; n++) {
      pass(2_000, 50);
      clock.now();
    }
    expect(told).toEqual([]);
    expect(clock.status().slewPpm).toBeCloseTo(50, 0);
  });

  it('a process that stands still between its two looks feigns no step', () => {
    let wall = T0;
    let mono = 0;
    let isPaused = false;
    const clock = new OwnClock(
      () => {
        if (isPaused) {
          isPaused = false;
          wall += 3_000;
          mono += 3_000;
        }
        return wall;
      },
      () => mono,
    );
    isPaused = true;
    clock.now();
    wall += 1_000;
    mono += 1_000;
    clock.now();
    expect(clock.status().steps).toEqual([]);
  });
});
