/** Classes of short events, cell borders from the tables of the standards. */
import { describe, expect, test } from 'vitest';
import { classesOf } from '../../core/limits/classify.ts';
import { bandCell } from '../../core/limits/gbt-30137.ts';
import { CLASSIFIERS } from '../../core/limits/index.ts';

const dip = (pct: number, durationMs: number | null) => classesOf({ kind: 'dip', pct, durationMs });
const swell = (pct: number, durationMs: number) => classesOf({ kind: 'swell', pct, durationMs });

describe('EN 50160 cells', () => {
  test.each([
    [89.9, 10, 'A1'],
    [80, 200, 'A1'],
    [79.9, 200.2, 'B2'],
    [70, 500, 'B2'],
    [69.9, 501, 'C3'],
    [40, 110, 'C1'],
    [39.9, 1000, 'D3'],
    [5, 1001, 'D4'],
    [4.9, 5001, 'X5'],
    [60, 60_001, null],
  ])('residual %d %% for %d ms is %s', (pct, ms, cell) => {
    expect(dip(pct, ms)['en50160']).toBe(cell);
  });

  test('noise of measuring does not move a residual of 40 % into the next row', () => {
    expect(dip(39.9999, 110)['en50160']).toBe('C1');
  });

  test.each([
    [120, 500, 'T1'],
    [119.9, 501, 'S2'],
    [110.1, 5001, 'S3'],
    [115, 61_000, null],
  ])('swell of %d %% for %d ms is %s', (pct, ms, cell) => {
    expect(swell(pct, ms)['en50160']).toBe(cell);
  });
});

describe('the other words', () => {
  test('the reference dip: 40 % for 0.110 s', () => {
    expect(dip(40, 110)).toEqual({
      gb: '40-50%/0.1-0.25s',
      en50160: 'C1',
      ieee: 'instantaneous_sag',
      itic: 'outside',
      semi_f47: 'outside',
    });
  });

  test.each([
    ['dip', 50, 600, 'instantaneous_sag'],
    ['dip', 50, 601, 'momentary_sag'],
    ['dip', 50, 3001, 'temporary_sag'],
    ['dip', 85, 60_001, 'undervoltage'],
    ['interruption', 3, 2999, 'momentary_interruption'],
    ['interruption', 3, 3001, 'temporary_interruption'],
    ['outage', 0, 600_000, 'sustained_interruption'],
    ['swell', 115, 100, 'instantaneous_swell'],
  ] as const)('IEEE 1159: %s of %d %% for %d ms is %s', (kind, pct, durationMs, name) => {
    expect(classesOf({ kind, pct, durationMs })['ieee']).toBe(name);
  });

  test.each([
    [0, 20, 'inside'],
    [69, 21, 'outside'],
    [70, 500, 'inside'],
    [79, 501, 'outside'],
    [80, 10_000, 'inside'],
    [89, 10_001, 'outside'],
  ])('ITIC: %d %% for %d ms is %s', (pct, ms, side) => {
    expect(dip(pct, ms)['itic']).toBe(side);
  });

  test.each([
    [0, 49, 'inside'],
    [49, 200, 'outside'],
    [50, 200, 'inside'],
    [69, 500, 'outside'],
    [70, 500, 'inside'],
    [79, 1000, 'outside'],
    [80, 1000, 'inside'],
  ])('SEMI F47: %d %% for %d ms is %s', (pct, ms, side) => {
    expect(dip(pct, ms)['semi_f47']).toBe(side);
  });

  test('what is still running or unknown has no class', () => {
    for (const value of Object.values(dip(40, null))) expect(value).toBeNull();
  });

  test('the GB/T 30137 table is data: other columns give other cells', () => {
    const table = { columnsUpToS: [0.5, 60], bandsFromPct: [50, 0] };
    expect(bandCell(table, { kind: 'dip', pct: 40, durationMs: 110 })).toBe('0-50%/0.01-0.5s');
  });

  test('every classifier has its own id and a source', () => {
    expect(new Set(CLASSIFIERS.map((c) => c.id)).size).toBe(CLASSIFIERS.length);
    for (const c of CLASSIFIERS) expect(c.source).not.toBe('');
  });
});
