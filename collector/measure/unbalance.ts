/** Negative-sequence unbalance from the three phase-phase magnitudes. */

/**
 * u2 in %, from phase-phase voltages of the fundamental. With RMS values of a meter instead it is an approximation.
 * NaN where one is unknown or all are 0.
 * @source IEC 61000-4-30:2015 5.7.1
 */
export function u2Pct(u12V: number, u23V: number, u31V: number): number {
  const [a, b, c] = [u12V ** 2, u23V ** 2, u31V ** 2];
  const beta = (a * a + b * b + c * c) / (a + b + c) ** 2;
  const root = Math.sqrt(Math.min(1, Math.max(0, 3 - 6 * beta)));
  return 100 * Math.sqrt((1 - root) / (1 + root));
}
