/** Readings through the whole fold: what slow values may and may not show. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLiveFold, foldReadings } from '../../collector/fold.ts';
import { id } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';

const T0 = Date.UTC(2026, 6, 1, 4, 0); // 12:00 in Shanghai
const OPTIONS = { zone: 'Asia/Shanghai', profile: 'gb', nominalV: (m: Meter) => m.udinV ?? 220 } as const;

const meter = (name: string, phases = 'ABC', more: Partial<Meter> = {}): Meter => ({
  meter: id(name),
  node: id('n'),
  supplyPoint: null,
  phases,
  method: '10min',
  statistic: 'mean',
  connection: 'LN',
  udinV: 220,
  clock: 'ntp',
  clockSigmaS: null,
  comms: null,
  ...more,
});

function reading(
  n: number,
  values: Reading['values'],
  more: Partial<Reading> & { readonly lengthS?: number } = {},
): Reading {
  const { lengthS = 600, ...rest } = more;
  const endMs = T0 + (n + 1) * lengthS * 1000;
  return {
    meter: id('m1'),
    startMs: endMs - lengthS * 1000,
    endMs,
    values,
    method: '10min' as Method,
    statistic: 'mean',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: endMs,
    ...rest,
  };
}
const abc = (a: number, b = a, c = a): Reading['values'] => ({ A: { u: a }, B: { u: b }, C: { u: c } });
const fold = (readings: readonly Reading[], meters: readonly Meter[] = [meter('m1')]) =>
  foldReadings(readings, meters, OPTIONS);
const kinds = (readings: readonly Reading[], meters?: readonly Meter[]) =>
  fold(readings, meters).disturbances.map((d) => [d.kind, d.phases]);

describe('what 10-minute values show', () => {
  test('low voltage over the evening, with hours and shares', () => {
    const low = [96, 97, 85, 85, 84, 86, 95, 97, 98, 97].map((pct, n) => reading(n, abc(2.2 * pct, 219, 221)));
    const { disturbances, voltages, aggregates } = fold(low);
    expect(disturbances).toMatchObject([
      { kind: 'undervoltage', phases: 'A', startMs: T0 + 1_200_000, durationMs: 2_400_000, pct: 84, method: '10min' },
    ]);
    expect(voltages.map((v) => v.hour)).toEqual([12, 13]);
    expect(new Date(voltages[0]?.dayStartMs ?? 0).toISOString()).toBe('2026-06-30T16:00:00.000Z');
    expect(voltages[0]?.perPhase['A']).toMatchObject({ n: 6, belowPu: 4 / 6, abovePu: 0 });
    expect(voltages[0]?.perPhase['A']?.minV).toBeCloseTo(184.8, 9);
    expect(voltages[0]?.coveredS).toBe(3600);
    expect(aggregates.filter((a) => a.phase === 'A').map((a) => a.n)).toEqual(Array(10).fill(1));
  });

  test('a low mean is never a dip, and two short lows are no long one', () => {
    expect(kinds([100, 88, 88, 100, 88, 88, 100].map((pct, n) => reading(n, abc(2.2 * pct))))).toEqual([]);
  });

  test('the lowest value of an interval betrays a dip of unknown duration', () => {
    const { disturbances } = fold([
      reading(0, abc(220)),
      reading(1, { A: { u: 219, uMin: 130 }, B: { u: 219, uMin: 215 }, C: { u: 219, uMin: 214 } }),
    ]);
    expect(disturbances).toMatchObject([
      { kind: 'dip', phases: 'A', durationMs: null, openEnd: false, method: '10min' },
    ]);
    expect(disturbances[0]?.pct).toBeCloseTo(59.09, 2);
  });

  test('no voltage on all phases for half an hour is an outage; one zero is a doubtful value', () => {
    expect(kinds([220, 0, 0, 0, 220].map((u, n) => reading(n, abc(u))))).toEqual([['outage', 'ABC']]);
    expect(kinds([220, 0, 220, 220].map((u, n) => reading(n, abc(u))))).toEqual([]);
  });

  test('a meter that fell silent in an outage is out until it is heard again', () => {
    const { disturbances } = fold([220, 0, 0].map((u, n) => reading(n, abc(u))).concat(reading(20, abc(220))));
    expect(disturbances).toMatchObject([
      { kind: 'outage', startMs: T0 + 600_000, durationMs: 19 * 600_000, openEnd: false },
    ]);
  });

  test('silence alone is no event', () => {
    expect(kinds([reading(0, abc(220)), reading(100, abc(221))])).toEqual([]);
  });
});

describe('values that must not make events', () => {
  test('0 V while current flows is a meter that does not measure voltage', () => {
    const dead = { A: { u: 0, i: 5.1 }, B: { u: 0, i: 4 }, C: { u: 0, i: 4.4 } };
    const { disturbances, problems } = fold([
      reading(0, abc(220)),
      reading(1, dead),
      reading(2, dead),
      reading(3, dead),
    ]);
    expect(disturbances).toEqual([]);
    expect(problems[0]).toMatchObject({ code: 'implausible', field: 'u.A' });
  });

  test('sentinels and −1 are no voltage', () => {
    const wrong = (u: number) => Array.from({ length: 6 }, (_, n) => reading(n, abc(n === 0 ? 220 : u)));
    for (const u of [-1, Number.NaN, 6553.5 * 2]) expect(kinds(wrong(u))).toEqual([]);
  });

  test('a voltage that doubles and stays is a suspect meter, not a swell', () => {
    const values = [221, 220, 440.5, 441, 440, 441, 440].map((u, n) =>
      reading(n, abc(u), { lengthS: 1, method: '1s' }),
    );
    expect(kinds(values)).toEqual([]);
  });

  test.each(Object.entries(QUALITY).filter(([name]) => !['duringEvent', 'late'].includes(name)))(
    'flag %s',
    (_, quality) => {
      const flagged = [220, 0, 0, 0, 150, 150, 150, 300, 300, 300].map((u, n) =>
        reading(n, abc(u), n === 0 ? {} : { quality }),
      );
      expect(kinds(flagged)).toEqual([]);
    },
  );
});

describe('one-second values', () => {
  const second = (n: number, values: Reading['values']) => reading(n, values, { lengthS: 1, method: '1s' });
  test('dip, swell and interruption with their method said', () => {
    const levels = [220, 220, 150, 150, 220, 250, 220, 5, 5, 5, 220];
    const { disturbances } = fold(levels.map((u, n) => second(n, abc(u))));
    expect(disturbances).toMatchObject([
      { kind: 'dip', startMs: T0 + 2000, durationMs: 2000, method: '1s' },
      { kind: 'swell', startMs: T0 + 5000, durationMs: 1000 },
      { kind: 'interruption', startMs: T0 + 7000, durationMs: 3000 },
    ]);
  });

  test('three minutes without voltage are an outage and nothing else', () => {
    const levels = [220, ...Array.from({ length: 200 }, () => 0), 220];
    expect(kinds(levels.map((u, n) => second(n, abc(u))))).toEqual([['outage', 'ABC']]);
  });
});

test('phase-phase meters are judged by their own declared voltage', () => {
  const bus = meter('m1', 'ABC', { connection: 'LL', udinV: 10_000 });
  const values = { AB: { u: 9200 }, BC: { u: 10_000 }, CA: { u: 10_000 } };
  const { disturbances, aggregates } = fold(
    [0, 1, 2, 3].map((n) => reading(n, values)),
    [bus],
  );
  // Level and unbalance have limits of their own: both are said. u2 of 92/100/100 by the standard's formula.
  expect(disturbances).toMatchObject([
    { kind: 'undervoltage', phases: 'AB', pct: 92, perPhase: { AB: 92, BC: 100 } },
    { kind: 'unbalance', phases: 'ABC', pct: 5.412, numbers: { u2RmsPct: 5.412 } },
  ]);
  expect(aggregates.find((a) => a.phase === 'total')?.u2Pct).toBeGreaterThan(4);
});

test('unknown meters and repeated readings are counted, not folded', () => {
  const { problems, aggregates } = fold([
    reading(0, abc(220)),
    reading(0, abc(220)),
    reading(0, abc(1), { meter: id('x') }),
  ]);
  expect(problems.map((p) => p.code).sort()).toEqual(['note', 'unknown-reference']);
  expect(aggregates.length).toBe(3);
});

test('live in any pieces, with restarts, finds what the batch finds', () => {
  const volts = fc.array(fc.constantFrom(0, 5, 150, 196, 199, 220, 236, 245, 260), { minLength: 3, maxLength: 60 });
  fc.assert(
    fc.property(volts, fc.constantFrom(1, 60, 600), fc.array(fc.nat(60)), (us, lengthS, cuts) => {
      const method: Method = lengthS === 1 ? '1s' : lengthS === 60 ? '1min' : '10min';
      const readings = us.map((u, n) => reading(n, abc(u, 220 + (n % 3), 219 - (n % 5)), { lengthS, method }));
      const whole = createLiveFold([meter('m1')], OPTIONS, null);
      const expected = [whole.push(readings), whole.finish()];
      let fold = createLiveFold([meter('m1')], OPTIONS, null);
      const got = [];
      const edges = [...new Set([0, ...cuts.filter((c) => c < us.length), us.length])].sort((a, b) => a - b);
      for (let i = 0; i + 1 < edges.length; i++) {
        got.push(fold.push(readings.slice(edges[i], edges[i + 1])));
        fold = createLiveFold([meter('m1')], OPTIONS, JSON.parse(JSON.stringify(fold.checkpoint())));
      }
      got.push(fold.finish());
      for (const part of ['disturbances', 'voltages', 'aggregates'] as const) {
        expect(got.flatMap((g) => g[part] as readonly unknown[])).toEqual(
          expected.flatMap((g) => g[part] as readonly unknown[]),
        );
      }
    }),
    { seed: 90_210, numRuns: 60 },
  );
});
