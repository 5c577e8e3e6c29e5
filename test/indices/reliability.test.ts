/** IEEE 1366 and 2.5 beta against sums per customer, written the slow way. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dailySaidiMin, majorDays, majorDayThreshold, withoutDays } from '../../core/indices/major-days.ts';
import { type Interruption, interruptionsOf, reliability, type SupplyGroup } from '../../core/indices/reliability.ts';
import { DAY, event, PERIOD, T0 } from './sites.ts';

const MIN = 60_000;
const OPTIONS = { period: PERIOD, sustainedFromMs: 5 * MIN, cemi: [1, 2, 3] };
const lost = (atMin: number, minutes: number | null, more: Partial<Interruption> = {}): Interruption => ({
  startMs: T0 + atMin * MIN,
  durationMs: minutes === null ? null : minutes * MIN,
  openEnd: false,
  isLong: true,
  times: 1,
  ...more,
});
const group = (customers: number, interruptions: readonly Interruption[], observedMs: number | null = 30 * DAY) => ({
  customers,
  observedMs,
  seesMomentary: true,
  interruptions,
});

describe('by hand', () => {
  // 1000 customers: 200 out for an hour, 50 out twice (30 and 90 min), 300 blinked, 450 nothing.
  const groups: readonly SupplyGroup[] = [
    group(200, [lost(100, 60)]),
    group(50, [lost(200, 30), lost(5000, 90)]),
    group(300, [lost(300, 0.5, { isLong: false })]),
    group(450, []),
  ];

  test('SAIFI, SAIDI, CAIDI, ASAI, MAIFI, CEMI', () => {
    const r = reliability(groups, OPTIONS);
    expect(r).toMatchObject({ customers: 1000, customersUnknown: 0, unknownLength: 0 });
    expect(r.saifi).toBeCloseTo(0.3, 12);
    expect(r.saidiMin).toBeCloseTo((200 * 60 + 50 * 120) / 1000, 12);
    expect(r.caidiMin).toBeCloseTo(60, 12);
    expect(r.asaiPct).toBeCloseTo(100 * (1 - 18 / (30 * 1440)), 12);
    expect(r.maifi).toBeCloseTo(0.3, 12);
    expect(r.cemiPct).toEqual([
      { n: 1, pct: 25 },
      { n: 2, pct: 5 },
      { n: 3, pct: 0 },
    ]);
  });

  test('five minutes exactly is momentary; at three minutes DL/T 836 begins', () => {
    const four = [group(10, [lost(0, 5), lost(100, 4)])];
    expect(reliability(four, OPTIONS)).toMatchObject({ saifi: 0, maifi: 2, caidiMin: null });
    expect(reliability(four, { ...OPTIONS, sustainedFromMs: 3 * MIN })).toMatchObject({ saifi: 2, saidiMin: 9 });
  });

  test('customers nobody watched are left out and said, never counted as uninterrupted', () => {
    const r = reliability([...groups, group(4000, [], null), group(7, [], 0)], OPTIONS);
    expect(r.saifi).toBeCloseTo(0.3, 12);
    expect(r.customersUnknown).toBe(4007);
    const none = reliability([group(5, [], null)], OPTIONS);
    expect(none).toMatchObject({ saifi: null, saidiMin: null, asaiPct: null, maifi: null, customers: 0 });
    expect(none.cemiPct[0]).toEqual({ n: 1, pct: null });
  });

  test('momentary ones are averaged over those whom they would show at', () => {
    const blind = { ...group(900, [lost(5, 60)]), seesMomentary: false };
    const r = reliability([group(100, [lost(5, 0.2, { isLong: false })]), blind], OPTIONS);
    expect(r).toMatchObject({ maifi: 1, maifiE: 1, momentaryCustomers: 100, saifi: 0.9 });
    expect(reliability([blind], OPTIONS)).toMatchObject({ maifi: null, maifiE: null, saifi: 1 });
  });

  test('still out at the end counts until then; an unknown length counts as one, without minutes', () => {
    const end = 30 * 1440;
    expect(reliability([group(2, [lost(end - 100, null, { openEnd: true })])], OPTIONS)).toMatchObject({
      saifi: 1,
      saidiMin: 100,
      unknownLength: 0,
    });
    expect(reliability([group(2, [lost(5, null, { times: 3 })])], OPTIONS)).toMatchObject({
      saifi: 3,
      saidiMin: 0,
      unknownLength: 6,
    });
    expect(reliability([group(2, [lost(5, null, { isLong: false, times: 2 })])], OPTIONS)).toMatchObject({ maifi: 2 });
  });

  test('MAIFI_E: a reclosing sequence is one event, and none where it ends sustained', () => {
    const blink = (atMin: number) => lost(atMin, 0.1, { isLong: false });
    const e = (list: readonly Interruption[]) => reliability([group(1, list)], OPTIONS);
    expect(e([blink(0), blink(1), blink(4.9)])).toMatchObject({ maifi: 3, maifiE: 1 });
    expect(e([blink(0), blink(1), blink(6)])).toMatchObject({ maifi: 3, maifiE: 2 });
    expect(e([blink(0), blink(1), lost(2, 40)])).toMatchObject({ maifi: 2, maifiE: 0, saifi: 1 });
    expect(e([blink(0), lost(20, 40), blink(70)])).toMatchObject({ maifi: 2, maifiE: 2, saifi: 1 });
  });
});

describe('against every customer counted alone', () => {
  const interruption = fc
    .record({ at: fc.integer({ min: -500, max: 44_000 }), minutes: fc.integer({ min: 0, max: 400 }) })
    .map(({ at, minutes }) => lost(at, minutes));
  const anyGroup = fc
    .record({
      customers: fc.integer({ min: 0, max: 5 }),
      list: fc.array(interruption, { maxLength: 6 }),
      seen: fc.boolean(),
    })
    .map(({ customers, list, seen }) => group(customers, list, seen ? 30 * DAY : null));

  test('the same figures', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 8 }), (groups) => {
        const people = groups.flatMap((g) =>
          g.observedMs === null ? [] : Array.from({ length: g.customers }, () => g.interruptions),
        );
        const inside = people.map((own) => own.filter((i) => i.startMs >= T0 && i.startMs < T0 + 30 * DAY));
        const long = inside.map((own) => own.filter((i) => (i.durationMs ?? 0) > 5 * MIN));
        const n = people.length;
        const r = reliability(groups, OPTIONS);
        if (n === 0) {
          expect(r.saifi).toBeNull();
          return;
        }
        expect(r.saifi).toBeCloseTo(long.flat().length / n, 9);
        expect(r.saidiMin).toBeCloseTo(long.flat().reduce((s, i) => s + (i.durationMs ?? 0) / MIN, 0) / n, 9);
        expect(r.maifi).toBeCloseTo((inside.flat().length - long.flat().length) / n, 9);
        for (const c of r.cemiPct) {
          expect(c.pct).toBeCloseTo((100 * long.filter((own) => own.length >= c.n).length) / n, 9);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('losses among events', () => {
  test('an outage told by two of a meter is one; phase losses and dips are none', () => {
    const list = interruptionsOf([
      event(0, { kind: 'interruption', durationMs: 2000 }),
      event(10 * MIN, { kind: 'outage', durationMs: 30 * MIN }),
      event(9 * MIN, { kind: 'outage', durationMs: 20 * MIN }),
      event(90 * MIN, { kind: 'phase_loss', durationMs: 30 * MIN }),
      event(95 * MIN),
    ]);
    expect(list.map((i) => [(i.startMs - T0) / MIN, (i.durationMs ?? 0) / MIN, i.isLong])).toEqual([
      [0, 2 / 60, false],
      [9, 31, true],
    ]);
  });
});

describe('major event days', () => {
  const DAILY = [0.1, 0.5, 0.2, 1.0, 0.0, 2.0, 0.05, 0.8, 5.0, 0.3];

  test('2.5 beta: the vector, sample and population', () => {
    const sample = majorDayThreshold(DAILY);
    expect(sample?.days).toBe(9);
    expect(sample?.alpha).toBeCloseTo(-0.7472704, 6);
    expect(sample?.beta).toBeCloseTo(1.4530753, 6);
    expect(sample?.tMed).toBeCloseTo(17.91105, 4);
    const population = majorDayThreshold(DAILY, 'population');
    expect(population?.beta).toBeCloseTo(1.3699725, 6);
    expect(population?.tMed).toBeCloseTo(14.55102, 4);
  });

  test('too few days with interruptions give no threshold', () => {
    expect(majorDayThreshold([0, 0, 3])).toBeNull();
    expect(majorDayThreshold([Number.NaN, 2, 4])?.days).toBe(2);
  });

  test('days, what is beyond, and the indices of the other days', () => {
    const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const groups = [group(100, [lost(10, 60), lost(3 * 1440 - 30, 600)]), group(300, [lost(20, 4)])];
    const daily = dailySaidiMin(groups, dayOf, OPTIONS);
    // An interruption over midnight belongs to the day it began.
    expect([...daily]).toEqual([
      ['2026-07-01', 15],
      ['2026-07-03', 150],
    ]);
    expect(majorDays(daily, 100)).toEqual(['2026-07-03']);
    expect(majorDays(daily, 150)).toEqual([]);
    const rest = reliability(withoutDays(groups, dayOf, new Set(['2026-07-03'])), OPTIONS);
    expect(rest.saidiMin).toBeCloseTo(15, 12);
    const sum = [...daily.values()].reduce((a, b) => a + b, 0);
    expect(reliability(groups, OPTIONS).saidiMin).toBeCloseTo(sum, 12);
  });
});
