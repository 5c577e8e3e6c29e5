/** Uploaded recordings: files that belong together, what the report says, curves that lose no spike. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openRecording } from '../../collector/recordings/report.ts';
import { thin } from '../../collector/recordings/thin.ts';
import { unpackUpload } from '../../collector/recordings/unpack.ts';
import { windowOf } from '../../collector/recordings/window.ts';
import { FIELD, hasField } from '../formats/files.ts';

const RATE_HZ = 1000;
const SECONDS = 1.2;
const DIP_S = [0.4, 0.6] as const;
const CFG = `Hill,R7,1999\r\n1,1A,0D\r\n1,UA,A,,V,0.01,0,0,-32767,32767,1,1,P\r\n50\r\n1\r\n${RATE_HZ},${RATE_HZ * SECONDS}\r\n17/03/2024,05:55:30.250000\r\n17/03/2024,05:55:30.500000\r\nASCII\r\n1\r\n`;
/** 230 V with a dip to 50 % for ten cycles. */
const DAT = Array.from({ length: RATE_HZ * SECONDS }, (_, i) => {
  const s = i / RATE_HZ;
  const rms = s >= DIP_S[0] && s < DIP_S[1] ? 115 : 230;
  return `${i + 1},${i * 1000},${Math.round(100 * Math.SQRT2 * rms * Math.sin(2 * Math.PI * 50 * s + 0.3))}\r\n`;
}).join('');
const packed = () => zipSync({ 'day/x.CFG': strToU8(CFG), 'day/x.dat': strToU8(DAT) });
const open = (bytes: Uint8Array, name = 'x.zip') =>
  openRecording({ name, bytes, zone: 'Asia/Shanghai', profile: 'gb', udinV: 230 });

test('a zip of header and samples is one recording with its dip', () => {
  const { report } = open(packed());
  expect(report.problems).toEqual([]);
  expect(report.parts.length).toBe(1);
  const [part] = report.parts;
  expect(part).toMatchObject({ kind: 'waveform', station: 'Hill', device: 'R7', samples: 1200, lineHz: 50 });
  expect(part?.triggerMs).toBe(250);
  expect(part?.groups).toMatchObject([{ connection: 'LN', udinV: 230, members: [{ channel: 'A', name: 'UA' }] }]);
  expect(part?.disturbances.map((d) => d.kind)).toEqual(['dip']);
  const [dip] = part?.disturbances ?? [];
  expect(Math.abs((dip?.pct ?? 0) - 50)).toBeLessThan(0.1);
  expect(Math.abs((dip?.durationMs ?? 0) - 210)).toBeLessThan(20);
});

test.skipIf(!hasField)(
  'a dip stored in many observations counts in one part, and is still marked in the others',
  () => {
    const { report } = openRecording({
      name: 'example_a.pqd',
      bytes: readFileSync(join(FIELD, 'pqdif/example_a.pqd')),
      zone: 'UTC',
      profile: 'ieee',
      udinV: null,
    });
    const dips = report.parts.flatMap((p) => p.disturbances.filter((d) => d.kind === 'dip'));
    expect(dips.map((d) => d.pct?.toFixed(1))).toEqual(['86.9', '87.1']);
    expect(report.parts.flatMap((p) => p.repeated.filter((d) => d.kind === 'dip')).length).toBeGreaterThan(3);
  },
);

test('the RMS of a window is in percent of Udin, the waves in volts, both over the time asked for', () => {
  const { parts } = open(packed());
  const window = windowOf(parts[0] as NonNullable<(typeof parts)[0]>, { fromMs: 450, toMs: 550, points: 500 });
  const [rms] = window.rms;
  expect(rms).toMatchObject({ name: 'UA', unit: '%', channel: 'A' });
  for (const v of rms?.min ?? []) expect(Math.abs((v ?? 0) - 50)).toBeLessThan(0.2);
  const [wave] = window.waves;
  expect(Math.max(...(wave?.max ?? []).map((v) => v ?? 0))).toBeCloseTo(115 * Math.SQRT2, 0);
  expect(wave?.timesMs.length).toBe(102);
});

test('samples without their header, and a header without its samples, are named', () => {
  expect(unpackUpload('x.dat', strToU8(DAT), 'UTC')).toMatchObject({
    inputs: [],
    problems: [{ code: 'missing-file', file: 'x.dat', expected: 'x.cfg beside it' }],
  });
  const { report } = open(strToU8(CFG), 'x.cfg');
  expect(report.parts).toEqual([]);
  expect(report.channelList).toEqual(['UA [V]']);
  expect(report.problems.some((p) => p.code === 'missing-file' && p.severity === 'error')).toBe(true);
});

test('broken zips give problems, never an exception', () => {
  const whole = packed();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.nat(whole.length),
      (changes, end) => {
        const bytes = whole.slice(0, end);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const { report } = open(bytes);
        if (report.parts.length === 0) expect(report.problems.length).toBeGreaterThan(0);
      },
    ),
    { seed: 61_125, numRuns: 150 },
  );
});

test('thinning keeps every extreme, bridges no gap and keeps times rising', () => {
  const samples = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 2, maxLength: 400 });
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 60 }), fc.nat(), (values, points, cut) => {
      const at = cut % values.length;
      const timesMs = Float64Array.from(values, (_, i) => i + (at > 0 && i >= at ? 1000 : 0));
      const curve = { timesMs, values: Float64Array.from(values), breaks: at > 0 ? [at] : [] };
      const thinned = thin(curve, { fromMs: 0, toMs: 10_000, points });
      const known = (list: readonly (number | null)[]) => list.filter((v): v is number => v !== null);
      expect(Math.max(...known(thinned.max))).toBe(Math.max(...values));
      expect(Math.min(...known(thinned.min))).toBe(Math.min(...values));
      expect(thinned.max.filter((v) => v === null).length).toBe(at > 0 ? 1 : 0);
      expect(thinned.timesMs.length).toBeLessThanOrEqual(3 * points + 3);
      for (let i = 1; i < thinned.timesMs.length; i++) {
        expect(thinned.timesMs[i]).toBeGreaterThan(thinned.timesMs[i - 1] ?? 0);
      }
    }),
    { seed: 61_126, numRuns: 200 },
  );
});

test('without a declared voltage the first cycles are 100 %, on the curves as in the events', () => {
  const { report, parts } = openRecording({
    name: 'x.zip',
    bytes: packed(),
    zone: 'UTC',
    profile: 'gb',
    udinV: null,
  });
  const [group] = report.parts[0]?.groups ?? [];
  expect(group?.udinFrom).toBe('record');
  expect(Math.abs((group?.udinV ?? 0) - 230)).toBeLessThan(0.1);
  const window = windowOf(parts[0] as NonNullable<(typeof parts)[0]>, { fromMs: 450, toMs: 550, points: 500 });
  expect(window.rms[0]?.unit).toBe('%');
  for (const v of window.rms[0]?.min ?? []) expect(Math.abs((v ?? 0) - 50)).toBeLessThan(0.2);
});
