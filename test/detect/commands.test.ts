/** `detect` and `compliance` as a person calls them: lines, exit codes, what is said on stderr. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FIELD, hasField } from '../formats/files.ts';
import { call } from './call.ts';

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-detect-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('detect', () => {
  test('bad use ends with 2, a file that can not be read with 1', () => {
    expect(call('detect').status).toBe(2);
    expect(call('detect', 'x.cfg', '--profile', 'nobody').status).toBe(2);
    expect(call('detect', 'x.cfg', '--udin', '-5').status).toBe(2);
    const missing = call('detect', join(dir, 'nowhere.cfg'));
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('nowhere.cfg');
  });

  test('one bad file does not stop the others', () => {
    const csv = join(dir, 'logger.csv');
    const rows = [
      '2026-07-01T20:00:00+08:00',
      '2026-07-01T20:10:00+08:00',
      '2026-07-01T20:20:00+08:00',
      '2026-07-01T20:30:00+08:00',
    ];
    writeFileSync(csv, `time,Ua,Ub,Uc\n${rows.map((t) => `${t},185,221,222`).join('\n')}\n`);
    const { status, lines, stderr } = call('detect', join(dir, 'nowhere.cfg'), csv, '--json', '--udin', '220');
    expect(status).toBe(1);
    expect(stderr).toContain('nowhere.cfg');
    expect(lines).toMatchObject([
      {
        type: 'disturbance',
        kind: 'undervoltage',
        start: '2026-07-01T20:00:00.000+08:00',
        phases: 'A',
        openEnd: true,
        durationMs: null,
      },
    ]);
    expect(Object.keys(lines[0])).toEqual(
      'type meter channel kind start durationMs openEnd pct phases perPhase method class enclosingDip signature numbers'.split(
        ' ',
      ),
    );
  });

  test.skipIf(!hasField)('a missing DAT is named and the channels are still listed', () => {
    const { status, stdout, stderr } = call('detect', `${FIELD}comtrade/zhangsonggui/binary_1999.cfg`, '--json');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('binary_1999.dat');
    expect(stderr).toContain('220kV母线_Ua');
  });
});

describe.skipIf(!hasField)('compliance of the household day', () => {
  const file = `${FIELD}voltage/uci_household_2007-02-01.txt`;
  test('GB/T 12325: 1393 of 1440 minutes and 140 of 144 ten-minute values above 235.4 V', () => {
    const { status, lines } = call('compliance', file, '--zone', 'Europe/Paris', '--json');
    expect(status).toBe(0);
    expect(lines).toMatchObject([
      {
        intervalS: 60,
        n: 1440,
        above: 1393,
        below: 0,
        outside: 1393,
        lowV: 198,
        highV: 235.4,
        pass: false,
        minV: 233.05,
        maxV: 245.73,
        meanV: 240.3921,
      },
      { intervalS: 600, n: 144, above: 140, outside: 140, firstV: 243.001, minV: 234.518, maxV: 244.615, unknown: 0 },
    ]);
    expect(lines[0].from).toBe('2007-02-01T00:00:00.000+01:00');
  });
  test('EN 50160: none outside 207–253 V', () => {
    const { lines } = call('compliance', file, '--zone', 'Europe/Paris', '--profile', 'en50160', '--json');
    expect(lines.map((l) => l.outside)).toEqual([0, 0, 0, 0]);
    expect(lines[0]).toMatchObject({ lowV: 207, highV: 253, udinV: 230, pass: true });
  });
});
