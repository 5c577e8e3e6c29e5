/** A broken neutral against Millman's theorem in the plane; and everything that looks a little like it and is not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corners, distance, millman, seenFrom } from '../oracles/star-point.ts';
import { detect, kinds, T0, times, type Values, volts } from './meter-series.ts';

const CENTRE = { x: 0, y: 0 };
const hasBroken = (rows: readonly (Values | null)[], method: '1s' | '1min' | '10min', udinV = 220) =>
  kinds(detect(rows, method, { udinV })).filter((k) => k.startsWith('broken'));

test('the design numbers: 137.4/249.9/302.4 V, displaced by 95.9 V, worst phase 137 %', () => {
  const [broken] = detect(
    [...times(5, volts(220)), ...times(6, volts(137.4, 249.9, 302.4)), ...times(5, volts(220))],
    '10min',
  );
  expect(broken).toMatchObject({
    kind: 'broken_neutral',
    phases: 'ABC',
    startMs: T0 + 3_000_000,
    durationMs: 3_600_000,
  });
  expect(broken?.numbers['displacementV']).toBeCloseTo(95.9, 1);
  expect(broken?.pct).toBe(137.455);
  expect(broken?.perPhase).toEqual({ A: 62.455, B: 113.591, C: 137.455 });
});

test('loads on a floating neutral, changing all the time: found where it drifts far, never where it stays', () => {
  const load = fc.double({ min: 0.05, max: 4, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(load, load, load), { minLength: 6, maxLength: 10 }),
      fc.constantFrom(120, 220, 230),
      fc.double({ min: 0.95, max: 1.05, noNaN: true }),
      (loads, udinV, level) => {
        const triangle = corners(udinV * level);
        const stars = loads.map((g) => millman(triangle, g, 0.2));
        const d = stars.map((s) => (100 * distance(s, CENTRE)) / udinV);
        const calm = volts(udinV * level);
        const rows = [...times(3, calm), ...stars.map((s) => volts(...seenFrom(s, triangle))), ...times(3, calm)];
        const found = detect(rows, '1min', { udinV });
        const far = (limit: number) => d.map((x) => x >= limit);
        const inRow = (yes: readonly boolean[]) => yes.some((y, i) => y && yes[i + 1] === true);
        if (inRow(far(20.1))) expect(kinds(found).some((k) => k.startsWith('broken_neutral'))).toBe(true);
        if (!inRow(far(7.9)) || !far(11.9).includes(true)) {
          expect(kinds(found).some((k) => k.startsWith('broken_neutral'))).toBe(false);
        }
        for (const e of found.filter((x) => x.kind === 'broken_neutral')) {
          expect((100 * (e.numbers['displacementV'] ?? 0)) / udinV).toBeCloseTo(e.numbers['displacementPct'] ?? 0, 1);
          expect(d.some((x) => Math.abs(x - (e.numbers['displacementPct'] ?? -1)) < 0.01)).toBe(true);
        }
      },
    ),
    { seed: 72_125, numRuns: 150 },
  );
});

test('phase-phase voltages beside them decide: kept triangle or not', () => {
  const rows = (pairs: Values) => [
    ...times(3, { ...volts(220), AB: { u: 381 }, BC: { u: 381 }, CA: { u: 381 } }),
    ...times(4, { ...volts(137.4, 249.9, 302.4), ...pairs }),
  ];
  expect(hasBroken(rows({ AB: { u: 381 }, BC: { u: 380 }, CA: { u: 382 } }), '1min')).toEqual(['broken_neutral ABC']);
  expect(hasBroken(rows({ AB: { u: 300 }, BC: { u: 380 }, CA: { u: 382 } }), '1min')).toEqual([]);
});

test('without a past the far displacement speaks, the near one not', () => {
  const at = (pct: number) => volts(...seenFrom({ x: 2.2 * pct, y: 0 }, corners(220)));
  expect(hasBroken(times(5, at(35)), '10min')).toHaveLength(1);
  expect(hasBroken(times(5, at(15)), '10min')).toEqual([]);
  expect(hasBroken([...times(5, volts(220)), ...times(5, at(15))], '10min')).toHaveLength(1);
});

describe('what is no broken neutral', () => {
  /** Load currents I (A) on three phases through conductor and neutral of `ohm` each, resistive, from 230 V. */
  const loaded = (amps: readonly [number, number, number], ohm: number): Values => {
    const phases = corners(230);
    const n = phases.reduce(
      (s, p, i) => ({ x: s.x + (p.x * (amps[i] ?? 0)) / 230, y: s.y + (p.y * (amps[i] ?? 0)) / 230 }),
      CENTRE,
    );
    const neutral = { x: n.x * ohm, y: n.y * ohm };
    const ends = phases.map((p, i) => {
      const k = 1 - ((amps[i] ?? 0) * ohm) / 230;
      return { x: p.x * k, y: p.y * k };
    });
    const [a, b, c] = ends.map((p) => distance(p, neutral));
    return volts(a ?? 0, b ?? 0, c ?? 0);
  };
  const calm = times(6, volts(228, 229, 228));

  test('an unbalanced evening, down to a phase at 80 %', () => {
    for (const amps of [20, 40, 60, 75]) {
      const evening = [10, 25, 40, 60, 80, 100, 100, 90, 60, 30].map((s) => loaded([(amps * s) / 100, 8, 3], 0.3));
      expect(hasBroken([...calm, ...evening, ...calm], '10min')).toEqual([]);
      // Switched on at once: a car charging on one phase.
      expect(hasBroken([...calm, ...times(12, loaded([amps, 8, 3], 0.3)), ...calm], '1min')).toEqual([]);
    }
  });

  test('motor start, tap change, noon of solar panels on one phase, noise', () => {
    const noon = [103, 106, 109, 112, 112, 109, 105].map((pct) => volts(2.2 * pct, 222, 221));
    const taps = [98, 100.5, 103, 105.5, 103].flatMap((pct) => times(4, volts(2.2 * pct)));
    const motor = [...times(8, volts(180, 182, 181)), ...calm];
    let seed = 7;
    const noise = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return 220 + 16 * (seed / 2_147_483_647 - 0.5);
    };
    for (const rows of [noon, taps, motor, Array.from({ length: 300 }, () => volts(noise(), noise(), noise()))]) {
      expect(hasBroken([...calm, ...rows, ...calm], '1min')).toEqual([]);
    }
  });

  test('dips and lost phases', () => {
    for (const during of [
      volts(110, 198, 198),
      volts(110, 220, 110),
      volts(2, 190, 190),
      volts(0, 220, 220),
      volts(154, 205, 205),
    ]) {
      expect(hasBroken([...calm, ...times(10, during), ...calm], '1min')).toEqual([]);
    }
  });

  test('two leads changed over, a phase that is missing, a value that froze', () => {
    const at = (a: number, b: number, c: number | null): Values => ({
      A: { u: a },
      B: { u: b },
      ...(c !== null && { C: { u: c } }),
    });
    expect(hasBroken([...calm, ...times(10, at(214, 230, 225))], '1min')).toEqual([]);
    expect(hasBroken([...calm, ...times(10, at(137.4, 302.4, null))], '1min')).toEqual([]);
    expect(
      hasBroken(
        Array.from({ length: 60 }, (_, i) => at(220 + (i % 9), 221, 219 - (i % 7))),
        '1min',
      ),
    ).toEqual([]);
  });

  test('a single-phase meter sees a rise and cannot tell', () => {
    const rows = [...times(5, { A: { u: 220 } }), ...times(6, { A: { u: 302 } })];
    expect(kinds(detect(rows, '10min', { phases: 'A' }))).toEqual(['overvoltage A']);
  });

  test('one odd value between good ones', () => {
    expect(hasBroken([...calm, volts(137.4, 249.9, 302.4), ...calm], '10min')).toEqual([]);
  });
});
