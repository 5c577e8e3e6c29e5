/** A drop of voltage reported twice under two names is one event; everything else is left alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { oneOfEach } from '../../core/one-of-each.ts';

const at = (
  kind: DisturbanceKind,
  startMs: number,
  durationMs: number | null,
  more: Partial<Disturbance> = {},
): Disturbance => ({
  meter: id<MeterId>('M1'),
  channel: null,
  kind,
  startMs,
  durationMs,
  openEnd: durationMs === null,
  pct: 0.4,
  phases: 'ABC',
  perPhase: {},
  method: 'event_log',
  class: {},
  enclosingDip: null,
  signature: null,
  numbers: {},
  knownAtMs: startMs + (durationMs ?? 0),
  ...more,
});

describe('one event is one event', () => {
  test('an outage reported as it began is replaced by the interruption it became, whichever came first', () => {
    const began = at('outage', 1_000, null);
    const became = at('interruption', 1_000, 1_200);
    expect(oneOfEach([began, became])).toEqual([became]);
    expect(oneOfEach([became, began])).toEqual([became]);
  });
  test('two known ends: the newer knowledge, then the graver kind', () => {
    const dip = at('dip', 1_000, 900, { knownAtMs: 5_000 });
    const interruption = at('interruption', 1_007, 880, { knownAtMs: 5_000 });
    expect(oneOfEach([dip, interruption])).toEqual([interruption]);
    expect(oneOfEach([{ ...dip, knownAtMs: 6_000 }, interruption])).toEqual([{ ...dip, knownAtMs: 6_000 }]);
  });
  test('other meters, later starts and other kinds stay', () => {
    const all = [
      at('outage', 1_000, null),
      at('interruption', 1_021, 300),
      at('swell', 1_000, 40),
      at('outage', 1_000, null, { meter: id('M2') }),
    ];
    expect(oneOfEach(all)).toEqual(all);
  });
  test('the same record twice loses nothing', () => {
    const d = at('outage', 1_000, 400);
    expect(oneOfEach([d, d])).toContain(d);
    expect(oneOfEach([d, { ...d }])).toEqual([d]);
  });
  test('idempotent, and a running outage nobody ended keeps running', () => {
    const kinds = fc.constantFrom<DisturbanceKind>('dip', 'interruption', 'outage', 'swell');
    const events = fc.array(
      fc.tuple(kinds, fc.integer({ min: 0, max: 200 }), fc.option(fc.integer({ min: 1, max: 99 }))),
    );
    fc.assert(
      fc.property(events, (list) => {
        const once = oneOfEach(list.map(([kind, start, duration]) => at(kind, start, duration)));
        expect(oneOfEach(once)).toEqual(once);
      }),
      { seed: 5 },
    );
    const open = at('outage', 1_000, null);
    expect(oneOfEach([open])).toEqual([open]);
  });
});
