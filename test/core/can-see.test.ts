/** What a meter can show, against brute force over every phase of the window and against the closed form's own limits. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canSee, methodOfIntervalS, overlapToCrossMs, rowChance, usualChance } from '../../core/can-see.ts';
import { METHODS, STATISTICS } from '../../core/series.ts';
import { SEEN_KINDS } from '../../core/usual-sight.ts';

/** Share of starting instants at which some window's RMS crosses: windows every `stepMs`, counted one by one. */
function brute(o: {
  windowMs: number;
  stepMs: number;
  residual: number;
  durationMs: number;
  threshold: number;
}): number {
  const starts = 4000;
  let hits = 0;
  for (let k = 0; k < starts; k++) {
    const from = (k * o.stepMs) / starts;
    const to = from + o.durationMs;
    let crossed = false;
    for (let w = -Math.ceil(o.windowMs / o.stepMs); w * o.stepMs < to && !crossed; w++) {
      const overlap = Math.max(0, Math.min(to, w * o.stepMs + o.windowMs) - Math.max(from, w * o.stepMs));
      const rms = Math.sqrt(100 ** 2 - ((100 ** 2 - o.residual ** 2) * overlap) / o.windowMs);
      crossed = rms < o.threshold;
    }
    if (crossed) hits++;
  }
  return hits / starts;
}

test('the closed form is the share of instants at which a window crosses', () => {
  fc.assert(
    fc.property(
      fc.record({
        windowMs: fc.constantFrom(20, 200, 1000, 10_000),
        share: fc.double({ min: 0.2, max: 1, noNaN: true }),
        residual: fc.integer({ min: 0, max: 88 }),
        length: fc.double({ min: 0.02, max: 3, noNaN: true }),
      }),
      ({ windowMs, share, residual, length }) => {
        const stepMs = windowMs * share;
        const durationMs = windowMs * length;
        const need = overlapToCrossMs(windowMs, { before: 100, residual, threshold: 90 });
        const closed = rowChance(durationMs, need, { windowMs, stepMs, inRow: 1 });
        expect(Math.abs(closed - brute({ windowMs, stepMs, residual, durationMs, threshold: 90 }))).toBeLessThan(0.01);
      },
    ),
    { seed: 51_125, numRuns: 60 },
  );
});

test('a one-second mean shows a half-second dip to 40 % always, one of 100 ms to 80 % never', () => {
  const how = { method: '1s', statistic: 'mean' } as const;
  // √(1 − (1 − 0.16)·x) = 0.9 at x = 0.226 s; the event is 0.5 s: whichever way it falls, one window holds 0.25 s.
  expect(canSee('dip', 500, how, { residualPct: 40 }).chance).toBeCloseTo(0.97, 6);
  expect(canSee('dip', 100, how, { residualPct: 80 }).chance).toBe(0);
  expect(canSee('dip', 100, { method: 'urms_half', statistic: 'mean' }, { residualPct: 80 }).chance).toBeGreaterThan(
    0.9,
  );
});

test('slow polls never claim to see a short dip; counters and extremes do', () => {
  for (const method of ['1min', '10min', '15min', '60min'] as const) {
    for (const statistic of ['mean', 'snapshot'] as const) {
      // An hourly snapshot may fall into it by chance, once in ten thousand.
      expect(canSee('dip', 200, { method, statistic }).chance).toBeLessThan(0.001);
    }
    expect(canSee('dip', 400, { method, statistic: 'minmax' }, { residualPct: 40 }).chance).toBeGreaterThan(0.5);
    expect(canSee('dip', 200, { method, statistic: 'mean' }).neverBelowMs).toBeGreaterThan(200);
    const counting = canSee('dip', 200, { method, statistic: 'mean', hasCounters: true }, { residualPct: 40 });
    expect(counting.chance).toBeGreaterThan(0.5);
    expect(counting.when).toBe('between_reads');
  }
});

test('chances lie between 0 and 1, grow with the duration, and say why in both languages', () => {
  for (const kind of SEEN_KINDS) {
    for (const method of METHODS) {
      for (const statistic of STATISTICS) {
        const how = { method, statistic };
        let before = 0;
        for (const durationMs of [5, 20, 100, 1000, 30_000, 600_000, 3_600_000, 36_000_000]) {
          const sight = canSee(kind, durationMs, how);
          expect(sight.chance).toBeGreaterThanOrEqual(before - 1e-12);
          expect(sight.chance).toBeLessThanOrEqual(1);
          expect(sight.why.zh.length * sight.why.en.length).toBeGreaterThan(0);
          before = sight.chance;
        }
        expect(canSee(kind, null, how).chance).toBe(usualChance(kind, how));
      }
    }
  }
});

test.each([
  [0.02, 'urms_half'],
  [1, '1s'],
  [1.3, '1s'],
  [5, '10s'],
  [60, '1min'],
  [300, '10min'],
  [900, '15min'],
  [1800, '60min'],
] as const)('values every %d s are %s', (intervalS, method) => {
  expect(methodOfIntervalS(intervalS)).toBe(method);
});
