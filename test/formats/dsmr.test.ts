/** DSMR P1 telegrams: objects, checksums, counters, the failure log, and meters whose clock was never set. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { crc16, parseTelegram } from '../../collector/formats/dsmr-telegram.ts';
import { readRecorded } from '../../collector/formats/index.ts';
import { bytesOf, FIELD, hasField, readField, readingTable } from './files.ts';

const read = (text: string, zone = 'Europe/Amsterdam') =>
  readRecorded({ name: 'p1.txt', bytes: bytesOf(text), zone, companion: () => null });

/** A telegram with its checksum, as a meter would send it. */
function telegram(
  objects: readonly string[],
  options: { readonly crc?: string; readonly stamp?: string } = {},
): string {
  const stamp = options.stamp ?? '260701101500S';
  const body = [
    '/XYZ5\\Meter one',
    '',
    '1-3:0.2.8(50)',
    `0-0:1.0.0(${stamp})`,
    '0-0:96.1.1(4D31)',
    ...objects,
    '!',
  ].join('\r\n');
  const crc = crc16(body).toString(16).toUpperCase().padStart(4, '0');
  return `${body}${options.crc ?? crc}\r\n`;
}
const VOLTS = ['1-0:32.7.0(0231.5*V)', '1-0:52.7.0(0229.0*V)', '1-0:72.7.0(0230.2*V)'];
const codes = (result: { readonly problems: readonly { readonly code: string }[] }) =>
  result.problems.map((p) => p.code);

describe('one telegram', () => {
  test('voltages, currents and power per phase; taken minus fed in', () => {
    const result = read(
      telegram([
        ...VOLTS,
        '1-0:31.7.0(002*A)',
        '1-0:21.7.0(00.170*kW)',
        '1-0:22.7.0(01.250*kW)',
        '1-0:23.7.0(00.040*kvar)',
        '1-0:1.7.0(02.027*kW)',
        '1-0:14.7.0(49.98*Hz)',
      ]),
    );
    expect(result.problems).toEqual([]);
    const table = readingTable(result);
    expect(table.readings).toMatchObject([
      {
        meter: 'M1',
        startMs: Date.UTC(2026, 6, 1, 8, 15),
        endMs: Date.UTC(2026, 6, 1, 8, 15),
        method: '1s',
        statistic: 'snapshot',
        values: {
          A: { u: 231.5, i: 2, p: 170 - 1250, q: 40 },
          B: { u: 229 },
          C: { u: 230.2 },
          total: { p: 2027, f: 49.98 },
        },
      },
    ]);
    expect(table.channels).toEqual({ A: 'L1', B: 'L2', C: 'L3' });
  });

  test('B14: counts of sags belong to their phase, and no total is made up', () => {
    const counters = ['1-0:32.32.0(00004)', '1-0:52.32.0(00005)', '1-0:72.32.0(00007)', '1-0:32.36.0(00002)'];
    const [first] = readingTable(read(telegram(counters))).counters;
    expect(first).toEqual({
      meter: 'M1',
      atMs: Date.UTC(2026, 6, 1, 8, 15),
      knownAtMs: Date.UTC(2026, 6, 1, 8, 15),
      counts: { sags_A: 4, sags_B: 5, sags_C: 7, swells_A: 2 },
    });
  });

  test('a count that is no number is unknown, not 0', () => {
    const result = read(telegram(['1-0:32.32.0()', '0-0:96.7.21(00003)']));
    expect(readingTable(result).counters[0]?.counts).toEqual({ sags_A: null, short_failures: 3 });
    expect(result.problems).toMatchObject([{ code: 'bad-number', field: '1-0:32.32.0', line: 6 }]);
  });

  test('B15: an object with month 25 is left out alone, with its line; the voltages stay', () => {
    const result = read(telegram([...VOLTS, '0-1:24.2.1(632525252525S)(00000.000)']));
    expect(readingTable(result).readings[0]?.values.A?.u).toBe(231.5);
    expect(result.problems).toMatchObject([{ code: 'bad-time', line: 9, field: '0-1:24.2.1', got: '632525252525S' }]);
  });

  test('a wrong checksum keeps the values out, and says why', () => {
    const result = read(telegram(VOLTS, { crc: '0BAD' }) + telegram(VOLTS, { stamp: '260701101501S' }));
    expect(readingTable(result).readings.length).toBe(1);
    expect(result.problems).toMatchObject([{ code: 'bad-value', severity: 'error', line: 1, field: 'CRC' }]);
    expect(read(telegram(VOLTS, { crc: '0BAD' }))).toMatchObject({ records: [] });
  });

  test('line ends changed to LF on the way do not make the checksum wrong', () => {
    expect(codes(read(telegram(VOLTS).replaceAll('\r\n', '\n')))).toEqual([]);
  });

  test('a telegram without end is kept out: its last number may be cut', () => {
    expect(codes(read(telegram(VOLTS).split('!')[0] ?? ''))).toEqual(['truncated', 'unknown-format']);
  });
});

