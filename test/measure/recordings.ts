/** Recordings made from formulas. */
import type { AnalogChannel, Recording } from '../../collector/formats/recording.ts';

export interface MadeChannel {
  readonly name: string;
  readonly unit: string;
  /** Value at an instant, s after the start. */
  readonly at: (s: number) => number;
}

export interface MadeOptions {
  readonly rateHz: number;
  readonly seconds: number;
  readonly lineHz?: number;
  readonly startMs?: number;
  /** Samples left out, s: `[from, to)`. */
  readonly gaps?: readonly (readonly [number, number])[];
}

export function madeRecording(channels: readonly MadeChannel[], o: MadeOptions): Recording {
  const n = Math.round(o.seconds * o.rateHz);
  const isGap = (s: number) => (o.gaps ?? []).some(([from, to]) => s >= from && s < to);
  const times = Array.from({ length: n }, (_, i) => i / o.rateHz).filter((s) => !isGap(s));
  const breaks = times.flatMap((s, i) => (i > 0 && s - times[i - 1]! > 1.5 / o.rateHz ? [i] : []));
  const analogs = channels.map(
    (c, i): AnalogChannel => ({
      index: i + 1,
      name: c.name,
      phase: '',
      component: '',
      unit: c.unit,
      side: 'P',
      primary: 1,
      secondary: 1,
      values: Float64Array.from(times, c.at),
    }),
  );
  return {
    kind: 'waveform',
    station: 's',
    device: 'd',
    revision: '1999',
    encoding: 'utf-8',
    lineHz: o.lineHz ?? 50,
    startMs: o.startMs ?? 0,
    startNs: 0,
    triggerMs: null,
    timesMs: Float64Array.from(times, (s) => 1000 * s),
    breaks,
    rates: [{ rateHz: o.rateHz, endSample: times.length }],
    analogs,
    digitals: [],
  };
}

/** Sum of cosines and sines: RMS, order (may be fractional), phase in degrees as a sine. */
export type Part = readonly [order: number, rmsV: number, phaseDeg?: number];

export const wave =
  (hz: number, parts: readonly Part[], dcV = 0) =>
  (s: number): number =>
    parts.reduce(
      (sum, [order, rms, deg]) =>
        sum + Math.SQRT2 * rms * Math.sin(2 * Math.PI * order * hz * s + ((deg ?? 0) * Math.PI) / 180),
      dcV,
    );

/** Three phases alike, 120° apart, of RMS `rmsV`. */
export const threePhases = (hz: number, rmsV: number): MadeChannel[] =>
  ['UA', 'UB', 'UC'].map((name, i) => ({ name, unit: 'V', at: wave(hz, [[1, rmsV, -120 * i + 20]]) }));
