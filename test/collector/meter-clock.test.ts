/** Offset and drift of a meter's clock from times alone: the truth is planted, delays only ever make values look older. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClockState,
  clockEstimate,
  freshClock,
  isSteady,
  kindOfOffset,
  stepClock,
} from '../../collector/clock/meter-clock.ts';
import { upperEdge } from '../../collector/clock/upper-edge.ts';
import type { ClockStep } from '../../core/collecting.ts';

const T0 = Date.UTC(2026, 6, 1, 12);
const MIN = 60_000;
const HOUR = 3_600_000;

/** Small seeded generator of its own: the same delays on every run. */
function random(seed: number) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const normal = (r: () => number) => Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r());
/** Median 80 ms, long tail; one in 50 waits up to 20 s more. */
const delayOf = (r: () => number) => 80 * Math.exp(0.8 * normal(r)) + (r() < 0.02 ? 20_000 * r() : 0);

interface Truth {
  readonly offsetMs: number;
  readonly driftPpm: number;
  readonly everyMs: number;
  readonly count: number;
  readonly seed: number;
}

/** Plays a meter: its own clock reads offset + drift at true time t; the value arrives a delay later. */
function play(truth: Truth, state: ClockState = freshClock(), fromMs = T0): { state: ClockState; steps: ClockStep[] } {
  const r = random(truth.seed);
  const steps: ClockStep[] = [];
  for (let n = 0; n < truth.count; n++) {
    const sentMs = fromMs + n * truth.everyMs;
    const deviceMs = sentMs + truth.offsetMs + ((sentMs - fromMs) * truth.driftPpm) / 1e6;
    const step = stepClock(state, sentMs + delayOf(r), deviceMs);
    if (step !== null) steps.push(step);
  }
  return { state, steps };
}

describe('offset and drift', () => {
  it('are found within what is said to be unsure, for drifts of ±200 ppm and delays with a long tail', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -200, max: 200 }),
        fc.integer({ min: -90_000, max: 90_000 }),
        fc.constantFrom(1_000, 10_000, MIN, 10 * MIN),
        fc.integer({ min: 1, max: 1e6 }),
        (driftPpm, offsetMs, everyMs, seed) => {
          const count = Math.max(60, Math.min(4_000, Math.ceil((6 * HOUR) / everyMs)));
          const { state, steps } = play({ offsetMs, driftPpm, everyMs, count, seed });
          expect(steps).toEqual([]);
          const got = clockEstimate(state);
          const trueMs = offsetMs + (count * everyMs * driftPpm) / 1e6;
          // The shortest delay can't be told from the clock; with this tail it is some 20 ms.
          expect(Math.abs((got?.offsetMs ?? 1e9) - trueMs)).toBeLessThan((got?.uncertaintyMs ?? 0) + 60);
          expect(got?.uncertaintyMs).toBeLessThan(300);
          if (got?.driftPpm != null) {
            expect(Math.abs(got.driftPpm - driftPpm)).toBeLessThan((got.driftUncertaintyPpm ?? 0) + 3);
          }
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  it('a day of minute values gives the drift to a few ppm', () => {
    const got = clockEstimate(play({ offsetMs: 4_100, driftPpm: 37, everyMs: MIN, count: 1_440, seed: 3 }).state);
    expect(Math.abs((got?.driftPpm ?? 0) - 37)).toBeLessThan(3);
    expect(got?.driftUncertaintyPpm).toBeLessThan(3);
    expect(isSteady(got)).toBe(true);
  });

  it('nothing is said of a drift from a few minutes, nor of uncertainty from two values', () => {
    expect(clockEstimate(play({ offsetMs: 700, driftPpm: 0, everyMs: MIN, count: 5, seed: 1 }).state)?.driftPpm).toBe(
      null,
    );
    expect(
      clockEstimate(play({ offsetMs: 700, driftPpm: 0, everyMs: MIN, count: 2, seed: 1 }).state)?.uncertaintyMs,
    ).toBe(null);
    expect(clockEstimate(freshClock())).toBe(null);
  });

  it('state through JSON goes on the same', () => {
    const truth = { offsetMs: 900, driftPpm: 80, everyMs: MIN, count: 300, seed: 8 };
    const whole = play(truth).state;
    const broken = JSON.parse(JSON.stringify(play({ ...truth, count: 150 }).state)) as ClockState;
    const r = random(8);
    for (let n = 0; n < 300; n++) {
      const sentMs = T0 + n * MIN;
      const delay = delayOf(r);
      if (n >= 150) stepClock(broken, sentMs + delay, sentMs + 900 + (n * MIN * 80) / 1e6);
    }
    expect(clockEstimate(broken)).toEqual(clockEstimate(whole));
  });

  it('the edge lies above every point and touches one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9e5 }), fc.integer({ min: -5_000, max: 5_000 })), {
          minLength: 1,
          maxLength: 60,
        }),
        (rows) => {
          let atMs = T0;
          const points = rows.map(([gap, offsetMs]) => {
            atMs += gap;
            return { atMs, offsetMs };
          });
          const line = upperEdge(points, 500, 1_800_000);
          const above = points.map(
            (p) => (line?.offsetMs ?? 0) + ((p.atMs - (line?.atMs ?? 0)) * (line?.slopePpm ?? 0)) / 1e6 - p.offsetMs,
          );
          expect(Math.min(...above)).toBeGreaterThan(-1e-3);
          expect(Math.min(...above)).toBeLessThan(1e-3);
        },
      ),
      { seed: 7 },
    );
  });
});

