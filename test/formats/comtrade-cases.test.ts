/** Known faults of other readers, as cases for ours; inputs written anew. */
import { describe, expect, test } from 'vitest';
import { channel, readCfg, recording } from './files.ts';

/** A header of one voltage channel. */
function cfg(options: {
  analogs?: string;
  counts?: string;
  line?: string;
  rate?: string;
  start?: string;
  type?: string;
  revision?: string;
}): string {
  const o = {
    counts: '1,1A,0D',
    analogs: '1,U,A,,V,0.1,0,0,-32767,32767,1,1,P\r\n',
    line: '50',
    rate: '2000,4',
    start: '17/03/2024,05:55:30.250000',
    type: 'ASCII',
    revision: '1999',
    ...options,
  };
  return `S,D,${o.revision}\r\n${o.counts}\r\n${o.analogs}${o.line}\r\n1\r\n${o.rate}\r\n${o.start}\r\n${o.start}\r\n${o.type}\r\n1\r\n`;
}

function binary(
  rows: number,
  analogs: readonly number[],
  word: number | null,
  stamp: (i: number) => number,
): Uint8Array {
  const size = 8 + 2 * analogs.length + (word === null ? 0 : 2);
  const view = new DataView(new ArrayBuffer(rows * size));
  for (let i = 0; i < rows; i++) {
    view.setUint32(i * size, i + 1, true);
    view.setUint32(i * size + 4, stamp(i), true);
    for (const [c, a] of analogs.entries()) view.setInt16(i * size + 8 + 2 * c, a, true);
    if (word !== null) view.setUint16(i * size + size - 2, word, true);
  }
  return new Uint8Array(view.buffer);
}

