/**
 * Slow, exact oracle: Fourier coefficients of a signal known as a formula, by direct summation over a stated stretch of
 * time, and the groups of a window's bins written out order by order. It shares nothing with the product.
 */
export type Volts = (s: number) => number;

/** Points of the rectangle rule: the signals have nothing above 15 kHz in 0.2 s. */
const POINTS = 16_384;

/** RMS of the part that turns `k` times in `[fromS, toS)`. Direct O(n) sum for each k. */
export function binRms(volts: Float64Array, k: number): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < volts.length; i++) {
    const angle = (2 * Math.PI * ((k * i) % volts.length)) / volts.length;
    re += volts[i]! * Math.cos(angle);
    im += volts[i]! * Math.sin(angle);
  }
  return (Math.SQRT2 * Math.hypot(re, im)) / volts.length;
}

export function finely(u: Volts, fromS: number, toS: number, points = POINTS): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => u(fromS + (i * (toS - fromS)) / points));
}

/** Order h of a window with `cycles` cycles: three bins (subgroup), or all up to half way, the last two by half. */
export function groupsOf(volts: Float64Array, cycles: 10 | 12, h: number): { subgroup: number; group: number } {
  const square = (offset: number) => binRms(volts, h * cycles + offset) ** 2;
  const near = square(-1) + square(0) + square(1);
  const whole = cycles === 10 ? [-4, -3, -2, 2, 3, 4] : [-5, -4, -3, -2, 2, 3, 4, 5];
  const edge = cycles === 10 ? 5 : 6;
  const group = near + whole.reduce((sum, o) => sum + square(o), 0) + 0.5 * square(-edge) + 0.5 * square(edge);
  return { subgroup: Math.sqrt(near), group: Math.sqrt(group) };
}
