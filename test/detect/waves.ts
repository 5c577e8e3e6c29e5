/** Recordings made of formulas, for detectors that need waveforms. */
import type { Recording } from '../../collector/formats/recording.ts';

export interface WaveSpec {
  readonly seconds: number;
  /** Relative amplitude of each phase at an instant, s. */
  readonly envelopes: readonly ((s: number) => number)[];
  /** Added to each phase, V. */
  readonly extra?: (s: number, phase: number) => number;
  readonly hz?: number;
  readonly lineHz?: number;
  readonly rateHz?: number;
  readonly rmsV?: number;
  /** Angle of phase A at 0 s. */
  readonly startRad?: number;
  readonly breaks?: readonly number[];
}

export function recordingOf(w: WaveSpec): Recording {
  const { hz = 50, rateHz = 6400, rmsV = 230 } = w;
  const n = Math.round(w.seconds * rateHz);
  const timesMs = Float64Array.from({ length: n }, (_, i) => (i * 1000) / rateHz);
  return {
    kind: 'waveform',
    station: 's',
    device: 'd',
    revision: '1999',
    encoding: 'utf-8',
    lineHz: w.lineHz ?? 50,
    startMs: Date.UTC(2026, 6, 1),
    startNs: 0,
    triggerMs: null,
    timesMs,
    breaks: w.breaks ?? [],
    rates: [],
    digitals: [],
    analogs: w.envelopes.map((envelope, k) => ({
      index: k + 1,
      name: ['UA', 'UB', 'UC'][k] ?? '',
      phase: '',
      component: '',
      unit: 'V',
      side: 'P',
      primary: 1,
      secondary: 1,
      values: timesMs.map((t) => {
        const s = t / 1000;
        const angle = 2 * Math.PI * hz * s + (w.startRad ?? 0) - (k * 2 * Math.PI) / 3;
        return Math.SQRT2 * rmsV * envelope(s) * Math.sin(angle) + (w.extra?.(s, k) ?? 0);
      }),
    })),
  };
}
