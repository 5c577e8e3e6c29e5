/** Real recordings through the detectors; right readings from an independent sliding RMS (field data README). */
import { describe, expect, test } from 'vitest';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import type { FormatResult } from '../../collector/formats/format.ts';
import type { Recording } from '../../collector/formats/recording.ts';
import { id } from '../../core/ids.ts';
import { hasField, readField, recording } from '../formats/files.ts';
import { dipEnvelope, sampled } from '../measure/signals.ts';

const detect = (r: Recording, udinV: number | null) =>
  detectRecording(r, { meter: id('m'), file: 'f', profile: 'gb', udinV });
const field = (result: FormatResult, udinV: number | null) => {
  const r = recording(result);
  const { disturbances, problems } = detect(r, udinV);
  return { events: disturbances.map((d) => ({ ...d, atS: (d.startMs - r.startMs) / 1000 })), problems };
};

/** Three phases at 230 V with an amplitude course each. */
function threePhase(
  courses: readonly ((s: number) => number)[],
  options: { readonly seconds: number; readonly breaks?: readonly number[] },
): Recording {
  const phases = courses.map((envelope, k) =>
    sampled({ hz: 50, rateHz: 6400, seconds: options.seconds, rmsV: 230, envelope, phaseRad: (-k * 2 * Math.PI) / 3 }),
  );
  return {
    kind: 'waveform',
    station: 's',
    device: 'd',
    revision: '1999',
    encoding: 'utf-8',
    lineHz: 50,
    startMs: Date.UTC(2026, 6, 1),
    startNs: 0,
    triggerMs: null,
    timesMs: phases[0]?.timesMs ?? new Float64Array(0),
    breaks: options.breaks ?? [],
    rates: [],
    digitals: [],
    analogs: phases.map((p, k) => ({
      index: k + 1,
      name: ['UA', 'UB', 'UC'][k] ?? '',
      phase: '',
      component: '',
      unit: 'V',
      side: 'P',
      primary: 1,
      secondary: 1,
      values: p.values,
    })),
  };
}
const steady = () => 1;

describe('synthetic recordings', () => {
  test('the reference dip: start 0.21 s, 0.110 s, 40.0 %, class C1', () => {
    const { disturbances } = detect(threePhase([dipEnvelope(0.2, 0.3, 0.4)], { seconds: 0.5 }), 230);
    expect(disturbances.length).toBe(1);
    const [d] = disturbances;
    expect(d).toMatchObject({ kind: 'dip', phases: 'A', openEnd: false, method: 'urms_half', channel: 'UA' });
    expect(d?.startMs).toBeCloseTo(Date.UTC(2026, 6, 1) + 210, 2);
    expect(d?.durationMs).toBeCloseTo(110, 2);
    expect(d?.pct).toBeCloseTo(40, 2);
    expect(d?.class).toMatchObject({ en50160: 'C1', ieee: 'instantaneous_sag', semi_f47: 'outside', itic: 'outside' });
  });

  test('a three-phase loss is one line with its dip as a field, not four lines', () => {
    const off = dipEnvelope(0.2, 0.6, 0);
    const { disturbances } = detect(threePhase([off, off, off], { seconds: 1 }), 230);
    expect(disturbances.length).toBe(1);
    const [d] = disturbances;
    expect(d).toMatchObject({ kind: 'interruption', phases: 'ABC', openEnd: false });
    expect(d?.durationMs).toBeGreaterThan(375);
    expect(d?.durationMs).toBeLessThan(400);
    expect(d?.enclosingDip?.durationMs).toBeGreaterThan(400);
    expect(d?.enclosingDip?.startMs).toBeLessThan(d?.startMs ?? 0);
  });

  test('one phase lost of three is a dip; on a one-channel record it is an interruption', () => {
    const off = dipEnvelope(0.2, 0.6, 0);
    expect(
      detect(threePhase([off, steady, steady], { seconds: 1 }), 230).disturbances.map((d) => [d.kind, d.phases]),
    ).toEqual([['dip', 'A']]);
    expect(detect(threePhase([off], { seconds: 1 }), 230).disturbances.map((d) => d.kind)).toEqual(['interruption']);
  });

  test('a dip that runs into a gap is open-ended and nothing begins in the gap', () => {
    const r = threePhase([dipEnvelope(0.3, 0.5, 0.5), steady, steady], { seconds: 1 });
    const cut = 2560; // 0.4 s
    const gapped = { ...r, timesMs: r.timesMs.map((t, i) => (i < cut ? t : t + 5000)), breaks: [cut] };
    const { disturbances } = detect(gapped, 230);
    expect(disturbances.map((d) => [d.kind, d.openEnd])).toEqual([
      ['dip', true],
      ['dip', false],
    ]);
    expect(disturbances[0]?.durationMs).toBeNull();
    expect(disturbances[1]?.startMs).toBeGreaterThan(r.startMs + 5400);
  });

  test('without Udin: the median of the first five cycles, said aloud', () => {
    const { disturbances, problems } = detect(
      threePhase([dipEnvelope(0.2, 0.3, 0.4), steady, steady], { seconds: 0.5 }),
      null,
    );
    expect(problems).toMatchObject([{ code: 'no-reference-voltage', severity: 'warning' }]);
    expect(problems[0]?.got).toContain('230.00 V');
    expect(disturbances[0]?.pct).toBeCloseTo(40, 1);
  });
});

