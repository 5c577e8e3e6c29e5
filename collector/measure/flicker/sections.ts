/** Discrete filters: each analogue section as a difference equation, its memory four plain numbers. */
import type { Analogue } from './chain.ts';

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
