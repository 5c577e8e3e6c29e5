/** A meter's own counters and failure log as events: differences, never twice, never from what is unknown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CounterState, startCounters, stepCounters } from '../../collector/detect/counters.ts';
import { withOwnRecords } from '../../collector/detect/counters-events.ts';
import { failureEvents } from '../../collector/detect/failure-log.ts';
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';

const T0 = Date.UTC(2026, 6, 1, 4);
const MIN = 60_000;
const read = (minute: number, counts: MeterCounters['counts'], meter = 'M1'): MeterCounters => ({
  meter: id(meter),
  atMs: T0 + minute * MIN,
  knownAtMs: T0 + minute * MIN + 500,
  counts,
});
const failure = (endMinute: number | null, minutes: number, meter = 'M1'): FailureLogEntry => ({
  meter: id(meter),
  endMs: endMinute === null ? null : T0 + endMinute * MIN,
  durationMs: minutes * MIN,
});
const all = (counters: readonly MeterCounters[], failures: readonly FailureLogEntry[] = [], seen: Disturbance[] = []) =>
  withOwnRecords(seen, { counters, failures }, 'p1.txt');
const short = (d: Disturbance) => [d.kind, (d.startMs - T0) / MIN, d.numbers['count'] ?? null, d.phases];

describe('counters', () => {
  test('a first read is no event; the difference is one, at an unknown instant of its window', () => {
    expect(all([read(0, { sags_A: 7, long_failures: 3 })]).disturbances).toEqual([]);
    const { disturbances, problems } = all([read(0, { sags_A: 7 }), read(15, { sags_A: 9 })]);
    expect(problems).toEqual([]);
    expect(disturbances).toEqual([
      {
        meter: 'M1',
        channel: null,
        kind: 'dip',
        startMs: T0,
        durationMs: null,
        openEnd: false,
        pct: null,
        phases: 'A',
        perPhase: {},
        method: 'counter',
        class: { en50160: null, gb: null, ieee: null, itic: null, semi_f47: null },
        enclosingDip: null,
        signature: null,
        numbers: { count: 2, countA: 2, windowMs: 900_000 },
        knownAtMs: T0 + 15 * MIN + 500,
      },
    ]);
  });

  test('phases that rose together: the fewest events that explain it, each count kept', () => {
    const [d] = all([
      read(0, { swells_A: 1, swells_B: 2, swells_C: 5 }),
      read(10, { swells_A: 2, swells_B: 5, swells_C: 5 }),
    ]).disturbances;
    expect(d).toMatchObject({ kind: 'swell', phases: 'AB', numbers: { count: 3, countA: 1, countB: 3 } });
  });

  test('an unknown count bridges to the next known one; a counter the meter lacks says nothing', () => {
    const { disturbances } = all([
      read(0, { sags_A: 4, sags_B: 1 }),
      read(10, { sags_A: null, sags_B: 2 }),
      read(20, { sags_A: 5, sags_B: 2 }),
    ]);
    expect(disturbances.map(short)).toEqual([
      ['dip', 0, 1, 'B'],
      ['dip', 0, 1, 'A'],
    ]);
    expect(all([read(0, { sags_A: null }), read(10, { sags_A: 12 })]).disturbances).toEqual([]);
  });

  test('late and repeated reads change nothing', () => {
    const state = startCounters();
    for (const [minute, n] of [
      [10, 5],
      [10, 9],
      [5, 8],
    ] as const) {
      expect(stepCounters(state, read(minute, { sags_A: n }), 'f')).toEqual({ rises: [], problems: [] });
    }
    expect(stepCounters(state, read(20, { sags_A: 6 }), 'f').rises).toMatchObject([
      { count: 1, fromMs: T0 + 10 * MIN },
    ]);
  });

  test('a count that fell, or another meter, begins anew, and all counts of that read with it', () => {
    const { disturbances, problems } = all([
      read(0, { sags_A: 9, swells_A: 2 }),
      read(10, { sags_A: 1, swells_A: 40 }),
      read(20, { sags_A: 2, swells_A: 40 }),
    ]);
    expect(disturbances.map(short)).toEqual([['dip', 10, 1, 'A']]);
    expect(problems).toMatchObject([{ code: 'implausible', field: 'M1 sags_A' }]);
    expect(all([read(0, { sags_A: 3 }), read(10, { sags_A: 8 }, 'M2')])).toEqual({ disturbances: [], problems: [] });
  });

  test('more counts than half cycles fit the window are no events', () => {
    const { disturbances, problems } = all([read(0, { sags_A: 3 }), read(1, { sags_A: 99_999 })]);
    expect(disturbances).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('one loss counted by both counters of failures is one', () => {
    const rows = [
      [{ short_failures: 4, long_failures: 2 }, [['outage', 0, 1, '']]],
      [{ short_failures: 3, long_failures: 2 }, [['outage', 0, 1, '']]],
      [{ short_failures: 5, long_failures: 1 }, [['interruption', 0, 2, '']]],
      [
        { short_failures: 5, long_failures: 2 },
        [
          ['outage', 0, 1, ''],
          ['interruption', 0, 1, ''],
        ],
      ],
    ] as const;
    for (const [counts, expected] of rows) {
      const { disturbances } = all([read(0, { short_failures: 3, long_failures: 1 }), read(10, counts)]);
      expect(disturbances.map(short)).toEqual(expected);
    }
    // One of the two unknown: the other can't be told apart yet.
    const late = all([
      read(0, { short_failures: 3, long_failures: 1 }),
      read(10, { short_failures: 4, long_failures: null }),
      read(20, { short_failures: 4, long_failures: 2 }),
    ]);
    expect(late.disturbances.map(short)).toEqual([['outage', 0, 1, '']]);
  });

  test('a loss that was counted as a sag too is one event', () => {
    const { disturbances } = all([
      read(0, { sags_A: 1, sags_B: 1, short_failures: 3 }),
      read(10, { sags_A: 2, sags_B: 3, short_failures: 4 }),
    ]);
    expect(disturbances.map(short)).toEqual([
      ['interruption', 0, 1, ''],
      ['dip', 0, 1, 'B'],
    ]);
  });

  test('a dip the voltages show is not counted again', () => {
    const [dip] = all([read(0, { sags_A: 0 }), read(1, { sags_A: 1 })]).disturbances;
    const seen = { ...(dip as Disturbance), startMs: T0 + 12 * MIN, durationMs: 10_000, pct: 71, method: '10s' };
    const reads = [read(10, { sags_A: 4, sags_B: 0 }), read(15, { sags_A: 5, sags_B: 1 })];
    expect(all(reads, [], [seen]).disturbances.map(short)).toEqual([
      ['dip', 10, 1, 'B'],
      ['dip', 12, 1, 'A'],
    ]);
    expect(all(reads, [], [{ ...seen, phases: 'ABC' }]).disturbances).toHaveLength(1);
    expect(all(reads, [], [{ ...seen, meter: id('M2') }]).disturbances).toHaveLength(2);
  });
});

describe('the failure log', () => {
  test('entries are events with their length and end; the same entry twice is one', () => {
    const { disturbances, problems } = failureEvents([failure(90, 3), failure(60, 31), failure(60, 31)], {
      file: 'p1.txt',
      knownAtMs: null,
    });
    expect(problems).toEqual([]);
    expect(disturbances).toMatchObject([
      { kind: 'outage', startMs: T0 + 29 * MIN, durationMs: 31 * MIN, pct: null, method: 'event_log', openEnd: false },
      { kind: 'interruption', startMs: T0 + 87 * MIN, durationMs: 3 * MIN },
    ]);
  });

  test('a failure whose time the meter never knew is a note, no event of decades', () => {
    const { disturbances, problems } = all([], [failure(null, 35_000_000), failure(null, 2)]);
    expect(disturbances).toEqual([]);
    expect(problems).toMatchObject([{ code: 'note', field: 'M1', got: expect.stringContaining('2 whose time') }]);
  });

  test('log before counters: what the log explains is not counted again', () => {
    const before = read(0, { short_failures: 3, long_failures: 1 });
    const after = read(60, { short_failures: 6, long_failures: 2 });
    expect(all([before, after], [failure(40, 20)]).disturbances.map(short)).toEqual([
      ['interruption', 0, 2, ''],
      ['outage', 20, null, ''],
    ]);
    // An entry of before the window explains nothing in it.
    expect(all([before, after], [failure(-5, 20)]).disturbances.map(short)).toEqual([
      ['outage', -25, null, ''],
      ['outage', 0, 1, ''],
      ['interruption', 0, 2, ''],
    ]);
    // And one entry explains one count, in one window.
    const third = read(70, { short_failures: 7, long_failures: 3 });
    expect(all([before, after, third], [failure(60, 20)]).disturbances.map(short)).toContainEqual([
      'outage',
      60,
      1,
      '',
    ]);
  });

  test('the outage the voltages show is the one of the log, with its length', () => {
    const [logged] = all([], [failure(40, 20)]).disturbances as [Disturbance];
    const seen: Disturbance = { ...logged, startMs: T0 + 21 * MIN, durationMs: 18 * MIN, pct: 0.4, phases: 'ABC' };
    expect(all([], [failure(40, 20)], [seen]).disturbances).toMatchObject([
      { startMs: T0 + 20 * MIN, durationMs: 20 * MIN, pct: 0.4, phases: 'ABC', method: 'event_log' },
    ]);
  });
});

describe('laws', () => {
  const counts = fc.record({
    sags_A: fc.option(fc.nat(6)),
    sags_B: fc.option(fc.nat(6)),
    short_failures: fc.option(fc.nat(6)),
    long_failures: fc.option(fc.nat(6)),
  });

  test('state through JSON at any read: the same rises', () => {
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 12 }), (rows) => {
        let state: CounterState = startCounters();
        const whole = startCounters();
        for (const [i, row] of rows.entries()) {
          const step = stepCounters(state, read(i, row), 'f');
          expect(step).toEqual(stepCounters(whole, read(i, row), 'f'));
          state = JSON.parse(JSON.stringify(state));
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test('counters that only go up: sags in all windows sum to last minus first, wherever counts were unknown', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(3)), { minLength: 1, maxLength: 20 }), (steps) => {
        let total = 100;
        const reads = steps.map((by, i) => {
          total += by ?? 1;
          return read(i, { sags_A: by === null ? null : total });
        });
        const known = reads.flatMap((r) => r.counts.sags_A ?? []);
        const sum = all(reads).disturbances.reduce((n, d) => n + (d.numbers['countA'] ?? 0), 0);
        expect(sum).toBe(known.length === 0 ? 0 : (known.at(-1) ?? 0) - (known[0] ?? 0));
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});
