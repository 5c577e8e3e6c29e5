import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importTable } from '../../correlator/imports/import-table.ts';
import { looksLikeUalf, parseUalf } from '../../correlator/imports/ualf.ts';

const LINE = '0 2017 10 16 16 01 07 345596160 65.5204 12.7377 -87 0 12 17 134.27 0.40 0.40 0.72 13.1 10.0 -0.0 1 1 0 1';
const parse = (text: string) => parseUalf(new TextEncoder().encode(text), 'x.ualf');

describe('UALF', () => {
  it('reads the published line', () => {
    const { records, problems } = parse(`${LINE}\r\n`);
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject({
      at: { lat: 65.5204, lon: 12.7377 },
      peakKa: -87,
      multiplicity: 0,
      bearingDeg: 134.27,
      semiMajorKm: 0.4,
      semiMinorKm: 0.4,
      cloud: true,
    });
    expect(records[0]?.timeMs).toBeCloseTo(new Date('2017-10-16T16:01:07.345Z').getTime() + 0.59616, 3);
  });

  it('refuses other layouts loudly, line by line', () => {
    const { records, problems } = parse(
      [
        LINE,
        '',
        LINE.replace('0 2017', '7 2017'),
        `${LINE} 9`,
        LINE.replace('10 16', '02 30'),
        LINE.replace('65.5204', 'north'),
        LINE,
      ].join('\n'),
    );
    expect(records.length).toBe(1);
    expect(problems.map((p) => `${p.line} ${p.code}`)).toEqual([
      '3 unknown-revision',
      '4 unknown-format',
      '5 bad-time',
      '6 bad-number',
      '7 duplicate-key',
    ]);
  });

  it('is told from CSV by its content', () => {
    expect(looksLikeUalf(LINE)).toBe(true);
    expect(looksLikeUalf('time,lat,lon\n2026-07-01,23,113')).toBe(false);
    const got = importTable('strokes', new TextEncoder().encode(LINE), 'export.txt');
    expect([got.kind, got.records.length]).toEqual(['strokes', 1]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1', ' ', '.', '-', '\n', 'x') }), (s) => {
        parse(`${LINE}\n${s}`);
      }),
      { seed: 5 },
    );
  });
});