describe('back-fill is no slow clock', () => {
  it('a queue of six hours that empties in a minute, oldest first, leaves the offset alone', () => {
    const { state } = play({ offsetMs: 300, driftPpm: 10, everyMs: MIN, count: 600, seed: 2 });
    const before = clockEstimate(state);
    const againMs = T0 + 600 * MIN + 6 * HOUR;
    for (let n = 0; n < 360; n++) {
      expect(stepClock(state, againMs + n * 150, T0 + (600 + n) * MIN + 300)).toBe(null);
    }
    play({ offsetMs: 300, driftPpm: 10, everyMs: MIN, count: 60, seed: 4 }, state, againMs + 2 * MIN);
    const after = clockEstimate(state);
    expect(after?.steps).toEqual([]);
    expect(Math.abs((after?.offsetMs ?? 0) - (before?.offsetMs ?? 0))).toBeLessThan(1_000);
  });

  it('nor is a queue that comes first of all, right after the start', () => {
    const state = freshClock();
    for (let n = 0; n < 300; n++) stepClock(state, T0 + n * 500, T0 - (300 - n) * MIN);
    play({ offsetMs: -250, driftPpm: 0, everyMs: MIN, count: 30, seed: 4 }, state, T0 + 3 * MIN);
    expect(clockEstimate(state)?.steps).toEqual([]);
    expect(Math.abs((clockEstimate(state)?.offsetMs ?? 0) + 250)).toBeLessThan(200);
  });
});

describe('steps of a meter clock are recognised and named', () => {
  const after = (shiftMs: number, everyMs = MIN) => {
    const { state } = play({ offsetMs: 400, driftPpm: 15, everyMs, count: 120, seed: 6 });
    const again = play(
      { offsetMs: 400 + shiftMs, driftPpm: 15, everyMs, count: 30, seed: 9 },
      state,
      T0 + 120 * everyMs,
    );
    return { steps: again.steps, estimate: clockEstimate(again.state) };
  };

  it.each([
    ['put forward by 90 s', 90_000, 'jump'],
    ['put back by 45 s', -45_000, 'jump'],
    ['summer time begins', HOUR, 'hour'],
    ['summer time ends', -HOUR, 'hour'],
    ['a zone of eight hours taken away', -8 * HOUR, 'zone'],
    ['back to 2000 by an empty battery', Date.UTC(2000, 0, 1) - T0, 'reset'],
    ['back to 1970', -T0, 'reset'],
  ] as const)('%s', (_, shiftMs, kind) => {
    const { steps, estimate } = after(shiftMs);
    expect(steps).toHaveLength(1);
    expect(steps[0]?.kind).toBe(kind);
    expect(Math.abs((steps[0]?.shiftMs ?? 0) - shiftMs)).toBeLessThan(1_000);
    expect(Math.abs((estimate?.offsetMs ?? 0) - 400 - shiftMs)).toBeLessThan(1_000);
  });

  it('a wrong clock that is put right says so', () => {
    const { state } = play({ offsetMs: 480_000, driftPpm: 0, everyMs: MIN, count: 60, seed: 6 });
    const { steps } = play({ offsetMs: 0, driftPpm: 0, everyMs: MIN, count: 30, seed: 7 }, state, T0 + HOUR);
    expect(steps.map((s) => s.kind)).toEqual(['set_right']);
  });

  it('one value with a wrong time among right ones is no step: some devices have a wrong clock on some registers only', () => {
    const state = freshClock();
    for (let n = 0; n < 200; n++) {
      const sentMs = T0 + n * MIN;
      const deviceMs = n % 2 === 1 ? Date.UTC(2000, 0, 1, 0, n) : sentMs + 120;
      expect(stepClock(state, sentMs + 100, deviceMs)).toBe(null);
    }
    expect(Math.abs((clockEstimate(state)?.offsetMs ?? 1e9) - 20)).toBeLessThan(5);
  });

  it('twenty minutes of waiting on a jammed link are no step', () => {
    const { state } = play({ offsetMs: 0, driftPpm: 0, everyMs: 10_000, count: 300, seed: 6 });
    const r = random(77);
    const jamMs = T0 + 300 * 10_000;
    const steps: (ClockStep | null)[] = [];
    for (let n = 0; n < 120; n++)
      steps.push(stepClock(state, jamMs + n * 10_000 + 5_000 + 60_000 * r(), jamMs + n * 10_000));
    expect(steps.filter((s) => s !== null && s.kind !== 'jump')).toEqual([]);
    play({ offsetMs: 0, driftPpm: 0, everyMs: 10_000, count: 60, seed: 8 }, state, jamMs + 21 * MIN);
    expect(Math.abs(clockEstimate(state)?.offsetMs ?? 1e9)).toBeLessThan(500);
  });

  it('the size of an offset is named', () => {
    expect(kindOfOffset(HOUR + 20_000, T0)).toBe('hour');
    expect(kindOfOffset(5.5 * HOUR, T0)).toBe('zone');
    expect(kindOfOffset(480_000, T0)).toBe(null);
    expect(kindOfOffset(0, T0)).toBe(null);
    expect(kindOfOffset(-1, Date.UTC(2000, 0, 2))).toBe('reset');
  });
});
