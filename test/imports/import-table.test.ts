import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCase } from '../../correlator/imports/case.ts';
import { IMPORT_KINDS, importTable } from '../../correlator/imports/import-table.ts';
import { TABLES } from '../../correlator/imports/index.ts';
import { CUSTOMERS, folder, METERS, NODES, SECTIONS } from './folder.ts';

const bytes = (s: string): Uint8Array => new TextEncoder().encode(s);

describe('importing one file', () => {
  it('tells the tables of a network apart by their headings', () => {
    const kinds = [NODES, SECTIONS, CUSTOMERS, METERS].map((t) => importTable('network', bytes(t), 'x.csv').kind);
    expect(kinds).toEqual(['nodes', 'sections', 'customers', 'meters']);
    const other = importTable('network', bytes('a,b\n1,2\n'), 'x.csv');
    expect([other.kind, other.problems[0]?.code, other.problems[0]?.got]).toEqual([null, 'unknown-format', 'a,b']);
  });

  it('checks references only against what is known', () => {
    const row = bytes('meter,start,duration_ms,kind\nM1,2026-07-01 20:00,80,dip\n');
    expect(importTable('disturbances', row, 'd.csv').records.length).toBe(1);
    const { input } = readCase(folder({ 'meters.csv': METERS.replace('M1,', 'M7,') }));
    const checked = importTable('disturbances', row, 'd.csv', { known: input });
    expect([checked.records.length, checked.problems[0]?.code]).toEqual([0, 'unknown-reference']);
  });

  it('obeys zone and encoding, but a UTF-8 mark wins over a chosen GBK', () => {
    const text = '\ufeffid,投诉时间\nC1,2026-07-01 10:00\n';
    const got = importTable('complaints', bytes(text), 'c.csv', { encoding: 'gbk', zone: 'Europe/Oslo' });
    expect([got.encoding, got.encodingBy]).toEqual(['utf-8', 'bom']);
    expect(got.records).toMatchObject([{ receivedMs: new Date('2026-07-01T08:00:00Z').getTime() }]);
  });

  it('refuses options it does not know', () => {
    for (const [kind, options] of [
      ['weather', {}],
      ['works', { zone: 'Mars/Base' }],
      ['works', { encoding: 'ebcdic' }],
      ['nodes', { datum: 'moon' }],
    ] as const) {
      const got = importTable(kind, bytes('id\n'), 'x.csv', options);
      expect([got.kind, got.problems.length, got.problems[0]?.code]).toEqual([null, 1, 'bad-value']);
    }
  });

  it('no bytes make any table throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IMPORT_KINDS), fc.uint8Array({ maxLength: 200 }), (kind, b) => {
        importTable(kind, b, 'x.csv');
        const table = TABLES.find((t) => t.kind === kind);
        const head = bytes(`${table?.columns.map((c) => c.name).join(',')}\n`);
        importTable(kind, Uint8Array.from([...head, ...b]), 'x.csv');
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it('the registry: one kind, one file, unique columns', () => {
    expect(new Set(TABLES.map((t) => t.kind)).size).toBe(TABLES.length);
    for (const table of TABLES) {
      expect(table.file).toBe(`${table.kind}.csv`);
      const names = table.columns.flatMap((c) => [c.name, ...('also' in c && c.also ? c.also : [])]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