describe.skipIf(!hasField)('field recordings', () => {
  test('earth fault with dips (83 rates): B dips in several stretches, A and C swell', () => {
    const { events } = field(readField('comtrade/wisp/1.cfg'), 57.7);
    const dipsOnB = events.filter((e) => e.kind === 'dip' && e.phases.includes('B'));
    expect(dipsOnB.length).toBeGreaterThanOrEqual(4);
    const totalS = dipsOnB.reduce((s, e) => s + (e.durationMs ?? 0), 0) / 1000;
    expect(Math.abs(totalS - 0.236)).toBeLessThan(0.02);
    const lowest = dipsOnB.reduce((a, b) => ((b.pct ?? 100) < (a.pct ?? 100) ? b : a));
    expect(Math.abs((lowest.pct ?? 0) - (100 * 34.2) / 57.7)).toBeLessThan(0.6);
    expect(lowest.atS).toBeLessThan(0.685);
    expect(lowest.atS + (lowest.durationMs ?? 0) / 1000).toBeGreaterThan(0.685);
    const swells = events.filter((e) => e.kind === 'swell');
    const highest = (phase: 'A' | 'C') => Math.max(...swells.map((e) => e.perPhase[phase] ?? 0)) * 0.577;
    expect(Math.abs(highest('A') - 79.4)).toBeLessThan(0.8);
    expect(Math.abs(highest('C') - 83.7)).toBeLessThan(0.84);
    expect(events.every((e) => e.kind !== 'interruption')).toBe(true);
  });

  test('a dip without end in the record is open-ended, one line', () => {
    const { events } = field(readField('comtrade/wisp/4.CFG'), 3000);
    const dips = events.filter((e) => e.kind === 'dip');
    expect(dips.length).toBe(1);
    expect(dips[0]).toMatchObject({ durationMs: null, openEnd: true, channel: 'U21,U32' });
    // 662.5 V on U21 by sliding RMS.
    expect(Math.abs((dips[0]?.perPhase.AB ?? 0) - 100 * (662.5 / 3000))).toBeLessThan(0.5);
  });

  test('the same without Udin: about 20.7 % of the first five cycles', () => {
    const { events, problems } = field(readField('comtrade/wisp/4.CFG'), null);
    const open = events.filter((e) => e.kind === 'dip');
    expect(open).toMatchObject([{ openEnd: true, durationMs: null }]);
    expect(Math.abs((open[0]?.perPhase.AB ?? 0) - 20.7)).toBeLessThan(0.5);
    expect(Math.abs((open[0]?.atS ?? 0) - 0.925)).toBeLessThan(0.03);
    expect(problems.map((p) => p.code)).toEqual(['no-reference-voltage']);
  });

  test('channels of the same instant are judged together: no event ends where the next of its kind begins', () => {
    for (const udinV of [null, 3000]) {
      const { events } = field(readField('comtrade/wisp/4.CFG'), udinV);
      for (const kind of ['dip', 'swell']) {
        const own = events.filter((e) => e.kind === kind);
        own.slice(1).forEach((e, i) => {
          expect(e.atS).toBeGreaterThan((own[i]?.atS ?? 0) + (own[i]?.durationMs ?? 0) / 1000 + 0.001);
        });
      }
    }
  });

  test('gaps between segments and dead inputs are no interruptions', () => {
    for (const udinV of [null, 57.7]) {
      const { events, problems } = field(readField('comtrade/zhangsonggui/ascii_1991.cfg'), udinV);
      expect(events).toEqual([]);
      expect(problems.length).toBeGreaterThan(0);
    }
  });

  test('five samples are too short for an event, and that is said', () => {
    for (const dat of ['sample_bin.dat', 'sample_bin_missing.dat']) {
      const { events, problems } = field(readField('comtrade/dparrini/sample_bin.cfg', { dat }), null);
      expect(events).toEqual([]);
      expect(problems).toMatchObject([{ code: 'missing-samples', severity: 'warning' }]);
    }
  });

  test('a record of currents alone has no voltage event', () => {
    expect(field(readField('comtrade/dparrini/sample_ascii.cfg'), null)).toMatchObject({
      events: [],
      problems: [{ code: 'note' }],
    });
  });
});
