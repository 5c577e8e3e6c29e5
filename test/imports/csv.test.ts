import { csvParseRows } from 'd3-dsv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, sniffDelimiter } from '../../correlator/imports/csv.ts';

function rows(text: string, delimiter = ',') {
  const out: [number, ...string[]][] = [];
  const { unterminatedAt } = readCsv(text, delimiter, (fields, line) => out.push([line, ...fields]));
  return { out, unterminatedAt };
}

describe('CSV records with their line numbers', () => {
  it('counts lines through quoted line ends, of either kind', () => {
    expect(rows('a,b\n1,"x\ny"\n2,z\n').out).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\ny'],
      [4, '2', 'z'],
    ]);
    expect(rows('a,b\r\n1,"x\r\ny"\r\n2,"z"\r\n').out).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\ny'],
      [4, '2', 'z'],
    ]);
    expect(rows('a,b\r1,2\r').out).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
    ]);
  });

  it('passes over empty lines and lines of nothing but commas, and counts them', () => {
    expect(rows('a,b\n\n1,2\n,,\n  \n3,4\n\n\n').out).toEqual([
      [1, 'a', 'b'],
      [3, '1', '2'],
      [6, '3', '4'],
    ]);
  });

  it('reads doubled quotes, blanks before a quote, empty fields and a last line without an end', () => {
    expect(rows('"say ""hi""", "b,c",,""\n,x').out).toEqual([
      [1, 'say "hi"', 'b,c', '', ''],
      [2, '', 'x'],
    ]);
    expect(rows('5" pipe,b').out).toEqual([[1, '5" pipe', 'b']]);
  });

  it('a quote that never closes costs one line, not the rest of the file', () => {
    const { out, unterminatedAt } = rows('id,text\n1,"oops\n2,fine\n3,"quoted, too"\n4,end\n');
    expect(unterminatedAt).toEqual([2]);
    expect(out.slice(1)).toEqual([
      [2, '1', 'oops'],
      [3, '2', 'fine'],
      [4, '3', 'quoted, too'],
      [5, '4', 'end'],
    ]);
  });

  it('finds the delimiter in the heading line', () => {
    expect(['a,b;c', 'a;b', 'a\tb', 'a'].map(sniffDelimiter)).toEqual([',', ';', '\t', ',']);
    expect(rows('a\tb\n1\t2', '\t').out[1]).toEqual([2, '1', '2']);
  });

  it('reads what a CSV writer wrote, as another reader does', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '中', '1') });
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (table) => {
          const text = table.map((r) => r.map((f) => `"${f.replaceAll('"', '""')}"`).join(',')).join('\n');
          const theirs = csvParseRows(text).filter((r) => r.some((f) => f.trim() !== ''));
          expect(rows(text).out.map(([, ...fields]) => fields)).toEqual(theirs);
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });

  it('never throws and never stops', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', ' ') }), (text) => {
        let last = 0;
        readCsv(text, ',', (_, line) => {
          if (line <= last) throw new Error('lines must rise');
          last = line;
        });
      }),
      { seed: 12, numRuns: 1000 },
    );
  });
});
