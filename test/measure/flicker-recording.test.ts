/** Recordings, the command, and the approximation from half-cycle RMS beside the waveform. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { RmsTable } from '../../collector/formats/recording.ts';
import { recordingFlicker, rmsTableFlicker } from '../../collector/measure/flicker/recording-flicker.ts';
import { finishRmsFlicker, startRmsFlicker, stepRmsFlicker } from '../../collector/measure/flicker/rms-input.ts';
import { FIELD, hasField } from '../formats/files.ts';
import { type Modulation, modulated, type Supply, TABLE_1, TABLE_5 } from '../oracles/flicker-signals.ts';
import { pstsOf } from './flicker.ts';
import { madeRecording } from './recordings.ts';

const START = Date.UTC(2026, 2, 1, 10);
const OPTIONS = { lamp: 230, udinV: null, periodS: 60, align: 'start', channels: null } as const;

/** Sine of 8.8 Hz of `changePct` on 50 Hz. */
const flickering =
  (changePct: number, volts = 230) =>
  (s: number) =>
    volts * Math.SQRT2 * (1 + (changePct / 200) * Math.sin(2 * Math.PI * 8.8 * s)) * Math.sin(2 * Math.PI * 50 * s);

describe('a recording', () => {
  const made = madeRecording(
    [
      { name: 'UA', unit: 'kV', at: (s) => flickering(0.25, 6000)(s) / 1000 },
      { name: 'UB', unit: 'kV', at: (s) => flickering(0.5, 6000)(s) / 1000 },
      { name: 'UC', unit: 'kV', at: () => 0.0001 },
      { name: 'IA', unit: 'A', at: flickering(5) },
    ],
    { rateHz: 1600, seconds: 125, startMs: START, gaps: [[121, 122]] },
  );

  test('each voltage by itself, twice the change is twice the Pst; what is dead or a current is none', () => {
    const [a, b, c, ...more] = recordingFlicker(made, OPTIONS);
    expect(more).toEqual([]);
    const pinst = [a, b].map((x) => pstsOf(x?.values ?? [])[0]?.pinstMax);
    expect(pinst[0]).toBeCloseTo(1, 1.7);
    expect(pinst[1]).toBeCloseTo(4, 1.2);
    expect(c).toMatchObject({ channel: 'UC', refused: 'dead', values: [] });
    expect(pstsOf(a?.values ?? []).map((v) => v.flags)).toEqual([[], ['settling', 'gap', 'partial']]);
  });

  test('on the clock: a minute ends on the minute', () => {
    const [a] = recordingFlicker(made, { ...OPTIONS, align: 'clock', channels: ['UA'] });
    expect(pstsOf(a?.values ?? []).map((v) => v.endMs - START)).toEqual([60_000, 120_000, 180_000]);
  });

  test('what is too short, too slow or of another frequency says so', () => {
    const of = (o: { rateHz: number; seconds: number; lineHz?: number }) =>
      recordingFlicker(madeRecording([{ name: 'UA', unit: 'V', at: flickering(1) }], o), OPTIONS)[0]?.refused;
    expect(of({ rateHz: 1600, seconds: 10 })).toBe('too-short');
    expect(of({ rateHz: 1200, seconds: 100 })).toBe('too-slow');
    expect(of({ rateHz: 1600, seconds: 20, lineHz: 16.7 })).toBe('line-frequency');
    expect(of({ rateHz: 1600, seconds: 20 })).toBeNull();
  });
});

