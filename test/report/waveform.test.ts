/** A recording of minutes as a report: closed-form voltages, one known harmonic and dip, against the limits. */
import { describe, expect, test } from 'vitest';
import type { ReportSettings } from '../../cli/run/report-settings.ts';
import { reportOfWaveform } from '../../cli/run/report-waveform.ts';
import type { AnalogChannel, Recording } from '../../collector/formats/recording.ts';
import type { RecordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import { waveTracks, within } from '../../collector/report/wave-tracks.ts';
import { row } from './build-input.ts';

const RATE_HZ = 1200;
const HZ = 50.1;

/** Eleven minutes around 12:10 to 12:20 UTC: 230, 226 and 235 V with 3 % of order 5; a dip to 40 % if asked. */
function recording(dipAtS: number | null): Recording {
  const n = 660 * RATE_HZ;
  const analog = (name: string, phase: string, volts: number, degrees: number, index: number): AnalogChannel => {
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const t = i / RATE_HZ;
      const angle = 2 * Math.PI * HZ * t + (degrees * Math.PI) / 180;
      const share = dipAtS !== null && t >= dipAtS && t < dipAtS + 0.1 ? 0.4 : 1;
      values[i] = share * volts * Math.SQRT2 * (Math.sin(angle) + 0.03 * Math.sin(5 * angle));
    }
    const rest = { component: '', unit: 'V', side: null, primary: null, secondary: null };
    return { index, name, phase, values, ...rest };
  };
  return {
    kind: 'waveform',
    station: 'S',
    device: 'D',
    revision: '1999',
    encoding: 'utf-8',
    lineHz: 50,
    startMs: Date.parse('2026-11-16T12:09:30Z'),
    startNs: 0,
    triggerMs: null,
    timesMs: Float64Array.from({ length: n }, (_, i) => (1000 * i) / RATE_HZ),
    breaks: [],
    rates: [{ rateHz: RATE_HZ, endSample: n }],
    analogs: [analog('UA', 'A', 230, 0, 1), analog('UB', 'B', 226, -120, 2), analog('UC', 'C', 235, 120, 3)],
    digitals: [],
  };
}

const SETTINGS: ReportSettings = {
  zone: 'UTC',
  profile: 'en50160',
  udinV: 230,
  system: 'large',
  asked: null,
  minCompletenessPct: 90,
  withIdentity: false,
  supplyPoints: [],
  worst: null,
  bands: null,
  nowMs: 0,
};

/** u2 of three phasors 120° apart: |ΣU·a²ⁱ·…| / |ΣU|, in %. @source the definition of symmetrical components */
function u2Pct(a: number, b: number, c: number): number {
  const re = a - (b + c) / 2;
  const im = (Math.sqrt(3) / 2) * (b - c);
  return (100 * Math.hypot(re, im)) / (a + b + c);
}

describe('eleven minutes at 1200 Hz', () => {
  const calm = reportOfWaveform(recording(null), 'r.cfg', SETTINGS);

  test('one whole ten minutes: voltage, harmonic and unbalance as written', () => {
    expect(calm.completeness).toMatchObject({ expected: 1, known: 1, intervalS: 600 });
    const rms = Math.sqrt(1 + 0.03 ** 2);
    expect(row(calm, 'en50160-lv-95', 'B').judged.max).toBeCloseTo(((100 * 226) / 230) * rms, 2);
    expect(row(calm, 'en50160-lv-h5', 'C').judged).toMatchObject({ valid: 1, verdict: 'pass' });
    expect(row(calm, 'en50160-lv-h5', 'C').judged.max).toBeCloseTo(3, 2);
    expect(row(calm, 'en50160-lv-u2', 'total').judged.max).toBeCloseTo(u2Pct(230, 226, 235), 2);
  });

  test('frequency over ten seconds: sixty values of 50.1 Hz', () => {
    const f = row(calm, 'en50160-lv-f-99.5', 'total');
    expect([f.intervalS, f.judged.expected, f.judged.valid]).toEqual([10, 60, 60]);
    expect(f.judged.max).toBeCloseTo(HZ, 3);
    expect(calm.notes).not.toContain('frequency_interval');
  });

  test('what the rate does not show, and flicker, are not measured', () => {
    expect(calm.notMeasured).toEqual(expect.arrayContaining(['plt', 'thdu']));
  });

  test('a dip in it is an event, and EN 50160 leaves the ten minutes out', () => {
    const r = reportOfWaveform(recording(200), 'r.cfg', SETTINGS);
    expect(r.events.map((e) => e.kind)).toContain('dip');
    expect(row(r, 'en50160-lv-95', 'A').judged).toMatchObject({ valid: 0, flagged: 1, verdict: 'cannot_say' });
  });

  test('without a declared voltage, or shorter than ten minutes, it is refused in words', () => {
    expect(() => reportOfWaveform(recording(null), 'r.cfg', { ...SETTINGS, udinV: null })).toThrow('--udin');
    const short = { ...recording(null), startMs: Date.parse('2026-11-16T12:10:01Z') };
    expect(() => reportOfWaveform(short, 'r.cfg', SETTINGS)).toThrow('no whole ten minutes');
  });
});

test('tracks by hand: distortion to order 40, harmonics with their order, flags and periods', () => {
  const quantities = (['rms', 'thd', 'thd40', 'h5', 'h7'] as const).map((kind) => ({
    kind,
    channel: 'UA',
    unit: kind === 'rms' ? ('V' as const) : ('Pct' as const),
  }));
  const interval = (endMs: number, values: readonly number[], flagged: boolean) =>
    ({
      interval: '10min',
      startMs: endMs - 600_000,
      endMs,
      n: 3000,
      coveredPct: 100,
      flagged,
      hz: 50,
      values,
    }) as const;
  const found: RecordingAggregates = {
    quantities,
    blocks: [],
    cycles150: [],
    twoHours: [],
    tenMinutes: [
      interval(600_000, [231, 9, 4.5, 3.5, Number.NaN], false),
      interval(1_200_000, [229, 8, 4, 3, Number.NaN], true),
    ],
    frequency: [{ endMs: 10_000, hz: 50.02, flagged: false }],
    orderMax: 50,
    reference: 'UA',
  };
  const tracks = waveTracks({ connection: 'LN', members: [{ channel: 'A', index: 0, name: 'UA' }] }, found);
  expect(tracks.map((t) => [t.phenomenon, t.order, t.channel, t.values])).toEqual([
    ['voltage', null, 'A', [231, 229]],
    ['thdu', null, 'A', [4.5, 4]],
    ['harmonic', 5, 'A', [3.5, 3]],
    ['frequency', null, 'total', [50.02]],
  ]);
  expect(tracks[0]?.flagged).toEqual([false, true]);
  const cut = tracks.map((t) => within(t, { fromMs: 600_000, toMs: 1_200_000 }).values);
  expect(cut).toEqual([[229], [4], [3], []]);
});
