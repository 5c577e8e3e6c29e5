/** A lost phase against circuits worked out by hand, at every nominal voltage and by every kind of meter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Method } from '../../core/series.ts';
import { detect, kinds, T0, times, type Values, volts } from './meter-series.ts';

const METHODS: readonly Method[] = ['1s', '10s', '1min', '10min', '15min'];
const around = (before: Values, during: Values, method: Method): (Values | null)[] => {
  const n = method === '1s' ? 60 : 8;
  return [...times(n, before), ...times(n, during), ...times(n, before)];
};
const rotate = ([a, b, c]: readonly [number, number, number], by: number): [number, number, number] => {
  const v = [a, b, c];
  return [v[(3 - by) % 3] ?? 0, v[(4 - by) % 3] ?? 0, v[(5 - by) % 3] ?? 0];
};

describe.each(METHODS)('%s values', (method) => {
  test('Dyn11 behind one open fuse: two phases share, however the load splits them, at any nominal voltage', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        fc.double({ min: 0.93, max: 1.06, noNaN: true }),
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(110, 120, 220, 230, 277, 400),
        (split, level, by, udinV) => {
          const u = udinV * level;
          const during = volts(...rotate([split * u, u, (1 - split) * u], by));
          const found = detect(around(volts(u), during, method), method, { udinV });
          expect(found).toHaveLength(1);
          expect(found[0]).toMatchObject({ kind: 'phase_loss', phases: ['AC', 'AB', 'BC'][by] });
          expect(found[0]?.pct).toBeCloseTo(100 * level * Math.min(split, 1 - split), 2);
        },
      ),
      { seed: 71_125, numRuns: 12 },
    );
  });

  test('Yyn0, and a fuse blown at low voltage', () => {
    for (const during of [volts(3, 190, 191), volts(0.5, 221, 219)]) {
      const found = detect(around(volts(220, 219, 221), during, method), method);
      expect(kinds(found)).toEqual(['phase_loss A']);
    }
    expect(kinds(detect(around(volts(220), volts(2, 219, 1), method), method))).toEqual(['phase_loss AC']);
  });
});

test('phase-phase meters at low and medium voltage', () => {
  for (const udinV of [380, 10_000]) {
    for (const low of [0.5, 1 / Math.sqrt(3)]) {
      const at = (ab: number, bc: number, ca: number): Values => ({
        AB: { u: ab * udinV },
        BC: { u: bc * udinV },
        CA: { u: ca * udinV },
      });
      const rows = around(at(1, 1, 1), at(low, low * 1.02, 1), '1min');
      expect(kinds(detect(rows, '1min', { connection: 'LL', udinV }))).toEqual(['phase_loss B']);
    }
  }
});

test('medium voltage, phase-earth: a floating phase is lost, a zero beside full ones is a fuse of the instrument', () => {
  const udinV = 5774;
  const v = (a: number): Values => volts(a * udinV, udinV, udinV);
  expect(kinds(detect(around(v(1), v(0.5), '1min'), '1min', { udinV })).filter((k) => k.startsWith('phase'))).toEqual([
    'phase_loss A',
  ]);
  expect(kinds(detect(around(v(1), v(0), '1min'), '1min', { udinV })).filter((k) => k.startsWith('phase'))).toEqual([]);
});

test('a phase at 0 with full phase-phase voltages beside it has lost its measuring lead', () => {
  const full = { AB: { u: 381 }, BC: { u: 381 }, CA: { u: 381 } };
  const real = { AB: { u: 220 }, BC: { u: 381 }, CA: { u: 220 } };
  const dead = volts(0, 220, 220);
  const with_ = (pairs: Values) =>
    kinds(detect(around({ ...volts(220), ...full }, { ...dead, ...pairs }, '1min'), '1min'));
  expect(with_(full).filter((k) => k.startsWith('phase'))).toEqual([]);
  expect(with_(real)).toEqual(['phase_loss A']);
});

test('the instant comes out of the mixture in the value before', () => {
  // Lost 400 s into the third interval, back 100 s into the sixth. Root of the mean of squares over 600 s.
  const mix = (inside: number, u1: number): number => Math.sqrt((inside * u1 ** 2 + (600 - inside) * 220 ** 2) / 600);
  const rows = [
    ...times(2, volts(220)),
    volts(mix(200, 110), 220, mix(200, 108)),
    ...times(2, volts(110, 220, 108)),
    volts(mix(100, 110), 220, mix(100, 108)),
    ...times(3, volts(220)),
  ];
  const found = detect(rows, '10min');
  expect(found).toMatchObject([{ kind: 'phase_loss', startMs: T0 + 1_600_000, durationMs: 1_500_000 }]);
});

test('nothing to compare, nothing said', () => {
  const one = (u: number): Values => ({ A: { u } });
  const seen = (rows: (Values | null)[], phases: string) =>
    kinds(detect(rows, '1min', { phases })).filter((k) => k.startsWith('phase'));
  expect(seen(around(one(220), one(110), '1min'), 'A')).toEqual([]);
  // A meter for three phases that never gives the third.
  const two = (a: number, b: number): Values => ({ A: { u: a }, B: { u: b } });
  expect(seen(around(two(220, 221), two(110, 111), '1min'), 'ABC')).toEqual([]);
});
