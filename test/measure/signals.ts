/** Sampled test signals. */
export interface SignalOptions {
  readonly hz: number;
  readonly rateHz: number;
  readonly seconds: number;
  readonly rmsV: number;
  /** Relative amplitude at an instant, s. */
  readonly envelope?: (s: number) => number;
  /** Share of the fifth harmonic. */
  readonly fifth?: number;
  readonly phaseRad?: number;
  readonly noise?: () => number;
}

export const voltsAt = (o: SignalOptions, s: number): number => {
  const w = 2 * Math.PI * o.hz * s + (o.phaseRad ?? 0);
  const wave = Math.sin(w) + (o.fifth ?? 0) * Math.sin(5 * w);
  return Math.SQRT2 * o.rmsV * wave * (o.envelope?.(s) ?? 1);
};

export function sampled(o: SignalOptions): { readonly timesMs: Float64Array; readonly values: Float64Array } {
  const n = Math.round(o.seconds * o.rateHz);
  const timesMs = Float64Array.from({ length: n }, (_, i) => (i * 1000) / o.rateHz);
  return { timesMs, values: timesMs.map((t) => voltsAt(o, t / 1000) + (o.noise?.() ?? 0)) };
}

/** Reduced amplitude in `[fromS, toS)`; a thousandth of a sample of slack for times like 0.1 + 0.2. */
export const dipEnvelope = (fromS: number, toS: number, residual: number) => (s: number) =>
  s >= fromS - 1e-9 && s < toS - 1e-9 ? residual : 1;
