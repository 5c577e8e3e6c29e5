/** DSMR telegrams through the whole of `detect`: what the meter itself counted and wrote down. */
import { describe, expect, test } from 'vitest';
import { readRecorded } from '../../collector/formats/index.ts';
import { detectTable } from '../../collector/table-events.ts';
import { bytesOf, hasField, readField, readingTable } from '../formats/files.ts';

const OPTIONS = { file: 'p1.txt', profile: 'en50160', udinV: 230, zone: 'Europe/Amsterdam' } as const;
const FIELD_FILES = ['fluvius_v171', 'iskra_ie', 'v2_2', 'v4_2', 'v5'];

/** Without checksum, as before DSMR 4. */
const telegram = (stamp: string, objects: readonly string[]) =>
  [`/XYZ5\\Meter`, '', `0-0:1.0.0(${stamp})`, '0-0:96.1.1(4D31)', '1-0:32.7.0(0231.5*V)', ...objects, '!', ''].join(
    '\r\n',
  );

function detect(...telegrams: readonly string[]) {
  const bytes = bytesOf(telegrams.join(''));
  const result = readRecorded({ name: 'p1.txt', bytes, zone: OPTIONS.zone, companion: () => null });
  return detectTable(readingTable(result), OPTIONS);
}

describe('telegrams', () => {
  test('one alone gives its failure log and nothing of its counters', () => {
    const log = '1-0:99.97.0(2)(0-0:96.7.19)(260630120000S)(0000000301*s)(260630130000S)(0000000020*s)';
    const counters = ['0-0:96.7.21(00009)', '0-0:96.7.9(00004)', '1-0:32.32.0(00002)', log];
    expect(detect(telegram('260701101500S', counters)).disturbances).toMatchObject([
      { meter: 'M1', kind: 'outage', startMs: Date.UTC(2026, 5, 30, 9, 54, 59), durationMs: 301_000 },
      { meter: 'M1', kind: 'interruption', startMs: Date.UTC(2026, 5, 30, 10, 59, 40), durationMs: 20_000 },
    ]);
  });

  test('two with a step of a counter give one event between them', () => {
    const at = (stamp: string, n: number) => telegram(stamp, [`1-0:32.32.0(0000${n})`, '1-0:32.36.0(00001)']);
    const { disturbances } = detect(at('260701101500S', 2), at('260701101510S', 3), at('260701101520S', 3));
    expect(disturbances).toMatchObject([
      {
        kind: 'dip',
        phases: 'A',
        method: 'counter',
        startMs: Date.UTC(2026, 6, 1, 8, 15),
        durationMs: null,
        pct: null,
      },
    ]);
    expect(disturbances[0]?.numbers).toEqual({ count: 1, countA: 1, windowMs: 10_000 });
  });

  test('an outage that comes with its log entry and both counters is one event', () => {
    const log = '1-0:99.97.0(1)(0-0:96.7.19)(260701104500S)(0000001500*s)';
    const { disturbances } = detect(
      telegram('260701101500S', ['0-0:96.7.21(00009)', '0-0:96.7.9(00004)', '1-0:32.32.0(00002)']),
      telegram('260701104510S', ['0-0:96.7.21(00010)', '0-0:96.7.9(00005)', '1-0:32.32.0(00003)', log]),
    );
    expect(disturbances).toMatchObject([{ kind: 'outage', durationMs: 1_500_000, method: 'event_log' }]);
  });
});

describe.skipIf(!hasField)('telegrams of the field', () => {
  test.each(FIELD_FILES)('%s: no event, whatever stands in its counters', (name) => {
    const table = readingTable(readField(`meters/p1_telegrams/${name}.txt`, { zone: OPTIONS.zone }));
    const { disturbances, problems } = detectTable(table, OPTIONS);
    expect(disturbances).toEqual([]);
    const unknown = table.failures.filter((f) => f.endMs === null).length;
    expect(unknown).toBe(name === 'v4_2' ? 3 : 0);
    expect(problems.filter((p) => p.code === 'note').map((p) => p.got.split(' ')[0])).toEqual(
      unknown === 3 ? ['3'] : [],
    );
  });
});
