/** Real recordings; the expected readings were found with an independent reader (field data README). */
import { describe, expect, test } from 'vitest';
import { channel, hasField, range, readField, recording } from './files.ts';

const close = (got: { min: number; max: number }, min: number, max: number, digits = 5) => {
  expect(got.min).toBeCloseTo(min, digits);
  expect(got.max).toBeCloseTo(max, digits);
};

describe.skipIf(!hasField)('real COMTRADE files', () => {
  test('2013 ASCII: ranges, secondary side, digitals, time code, first stamp', () => {
    const result = readField('comtrade/dparrini/sample_ascii.cfg');
    const r = recording(result);
    close(range(channel(r, 'IA')), -23.6325, 30.9216, 3);
    close(range(channel(r, 'IB')), -18.0518, 28.416, 3);
    close(range(channel(r, 'IC')), -2.10699, 2.22089, 4);
    close(range(channel(r, '3I0')), -12.4711, 29.6688, 3);
    expect(channel(r, 'IA')[0]).toBeCloseTo(-9.39606, 4);
    expect(r.analogs.map((a) => [a.unit, a.side, a.primary])).toEqual(Array(4).fill(['A', 'S', 933]));
    expect(Object.fromEntries(r.digitals.map((d) => [d.name, d.changes.length]))).toEqual({
      '51A': 1,
      '51B': 1,
      '51C': 0,
      '51N': 1,
    });
    expect(new Date(r.startMs).toISOString()).toBe('2011-01-12T11:25:30.075Z');
    expect(r.startNs).toBe(75_011_000);
    expect(r.timesMs[39]).toBeCloseTo(32.5, 9);
    expect(result.problems).toMatchObject([{ severity: 'warning', got: '72500 µs' }]);
  });

  test('the single-file form gives the same', () => {
    const apart = recording(readField('comtrade/dparrini/sample_ascii.cfg'));
    const single = recording(readField('comtrade/dparrini/sample_ascii.cff'));
    expect({ ...single, encoding: '' }).toEqual({ ...apart, encoding: '' });
  });

  test('UTF-8 station name', () => {
    const r = recording(readField('comtrade/dparrini/sample_ascii_utf-8.cfg', { dat: 'sample_ascii.dat' }));
    expect(r.station).toBe('SMARTSTATION testing text encoding: hgvcj터파크387');
  });

  test('1999 BINARY with all stamps 0: the rate gives the times', () => {
    const r = recording(readField('comtrade/dparrini/sample_bin.cfg'));
    expect(r.lineHz).toBe(60);
    expect(r.timesMs[4]).toBeCloseTo(0.260417, 6);
    close(range(channel(r, 'VA')), -9.03863, -8.24654, 4);
    close(range(channel(r, 'VB')), -2.28526, -1.42828, 4);
    close(range(channel(r, 'VC')), 10.3021, 10.4481, 3);
    close(range(channel(r, 'VN')), 0.18261, 0.203078, 5);
  });

  test('0x8000 is a missing sample, never −11.86 kV', () => {
    const r = recording(readField('comtrade/dparrini/sample_bin.cfg', { dat: 'sample_bin_missing.dat' }));
    expect(channel(r, 'VA')[0]).toBeNaN();
    expect(channel(r, 'VB')[1]).toBeNaN();
    expect(r.analogs.reduce((n, a) => n + a.values.filter(Number.isNaN).length, 0)).toBe(4);
    close(range(channel(r, 'VA')), -8.89099, -8.24654, 4);
  });

  test('revision 2000, windows-1251, 83 rates', () => {
    const result = readField('comtrade/wisp/1.cfg');
    const r = recording(result);
    expect(r.encoding).toBe('windows-1251');
    expect(r.device).toBe('терминал версия 101110');
    expect(r.digitals[0]?.name).toBe('ЗМН-1 пуск');
    expect(r.rates.length).toBe(83);
    expect(r.timesMs.length).toBe(5316);
    expect((r.timesMs.at(-1)! * 5316) / 5315 / 1000).toBeCloseTo(2.21184, 4);
    expect(r.breaks).toEqual([]);
    expect(result.problems).toMatchObject([{ code: 'unknown-revision', severity: 'warning', got: '2000' }]);
  });

  test('2399 announced, 2400 there, no stamps', () => {
    const result = readField('comtrade/wisp/4.CFG');
    const r = recording(result);
    expect(r.timesMs.length).toBe(2399);
    expect(r.timesMs.at(-1)! / 1000).toBeCloseTo(3.9967, 4);
    expect(result.problems.map((p) => p.code)).toEqual(['unknown-revision', 'count-mismatch']);
    expect(result.problems[1]?.got).toBe('dat has 2400 records');
  });

  test('1991 from a Chinese relay: GBK, month first, gaps kept', () => {
    const r = recording(readField('comtrade/zhangsonggui/ascii_1991.cfg', { zone: 'Asia/Shanghai' }));
    expect(r.encoding).toBe('gb18030');
    expect(r.analogs[9]?.name).toBe('Ua对侧');
    expect(r.digitals.map((d) => d.name)).toContain('A跳出口');
    expect(new Date(r.startMs).toISOString()).toBe('2015-09-17T02:52:52.987Z');
    expect(r.breaks).toEqual([289, 506, 1045, 1812, 2099]);
    expect(r.timesMs[289]! - r.timesMs[0]!).toBeCloseTo(3444.166 + 77.5, 3);
    expect(r.timesMs.at(-1)! / 1000).toBeCloseTo(17.3358, 3);
    close(range(channel(r, 'Ia1')), -19.465, 9.211, 6);
    close(range(channel(r, 'Ib1')), -8.798, 11.128, 6);
    close(range(channel(r, 'Ic1')), -8.408, 10.352, 6);
  });

  test('absent samples: the file is named, the 96 + 192 channels are still known', () => {
    const result = readField('comtrade/zhangsonggui/binary_1999.cfg');
    expect(result.records).toEqual([]);
    expect(result.channelList.length).toBe(288);
    expect(result.channelList[0]).toBe('220kV母线_Ua [V]');
    expect(result.problems).toMatchObject([{ severity: 'error', code: 'missing-file', file: 'binary_1999.dat' }]);
  });
});