describe('COMTRADE headers and samples that break readers', () => {
  test('B1: more rows in the DAT than the CFG says: 4 samples, and a warning with file and line', () => {
    const rows = [11, 12, 13, 14, 15, 16].map((v, i) => `${i + 1},${i * 500},${v}`).join('\r\n');
    const result = readCfg(cfg({}), rows);
    expect([...channel(recording(result), 'U')].map((v) => Number(v.toFixed(6)))).toEqual([1.1, 1.2, 1.3, 1.4]);
    const [problem] = result.problems;
    expect(problem).toMatchObject({
      severity: 'warning',
      code: 'count-mismatch',
      file: 'r.dat',
      line: 5,
      got: 'dat has 6 rows',
    });
    expect(problem?.expected).toContain('cfg says 4');
  });

  test('fewer rows: what is there is read, and a warning', () => {
    const result = readCfg(cfg({}), '1,0,11\n2,500,12\n');
    expect(recording(result).timesMs.length).toBe(2);
    expect(result.problems).toMatchObject([{ code: 'truncated', severity: 'warning', got: 'dat has 2 rows' }]);
  });

  test('B2: no analog channel: digitals 1 and 3 on, 2 off, one word however few', () => {
    const header = cfg({
      counts: '3,0A,3D',
      analogs: '1,a,,,0\r\n2,b,,,0\r\n3,c,,,1\r\n',
      rate: '2000,3',
      type: 'BINARY',
    });
    const r = recording(
      readCfg(
        header,
        binary(3, [], 0x0005, (i) => i * 500),
      ),
    );
    expect(r.analogs).toEqual([]);
    expect(r.digitals.map((d) => d.initial)).toEqual([1, 0, 1]);
    expect(r.digitals.map((d) => d.normal)).toEqual([0, 0, 1]);
    expect(r.digitals.every((d) => d.changes.length === 0)).toBe(true);
  });

  test('B2: what such a record holds is its list of changes', () => {
    const header = cfg({ counts: '3,0A,3D', analogs: '1,a,,,0\r\n2,b,,,0\r\n3,c,,,1\r\n', type: 'BINARY' });
    const words = [0x0005, 0x0005, 0x0006, 0x0004];
    const bytes = binary(4, [], 0, (i) => i * 500);
    for (const [i, w] of words.entries()) bytes[i * 10 + 8] = w;
    const r = recording(readCfg(header, bytes));
    expect(r.digitals.map((d) => d.changes)).toEqual([
      [{ sample: 2, state: 0 }],
      [
        { sample: 2, state: 1 },
        { sample: 3, state: 0 },
      ],
      [],
    ]);
  });

  test('B3: empty skew, limits with decimals', () => {
    const result = readCfg(
      cfg({ analogs: '1,U,A,,V,0.1,0,,-99999.0,99999.5,1,1,P\r\n' }),
      '1,0,7\n2,500,8\n3,1000,99999\n4,1500,9\n',
    );
    expect(result.problems).toEqual([]);
    expect(channel(recording(result), 'U')[2]).toBeCloseTo(9999.9, 6);
  });

  test('99999 is no value where the range does not reach it', () => {
    const result = readCfg(cfg({}), '1,0,7\n2,500,99999\n3,1000,\n4,1500,9\n');
    expect([...channel(recording(result), 'U')].map(Number.isNaN)).toEqual([false, true, true, false]);
    expect(result.problems).toMatchObject([{ code: 'missing-samples' }]);
  });

  test('B4: step from the sampling rate, not from the line frequency, where stamps are missing', () => {
    const header = cfg({ rate: '200000,1000', type: 'BINARY' });
    const r = recording(
      readCfg(
        header,
        binary(1000, [5], null, () => 0xffffffff),
      ),
    );
    expect(r.timesMs[1]).toBeCloseTo(0.005, 12);
    expect(r.timesMs[999]).toBeCloseTo(4.995, 9);
  });

  test('B5: frequency and rate with nine decimals', () => {
    const header = cfg({ line: '60.000000000', rate: '15360.000000000,42240', type: 'BINARY' });
    const r = recording(
      readCfg(
        header,
        binary(42_240, [5], null, () => 0),
      ),
    );
    expect(r.lineHz).toBe(60);
    expect((r.timesMs.length * 1000) / 15_360 / 1000).toBe(2.75);
    expect(r.timesMs[42_239]! / 1000).toBeCloseTo(42_239 / 15_360, 9);
  });

  test.each([
    ['05:55:30.75011', 750_110_000],
    ['05:55:30.5', 500_000_000],
    ['05:55:30.123456789', 123_456_789],
    ['05:55:30', 0],
  ])('B6: fraction of any length: %s', (clock, ns) => {
    const r = recording(readCfg(cfg({ start: `17/03/2024,${clock}` }), '1,0,1\n2,500,2\n3,1000,3\n4,1500,4\n'));
    expect(r.startNs).toBe(ns);
    expect(r.startMs).toBeCloseTo(Date.UTC(2024, 2, 17, 5, 55, 30) + ns / 1e6, 3);
  });

  test('1991 has no revision field and writes the month first; 1999 the day', () => {
    const old = cfg({ start: '09/10/15,10:52:52.5' })
      .replace('S,D,1999', 'S,D')
      .replace(/\r\n1\r\n$/, '\r\n');
    const rows = '1,0,1\n2,500,2\n3,1000,3\n4,1500,4\n';
    expect(recording(readCfg(old, rows)).startMs).toBe(Date.UTC(2015, 8, 10, 10, 52, 52, 500));
    expect(recording(readCfg(cfg({ start: '09/10/2015,10:52:52.5' }), rows)).startMs).toBe(
      Date.UTC(2015, 9, 9, 10, 52, 52, 500),
    );
  });

  test('wall time is read in the zone given', () => {
    const rows = '1,0,1\n2,500,2\n3,1000,3\n4,1500,4\n';
    const r = recording(readCfg(cfg({ start: '09/10/2015,10:00:00' }), rows, 'Asia/Shanghai'));
    expect(r.startMs).toBe(Date.UTC(2015, 9, 9, 2, 0, 0));
  });

  test('no rate: the stamps decide', () => {
    const header = cfg({ rate: '0,4' }).replace('\r\n1\r\n0,4', '\r\n0\r\n0,4');
    const r = recording(readCfg(header, '1,0,1\n2,700,2\n3,1400,3\n4,9100,4\n'));
    expect([...r.timesMs]).toEqual([0, 0.7, 1.4, 9.1]);
    expect(r.breaks).toEqual([3]);
  });

  test('stamps at odds with the rate everywhere are a wrong multiplier, not gaps', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},${i * 5000},${i}`).join('\n');
    const result = readCfg(cfg({ rate: '2000,40' }), rows);
    expect(recording(result).breaks).toEqual([]);
    expect(recording(result).timesMs[39]).toBeCloseTo(19.5, 9);
    expect(result.problems).toMatchObject([{ code: 'clock-error' }]);
  });

  test.each([
    ['BINARY32', 4, (v: DataView, at: number, x: number) => v.setInt32(at, x, true), -0x80000000],
    ['FLOAT32', 4, (v: DataView, at: number, x: number) => v.setFloat32(at, x, true), -3.4028234663852886e38],
  ] as const)('%s samples and their missing value', (type, width, put, missing) => {
    const view = new DataView(new ArrayBuffer(4 * (8 + width)));
    [70_000, -70_000, missing, 5].forEach((x, i) => {
      view.setUint32(i * (8 + width) + 4, i * 500, true);
      put(view, i * (8 + width) + 8, x);
    });
    const values = channel(recording(readCfg(cfg({ type, revision: '2013' }), new Uint8Array(view.buffer))), 'U');
    expect(values[0]).toBeCloseTo(7000, 6);
    expect(values[1]).toBeCloseTo(-7000, 6);
    expect(values[2]).toBeNaN();
    expect(values[3]).toBeCloseTo(0.5, 9);
  });

  test('a missing DAT names the file and still lists the channels', () => {
    const result = readCfg(cfg({}), null);
    expect(result.records).toEqual([]);
    expect(result.channelList).toEqual(['U [V]']);
    expect(result.problems).toMatchObject([{ severity: 'error', code: 'missing-file', file: 'r.dat' }]);
  });

  test('a header cut short is refused with its line', () => {
    const result = readCfg('S,D,1999\r\n2,2A,0D\r\n1,U,A,,V,0.1,0,0,-3,3,1,1,P\r\n', '');
    expect(result.records).toEqual([]);
    expect(result.problems).toMatchObject([{ severity: 'error', file: 'r.cfg', line: 4, field: 'analog 2' }]);
  });
});
