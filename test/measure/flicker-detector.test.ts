/** Events of flicker from a meter's own Pst and Plt; the Plt of the vector in standards.md 9.2. */
import { describe, expect, test } from 'vitest';
import type { MoreValues } from '../../collector/detect/detector.ts';
import { flicker } from '../../collector/detect/flicker.ts';
import type { Disturbance } from '../../core/event.ts';
import { PARAMS } from '../detect/blocks.ts';

const MIN = 60_000;
const TEN = Date.UTC(2026, 2, 1, 10);

interface Given {
  readonly endMs: number;
  readonly lengthMs?: number;
  readonly more: MoreValues;
}

function events(given: readonly Given[], pltLimit: number | null = 1): Disturbance[] {
  let state = flicker.start({ ...PARAMS, pltLimit });
  const out: Disturbance[] = [];
  for (const { endMs, lengthMs = 10 * MIN, more } of given) {
    const startMs = endMs - lengthMs;
    const block = {
      atMs: startMs,
      startMs,
      endMs,
      knownAtMs: endMs,
      levels: {},
      lowest: null,
      highest: null,
      event: null,
    };
    out.push(...flicker.step(state, { ...block, more }));
    state = JSON.parse(JSON.stringify(state));
  }
  return [...out, ...flicker.finish(state)];
}

const plts = (values: readonly number[]): Given[] =>
  values.map((v, i) => ({ endMs: TEN + 120 * MIN * (i + 1), lengthMs: 120 * MIN, more: { plt: { A: v, B: 0.4 } } }));

describe('Plt by the meter', () => {
  test('from the first value beyond the limit to the first inside, the worst kept; on the limit is inside', () => {
    const [found, ...more] = events(plts([1, 1.01, 1.37, 1, 0.6]));
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: 'flicker',
      startMs: TEN + 120 * MIN,
      durationMs: 240 * MIN,
      openEnd: false,
      pct: null,
      phases: 'A',
      numbers: { plt: 1.37, limitPlt: 1 },
    });
  });

  test('0.8 above 110 kV; no limit, no event; still beyond at the end is open', () => {
    expect(events(plts([0.9]), 0.8)).toMatchObject([{ openEnd: true, durationMs: null, numbers: { limitPlt: 0.8 } }]);
    expect(events(plts([0.9, 1.8]), null)).toEqual([]);
  });
});

describe('twelve Pst', () => {
  const psts = (values: readonly number[]): Given[] =>
    values.map((v, i) => ({ endMs: TEN + 10 * MIN * (i + 1), more: { pst: { B: v } } }));
  const eleven = new Array<number>(11).fill(0.5);

  test('the Plt of the two hours on an even hour', () => {
    const numbers = events(psts([...eleven, 1.2]), 0.637).map((e) => [e.numbers['plt'], e.startMs, e.phases]);
    expect(numbers).toEqual([[0.637, TEN, 'B']]);
    expect(events(psts([...eleven, 1.2]), 0.6371)).toEqual([]);
  });

  test('a missing one gives no Plt, and other intervals than ten minutes none either', () => {
    expect(events(psts(new Array<number>(11).fill(3)))).toEqual([]);
    expect(events(psts([...eleven, 9]).map((g) => ({ ...g, lengthMs: 5 * MIN })))).toEqual([]);
  });
});
