import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCase } from '../../correlator/imports/case.ts';
import { folder, problems, read, short } from './folder.ts';

describe('whatever comes', () => {
  it('a folder with any bytes changed never throws, and every problem names a file of it', () => {
    const whole = folder({
      'disturbances.csv': 'meter,start,duration_ms,kind,phases\nM1,2026-07-01T20:15:03.25+08:00,100,dip,A B\n',
      'strokes.csv': 'time,lat,lon\n2026-07-01 20:00,23.1,113.2\n',
      'works.csv': 'id,section,planned_start\nW1,L2,2026-07-01 20:00\n',
    });
    expect(readCase(whole).problems).toEqual([]);
    const edit = fc.record({
      file: fc.nat(),
      at: fc.nat(),
      byte: fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0xff, 0x30, 0xce),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const files = new Map([...whole].map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
        for (const { file, at, byte } of edits) {
          const bytes = [...files.values()][file % files.size] as Uint8Array;
          bytes[at % bytes.length] = byte;
        }
        for (const p of readCase(files).problems) expect([...files.keys()]).toContain(p.file);
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it('names a table that nobody reads, and an account that is not the supply point’s', () => {
    expect(problems({ 'stroke.csv': 'time\n' })).toEqual(['warning note stroke.csv:null null']);
    const { problems: found, input } = read({
      'complaints.csv': 'id,received,account,supply_point\nC1,2026-07-01 10:00,0301,SP2\n',
    });
    expect(found.map(short)).toEqual(['warning implausible complaints.csv:2 account']);
    expect(input.complaints[0]?.supplyPoint).toBe('SP2');
  });
});
