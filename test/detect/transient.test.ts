/** Transients in waves whose formula is known: where, how high, how fast they ring; and what is none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  finishTransient,
  startTransient,
  stepTransient,
  type TransientParams,
} from '../../collector/detect/transient.ts';
import { groupTransients, withTransients } from '../../collector/detect/transient-recording.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { recordingOf, type WaveSpec } from './waves.ts';

const NAMES: readonly VoltageChannel[] = ['A', 'B', 'C'];
const steady = () => 1;
const PEAK = Math.SQRT2 * 230;
const RATE = 12_800;

const paramsOf = (channels: number): Omit<TransientParams, 'stepMs'> => ({
  meter: id('m'),
  channel: null,
  channels: NAMES.slice(0, channels),
  udinV: 230,
  lineHz: 50,
});
function transientsOf(w: Partial<WaveSpec>): readonly (Disturbance & { atS: number })[] {
  const r = recordingOf({ seconds: 0.4, envelopes: [steady], rateHz: RATE, ...w });
  const channels = r.analogs.map((a) => a.values);
  const samples = { timesMs: r.timesMs, channels, breaks: r.breaks, startMs: r.startMs };
  return groupTransients(samples, paramsOf(channels.length)).map((d) => ({
    ...d,
    atS: (d.startMs - r.startMs) / 1000,
  }));
}
/** Ringing from `atS` on, share of the peak. */
const ring = (o: { atS: number; pu: number; hz: number; tauS: number }) => (s: number) =>
  s < o.atS ? 0 : o.pu * PEAK * Math.exp(-(s - o.atS) / o.tauS) * Math.sin(2 * Math.PI * o.hz * (s - o.atS));
const impulse = (o: { atS: number; pu: number; lastsS: number }) => (s: number) =>
  s < o.atS || s >= o.atS + o.lastsS ? 0 : o.pu * PEAK * Math.sin((Math.PI * (s - o.atS)) / o.lastsS);

describe('found', () => {
  test.each([0.0004, 0.3915])('ringing in the first and in the last cycle of a record, at %d s', (atS) => {
    const [d, ...more] = transientsOf({ extra: ring({ atS, pu: 0.4, hz: 620, tauS: 0.002 }) });
    expect(more).toEqual([]);
    expect(Math.abs((d?.atS ?? 0) - atS)).toBeLessThan(0.001);
    expect(Math.abs((d?.numbers['ringHz'] ?? 0) / 620 - 1)).toBeLessThan(0.05);
  });

  test.each([300, 620, 900, 1800])(
    'ringing at %d Hz: its frequency within 3 %, its peak as near as samples come to it',
    (hz) => {
      const o = { atS: 0.2003, pu: 0.4, hz, tauS: 0.004 };
      const [d, ...more] = transientsOf({ extra: ring(o) });
      expect(more).toEqual([]);
      expect(d).toMatchObject({ kind: 'transient', phases: 'A', pct: null, openEnd: false, signature: null });
      // The first swing of a damped sine, closed form: at atan(2π f τ) / (2π f).
      const peakS = Math.atan(2 * Math.PI * hz * o.tauS) / (2 * Math.PI * hz);
      const peakPct = 40 * Math.exp(-peakS / o.tauS) * Math.sin(2 * Math.PI * hz * peakS);
      const sampledShare = Math.cos((Math.PI * hz) / RATE);
      expect((d?.numbers['peakPct'] ?? 0) / peakPct).toBeGreaterThan(sampledShare - 0.02);
      expect((d?.numbers['peakPct'] ?? 0) / peakPct).toBeLessThan(1.02);
      expect(Math.abs((d?.numbers['ringHz'] ?? 0) / hz - 1)).toBeLessThan(0.03);
      expect(Math.abs((d?.atS ?? 0) - 0.2003)).toBeLessThan(0.001);
    },
  );

  test('an impulse of half a millisecond on phase B, its length in µs and no frequency', () => {
    const hit = impulse({ atS: 0.21, pu: -0.8, lastsS: 0.0005 });
    const [d, ...more] = transientsOf({ envelopes: [steady, steady, steady], extra: (s, k) => (k === 1 ? hit(s) : 0) });
    expect(more).toEqual([]);
    expect(d).toMatchObject({ phases: 'B' });
    expect(d?.numbers['ringHz']).toBeUndefined();
    expect(Math.abs((d?.numbers['peakPct'] ?? 0) - 80)).toBeLessThan(3);
    expect(Math.abs((d?.numbers['durationUs'] ?? 0) - 460)).toBeLessThan(90);
  });

  test('9.5 % is none, 10.5 % is one', () => {
    const at = (pu: number) => transientsOf({ extra: impulse({ atS: 0.21, pu, lastsS: 0.001 }) }).length;
    expect([at(0.095), at(0.105)]).toEqual([0, 1]);
  });

  test.each([49, 51])('at %d Hz against a nominal 50 Hz, with a fifth harmonic', (hz) => {
    const fifth = (s: number) => 0.06 * PEAK * Math.sin(2 * Math.PI * 5 * hz * s);
    expect(transientsOf({ hz, extra: fifth })).toEqual([]);
    expect(
      transientsOf({ hz, extra: (s) => fifth(s) + ring({ atS: 0.2, pu: 0.3, hz: 700, tauS: 0.003 })(s) }).length,
    ).toBe(1);
  });
});

