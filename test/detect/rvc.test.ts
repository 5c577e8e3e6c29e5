/** Rapid voltage changes: numbers counted by hand, and the fold against the plain rule over whole arrays. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../../collector/detect/index.ts';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { rvc } from '../../collector/detect/rvc.ts';
import { id } from '../../core/ids.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { slowChanges } from '../oracles/rapid-changes.ts';
import { block, PARAMS, run } from './blocks.ts';
import { recordingOf } from './waves.ts';

const T0 = 1_800_000_000_000;
const NAMES: readonly VoltageChannel[] = ['A', 'B', 'C'];
const RULE = { size: 100, thresholdPct: 3, hysteresisPct: 1.5, dipPct: 90, swellPct: 110, releasePct: 2 };
const blocksOf = (rows: readonly (readonly number[])[]) =>
  rows.map((r, k) =>
    block({ startMs: T0 + 10 * k, lengthMs: 10, levels: Object.fromEntries(r.map((v, c) => [NAMES[c] ?? 'A', v])) }),
  );
const paramsOf = (channels: number) => ({ ...PARAMS, channels: NAMES.slice(0, channels) });
const changes = (rows: readonly (readonly number[])[]) => run(rvc, paramsOf(rows[0]?.length ?? 1), blocksOf(rows));
const flat = (n: number, v: number): number[] => Array.from({ length: n }, () => v);
const one = (list: readonly number[]) => list.map((v) => [v]);

describe('one channel', () => {
  test('a step of 5 % down: begins at its first value, is over one second before it is steady again', () => {
    // Half of the first window is new: 97.5 is 2.5 from the old mean, no start yet; 95 is 4.9.
    const rows = one([...flat(150, 100), 97.5, ...flat(200, 95)]);
    const [d, ...more] = changes(rows);
    expect(more).toEqual([]);
    expect(d).toMatchObject({ kind: 'rvc', startMs: T0 + 1510, openEnd: false, phases: 'A', pct: 4.975 });
    // Steady once 97.5 has left the second: with value 250, and 100 half cycles earlier is 1500, before the start: 0.
    expect(d?.durationMs).toBe(0);
    expect(d?.numbers).toEqual({ deltaUmaxPct: -4.975, deltaUssPct: -4.975 });
    expect(d?.knownAtMs).toBe(T0 + 2510);
  });

  test('a change of 0.4 s that comes back: ΔUss is 0, ΔUmax is not, upwards is positive', () => {
    const [d, ...more] = changes(one([...flat(120, 100), ...flat(40, 106), ...flat(150, 100)]));
    expect(more).toEqual([]);
    expect(d).toMatchObject({ startMs: T0 + 1200, pct: 6, numbers: { deltaUmaxPct: 6, deltaUssPct: 0 } });
    // 106 leaves the second with value 259; 100 half cycles earlier is 1590.
    expect(d?.durationMs).toBe(390);
  });

  test('the threshold itself is steady, and so is what creeps', () => {
    // Mean of 99 × 100 and one 103.0303… is 100.0303…: 3 beyond to the last digit.
    expect(changes(one([...flat(100, 100), 100 + 300 / 99, ...flat(120, 100)]))).toEqual([]);
    expect(changes(one([...flat(100, 100), 100 + 301 / 99, ...flat(120, 100)])).length).toBe(1);
    expect(changes(one(Array.from({ length: 600 }, (_, k) => 91 + k / 40)))).toEqual([]);
  });

  test('after it left, half the threshold: ±2 % goes on being a change', () => {
    const wobble = Array.from({ length: 300 }, (_, k) => 95 + (k % 2 === 0 ? 2 : -2));
    expect(changes(one([...flat(120, 100), ...wobble]))).toMatchObject([{ openEnd: true, durationMs: null }]);
    expect(changes(one([...wobble, ...wobble]))).toEqual([]);
  });

  test('a dip is a dip: no change beside it, nor on the way back from a long one', () => {
    expect(changes(one([...flat(120, 100), ...flat(5, 89.9), ...flat(150, 100)]))).toEqual([]);
    expect(changes(one([...flat(120, 100), ...flat(200, 85), 92.5, ...flat(150, 100)]))).toEqual([]);
    expect(changes(one([...flat(120, 106), ...flat(5, 110.1), ...flat(150, 106)]))).toEqual([]);
    expect(changes(one([...flat(120, 100), ...flat(5, 90), ...flat(150, 100)])).length).toBe(1);
  });

  test('a missing value breaks the row; a channel lost for longer leaves the change open', () => {
    expect(changes(one([...flat(90, 100), Number.NaN, ...flat(90, 100), ...flat(200, 95)]))).toEqual([]);
    const lost = changes(one([...flat(120, 100), ...flat(20, 95), ...flat(8, Number.NaN), ...flat(300, 95)]));
    expect(lost).toMatchObject([{ startMs: T0 + 1200, durationMs: null, openEnd: true, pct: 5 }]);
    const bridged = changes(one([...flat(120, 100), ...flat(20, 95), ...flat(3, Number.NaN), ...flat(300, 95)]));
    expect(bridged).toMatchObject([{ openEnd: false, numbers: { deltaUssPct: -5 } }]);
  });

  test('values that are no Urms(1/2) say nothing: by their method, or by their distance', () => {
    const rows = blocksOf(one([...flat(150, 100), ...flat(200, 95)]));
    expect(run(rvc, { ...paramsOf(1), method: '1s' }, rows)).toEqual([]);
    const wholeCycles = rows.map((b, k) => ({ ...b, atMs: T0 + 20 * k }));
    expect(run(rvc, paramsOf(1), wholeCycles)).toEqual([]);
    const holed = rows.filter((_, k) => k !== 120);
    expect(run(rvc, paramsOf(1), holed)).toEqual([]);
    expect(run(rvc, paramsOf(1), rows).length).toBe(1);
  });

  test('60 Hz: 120 values make the second', () => {
    const at60 = (before: number) =>
      run(rvc, { ...paramsOf(1), lineHz: 60 }, blocksOf(one([...flat(before, 100), ...flat(200, 95)])));
    expect(at60(119)).toEqual([]);
    expect(at60(120).length).toBe(1);
  });
});

test('three phases: from the first to leave to the last to come back, one line, the largest of any', () => {
  const [a, b] = [flat(400, 100), flat(400, 100)];
  a.fill(96, 150, 180);
  b.fill(94, 160, 220);
  const rows = a.map((v, k) => [v, b[k] ?? 0, 100]);
  const found = changes(rows);
  // B: 94 leaves its second with value 319, 100 half cycles earlier is 2190.
  expect(found).toMatchObject([{ startMs: T0 + 1500, durationMs: 690, phases: 'AB', pct: 6 }]);
  expect(found[0]?.perPhase).toEqual({ A: 4, B: 6, C: 0 });
});

describe('against the plain rule', () => {
  const piece = fc.record({
    by: fc.integer({ min: -90, max: 90 }).map((n) => n / 10.3),
    ramp: fc.constantFrom(0, 0, 1, 4, 30, 160),
    stay: fc.constantFrom(2, 20, 110, 130, 180),
    noise: fc.constantFrom(0, 0, 0.4, 1.2),
  });
  const course = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => {
    const out = flat(130, 100);
    let level = 100;
    for (const p of pieces) {
      const to = Math.min(111, Math.max(89.7, level + p.by));
      for (let i = 1; i <= p.ramp; i++) out.push(level + ((to - level) * i) / (p.ramp + 1));
      for (let i = 0; i < p.stay; i++) out.push(to + p.noise * Math.sin(i * 2.4));
      level = to;
    }
    return out;
  });
  const rowsOf = (courses: readonly (readonly number[])[]) => {
    const n = Math.max(...courses.map((c) => c.length));
    return Array.from({ length: n }, (_, k) => courses.map((c) => c[Math.min(k, c.length - 1)] ?? 0));
  };

  test('random steps, ramps and noise on one to three channels; state through JSON; cut anywhere', () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(course, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(900), { maxLength: 6 }),
        (courses, stops) => {
          const rows = rowsOf(courses);
          const got = run(rvc, paramsOf(courses.length), blocksOf(rows), new Set(stops));
          const expected = slowChanges(rows, RULE);
          expect(got.map((d) => (d.startMs - T0) / 10)).toEqual(expected.map((x) => x.start));
          got.forEach((d, i) => {
            const x = expected[i];
            expect(d.pct).toBeCloseTo(x?.umaxPct ?? 0, 2);
            expect(d.openEnd).toBe(x?.steadyAgain === null);
            expect(Math.abs(d.numbers['deltaUssPct'] ?? 0)).toBeCloseTo(x?.ussPct ?? 0, 2);
            const end = Math.max(x?.start ?? 0, (x?.steadyAgain ?? 0) - RULE.size);
            expect(d.durationMs).toBe(d.openEnd ? null : 10 * (end - (x?.start ?? 0)));
          });
          found += got.length;
        },
      ),
      { seed: 430_511, numRuns: 150 },
    );
    expect(found).toBeGreaterThan(100);
  });

  test('channels renewed one by one find what channels renewed together do', () => {
    fc.assert(
      fc.property(course, course, (a, b) => {
        const rows = rowsOf([a, b]);
        const apart = rows.flatMap((r, k) =>
          r.map((v, c) => {
            const atMs = T0 + 10 * k + 3 * c;
            return block({ startMs: atMs, lengthMs: 10, levels: { [NAMES[c] ?? 'A']: v } });
          }),
        );
        const together = run(rvc, paramsOf(2), blocksOf(rows));
        const got = run(rvc, paramsOf(2), apart);
        // A channel that leaves within the same half cycle as the other comes back may cut one change in two.
        expect(Math.abs(got.length - together.length)).toBeLessThanOrEqual(1);
        if (got.length !== together.length) return;
        got.forEach((d, i) => {
          expect(Math.abs(d.startMs - (together[i]?.startMs ?? 0))).toBeLessThanOrEqual(10);
          expect(Math.abs((d.pct ?? 0) - (together[i]?.pct ?? 0))).toBeLessThan(0.1);
        });
      }),
      { seed: 430_512, numRuns: 60 },
    );
  });

  test('whatever is told, no change lies over a dip or a swell', () => {
    fc.assert(
      fc.property(fc.array(course, { minLength: 1, maxLength: 3 }), (courses) => {
        const blocks = blocksOf(rowsOf(courses));
        const params = paramsOf(courses.length);
        const rms = DETECTORS.filter((d) => d.input === 'rms' && d.id !== 'rvc');
        const others = rms.flatMap((d) => run(d, params, blocks));
        const end = (d: { startMs: number; durationMs: number | null }) => d.startMs + (d.durationMs ?? 1e12);
        for (const d of run(rvc, params, blocks)) {
          expect(others.filter((o) => o.startMs <= end(d) && d.startMs <= end(o))).toEqual([]);
        }
      }),
      { seed: 430_513, numRuns: 100 },
    );
  });
});

test('a waveform: a load of 4.2 % switched on for a second and a half on phase B', () => {
  const load = (s: number) => (s >= 1.5 && s < 3 ? 0.958 : 1);
  const r = recordingOf({ seconds: 5, envelopes: [() => 1, load, () => 1] });
  const { disturbances } = detectRecording(r, { meter: id('m'), file: 'f', profile: 'gb', udinV: 230 });
  expect(disturbances.map((d) => [d.kind, d.phases, d.openEnd])).toEqual([
    ['rvc', 'B', false],
    ['rvc', 'B', false],
  ]);
  const [on, off] = disturbances;
  expect(on?.pct).toBeCloseTo(4.2, 1);
  expect(on?.numbers['deltaUssPct']).toBeCloseTo(-4.2, 1);
  expect(off?.numbers['deltaUssPct']).toBeCloseTo(4.2, 1);
  expect(Math.abs((on?.startMs ?? 0) - r.startMs - 1515)).toBeLessThanOrEqual(10);
});
