/** A contact that jumps, by Ohm's law with a seeded resistance; and loads that shake the voltage otherwise. */
import { describe, expect, test } from 'vitest';
import type { Method } from '../../core/series.ts';
import { detect, lengthS, times, type Values } from './meter-series.ts';

function dice(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s * 48_271) % 2_147_483_647;
    return s / 2_147_483_647;
  };
}

const SOURCE_V = 228;
/** A service with `ohm` of conductor, loads of resistance as `watts` says, a contact in series as `contactOhm` says. */
function house(
  method: Method,
  hours: number,
  o: {
    watts: (s: number) => number;
    contactOhm?: (s: number) => number;
    ohm?: number;
    hasCurrent?: boolean;
    phases?: 'A' | 'ABC';
  },
): Values[] {
  const random = dice(9);
  return Array.from({ length: Math.round((hours * 3600) / lengthS(method)) }, (_, n) => {
    const s = n * lengthS(method);
    const load = SOURCE_V ** 2 / Math.max(1, o.watts(s));
    const i = SOURCE_V / (load + (o.ohm ?? 0.3) + (o.contactOhm?.(s) ?? 0));
    const u = i * load + 0.4 * (random() - 0.5);
    const own = o.hasCurrent === true ? { u, i } : { u };
    if (o.phases !== 'ABC') return { A: own };
    return { A: own, B: { u: 226 + 0.4 * random() }, C: { u: 227 + 0.4 * random() } };
  });
}
const of = (rows: readonly Values[], method: Method, phases: 'A' | 'ABC' = 'A') =>
  detect(rows, method, { phases }).filter((d) => d.kind === 'loose_contact');

/** Bad for a while in every two to three minutes, by another resistance each time. */
function burning(): (s: number) => number {
  const random = dice(4);
  const spells: { from: number; to: number; ohm: number }[] = [];
  for (let t = 0; t < 20 * 3600; t += 80 + 90 * random())
    spells.push({ from: t + 30, to: t + 45 + 15 * random(), ohm: 0.5 + 4 * random() });
  return (s) => spells.find((x) => s >= x.from && s < x.to)?.ohm ?? 0;
}
const steady = () => 1600;

describe.each(['1s', '10s'] as const)('%s values', (method) => {
  test('burning for three hours is one event, with its rate and depth', () => {
    for (const hasCurrent of [false, true]) {
      const found = of(house(method, 3, { watts: steady, contactOhm: burning(), hasCurrent }), method);
      expect(found).toMatchObject([{ phases: 'A', openEnd: true }]);
      expect(found[0]?.numbers['stepsPerHour']).toBeGreaterThan(30);
      expect(found[0]?.numbers['deepestPct']).toBeGreaterThan(5);
    }
    expect(of(house(method, 3, { watts: steady, contactOhm: burning(), phases: 'ABC' }), method, 'ABC')).toHaveLength(
      1,
    );
  });

  test('it depends on the load: with none it does not show', () => {
    expect(of(house(method, 3, { watts: () => 20, contactOhm: burning() }), method)).toEqual([]);
  });

  test('a kettle, a heater by thermostat, a washing machine, all at once', () => {
    const on = (s: number, period: number, width: number) => s % period < width;
    const watts = (s: number) =>
      150 + (on(s, 1300, 200) ? 2000 : 0) + (on(s, 240, 60) ? 1400 : 0) + (on(s, 97, 20) ? 300 : 0);
    for (const hasCurrent of [false, true]) expect(of(house(method, 4, { watts, hasCurrent }), method)).toEqual([]);
  });
});

test('own loads of every size are no contact where current is measured', () => {
  const random = dice(11);
  const levels = Array.from({ length: 4000 }, () => 200 + 6000 * random());
  const watts = (s: number) => (s % 60 < 20 ? (levels[Math.floor(s / 60)] ?? 0) : 200);
  expect(of(house('10s', 4, { watts, hasCurrent: true, ohm: 0.6 }), '10s')).toEqual([]);
});

test('longer means smooth it away and nothing is said', () => {
  expect(of(house('10min', 20, { watts: steady, contactOhm: burning() }), '10min')).toEqual([]);
});

test('what all phases show is the grid: taps, a welder in the street, dips', () => {
  const random = dice(3);
  const rows = Array.from({ length: 1500 }, (_, n) => {
    const k = n % 10 < 3 ? 1 - 0.1 * random() : 1;
    return { A: { u: 226 * k }, B: { u: 227 * k }, C: { u: 228 * k } };
  });
  expect(of(rows, '10s', 'ABC')).toEqual([]);
});

test('a night without load is no end, half a day is', () => {
  const contactOhm = burning();
  const night = (hours: number) => (s: number) => (s > 2 * 3600 && s < (2 + hours) * 3600 ? 10 : 1600);
  const hours = (quiet: number) => quiet + 4;
  expect(of(house('10s', hours(8), { watts: night(8), contactOhm }), '10s')).toHaveLength(1);
  expect(of(house('10s', hours(14), { watts: night(14), contactOhm }), '10s')).toHaveLength(2);
});

test('gaps and unknown values end no fall', () => {
  const rows: (Values | null)[] = house('10s', 2, { watts: steady, contactOhm: burning() });
  expect(of(rows.map((r, i) => (i % 2 === 0 ? r : {})) as Values[], '10s')).toEqual([]);
  expect(of(times(700, { A: { u: 220 } }), '10s')).toEqual([]);
});