describe('from Urms(1/2) alone', () => {
  const rateHz = 3000;
  /** RMS over each cycle from a zero crossing on, renewed each half cycle. */
  function halves(m: Modulation, { lineHz }: Supply, seconds: number): Float64Array {
    const u = modulated(m, { lineHz, rateHz, volts: 230, from: 0, count: seconds * rateHz });
    const half = rateHz / (2 * lineHz);
    const sums = Float64Array.from({ length: seconds * 2 * lineHz }, (_, h) =>
      u.subarray(h * half, (h + 1) * half).reduce((sum, v) => sum + v * v, 0),
    );
    return Float64Array.from({ length: sums.length - 1 }, (_, h) => Math.sqrt((sums[h]! + sums[h + 1]!) / (2 * half)));
  }
  const first = (m: Modulation, supply: Supply, periodS: number) => {
    const state = startRmsFlicker({ ...supply, udinV: null, firstMs: null, periodS });
    const values = stepRmsFlicker(JSON.parse(JSON.stringify(state)), halves(m, supply, 61 + periodS));
    return pstsOf(values)[0];
  };

  test('table 5 within 1 % up to 1620 changes a minute, within 3 % at the last point', () => {
    for (const { supply, points } of TABLE_5.slice(0, 2)) {
      for (const [perMinute, changePct] of points) {
        const found = first({ shape: 'rectangular', hz: perMinute / 120, changePct }, supply, 240);
        expect(Math.abs((found?.pst ?? 0) - 1), `${perMinute}`).toBeLessThan(perMinute <= 1620 ? 0.01 : 0.03);
        expect(found?.method).toBe('urms_half');
      }
    }
  });

  test('table 1 within 2 % of Pinst up to 25 Hz', () => {
    for (const lamp of [230, 120] as const)
      for (const [hz, changePct] of TABLE_1[lamp].filter(([f]) => f <= 25)) {
        const found = first({ shape: 'sine', hz, changePct }, { lamp, lineHz: lamp === 230 ? 50 : 60 }, 8);
        expect(Math.abs((found?.pinstMax ?? 0) - 1), `${lamp} V, ${hz} Hz`).toBeLessThan(0.02);
      }
  });

  test('missing values are marked, and what is missing from the start only moves the clock', () => {
    const values = halves({ shape: 'sine', hz: 8.8, changePct: 0.25 }, { lamp: 230, lineHz: 50 }, 130);
    values.fill(Number.NaN, 0, 100);
    values.fill(Number.NaN, 9000, 9003);
    const state = startRmsFlicker({ lamp: 230, lineHz: 50, udinV: null, firstMs: START + 20, periodS: 60 });
    const found = pstsOf([...stepRmsFlicker(state, values), ...finishRmsFlicker(state)]);
    expect(found.map((v) => v.endMs - START)).toEqual([60_000, 120_000, 180_000]);
    expect(found[1]?.flags).toEqual(['settling', 'gap']);
    expect(found[1]?.pinstMax).toBeCloseTo(1, 1.7);
  });

  test('an RMS record is taken this way, and only with a value each half cycle', () => {
    const valuesV = halves({ shape: 'sine', hz: 8.8, changePct: 0.25 }, { lamp: 230, lineHz: 50 }, 130);
    const table = (stepMs: number): RmsTable => ({
      kind: 'rms',
      station: '',
      device: '',
      startMs: START,
      timesMs: Float64Array.from(valuesV, (_, i) => i * stepMs),
      stepMs,
      breaks: [],
      channels: [{ channel: 'A', name: 'UA', valuesV, lowestV: valuesV, highestV: valuesV }],
      observation: { number: 1, name: '', source: '', declaredV: null, clockStepMs: 1 },
    });
    const [good] = rmsTableFlicker(table(10), OPTIONS);
    expect(pstsOf(good?.values ?? [])[0]?.pinstMax).toBeCloseTo(1, 1.7);
    expect(rmsTableFlicker(table(20), OPTIONS)[0]?.refused).toBe('too-slow');
  });
});

describe('gridwitness flicker', () => {
  const dir = mkdtempSync(join(tmpdir(), 'gridwitness-flicker-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const bin = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));
  const call = (...args: string[]) => spawnSync(process.execPath, [bin, 'flicker', ...args], { encoding: 'utf8' });

  test('a minute of COMTRADE: Pst of it as JSON, marked text as a table', () => {
    const [rateHz, seconds] = [1600, 125];
    const n = rateHz * seconds;
    const cfg = [
      's,d,1999',
      '1,1A,0D',
      '1,UA,,,V,0.02,0,0,-32767,32767,1,1,P',
      '50',
      '1',
      `${rateHz},${n}`,
      '01/03/2026,10:00:00.000000',
      '01/03/2026,10:00:00.000000',
      'BINARY',
      '1',
      '',
    ].join('\r\n');
    const dat = Buffer.alloc(10 * n);
    const u = flickering(2.5);
    for (let i = 0; i < n; i++) {
      dat.writeUInt32LE(i + 1, 10 * i);
      dat.writeUInt32LE(0xffffffff, 10 * i + 4);
      dat.writeInt16LE(Math.round(u(i / rateHz) / 0.02), 10 * i + 8);
    }
    const file = join(dir, 'r.cfg');
    writeFileSync(file, cfg);
    writeFileSync(join(dir, 'r.dat'), dat);
    const json = call(file, '--short', '1', '--align', 'start', '--zone', 'UTC', '--json');
    const [row] = json.stdout.split('\n').map((l) => (l === '' ? null : JSON.parse(l)));
    expect(row).toMatchObject({ type: 'pst', channel: 'UA', method: 'waveform', lamp: 230, lineHz: 50, flags: [] });
    expect(row.pinstMax).toBeGreaterThan(98);
    expect(row.pinstMax).toBeLessThan(102);
    const zh = call(file, '--zone', 'UTC');
    expect(zh.stdout).toContain('2026-03-01T10:10:00.000Z');
    expect(zh.stdout).toContain('不足整段');
    expect(zh.stderr).toContain('没有 Pst');
    expect(zh.status).toBe(0);
    expect(call(file, '--lamp', '100').status).toBe(2);
  });

  test.skipIf(!hasField)('a day of one-minute values: no Pst from those, and why', () => {
    const { status, stderr, stdout } = call(`${FIELD}voltage/uci_household_2007-02-01.txt`, '--lang', 'en');
    expect(stderr).toContain('Pst is impossible from 1-min values: read Pst from the meter');
    expect([status, stdout]).toEqual([1, '']);
  });
});
