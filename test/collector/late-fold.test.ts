/**
 * Whatever the order of arrival, repetitions, parts and restarts: once all readings are there, the facts that stand are
 * those of the batch over the readings in order of time. When a fact became known is no part of it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLiveFold, foldReadings } from '../../collector/fold.ts';
import { disturbanceKey } from '../../core/event.ts';
import type { Reading } from '../../core/series.ts';
import { arrivals, course, METERS, OPTIONS, Standing, second, T0 } from './late-cases.ts';

/** Late within what is remembered. */
const NEAR = { slots: 90, parts: true, repeats: true };

describe('arrival in any order', () => {
  test('readings late, repeated and in parts leave the facts of the batch', () => {
    fc.assert(
      fc.property(course, arrivals(NEAR), (readings, arrive) => {
        const fold = createLiveFold(METERS, OPTIONS, null);
        const standing = new Standing();
        for (const push of arrive(readings)) standing.take(fold.push(push));
        standing.take(fold.finish());
        expect(standing.facts()).toEqual(Standing.of(foldReadings(readings, METERS, OPTIONS)));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

describe('what a late reading does', () => {
  const levels = (...pct: number[]): Reading[] => pct.map((p, n) => second(n, { A: p, B: 100, C: 100 }));

  test('one that fills the gap in a dip changes its depth under the same key', () => {
    const [a, b, c, d, e] = levels(100, 80, 60, 80, 100) as [Reading, Reading, Reading, Reading, Reading];
    const fold = createLiveFold(METERS, OPTIONS, null);
    const first = fold.push([a, b, d, e]).disturbances;
    const then = fold.push([c]);
    expect(first).toMatchObject([{ kind: 'dip', pct: 80, startMs: T0 + 2000 }]);
    expect(then.disturbances).toMatchObject([{ kind: 'dip', pct: 60, startMs: T0 + 2000 }]);
    expect(then.withdrawn.disturbances).toEqual([]);
  });

  test('one before the event found so far moves its start: the former is withdrawn', () => {
    const [a, b, c, d] = levels(100, 80, 70, 100) as [Reading, Reading, Reading, Reading];
    const fold = createLiveFold(METERS, OPTIONS, null);
    fold.push([a, c, d]);
    const then = fold.push([{ ...b, knownAtMs: T0 + 60_000 }]);
    expect(then.withdrawn.disturbances.map(disturbanceKey)).toEqual([`m1|${T0 + 3000}|dip`]);
    expect(then.disturbances).toMatchObject([{ kind: 'dip', startMs: T0 + 2000, durationMs: 2000 }]);
    // The longer event is known since the late reading came.
    expect(then.disturbances[0]?.knownAtMs).toBe(T0 + 60_000);
  });

  test('a repetition changes nothing', () => {
    const all = levels(100, 80, 70, 100);
    const fold = createLiveFold(METERS, OPTIONS, null);
    fold.push(all);
    const again = fold.push(all.map((r) => ({ ...r, knownAtMs: r.knownAtMs + 5000 })));
    expect([again.disturbances, again.aggregates, again.withdrawn.disturbances]).toEqual([[], [], []]);
    expect(again.problems).toMatchObject([{ got: '4 repeated readings of m1 left out' }]);
  });
});
