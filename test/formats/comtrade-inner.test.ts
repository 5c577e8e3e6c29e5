/** COMTRADE from the inside: code pages of headers, inner types of the single file, nanosecond stamps, lying headers. */
import { describe, expect, test } from 'vitest';
import { readRecorded } from '../../collector/formats/index.ts';
import { bytesOf, channel, readCfg, recording } from './files.ts';

const HEAD = (revision: string, type: string, rate = '2000,3') =>
  `S,D,${revision}\r\n2,1A,1D\r\n1,U,A,,V,0.5,0,0,-32767,32767,1,1,P\r\n1,d,,,0\r\n50\r\n1\r\n${rate}\r\n` +
  `17/03/2024,05:55:30.250000\r\n17/03/2024,05:55:30.250500\r\n${type}\r\n1\r\n0,0\r\n`;

const hex = (text: string) => Uint8Array.from(text.split(' ').map((h) => Number.parseInt(h, 16)));
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((p) => [...p]));
const single = (bytes: Uint8Array) => readRecorded({ name: 'r.cff', bytes, zone: 'UTC', companion: () => null });

/** Three samples 21, missing, −4 raw in each inner type; the digital is 0, 1, 1. */
function samples(type: string): Uint8Array {
  if (type === 'ASCII') return bytesOf('1,0,21,0\r\n2,500,,1\r\n3,1000,-4,1\r\n');
  const width = type === 'BINARY' ? 2 : 4;
  const missing = { BINARY: -0x8000, BINARY32: -0x80000000, FLOAT32: -3.4028234663852886e38 }[type] ?? 0;
  const view = new DataView(new ArrayBuffer(3 * (10 + width)));
  [21, missing, -4].forEach((x, i) => {
    const at = i * (10 + width);
    view.setUint32(at, i + 1, true);
    view.setUint32(at + 4, i * 500, true);
    if (type === 'BINARY') view.setInt16(at + 8, x, true);
    else if (type === 'BINARY32') view.setInt32(at + 8, x, true);
    else view.setFloat32(at + 8, x, true);
    view.setUint16(at + 8 + width, i === 0 ? 0 : 1, true);
  });
  return new Uint8Array(view.buffer);
}

describe('the single file', () => {
  test.each(['ASCII', 'BINARY', 'BINARY32', 'FLOAT32'])('%s inside, with INF and HDR', (type) => {
    const dat = samples(type);
    const size = type === 'ASCII' ? '' : `: ${dat.length}`;
    const result = single(
      join(
        bytesOf(`--- file type: CFG ---\r\n${HEAD('2013', type)}--- file type: INF ---\r\n\r\n`),
        bytesOf(`--- file type: HDR ---\r\nfault on phase A\r\n--- file type: DAT ${type}${size} ---\r\n`),
        dat,
      ),
    );
    const r = recording(result);
    expect([...channel(r, 'U')]).toEqual([10.5, Number.NaN, -2]);
    expect(r.digitals[0]?.changes).toEqual([{ sample: 1, state: 1 }]);
    expect(r.attached).toEqual([{ name: 'HDR', text: 'fault on phase A\r\n' }]);
    expect(result.problems.map((p) => p.code)).toEqual(['missing-samples']);
  });

  test('the type of the DAT mark wins over that of the header', () => {
    const bytes = join(
      bytesOf(`--- file type: CFG ---\n${HEAD('2013', 'ASCII')}--- file type: DAT BINARY ---\n`),
      samples('BINARY'),
    );
    expect(channel(recording(single(bytes)), 'U')[0]).toBe(10.5);
  });

  test('binary samples that look like a mark stay samples', () => {
    const dat = join(samples('BINARY'), bytesOf('\n--- file type: CFG ---\n'));
    const bytes = join(
      bytesOf(`--- file type: CFG ---\n${HEAD('2013', 'BINARY')}--- file type: DAT BINARY: 36 ---\n`),
      dat,
    );
    expect(channel(recording(single(bytes)), 'U').length).toBe(3);
  });

  test('without samples the channels are still listed', () => {
    const result = single(bytesOf(`--- file type: CFG ---\n${HEAD('2013', 'BINARY')}`));
    expect(result.channelList).toEqual(['U [V]', 'd']);
    expect(result.problems).toMatchObject([{ code: 'missing-file', severity: 'error' }]);
  });
});

