/** Moving in a recording: windows stay inside the part, every step can be undone, events are stepped through in time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventRows, firstView, type Step, step, type View, wholeOf } from '../../console/recording/view.ts';
import { event, part, recording } from './recordings.ts';

const two = recording([
  part({
    durationMs: 4000,
    start: '2026-03-01T10:00:10+08:00',
    events: [event({ atMs: 3000, durationMs: 400, start: '2026-03-01T10:00:13+08:00' })],
  }),
  part({
    durationMs: 900,
    start: '2026-03-01T10:00:00+08:00',
    events: [
      event({ atMs: 100, durationMs: null, openEnd: true, start: '2026-03-01T10:00:00.100+08:00' }),
      event({ atMs: 50, durationMs: null, openEnd: false, start: '2026-03-01T10:00:00.050+08:00' }),
    ],
  }),
]);
const rows = eventRows(two);
const after = (view: View, ...steps: readonly Step[]): View => steps.reduce((v, s) => step(two, rows, v, s), view);

test('events come in order of time over all parts; one still running reaches to the end of its part', () => {
  expect(rows.map((r) => [r.key, r.endMs])).toEqual([
    ['1.1', 50],
    ['1.0', 900],
    ['0.0', 3400],
  ]);
});

test('a recording opens at its first part with an event, else with waves', () => {
  expect(firstView(two)).toMatchObject({ part: 0, window: { fromMs: 0, toMs: 4000 }, back: [], chosen: null });
  expect(firstView(recording([part({ kind: 'readings' }), part({ kind: 'waveform' })])).part).toBe(1);
  expect(firstView(recording([part({ kind: 'rms' })])).part).toBe(0);
});

test('an event is shown with half of its length on either side, and at least three cycles', () => {
  expect(after(firstView(two), { kind: 'event', key: '0.0' })).toMatchObject({
    window: { fromMs: 2800, toMs: 3600 },
    chosen: '0.0',
  });
  expect(after(firstView(two), { kind: 'event', key: '1.1' }).window).toEqual({ fromMs: 0, toMs: 110 });
});

test('arrows step through the events of all parts and stop at the ends', () => {
  const first = after(firstView(two), { kind: 'part', part: 1 }, { kind: 'next', by: 1 });
  expect(first.chosen).toBe('1.1');
  expect(after(first, { kind: 'next', by: 1 }).chosen).toBe('1.0');
  const last = after(first, { kind: 'next', by: 1 }, { kind: 'next', by: 1 });
  expect(last).toMatchObject({ chosen: '0.0', part: 0 });
  expect(after(last, { kind: 'next', by: 1 })).toBe(last);
  expect(after(last, { kind: 'next', by: -1 })).toMatchObject({ chosen: '1.0', part: 1 });
});

test('zooming halves about the middle, back returns, whole forgets the choice', () => {
  const zoomed = after(firstView(two), { kind: 'scale', factor: 0.5 });
  expect(zoomed.window).toEqual({ fromMs: 1000, toMs: 3000 });
  expect(after(zoomed, { kind: 'shift', share: 0.5 }).window).toEqual({ fromMs: 2000, toMs: 4000 });
  expect(after(zoomed, { kind: 'shift', share: 2 }).window).toEqual({ fromMs: 2000, toMs: 4000 });
  expect(after(zoomed, { kind: 'back' }).window).toEqual({ fromMs: 0, toMs: 4000 });
  expect(after(zoomed, { kind: 'event', key: '0.0' }, { kind: 'whole' })).toMatchObject({
    window: { fromMs: 0, toMs: 4000 },
    chosen: null,
  });
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('scale' as const), factor: fc.constantFrom(0.5, 2) }),
  fc.record({ kind: fc.constant('shift' as const), share: fc.constantFrom(-0.5, 0.5) }),
  fc.record({ kind: fc.constant('next' as const), by: fc.constantFrom(1 as const, -1 as const) }),
  fc.record({ kind: fc.constant('part' as const), part: fc.constantFrom(0, 1) }),
  fc.constantFrom<Step>({ kind: 'back' }, { kind: 'whole' }),
  fc
    .tuple(fc.double({ min: -5e3, max: 1e4, noNaN: true }), fc.double({ min: 0, max: 5e3, noNaN: true }))
    .map(([fromMs, spanMs]) => ({ kind: 'window' as const, window: { fromMs, toMs: fromMs + spanMs } })),
);

test('whatever is done, the window is never empty and never leaves the part', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
      const view = after(firstView(two), ...steps);
      const whole = wholeOf(two, view.part);
      for (const { fromMs, toMs } of [view.window, ...view.back]) {
        expect(fromMs).toBeGreaterThanOrEqual(whole.fromMs);
        expect(toMs).toBeLessThanOrEqual(whole.toMs);
        expect(toMs - fromMs).toBeGreaterThan(0.49);
      }
    }),
    { seed: 251_126, numRuns: 400 },
  );
});
