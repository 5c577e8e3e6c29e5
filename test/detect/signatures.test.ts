/** Signatures on random recordings of known kinds: how many are named, how many names are right. All: signatures-long.ts. */
import { describe, expect, test } from 'vitest';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { SIGNATURES } from '../../collector/detect/signatures/index.ts';
import { EVENT_SIGNATURES } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { rowsOf, scores, tableOf } from './signature-scores.ts';
import { recordingOf } from './waves.ts';

/** Of the cases of each kind. */
const SHARE = 0.15;

describe('random cases', () => {
  const rows = rowsOf(SHARE, 430_600);

  test('the table', () => {
    console.info(tableOf(rows));
    expect(new Set(SIGNATURES.map((s) => s.id))).toEqual(new Set(EVENT_SIGNATURES));
  });

  test.each(scores(rows).map((s) => [s.signature, s] as const))('%s: right where named, named where it is', (_, s) => {
    expect(s.precisionPct).toBeGreaterThanOrEqual(95);
    expect(s.recallPct).toBeGreaterThanOrEqual(95);
  });

  test.each(rows.filter((r) => r.truth === null).map((r) => [r.kind, r] as const))(
    '%s: no name but a rare slip',
    (_, r) => {
      expect(Object.values(r.named).reduce((n, k) => n + k, 0)).toBeLessThanOrEqual(1);
    },
  );
});

const steady = () => 1;
const detect = (r: ReturnType<typeof recordingOf>) =>
  detectRecording(r, { meter: id('m'), file: 'f', profile: 'gb', udinV: 230 }).disturbances;

describe('numbers, closed form', () => {
  test('a motor: 15 % down, back with a time constant of 0.5 s: nine tenths after 0.5·ln 10 s', () => {
    const course = (s: number) => (s < 1.3 ? 1 : 1 - 0.15 * Math.exp(-(s - 1.3) / 0.5));
    const [d, ...more] = detect(recordingOf({ seconds: 5, envelopes: [course, course, course], rateHz: 3200 }));
    expect(more).toEqual([]);
    expect(d).toMatchObject({ kind: 'dip', phases: 'ABC', signature: 'motor_start' });
    expect(Math.abs((d?.numbers['runUpS'] ?? 0) - 0.5 * Math.log(10))).toBeLessThan(0.06);
  });

  test('a rotor that takes 1.8 s to turn: two changes, one motor', () => {
    const course = (s: number) => (s < 1.3 || s > 3.5 ? 1 : s < 3.1 ? 0.94 : 0.94 + (0.06 * (s - 3.1)) / 0.4);
    const found = detect(recordingOf({ seconds: 6, envelopes: [course, course, course], rateHz: 3200 }));
    expect(found.map((d) => [d.kind, d.signature])).toEqual([
      ['rvc', 'motor_start'],
      ['rvc', 'motor_start'],
    ]);
  });

  test('a fault, 0.5 s dead, the fault again: places in the sequence and the dead time', () => {
    const course = (s: number) => ((s >= 0.6 && s < 0.7) || (s >= 1.2 && s < 1.3) ? 0.45 : 1);
    const found = detect(recordingOf({ seconds: 2, envelopes: [course, course, steady], rateHz: 3200 }));
    expect(found.map((d) => [d.signature, d.numbers['sequence']])).toEqual([
      ['fault_reclose', 1],
      ['fault_reclose', 2],
    ]);
    // Between whole and below there is one window less at either side.
    expect(Math.abs((found[1]?.numbers['deadTimeS'] ?? 0) - 0.5)).toBeLessThan(0.03);
  });

  test('switched on after 0.8 s: the interruption the record begins with, no dip', () => {
    const course = (s: number) => (s < 0.8 ? 0.001 : 1);
    const found = detect(recordingOf({ seconds: 2, envelopes: [course, course, course], rateHz: 3200 }));
    expect(found.map((d) => [d.kind, d.signature])).toEqual([['interruption', 'energising']]);
    expect(Math.abs((found[0]?.numbers['deadS'] ?? 0) - 0.8)).toBeLessThan(0.03);
  });

  test('one weld a second, eight times: how many and how often', () => {
    const course = (s: number) => (s > 1.4 && s < 9.2 && (s - 1.4) % 1 < 0.2 ? 0.93 : 1);
    const found = detect(recordingOf({ seconds: 11, envelopes: [course, steady, steady], rateHz: 1600 }));
    expect(found.map((d) => d.signature)).toEqual(['welder']);
    expect(found[0]?.numbers).toMatchObject({ repeats: 8, intervalS: 1 });
  });

  test('a bank that lifts the voltage by 1.5 %', () => {
    const ring = (s: number) =>
      s < 0.3 ? 0 : 120 * Math.exp(-(s - 0.3) / 0.004) * Math.cos(2 * Math.PI * 550 * (s - 0.3));
    const course = (s: number) => (s < 0.3 ? 1 : 1.015);
    const found = detect(recordingOf({ seconds: 0.7, envelopes: [course, course, course], extra: ring }));
    expect(found.map((d) => [d.kind, d.signature])).toEqual([['transient', 'capacitor_switching']]);
    expect(found[0]?.numbers['levelChangePct']).toBeCloseTo(1.5, 1);
    expect(Math.abs((found[0]?.numbers['ringHz'] ?? 0) - 550)).toBeLessThan(15);
  });
});
