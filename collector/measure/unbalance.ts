/** Unbalance of three voltages: from phasors of the fundamental, or from the three phase-phase magnitudes. */

/** A complex number: RMS phasor. */
export interface Phasor {
  readonly re: number;
  readonly im: number;
}

export interface Unbalance {
  /** Negative over positive sequence, %. */
  readonly u2Pct: number;
  /** Zero over positive sequence, %; NaN where only phase-phase voltages are known: they hold no zero sequence. */
  readonly u0Pct: number;
}

/** Three phase-phase voltages go round a triangle: a rest above this share of the largest means one was wired backwards. */
const TRIANGLE_REST_MAX = 0.1;

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

/** From phase-neutral phasors of a four-wire system. NaN where one is unknown or there is no positive sequence. */
export function unbalanceOfPhases(a: Phasor, b: Phasor, c: Phasor): Unbalance {
  const { zero, positive, negative } = sequences(a, b, c);
  if (!(positive > 0)) return { u2Pct: Number.NaN, u0Pct: Number.NaN };
  return { u2Pct: (100 * negative) / positive, u0Pct: (100 * zero) / positive };
}

/**
 * From phase-phase phasors AB, BC, CA. Where they do not close the triangle one of them was recorded backwards, and
 * their magnitudes decide.
 */
export function unbalanceOfPairs(ab: Phasor, bc: Phasor, ca: Phasor): Unbalance {
  const { zero, positive, negative } = sequences(ab, bc, ca);
  const magnitudes = [ab, bc, ca].map((p) => Math.hypot(p.re, p.im)) as [number, number, number];
  const closes = 3 * zero <= TRIANGLE_REST_MAX * Math.max(...magnitudes);
  const u2 = closes ? (positive > 0 ? (100 * negative) / positive : Number.NaN) : u2Pct(...magnitudes);
  return { u2Pct: u2, u0Pct: Number.NaN };
}

/** Magnitudes of the symmetrical components of the first of the three. */
export function sequences(a: Phasor, b: Phasor, c: Phasor): { zero: number; positive: number; negative: number } {
  const [cos, sin] = [-0.5, Math.sqrt(0.75)];
  // b and c turned forwards (b by 120°, c by 240°) and backwards.
  const part = (sign: number): number =>
    Math.hypot(
      a.re + cos * (b.re + c.re) - sign * sin * (b.im - c.im),
      a.im + cos * (b.im + c.im) + sign * sin * (b.re - c.re),
    ) / 3;
  return { zero: Math.hypot(a.re + b.re + c.re, a.im + b.im + c.im) / 3, positive: part(1), negative: part(-1) };
}
