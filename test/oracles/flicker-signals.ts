/** The test signals of IEC 61000-4-15 edition 2 and the points of its tables, typed in from standards.md 2.2 to 2.4. */
import type { Lamp, LineHz } from '../../collector/measure/flicker/chain.ts';

export interface Supply {
  readonly lamp: Lamp;
  readonly lineHz: LineHz;
}

export interface Modulation {
  readonly shape: 'sine' | 'rectangular';
  readonly hz: number;
  /** ΔV/V peak to peak, %. */
  readonly changePct: number;
}

/** Samples `[from, from + count)` of a modulated carrier of `volts` RMS; both begin at phase 0. */
export function modulated(
  m: Modulation,
  {
    lineHz,
    rateHz,
    volts,
    from,
    count,
  }: { lineHz: number; rateHz: number; volts: number; from: number; count: number },
): Float64Array {
  const out = new Float64Array(count);
  const half = m.changePct / 200;
  const carrier = oneRound(lineHz, rateHz, volts * Math.SQRT2);
  for (let i = 0; i < count; i++) {
    const t = (from + i) / rateHz;
    const cycle = t * m.hz + 1e-9;
    const wave = m.shape === 'sine' ? Math.sin(2 * Math.PI * m.hz * t) : cycle - Math.floor(cycle) < 0.5 ? 1 : -1;
    out[i] = (1 + half * wave) * carrier[(from + i) % carrier.length]!;
  }
  return out;
}

/** The carrier until it meets the same samples again; both frequencies are whole numbers. */
function oneRound(lineHz: number, rateHz: number, peak: number): Float64Array {
  let [a, b] = [rateHz, lineHz];
  while (b > 0) [a, b] = [b, a % b];
  return Float64Array.from({ length: rateHz / a }, (_, i) => peak * Math.sin((2 * Math.PI * lineHz * i) / rateHz));
}

type Points = readonly (readonly [hz: number, changePct: number])[];

/** Pairs "hz:pct" as the tables list them. */
const points = (text: string): Points =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [hz = '', pct = ''] = pair.split(':');
      return [hz === '33.3' ? 100 / 3 : Number(hz), Number(pct)];
    });

/** Sine modulation that gives Pinst,max = 1. */
export const TABLE_1: Readonly<Record<Lamp, Points>> = {
  230: points(`0.5:2.325 1:1.397 1.5:1.067 2:0.879 2.5:0.747 3:0.645 3.5:0.564 4:0.497 4.5:0.442 5:0.396 5.5:0.357
    6:0.325 6.5:0.300 7:0.280 7.5:0.265 8:0.256 8.8:0.250 9.5:0.254 10:0.261 10.5:0.271 11:0.283 11.5:0.298 12:0.314
    13:0.351 14:0.393 15:0.438 16:0.486 17:0.537 18:0.590 19:0.646 20:0.704 21:0.764 22:0.828 23:0.894 24:0.964
    25:1.037 33.3:2.128`),
  120: points(`0.5:2.453 1:1.465 1.5:1.126 2:0.942 2.5:0.815 3:0.717 3.5:0.637 4:0.570 4.5:0.514 5:0.466 5.5:0.426
    6:0.393 6.5:0.366 7:0.346 7.5:0.332 8:0.323 8.8:0.321 9.5:0.329 10:0.341 10.5:0.355 11:0.373 11.5:0.394 12:0.417
    13:0.469 14:0.528 15:0.592 16:0.660 17:0.734 18:0.811 19:0.892 20:0.977 21:1.067 22:1.160 23:1.257 24:1.359
    25:1.464 33.3:2.570 40:4.393`),
};

/** Rectangular modulation that gives Pinst,max = 1. */
export const TABLE_2: Readonly<Record<Lamp, Points>> = {
  230: points(`0.5:0.509 1:0.467 1.5:0.429 2:0.398 2.5:0.370 3:0.352 3.5:0.342 4:0.332 4.5:0.312 5:0.291 5.5:0.268
    6:0.248 6.5:0.231 7:0.216 7.5:0.207 8:0.199 8.8:0.196 9.5:0.199 10:0.203 10.5:0.212 11:0.222 11.5:0.233 12:0.245
    13:0.272 14:0.308 15:0.341 16:0.376 17:0.411 18:0.446 19:0.497 20:0.553 21:0.585 21.5:0.592 22:0.612 23:0.680
    24:0.743 25:0.764 25.5:0.806 28:0.915 30.5:0.847 33.3:1.671`),
  120: points(`0.5:0.598 1:0.548 1.5:0.503 2:0.469 2.5:0.439 3:0.419 3.5:0.408 4:0.394 4.5:0.373 5:0.348 5.5:0.324
    6:0.302 6.5:0.283 7:0.269 7.5:0.258 8:0.253 8.8:0.252 9.5:0.258 10:0.266 10.5:0.278 11:0.292 11.5:0.308 12:0.324
    13:0.367 14:0.411 15:0.457 16:0.509 17:0.575 18:0.626 19:0.688 20:0.746 21:0.815 21.5:0.837 22:0.851 23:0.946
    24:1.067 25:1.088 25.5:1.072 28:1.383 30.5:1.602 33.3:1.823 37:1.304 40:3.451`),
};

/** Rectangular modulation that gives Pst = 1: changes per minute (two a period) and ΔV/V, %. */
export const TABLE_5: readonly { readonly supply: Supply; readonly points: Points }[] = [
  {
    supply: { lamp: 230, lineHz: 50 },
    points: points('1:2.715 2:2.191 7:1.450 39:0.894 110:0.722 1620:0.407 4000:2.343'),
  },
  {
    supply: { lamp: 120, lineHz: 60 },
    points: points('1:3.181 2:2.564 7:1.694 39:1.040 110:0.844 1620:0.548 4800:4.837'),
  },
  {
    supply: { lamp: 230, lineHz: 60 },
    points: points('1:2.719 2:2.194 7:1.450 39:0.895 110:0.723 1620:0.409 4800:3.263'),
  },
  {
    supply: { lamp: 120, lineHz: 50 },
    points: points('1:3.178 2:2.561 7:1.694 39:1.045 110:0.844 1620:0.545 4000:3.426'),
  },
];