describe('none', () => {
  test.each([0.2, 0.203, 0.205, 0.2081])('the edges of a dip and of an interruption at %d s', (atS) => {
    for (const residual of [0, 0.4, 0.85]) {
      const dip = (s: number) => (s >= atS && s < atS + 0.1 ? residual : 1);
      expect(transientsOf({ envelopes: [dip] })).toEqual([]);
    }
  });

  test('a phase jump of 20°, and a frequency of 52 Hz', () => {
    const jumped = (s: number) =>
      s < 0.2 ? 0 : PEAK * (Math.sin(100 * Math.PI * s + Math.PI / 9) - Math.sin(100 * Math.PI * s));
    expect(transientsOf({ extra: jumped })).toEqual([]);
    expect(transientsOf({ hz: 52 })).toEqual([]);
  });

  test('notches in every cycle, flicker of 5 %, and half a cycle without voltage', () => {
    const notch = (s: number) =>
      (s * 1000) % 10 > 4 && (s * 1000) % 10 < 4.6 ? -0.4 * PEAK * Math.sin(100 * Math.PI * s) : 0;
    expect(transientsOf({ extra: notch })).toEqual([]);
    expect(transientsOf({ envelopes: [(s) => 1 + 0.025 * Math.sin(2 * Math.PI * 8.8 * s)] })).toEqual([]);
    expect(transientsOf({ envelopes: [(s) => (s >= 0.2 && s < 0.21 ? 0.2 : 1)] })).toEqual([]);
  });

  test('missing samples are no impulse, and what runs beside them is not invented', () => {
    const hole = (s: number) => (s >= 0.2 && s < 0.202 ? Number.NaN : 0);
    expect(transientsOf({ extra: hole })).toEqual([]);
  });

  test('too few samples a cycle to tell', () => {
    expect(startTransient({ ...paramsOf(1), stepMs: 1.25 })).toBeNull();
    expect(startTransient({ ...paramsOf(1), stepMs: 1 })).not.toBeNull();
  });
});

test('in pieces of any length, with the state through JSON: the same transients', () => {
  const hits = [
    ring({ atS: 0.1, pu: 0.3, hz: 500, tauS: 0.003 }),
    impulse({ atS: 0.2012, pu: 0.5, lastsS: 0.0006 }),
    ring({ atS: 0.3, pu: 0.2, hz: 1200, tauS: 0.002 }),
  ];
  const r = recordingOf({ seconds: 0.4, envelopes: [steady], extra: (s) => hits.reduce((sum, h) => sum + h(s), 0) });
  const values = r.analogs[0]?.values ?? new Float64Array(0);
  const fold = (cuts: readonly number[], isStored: boolean): Disturbance[] => {
    let state = startTransient({ ...paramsOf(1), stepMs: 1000 / 6400 });
    const edges = [...new Set([0, ...cuts, values.length])].sort((a, b) => a - b);
    const out: Disturbance[] = [];
    edges.slice(1).forEach((end, i) => {
      if (state === null) throw new Error('no state');
      out.push(...stepTransient(state, r.timesMs.subarray(edges[i], end), [values.subarray(edges[i], end)]));
      if (isStored) state = JSON.parse(JSON.stringify(state)) as typeof state;
    });
    return [...out, ...(state === null ? [] : finishTransient(state))];
  };
  const whole = fold([], false);
  expect(whole.length).toBe(3);
  fc.assert(
    fc.property(fc.array(fc.nat(values.length - 1), { maxLength: 12 }), fc.boolean(), (cuts, isStored) => {
      expect(fold(cuts, isStored)).toEqual(whole);
    }),
    { seed: 430_521, numRuns: 60 },
  );
});

test('two rates in one record: each stretch by its own, the seam is no impulse', () => {
  const times = [
    ...Array.from({ length: 640 }, (_, i) => i / 6.4),
    ...Array.from({ length: 320 }, (_, i) => 100 + i / 3.2),
  ];
  const timesMs = Float64Array.from(times);
  const values = timesMs.map(
    (t) => PEAK * Math.sin(0.1 * Math.PI * t) + impulse({ atS: 0.0512, pu: 0.6, lastsS: 0.001 })(t / 1000),
  );
  const found = groupTransients({ timesMs, channels: [values], breaks: [], startMs: 0 }, paramsOf(1));
  expect(found.length).toBe(1);
  expect(Math.abs((found[0]?.startMs ?? 0) - 51.3)).toBeLessThan(0.3);
});

test('a transient within two cycles of a dip is a number on the dip; elsewhere it stands alone', () => {
  const base = {
    meter: id<'meter'>('m'),
    channel: null,
    openEnd: false,
    pct: null,
    phases: 'A',
    perPhase: {},
    method: 'x',
  };
  const rest = { class: {}, enclosingDip: null, signature: null, knownAtMs: 0 };
  const dip = { ...base, ...rest, kind: 'dip', startMs: 1000, durationMs: 100, numbers: {} } as unknown as Disturbance;
  const at = (startMs: number, peakPct: number) =>
    ({
      ...base,
      ...rest,
      kind: 'transient',
      startMs,
      durationMs: 1,
      numbers: { peakPct, ringHz: 500 },
    }) as unknown as Disturbance;
  const out = withTransients([dip], [at(950, 30), at(985, 40), at(1050, 35), at(1119, 20), at(1121, 25)], 20);
  expect(out.map((d) => [d.kind, d.startMs])).toEqual([
    ['transient', 950],
    ['dip', 1000],
    ['transient', 1121],
  ]);
  expect(out[1]?.numbers).toEqual({ transientPeakPct: 40, transientRingHz: 500 });
});
