/** The public PQDIF example, read right: epoch, phases, shared and increment series, declared voltage, events. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { detectRmsTable } from '../../collector/detect/rms-table-events.ts';
import { readRecorded } from '../../collector/formats/index.ts';
import type { Recorded } from '../../collector/formats/recording.ts';
import { id } from '../../core/ids.ts';
import { formatTime } from '../../core/time.ts';
import { FIELD, hasField, readField } from './files.ts';

const UDIN_V = 34_000;
const OPTIONS = { file: 'a.pqd', profile: 'gb', udinV: null } as const;

describe.skipIf(!hasField)('example_a.pqd', () => {
  const result = hasField ? readField('pqdif/example_a.pqd') : { records: [] as Recorded[], problems: [] };
  const of = (number: number) => result.records.filter((r) => r.observation?.number === number);
  const start = (r: Recorded | undefined) =>
    r === undefined ? '' : formatTime(r.kind === 'readings' ? (r.readings[0]?.startMs ?? 0) : r.startMs, 'UTC');

  test('thirteen observations; day 36312 is 1 June 1999, two days later than a count from 1900-01-01', () => {
    expect(new Set(result.records.map((r) => r.observation?.number)).size).toBe(13);
    expect(start(of(2).find((r) => r.kind === 'waveform'))).toMatch(/^1999-06-01T13:24:12/);
    expect(start(of(3).find((r) => r.kind === 'rms'))).toMatch(/^1999-06-02T00:50:14/);
    expect(start(of(6).find((r) => r.kind === 'rms'))).toMatch(/^1999-06-02T00:50:18/);
    expect(start(of(9).find((r) => r.kind === 'rms'))).toMatch(/^1999-06-02T19:03:55/);
  });

  test('the declared voltage is the one the file states', () => {
    for (const r of result.records) {
      const hasVoltage = r.kind !== 'waveform' || r.analogs.some((a) => a.unit === 'V');
      expect([r.kind, r.observation?.number, r.observation?.declaredV]).toEqual([
        r.kind,
        r.observation?.number,
        hasVoltage ? UDIN_V : null,
      ]);
    }
  });

  test('trends: 96 readings of 900 s, 73 after the monitoring gap; lowest values as printed', () => {
    const lowest = (number: number, channel: 'AB' | 'BC') => {
      const table = of(number).find((r) => r.kind === 'readings');
      return Math.min(...(table?.kind === 'readings' ? table.readings : []).map((r) => r.values[channel]?.uMin ?? 1e9));
    };
    const count = (number: number) => {
      const table = of(number).find((r) => r.kind === 'readings');
      return table?.kind === 'readings' ? table.readings.length : 0;
    };
    expect(count(1)).toBe(96);
    expect(count(11)).toBe(73);
    expect(lowest(1, 'BC')).toBeCloseTo(29_544.2, 0);
    expect(lowest(7, 'BC')).toBeCloseTo(29_612.2, 0);
    expect(lowest(13, 'AB')).toBeCloseTo(30_986.9, 0);
    expect(lowest(11, 'BC')).toBeGreaterThan(0.999 * UDIN_V);
  });

  test('waveform of the capacitor switching: 256 samples a cycle, peaks as printed, no dip in it', () => {
    const wave = of(2).find((r) => r.kind === 'waveform');
    if (wave?.kind !== 'waveform') throw new Error('observation 2 has no waveform');
    expect(wave.timesMs.length).toBe(1536);
    expect((wave.timesMs[1] ?? 0) - (wave.timesMs[0] ?? 0)).toBeCloseTo(0.065104, 5);
    const vbc = wave.analogs.find((a) => a.name === 'Waveform VBC')?.values ?? new Float64Array(0);
    expect(Math.min(...vbc)).toBeCloseTo(-50_564, 0);
    expect(Math.max(...vbc)).toBeCloseTo(56_614, 0);
    const { disturbances } = detectRecording(wave, { ...OPTIONS, meter: id('m'), udinV: UDIN_V });
    expect(disturbances.map((d) => [d.kind, d.signature])).toEqual([['transient', 'capacitor_switching']]);
  });

  test('RMS variations: 39 and 70 values; #3 is no dip, #6 and #9 dip on VBC', () => {
    const rms = (number: number) => {
      const table = of(number).find((r) => r.kind === 'rms');
      if (table?.kind !== 'rms') throw new Error(`observation ${number} has no RMS values`);
      return table;
    };
    const lowest = (number: number, channel: string) =>
      Math.min(...(rms(number).channels.find((c) => c.channel === channel)?.valuesV ?? []));
    expect(rms(3).timesMs.length).toBe(39);
    expect(rms(9).timesMs.length).toBe(70);
    expect(lowest(3, 'AB')).toBeCloseTo(32_134.3, 0);
    expect(lowest(3, 'BC')).toBeCloseTo(32_207.5, 0);
    expect(lowest(6, 'BC')).toBeCloseTo(29_544.3, 0);
    expect(lowest(9, 'BC')).toBeCloseTo(29_612.4, 0);
    expect(detectRmsTable(rms(3), OPTIONS).disturbances).toEqual([]);
    for (const [number, pct] of [
      [6, 86.9],
      [9, 87.1],
    ] as const) {
      const found = detectRmsTable(rms(number), OPTIONS).disturbances;
      expect(found.map((d) => [d.kind, d.phases])).toEqual([['dip', 'BC']]);
      expect(found[0]?.pct).toBeCloseTo(pct, 1);
    }
  });

  test('cut or changed bytes: what can be saved, and a problem; never an exception', () => {
    const whole = new Uint8Array(readFileSync(`${FIELD}pqdif/example_a.pqd`));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
        fc.boolean(),
        (changes, end, cut) => {
          const bytes = cut ? whole.slice(0, end) : whole.slice();
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const read = readRecorded({ name: 'a.pqd', bytes, zone: 'UTC', companion: () => null });
          if (read.records.length === 0) expect(read.problems.some((p) => p.severity === 'error')).toBe(true);
        },
      ),
      { seed: 71_125, numRuns: 60 },
    );
  });
});

test('a file that only begins like PQDIF is an error with its name', () => {
  const head = Uint8Array.from([
    0x40, 0x14, 0x11, 0x4a, 0x9f, 0xe4, 0xcf, 0x11, 0x99, 0, 0x50, 0x51, 0x44, 0x49, 0x46, 0,
  ]);
  const { records, problems } = readRecorded({ name: 'a.pqd', bytes: head, zone: 'UTC', companion: () => null });
  expect(records).toEqual([]);
  expect(problems.some((p) => p.severity === 'error' && p.file === 'a.pqd')).toBe(true);
});