describe('code pages of a header', () => {
  test.each([
    ['utf-8', '\u53d8\u7535\u7ad9', 'e5 8f 98 e7 94 b5 e7 ab 99'],
    ['utf-8', 'BOM \u7ad9', 'ef bb bf 42 4f 4d 20 e7 ab 99'],
    ['gb18030', '\u53d8\u7535\u7ad9', 'b1 e4 b5 e7 d5 be'],
    ['windows-1250', '\u010c\u00e1stn\u00fd proud', 'c8 e1 73 74 6e fd 20 70 72 6f 75 64'],
    ['windows-1250', 'rozdz. \u0141\u00f3d\u017a', '72 6f 7a 64 7a 2e 20 a3 f3 64 9f'],
    ['windows-1251', '\u041f\u043e\u0434\u0441\u0442\u0430\u043d\u0446\u0438\u044f', 'cf ee e4 f1 f2 e0 ed f6 e8 ff'],
    ['windows-1252', 'M\u00fcnchen S\u00fcd', '4d fc 6e 63 68 65 6e 20 53 fc 64'],
    ['windows-1252', 'Ligne \u00e0 dr\u00e8ze', '4c 69 67 6e 65 20 e0 20 64 72 e8 7a 65'],
  ])('%s: %s', (encoding, station, bytes) => {
    const rest = HEAD('1999', 'ASCII').replace(/^S/, '');
    const r = recording(readCfg(join(hex(bytes), bytesOf(rest)), samples('ASCII')));
    expect([r.encoding, r.station]).toEqual([encoding, station]);
  });
});

describe('time', () => {
  const nano = HEAD('2013', 'ASCII').replaceAll(/05:55:30\.(\d+)/g, '05:55:30.$1123');

  test('a header with nanoseconds counts its stamps in nanoseconds', () => {
    const noRate = nano.replace('\r\n1\r\n2000,3', '\r\n0\r\n0,3');
    const r = recording(readCfg(noRate, '1,0,1,0\n2,500000,2,0\n3,1000000,3,0\n'));
    expect(r.startNs).toBe(250_000_123);
    expect([...r.timesMs]).toEqual([0, 0.5, 1]);
  });

  test('unless the sampling rate says they are microseconds: gaps are then still found', () => {
    const r = recording(readCfg(nano, '1,0,1,0\n2,500,2,0\n3,9000,3,0\n'));
    expect(r.breaks).toEqual([2]);
    expect(r.timesMs[2]).toBeCloseTo(9, 9);
  });

  test.each(['1e400', '-2000', '1e-300', 'x'])('a rate of %s is none: the stamps decide', (rate) => {
    const r = recording(readCfg(HEAD('1999', 'ASCII', `${rate},3`), '1,0,1,0\n2,700,2,0\n3,1400,3,0\n'));
    expect([...r.timesMs]).toEqual([0, 0.7, 1.4]);
  });

  test.each(['0', '-1', '1e300', 'x'])('a multiplier of %s is taken as 1, and that is said', (mult) => {
    const header = HEAD('1999', 'ASCII').replace('ASCII\r\n1\r\n', `ASCII\r\n${mult}\r\n`);
    const result = readCfg(header, '1,0,1,0\n2,500,2,0\n3,1000,3,0\n');
    expect([...recording(result).timesMs]).toEqual([0, 0.5, 1]);
    expect(result.problems).toMatchObject([{ field: 'timemult', severity: 'warning' }]);
  });
});

describe('headers that lie', () => {
  const channels = (n: number) =>
    Array.from({ length: n }, (_, i) => `${i + 1},U${i},A,,V,1,0,0,-9,9,1,1,P`).join('\r\n');
  const wide = (n: number, type: string) =>
    `S,D,1999\r\n${n},${n}A,0D\r\n${channels(n)}\r\n50\r\n1\r\n2000,1000000000\r\n17/03/2024,05:55:30\r\n17/03/2024,05:55:30\r\n${type}\r\n1\r\n`;

  test('ten thousand channels over rows of one byte: memory goes with the file, not with the header', () => {
    const r = recording(readCfg(wide(10_000, 'ASCII'), '1\n'.repeat(50_000)));
    const cells = r.analogs.reduce((sum, a) => sum + a.values.length, 0);
    expect(cells).toBeLessThanOrEqual(100_000 + 10_000);
  });

  test('a thousand million samples announced, two there', () => {
    const result = readCfg(wide(1, 'BINARY'), new Uint8Array(20));
    expect(recording(result).timesMs.length).toBe(2);
    expect(result.problems).toMatchObject([{ code: 'truncated', expected: 'cfg says 1000000000' }]);
  });

  test('a thousand million channels are refused', () => {
    const result = readCfg('S,D,1999\r\n1000000000,1000000000A,0D\r\n1,U,A,,V,1,0\r\n', '1,0,1');
    expect(result.records).toEqual([]);
    expect(result.problems).toMatchObject([{ severity: 'error', field: 'channels', line: 2 }]);
  });

  test('a megabyte of carriage returns is walked once', () => {
    expect(readCfg(`S,D,1999\n1,1A,0D${'\r'.repeat(1_000_000)}x\n`, '').records).toEqual([]);
  });
});
