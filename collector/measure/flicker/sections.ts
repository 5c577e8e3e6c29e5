/** Discrete filters: each analogue section as a difference equation, its memory four plain numbers. */
import { type Analogue, gainAt } from './chain.ts';

/** y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂. */
export interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** x₁, x₂, y₁, y₂. */
export type Memory = [number, number, number, number];

export const atRest = (): Memory => [0, 0, 0, 0];

/** Bilinear transform, prewarped: equal to the analogue section at its `keyHz`. */
export function bilinear(analogue: Analogue, rateHz: number): Section {
  const w = 2 * Math.PI * analogue.keyHz;
  const k = w / Math.tan(w / (2 * rateHz));
  const [n2, n1, n0] = analogue.numerator;
  const [d2, d1, d0] = analogue.denominator;
  if (d2 === 0) {
    // First order: as a second order its pole and zero at half the rate would only cancel but for rounding.
    const scale = d1 * k + d0;
    return { b0: (n1 * k + n0) / scale, b1: (n0 - n1 * k) / scale, b2: 0, a1: (d0 - d1 * k) / scale, a2: 0 };
  }
  const scale = d2 * k * k + d1 * k + d0;
  return {
    b0: (n2 * k * k + n1 * k + n0) / scale,
    b1: (2 * (n0 - n2 * k * k)) / scale,
    b2: (n2 * k * k - n1 * k + n0) / scale,
    a1: (2 * (d0 - d2 * k * k)) / scale,
    a2: (d2 * k * k - d1 * k + d0) / scale,
  };
}

/**
 * Poles where the analogue section has them, numerator such that the gain is the analogue one at 0 Hz and at `exactHz`:
 * unlike the bilinear transform it does not squeeze the frequencies between. For sections of second order.
 * @source M. Vicanek, Matched Second Order Digital Filters, 2016
 */
export function matched(analogue: Analogue, rateHz: number, exactHz: readonly [number, number]): Section {
  const [d2, d1, d0] = analogue.denominator;
  const bend = d1 * d1 - 4 * d2 * d0;
  const turn = Math.sqrt(Math.abs(bend)) / (2 * d2 * rateHz);
  const shrink = Math.exp(-d1 / (2 * d2 * rateHz));
  const a1 = -2 * shrink * (bend < 0 ? Math.cos(turn) : Math.cosh(turn));
  const a2 = shrink * shrink;
  const [first, second] = exactHz.map((hz) => {
    const phi = Math.sin((Math.PI * hz) / rateHz) ** 2;
    const size = (1 + a1 + a2) ** 2 * (1 - phi) + (1 - a1 + a2) ** 2 * phi - 16 * a2 * phi * (1 - phi);
    return { phi, wanted: gainAt(analogue, hz) ** 2 * size };
  }) as [{ phi: number; wanted: number }, { phi: number; wanted: number }];
  const atZero = (gainAt(analogue, 0) * (1 + a1 + a2)) ** 2;
  // |numerator|² = atZero·(1−φ) + atHalf·φ + cross·4φ(1−φ), with φ = sin² of half the angle.
  const left = (p: { phi: number; wanted: number }) => (p.wanted - atZero * (1 - p.phi)) / p.phi;
  const cross = (left(second) - left(first)) / (4 * (first.phi - second.phi));
  const atHalf = left(first) - 4 * cross * (1 - first.phi);
  const [low, high] = [Math.sqrt(atZero), Math.sqrt(atHalf)];
  const sum = (low + high) / 2;
  const b0 = (sum + Math.sqrt(sum * sum + cross)) / 2;
  return { b0, b1: (low - high) / 2, b2: -cross / (4 * b0), a1, a2 };
}

/** Filter `values[0..count)` in place; `memory` goes on. */
export function runSection(section: Section, memory: Memory, values: Float64Array, count: number): void {
  const { b0, b1, b2, a1, a2 } = section;
  let [x1, x2, y1, y2] = memory;
  for (let i = 0; i < count; i++) {
    const x = values[i]!;
    const y = b0 * x + b1 * x1 + (b2 * x2 - a2 * y2) - a1 * y1;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    values[i] = y;
  }
  memory[0] = x1;
  memory[1] = x2;
  memory[2] = y1;
  memory[3] = y2;
}