describe('times', () => {
  test('the letters W and S tell the hour that comes twice in autumn apart', () => {
    const at = (stamp: string, zone?: string) =>
      readingTable(read(telegram(VOLTS, { stamp }), zone)).readings[0]?.endMs;
    expect(at('261025023000S')).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(at('261025023000W')).toBe(Date.UTC(2026, 9, 25, 1, 30));
    expect(at('260701120000S', 'Europe/Vilnius')).toBe(Date.UTC(2026, 6, 1, 9));
    // A zone without summer time can't be meant: the letters are those of Central Europe.
    expect(at('161113205757W', 'Asia/Shanghai')).toBe(Date.UTC(2016, 10, 13, 19, 57, 57));
  });

  test('summer in February is read as written, with a warning', () => {
    expect(codes(read(telegram(VOLTS, { stamp: '260201120000S' })))).toEqual(['clock-error']);
  });

  test('a clock that was never set: the values are kept and flagged', () => {
    const result = read(telegram(VOLTS, { stamp: '000101000512W' }));
    expect(readingTable(result).readings[0]?.quality).not.toBe(0);
    expect(codes(result)).toEqual(['clock-error']);
  });

  test('without a time there is no reading', () => {
    const result = read(`/ABC5\\x\r\n\r\n${VOLTS.join('\r\n')}\r\n!\r\n`);
    expect(readingTable(result).readings).toEqual([]);
    expect(codes(result)).toEqual(['bad-time']);
  });

  test('many telegrams: in order, each instant once, and the failure log once', () => {
    const log = '1-0:99.97.0(1)(0-0:96.7.19)(260630120000S)(0000000301*s)';
    const at = (s: number) => telegram([...VOLTS, log], { stamp: `2607011015${String(s).padStart(2, '0')}S` });
    const result = read(`30.7.0(0231.5*V)\r\n!1234\r\n${at(20)}${at(10)}${at(10)}${at(30)}`);
    const table = readingTable(result);
    expect(table.readings.map((r) => (r.endMs / 1000) % 60)).toEqual([10, 20, 30]);
    expect(table.readings[0]?.method).toBe('10s');
    expect(table.failures).toEqual([{ meter: 'M1', endMs: Date.UTC(2026, 5, 30, 10), durationMs: 301_000 }]);
    expect(codes(result)).toEqual(['duplicate-key']);
  });

  test('a failure that would have begun before such meters existed has no known time', () => {
    const log = '1-0:99.97.0(2)(0-0:96.7.19)(260630120000S)(2147583646*s)(101)(5*s)';
    const result = read(telegram([log]));
    expect(readingTable(result).failures).toEqual([{ meter: 'M1', endMs: null, durationMs: 2_147_583_646_000 }]);
    expect(codes(result)).toEqual(['count-mismatch', 'clock-error']);
  });
});

test('the checksum against its published check value', () => {
  // CRC-16/ARC of "123456789" is BB3D (catalogue of parametrised CRC algorithms).
  expect(crc16('123456789')).toBe(0xbb3d);
});

describe.skipIf(!hasField)('real telegrams', () => {
  const folder = 'meters/p1_telegrams/';
  const volts = (file: string) => {
    const [r] = readingTable(readField(`${folder}${file}`)).readings;
    return [r?.values.A?.u, r?.values.B?.u, r?.values.C?.u];
  };

  test.each([
    ['v2_2', 'none'],
    ['v4_2', 'right'],
    ['v5', 'right'],
    ['fluvius_v171', 'right'],
    ['iskra_ie', 'right'],
  ])('%s: checksum %s', (name, crc) => {
    expect(parseTelegram(readFileSync(`${FIELD}${folder}${name}.txt`, 'latin1')).crc).toBe(crc);
  });

  test('v5, Fluvius and Iskra: their voltages', () => {
    expect(volts('v5.txt')).toEqual([230, 230, 229]);
    expect(volts('fluvius_v171.txt')).toEqual([234.7, 234.7, 234.7]);
    expect(volts('iskra_ie.txt')).toEqual([242.5, 241.7, 243.3]);
  });

  test('counters of short and long failures', () => {
    const counts = (file: string) => readingTable(readField(`${folder}${file}`)).counters[0]?.counts;
    const none = { sags_A: 0, sags_B: 0, sags_C: 0, swells_A: 0, swells_B: 0, swells_C: 0 };
    expect(counts('v4_2.txt')).toEqual({ ...none, short_failures: 15, long_failures: 7 });
    expect(counts('v5.txt')).toEqual({ ...none, short_failures: 13, long_failures: 0 });
    expect(counts('fluvius_v171.txt')).toBeUndefined();
  });

  test('v4.2: three failures from before the clock was set: kept, time unknown, no outage of 68 years', () => {
    const result = readField(`${folder}v4_2.txt`, { zone: 'Europe/Amsterdam' });
    const table = readingTable(result);
    expect(table.failures.map((f) => [f.endMs, f.durationMs / 1000])).toEqual([
      [null, 237_126],
      [null, 2_147_583_646],
      [null, 2_317_482_647],
    ]);
    expect(table.readings[0]?.endMs).toBe(Date.parse('2016-11-13T20:57:57+01:00'));
    expect(table.readings[0]?.values.B).toEqual({ i: 6, p: 1247 });
    expect(result.problems).toMatchObject([{ code: 'clock-error', line: 15 }]);
  });

  test('v2.2 has neither time nor voltage: an empty table, and that is said', () => {
    const result = readField(`${folder}v2_2.txt`);
    expect(readingTable(result)).toMatchObject({ readings: [], counters: [], failures: [] });
    expect(codes(result)).toEqual(['bad-time']);
  });

  test('the equipment number is read from its hex', () => {
    expect(readingTable(readField(`${folder}v5.txt`)).readings[0]?.meter).toBe('K8EG004046395507');
    expect(readingTable(readField(`${folder}v4_2.txt`)).readings[0]?.meter).toBe('3960221976967177082151037881335713');
  });
});
