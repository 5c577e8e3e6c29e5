/** Real recordings; the expected readings were found with an independent reader (field data README). */
import { describe, expect, test } from 'vitest';
import { channel, hasField, range, readField, recording } from './files.ts';

const close = (got: { min: number; max: number }, min: number, max: number, digits = 5) => {
  expect(got.min).toBeCloseTo(min, digits);
  expect(got.max).toBeCloseTo(max, digits);
};

/** RMS over `window` samples from each sample on: slow, and nothing to go wrong. */
function slidingRms(values: Float64Array, window: number): Float64Array {
  const out = new Float64Array(values.length - window + 1);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < window; k++) sum += values[i + k]! ** 2;
    out[i] = Math.sqrt(sum / window);
  }
  return out;
}

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

  test('2013 ASCII: scale, offset and steps of the stamps as the header and rows say', () => {
    const r = recording(readField('comtrade/dparrini/sample_ascii.cfg'));
    expect([r.revision, r.lineHz, r.rates]).toEqual(['2013', 60, [{ rateHz: 1200, endSample: 40 }]]);
    expect([r.analogs.length, r.digitals.length, r.timesMs.length]).toEqual([4, 4, 40]);
    // Every value lies on the grid raw · a + b with whole raw.
    for (const v of channel(r, 'IB')) {
      const raw = (v - 0.05694580078125) / 0.1138916015625;
      expect(Math.abs(raw - Math.round(raw))).toBeLessThan(1e-9);
    }
    // Spacing from 1200 Hz, not the stamps' 833 and 834 µs.
    for (let i = 1; i < 40; i++) expect((r.timesMs[i] ?? 0) - (r.timesMs[i - 1] ?? 0)).toBeCloseTo(1000 / 1200, 9);
    // 933:1, values on the secondary side.
    expect(Math.max(...channel(r, 'IA')) * 933).toBeCloseTo(30.9216 * 933, 0);
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
    const result = readField('comtrade/dparrini/sample_bin.cfg', { dat: 'sample_bin_missing.dat' });
    const r = recording(result);
    for (const [i, name] of ['VA', 'VB', 'VC', 'VN'].entries()) {
      expect([...channel(r, name)].map(Number.isNaN)).toEqual([0, 1, 2, 3, 4].map((s) => s === i));
    }
    expect(result.problems).toMatchObject([
      { code: 'missing-samples', severity: 'warning', got: '4 marked as missing (unknown, not 0)' },
    ]);
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
    expect(Math.min(...r.rates.map((x) => x.rateHz))).toBeCloseTo(2394.9, 1);
    // As the header's lines 24 to 106 say; the README's upper end, 2403.2, is not the highest of them.
    expect(Math.max(...r.rates.map((x) => x.rateHz))).toBeCloseTo(2410.7, 1);
    expect([r.analogs.length, r.digitals.length]).toEqual([4, 15]);
    expect(r.analogs.map((a) => [a.side, a.primary, a.secondary])).toEqual(Array(4).fill(['S', 100, 1]));
    expect(r.breaks).toEqual([]);
    expect(r.attached?.map((a) => a.name)).toEqual(['1.hdr']);
    expect(result.problems).toMatchObject([{ code: 'unknown-revision', severity: 'warning', got: '2000' }]);
  });

  test('the earth fault by plain sliding RMS over 48 samples', () => {
    const r = recording(readField('comtrade/wisp/1.cfg'));
    const rms = (name: string) => slidingRms(channel(r, name), 48);
    const within = (got: number | undefined, expected: number) =>
      expect(Math.abs((got ?? Number.NaN) / expected - 1)).toBeLessThan(0.01);
    within(rms('UA')[0], 58.67);
    within(rms('UB')[0], 58.42);
    within(rms('UC')[0], 58.8);
    const ub = rms('UB');
    const lowest = Math.min(...ub);
    within(lowest, 34.2);
    // Stamped at the window's end: one cycle after its first sample.
    expect(Math.abs((r.timesMs[ub.indexOf(lowest) + 47] ?? 0) / 1000 - 0.685)).toBeLessThan(0.02);
    const below = ub.filter((v) => v < (0.9 * 100) / Math.sqrt(3)).length / 2400;
    expect(Math.abs(below - 0.236)).toBeLessThan(0.02);
    within(Math.max(...rms('UA')), 79.4);
    within(Math.max(...rms('UC')), 83.7);
    within(Math.max(...rms('3U0')), 56.0);
  });

  test('2399 announced, 2400 there, no stamps', () => {
    const result = readField('comtrade/wisp/4.CFG');
    const r = recording(result);
    expect(r.timesMs.length).toBe(2399);
    expect(r.timesMs.at(-1)! / 1000).toBeCloseTo(3.9967, 4);
    expect(result.problems.map((p) => p.code)).toEqual(['unknown-revision', 'count-mismatch']);
    expect(result.problems[1]?.got).toBe('dat has 2400 records');
    expect([r.analogs.length, r.digitals.length, r.lineHz, r.rates[0]?.rateHz]).toEqual([6, 16, 50, 600]);
    const u21 = slidingRms(channel(r, 'U21'), 12);
    expect(Math.abs((u21[0] ?? 0) / 3111 - 1)).toBeLessThan(0.01);
    expect(Math.abs(Math.min(...u21) / 662.5 - 1)).toBeLessThan(0.01);
    const firstFive = [...u21.slice(0, 49)].sort((a, b) => a - b)[24] ?? 0;
    expect(Math.abs(firstFive / 3196 - 1)).toBeLessThan(0.01);
    const rises = Object.fromEntries(
      // Numbered from 1, as the records are.
      r.digitals.map((d) => [d.name, (d.changes.find((c) => c.state === 1)?.sample ?? Number.NaN) + 1]),
    );
    expect([rises['I24'], rises['O1'], rises['O2']]).toEqual([444, 446, 446]);
  });

  test('1991 from a Chinese relay: GBK, month first, gaps kept', () => {
    const r = recording(readField('comtrade/zhangsonggui/ascii_1991.cfg', { zone: 'Asia/Shanghai' }));
    expect(r.encoding).toBe('gb18030');
    expect([r.revision, r.analogs.length, r.digitals.length, r.lineHz]).toEqual(['1991', 24, 37, 50]);
    expect(r.rates.map((x) => [x.rateHz, x.endSample])).toEqual(
      [289, 506, 1045, 1451, 1629, 1812, 2099, 2131].map((end) => [1200, end]),
    );
    expect(r.timesMs.length).toBe(2131);
    // The first stamp, −77 500 µs, is start minus trigger.
    expect(r.startMs - (r.triggerMs ?? 0)).toBeCloseTo(-77.5, 3);
    expect(r.attached?.[0]?.name).toBe('ascii_1991.hdr');
    expect(r.attached?.[0]?.text).toContain('PSL-603UA-G');
    expect(r.analogs[9]?.name).toBe('Ua对侧');
    expect(r.digitals.map((d) => d.name)).toContain('A跳出口');
    expect(new Date(r.startMs).toISOString()).toBe('2015-09-17T02:52:52.987Z');
    expect(r.breaks).toEqual([289, 506, 1045, 1812, 2099]);
    expect(r.timesMs[289]! - r.timesMs[0]!).toBeCloseTo(3444.166 + 77.5, 3);
    expect((r.timesMs[2099] ?? 0) - (r.timesMs[2098] ?? 0)).toBeCloseTo(17232.5 - 11112.5, 2);
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
