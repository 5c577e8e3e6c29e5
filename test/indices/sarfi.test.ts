/** SARFI against a count written the slow way, and what must stay unknown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Disturbance } from '../../core/event.ts';
import { type SarfiId, siteSarfi, systemSarfi } from '../../core/indices/sarfi.ts';
import { together } from '../../core/indices/together.ts';
import { DAY, event, PERIOD, site } from './sites.ts';

const OPTIONS = { period: PERIOD, perDays: 30, togetherMs: 60_000 };
const counts = (events: readonly Disturbance[], togetherMs = 0) => {
  const sarfi = siteSarfi(site(events), { ...OPTIONS, togetherMs });
  return Object.fromEntries(Object.entries(sarfi).map(([id, s]) => [id, s.count]));
};

describe('one site', () => {
  test('each event counts at every level it is beyond; on a level is not beyond it', () => {
    const far = (n: number) => n * 3_600_000;
    const events = [
      event(far(1), { pct: 90 }),
      event(far(2), { pct: 89.9 }),
      event(far(3), { pct: 49 }),
      event(far(4), { pct: 5, kind: 'interruption', durationMs: 2000 }),
      event(far(5), { pct: 125, kind: 'swell' }),
      event(far(6), { pct: 5, kind: 'interruption', durationMs: 61_000 }),
      event(far(7), { pct: 5, kind: 'outage', durationMs: 600_000 }),
      event(far(8), { pct: 3, kind: 'rvc' }),
    ];
    expect(counts(events)).toEqual({
      '140': 0,
      '120': 1,
      '110': 1,
      '90': 3,
      '80': 2,
      '70': 2,
      '50': 2,
      '10': 1,
      // Below 70 % from 20 ms to 0.5 s, below 80 % to 10 s; SEMI F47 below 50 % from 50 to 200 ms.
      itic: 2,
      semi_f47: 2,
    });
  });

  test('curves: 60 % for 100 ms is outside ITIC and inside SEMI F47', () => {
    expect(counts([event(0, { pct: 60, durationMs: 100 })])).toMatchObject({ itic: 1, semi_f47: 0, '70': 1 });
  });

  test('the rate is scaled to the time watched, not to the calendar', () => {
    const events = [event(0), event(3_600_000), event(7_200_000)];
    const rate = (more: object, perDays = 30) => siteSarfi(site(events, more), { ...OPTIONS, perDays })['90'].rate;
    expect(rate({ observedMs: 12 * DAY })).toBeCloseTo(7.5, 12);
    expect(rate({ observedMs: 30 * DAY }, 365)).toBeCloseTo(36.5, 12);
  });

  test('without time watched, or where a dip would not show, the rate is unknown, never 0', () => {
    const rate = (more: object, id: SarfiId = '90') => siteSarfi(site([], more), OPTIONS)[id].rate;
    expect(rate({})).toBe(0);
    expect(rate({ observedMs: null })).toBeNull();
    expect(rate({ observedMs: 0 })).toBeNull();
    expect(rate({ watching: { method: '15min', statistic: 'mean' } })).toBeNull();
    expect(rate({ watching: { method: '15min', statistic: 'mean' } }, '110')).toBeNull();
    expect(rate({ watching: { method: '15min', statistic: 'minmax' } })).toBe(0);
    expect(rate({ watching: { method: '10s', statistic: 'snapshot', hasCounters: true } })).toBe(0);
  });

  test('unknown depth: a dip is below 90 %, how deep nobody knows; a counter stands for its count', () => {
    const counted = event(0, {
      pct: null,
      durationMs: null,
      method: 'counter',
      numbers: { count: 3, windowMs: 900_000 },
    });
    const sarfi = siteSarfi(site([counted]), OPTIONS);
    expect(sarfi['90']).toMatchObject({ count: 3, undecided: 0 });
    for (const id of ['80', '10', 'itic', 'semi_f47'] as const) {
      expect(sarfi[id]).toMatchObject({ count: 0, undecided: 3 });
    }
    const gone = siteSarfi(site([event(0, { kind: 'interruption', pct: null, durationMs: 900 })]), OPTIONS);
    expect(gone['10'].count).toBe(1);
    expect(gone.itic.count).toBe(1);
  });

  test('events before and after the period are not its events', () => {
    expect(counts([event(-1), event(0), event(30 * DAY)])['90']).toBe(1);
  });
});

describe('within a minute', () => {
  test('three of one reclosing are one, and the deepest decides; a swell beside them is its own', () => {
    const events = [
      event(0, { pct: 85 }),
      event(20_000, { pct: 30 }),
      event(59_000, { pct: 70 }),
      event(10_000, { kind: 'swell', pct: 130 }),
    ];
    expect(counts(events, 60_000)).toMatchObject({ '90': 1, '70': 1, '50': 1, '110': 1 });
    expect(counts(events)).toMatchObject({ '90': 3, '50': 1 });
  });

  test('the minute runs from the first: a chain of dips is not one event of an hour', () => {
    const chain = Array.from({ length: 10 }, (_, i) => event(i * 50_000));
    expect(together(chain, 60_000)).toHaveLength(5);
  });

  const anyEvent = fc
    .record({
      at: fc.integer({ min: 0, max: 600_000 }),
      pct: fc.constantFrom(null, 3, 9.9, 10, 45, 50, 69, 70, 79, 80, 89, 90, 115, 120, 121, 145),
      durationMs: fc.constantFrom(null, 10, 20, 40, 100, 300, 700, 5000, 60_000, 61_000),
      counted: fc.boolean(),
    })
    .map(({ at, pct, durationMs, counted }) =>
      event(at, {
        pct,
        durationMs,
        kind: pct === null ? 'dip' : pct < 10 ? 'interruption' : pct > 100 ? 'swell' : 'dip',
        openEnd: durationMs === null && !counted,
      }),
    );

  /** Straight from the definition: take the earliest that is left, and with it all of its kind within the window. */
  function slow(events: readonly Disturbance[], level: number, withinMs: number): number {
    const high = level > 100;
    let left = events.filter((d) => (d.kind === 'swell') === high && !((d.durationMs ?? 0) > 60_000));
    let count = 0;
    const beyond = (d: Disturbance) => {
      if (d.pct === null) return level === 90;
      return high ? d.pct > level : d.pct < level;
    };
    const placed = (d: Disturbance) => !(d.durationMs === null && !d.openEnd);
    count += left.filter((d) => !placed(d) && beyond(d)).length;
    left = left.filter(placed);
    while (left.length > 0) {
      const first = Math.min(...left.map((d) => d.startMs));
      const inside = (d: Disturbance) => d.startMs <= first + withinMs;
      if (left.filter(inside).some(beyond)) count++;
      left = left.filter((d) => !inside(d));
    }
    return count;
  }

  test('as counted the slow way, at every level', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), fc.constantFrom(1000, 60_000), (events, withinMs) => {
        const fast = counts(events, withinMs);
        for (const level of [140, 120, 110, 90, 80, 70, 50, 10]) {
          expect(fast[level]).toBe(slow(events, level, withinMs));
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('a system', () => {
  const sites = [
    site([event(0), event(DAY)], { id: 'a', customers: 100, observedMs: 10 * DAY }),
    site([event(0)], { id: 'b', customers: 300, observedMs: 30 * DAY }),
    site([], { id: 'c', customers: 600, observedMs: null }),
  ].map((s) => ({ site: s, sarfi: siteSarfi(s, OPTIONS) }));

  test('mean of sites and of customers, of those that were watched; the others are said', () => {
    const of90 = systemSarfi(sites)['90'];
    expect(of90.bySites?.min).toBeCloseTo((6 + 1) / 2, 12);
    expect(of90.byCustomers?.min).toBeCloseTo((6 * 100 + 1 * 300) / 400, 12);
    expect(of90.byCustomers?.max).toBe(of90.byCustomers?.min);
    expect(of90).toMatchObject({ sites: 2, sitesOf: 3, customers: 400 });
  });

  test('events of unknown depth span the mean: it is not lower for what nobody knows', () => {
    const vague = site([event(0, { pct: null, durationMs: null }), event(DAY, { pct: 40 })], { customers: 100 });
    const both = [...sites.slice(1, 2), { site: vague, sarfi: siteSarfi(vague, OPTIONS) }];
    expect(systemSarfi(both)['50']).toMatchObject({
      bySites: { min: 0.5, max: 1 },
      byCustomers: { min: 0.25, max: 0.5 },
    });
  });

  test('nobody watched, nothing known', () => {
    expect(systemSarfi(sites.slice(2))['50']).toEqual({
      bySites: null,
      byCustomers: null,
      sites: 0,
      sitesOf: 1,
      customers: 0,
    });
  });
});
