/** Laws every registered detector must keep, whatever it detects. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, BlockKind, Detector, DetectorParams, Levels } from '../../collector/detect/detector.ts';
import { DETECTORS } from '../../collector/detect/index.ts';
import type { Disturbance } from '../../core/event.ts';
import { METER_EVENT_KINDS } from '../../core/facts.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { block, CHANNELS, PARAMS, run } from '../detect/blocks.ts';

const RUNS = { seed: 41_125, numRuns: 60 };
const detectors: readonly Detector[] = DETECTORS;
/** Both sides of every threshold and release level. */
const LEVELS = [0, 4, 9.9, 10, 11.9, 12, 45, 89.9, 90, 91.9, 92, 100, 107, 108, 108.1, 110, 110.1, 125];
const STEP_MS: Readonly<Record<BlockKind, number>> = {
  rms: 10,
  interval: 60_000,
  extremes: 600_000,
  ten_min: 600_000,
  log: 1000,
};

const level = fc.constantFrom(...LEVELS);
const levels: fc.Arbitrary<Levels> = fc.record({ A: level, B: level, C: level });
/** Stretches of equal levels: real voltage stays where it is for a while. */
const stretches = fc.array(fc.tuple(levels, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 14 });

const blocksOf = (kind: BlockKind): fc.Arbitrary<Block[]> =>
  fc
    .tuple(stretches, fc.array(fc.constantFrom(...METER_EVENT_KINDS), { minLength: 80, maxLength: 80 }))
    .map(([runs, events]) => {
      const out: Block[] = [];
      for (const [at, n] of runs) {
        for (let i = 0; i < n; i++) {
          const startMs = 1_800_000_000_000 + out.length * STEP_MS[kind];
          const event = events[out.length % events.length];
          out.push(
            block({
              startMs,
              lengthMs: STEP_MS[kind],
              levels: kind === 'extremes' ? { A: 100, B: 100, C: 100 } : kind === 'log' ? {} : at,
              ...(kind === 'extremes' && { lowest: at, highest: at }),
              ...(kind === 'log' && event !== undefined && { event }),
            }),
          );
        }
      }
      return out;
    });

const paramsOf = (d: Detector): DetectorParams => ({ ...PARAMS, maxHoldMs: 3 * STEP_MS[d.input], zerosForOutage: 2 });
const end = (d: Disturbance): number => (d.durationMs === null ? Number.POSITIVE_INFINITY : d.startMs + d.durationMs);
const turned: Readonly<Record<string, VoltageChannel>> = { A: 'B', B: 'C', C: 'A' };
const turn = (l: Levels | null): Levels | null =>
  l && Object.fromEntries(Object.entries(l).map(([c, v]) => [turned[c] ?? c, v]));
const sortedLetters = (letters: string) => [...letters].sort().join('');

describe.each(detectors.map((d) => [d.id, d] as const))('%s', (_, detector) => {
  const params = paramsOf(detector);

  test('state through JSON at any block: same events', () => {
    fc.assert(
      fc.property(blocksOf(detector.input), fc.array(fc.nat(80)), (blocks, stops) => {
        expect(run(detector, params, blocks, new Set(stops))).toEqual(run(detector, params, blocks));
      }),
      RUNS,
    );
  });

  test('shifted by whole grid steps: shifted events', () => {
    fc.assert(
      fc.property(blocksOf(detector.input), fc.integer({ min: 1, max: 500 }), (blocks, steps) => {
        const by = steps * 600_000;
        const later = blocks.map((b) => ({
          ...b,
          atMs: b.atMs + by,
          startMs: b.startMs + by,
          endMs: b.endMs + by,
          knownAtMs: b.knownAtMs + by,
        }));
        const expected = run(detector, params, blocks).map((d) => ({
          ...d,
          startMs: d.startMs + by,
          knownAtMs: d.knownAtMs + by,
          enclosingDip: d.enclosingDip && { ...d.enclosingDip, startMs: d.enclosingDip.startMs + by },
        }));
        expect(run(detector, params, later)).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('phases permuted: the same polyphase event', () => {
    fc.assert(
      fc.property(blocksOf(detector.input), (blocks) => {
        const other = blocks.map((b) => ({
          ...b,
          levels: turn(b.levels) ?? {},
          lowest: turn(b.lowest),
          highest: turn(b.highest),
        }));
        const expected = run(detector, params, blocks).map((d) => ({
          ...d,
          phases: sortedLetters([...d.phases].map((p) => turned[p] ?? p).join('')),
          perPhase: turn(d.perPhase),
        }));
        expect(run(detector, params, other)).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('events are ordered and disjoint per kind', () => {
    fc.assert(
      fc.property(blocksOf(detector.input), (blocks) => {
        for (const [, own] of Object.entries(groupByKind(run(detector, params, blocks)))) {
          own.forEach((d, i) => {
            const next = own[i + 1];
            if (next === undefined) return;
            expect(next.startMs).toBeGreaterThan(d.startMs);
            if (d.durationMs !== null) expect(next.startMs).toBeGreaterThanOrEqual(end(d));
          });
        }
      }),
      RUNS,
    );
  });

  test('what is unknown invents nothing: each event overlaps one that is there without the gaps', () => {
    fc.assert(
      fc.property(
        blocksOf(detector.input),
        fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }),
        (blocks, holes) => {
          const unknown = Object.fromEntries(CHANNELS.map((c) => [c, Number.NaN]));
          const gapped = blocks.map((b, i) => {
            if (holes[i % holes.length] !== true) return b;
            return { ...b, levels: unknown, lowest: b.lowest && unknown, highest: b.highest && unknown };
          });
          const whole = detectors.filter((d) => d.input === detector.input).flatMap((d) => run(d, paramsOf(d), blocks));
          for (const d of run(detector, params, gapped)) {
            expect(whole.some((w) => w.startMs <= end(d) && d.startMs <= end(w))).toBe(true);
          }
        },
      ),
      RUNS,
    );
  });
});

test('every dip at a lower threshold lies inside one at a higher threshold', () => {
  const dips = (blocks: Block[], dipPct: number) =>
    detectors
      .filter((d) => d.id === 'dip')
      .flatMap((d) => run(d, { ...PARAMS, thresholds: { ...PARAMS.thresholds, dipPct, interruptionPct: -1 } }, blocks));
  fc.assert(
    fc.property(blocksOf('rms'), (blocks) => {
      const outer = dips(blocks, 90);
      for (const d of dips(blocks, 60)) {
        expect(outer.some((o) => o.startMs <= d.startMs && end(d) <= end(o))).toBe(true);
      }
    }),
    RUNS,
  );
});

function groupByKind(events: readonly Disturbance[]): Record<string, Disturbance[]> {
  const out: Record<string, Disturbance[]> = {};
  for (const e of events) out[e.kind] = [...(out[e.kind] ?? []), e];
  return out;
}
