/** Days, weeks and months of a zone: local midnights decide, so a week may have 167 or 169 hours. */
import { describe, expect, test } from 'vitest';
import { type PeriodKind, parsePeriod, spanPeriod } from '../../collector/report/period.ts';
import { period, phaseA, report, row, tenMinutes } from './build-input.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

/** Instants looked up in the zones' published rules, hours counted by hand. */
const PERIODS: readonly (readonly [PeriodKind, string, string, string, string, number])[] = [
  // Summer time began on Sunday 2026-03-29, ended on Sunday 2026-10-25.
  ['week', '2026-W13', 'Europe/Berlin', '2026-03-22T23:00', '2026-03-29T22:00', 167],
  ['week', '2026-W43', 'Europe/Berlin', '2026-10-18T22:00', '2026-10-25T23:00', 169],
  ['week', '2026-W13', 'Asia/Shanghai', '2026-03-22T16:00', '2026-03-29T16:00', 168],
  ['week', '2026-W47', 'UTC', '2026-11-16T00:00', '2026-11-23T00:00', 168],
  // Years with 53 weeks, and a week 1 that begins in the year before.
  ['week', '2020-W53', 'UTC', '2020-12-28T00:00', '2021-01-04T00:00', 168],
  ['week', '2026-W01', 'UTC', '2025-12-29T00:00', '2026-01-05T00:00', 168],
  ['day', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00', '2026-03-29T22:00', 23],
  ['day', '2026-10-25', 'Europe/Berlin', '2026-10-24T22:00', '2026-10-25T23:00', 25],
  ['month', '2026-03', 'Europe/Berlin', '2026-02-28T23:00', '2026-03-31T22:00', 743],
  ['month', '2026-10', 'Asia/Shanghai', '2026-09-30T16:00', '2026-10-31T16:00', 744],
  ['month', '2024-02', 'UTC', '2024-02-01T00:00', '2024-03-01T00:00', 696],
  ['month', '2026-12', 'UTC', '2026-12-01T00:00', '2027-01-01T00:00', 744],
];

test.each(PERIODS)('%s %s in %s', (kind, text, zone, from, to, hours) => {
  const p = period(kind, text, zone);
  expect([p.fromMs, p.toMs]).toEqual([utc(from), utc(to)]);
  expect((p.toMs - p.fromMs) / 3_600_000).toBe(hours);
});

test.each([
  ['week', '2026-W00'],
  ['week', '2026-W54'],
  ['week', '2025-W53'],
  ['week', 'W47'],
  ['day', '2026-02-30'],
  ['month', '2026-13'],
  ['month', '2026-1'],
] as const)('no such %s: %s', (kind, text) => expect(parsePeriod(kind, text, 'UTC')).toBeNull());

test('a span is named by its local days', () => {
  expect(spanPeriod(utc('2026-10-04T16:00'), utc('2026-10-05T16:00'), 'Asia/Shanghai').label).toBe('2026-10-05');
  expect(spanPeriod(utc('2026-10-04T15:00'), utc('2026-10-05T16:00'), 'Asia/Shanghai').label).toBe(
    '2026-10-04/2026-10-05',
  );
});

describe('values expected of a week', () => {
  test.each([
    ['2026-W13', 'Europe/Berlin', 1002],
    ['2026-W43', 'Europe/Berlin', 1014],
    ['2026-W13', 'Asia/Shanghai', 1008],
  ] as const)('%s in %s: %i ten-minute values, all there', (text, zone, n) => {
    const of = period('week', text, zone);
    const r = report({ period: of, zone, readings: tenMinutes(of, () => phaseA(221)) });
    expect(r.completeness).toEqual({ expected: n, known: n, pct: 100, intervalS: 600 });
    expect(row(r, 'gbt12325-220v').judged).toMatchObject({ expected: n, valid: n, unknown: 0, verdict: 'pass' });
  });

  test('a reading belongs to the period its interval begins in; neighbours do not enter', () => {
    const of = period('week', '2026-W43', 'Europe/Berlin');
    const long = { ...of, fromMs: of.fromMs - 3_600_000, toMs: of.toMs + 3_600_000 };
    const readings = tenMinutes(long, (i) => phaseA(i < 6 || i >= 1020 ? 100 : 221));
    const r = report({ period: of, zone: 'Europe/Berlin', readings });
    expect(row(r, 'gbt12325-220v').judged).toMatchObject({ valid: 1014, below: 0, verdict: 'pass' });
  });
});
