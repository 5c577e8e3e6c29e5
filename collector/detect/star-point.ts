/**
 * Where the star point lies in the triangle of the phase-phase voltages. An equilateral triangle of side L is kept by
 * the network above; a star point (neutral of the loads, earth of an unearthed network) displaced by d from its centre
 * sees the phases with Ua, Ub, Uc. Any point: Ua² + Ub² + Uc² = L² + 3d² (Leibniz), and the three magnitudes fit one
 * point only where 3(Ua⁴ + Ub⁴ + Uc⁴ + L⁴) = (Ua² + Ub² + Uc² + L²)². All in one unit; percent of the phase voltage here.
 * @source plane geometry (Leibniz; distances of a point from an equilateral triangle's corners)
 */

export interface StarPoint {
  /** Side of the triangle, in the unit of the phases: √3 times the phase voltage. */
  readonly side: number;
  /** Distance of the star point from the centre, same unit. */
  readonly displacement: number;
}

/** The quadratic's discriminant may come out this much below 0 through noise, as a share of its terms. */
const NOISE_PU = 0.02;

/**
 * Side and displacement from the three magnitudes alone; null where no triangle fits or one is unknown. Side and
 * displacement appear in the equation alike (r² and d² may change places): the larger is taken for the side's, so a
 * star point outside the circle through the corners is not found.
 */
export function starPoint(a: number, b: number, c: number): StarPoint | null {
  const squares = a * a + b * b + c * c;
  const fourths = a ** 4 + b ** 4 + c ** 4;
  const terms = 3 * squares * squares;
  const discriminant = terms - 6 * fourths;
  if (!(discriminant >= -NOISE_PU * terms)) return null;
  const side2 = (squares + Math.sqrt(Math.max(0, discriminant))) / 2;
  return { side: Math.sqrt(side2), displacement: Math.sqrt(Math.max(0, (squares - side2) / 3)) };
}

/** With the three phase-phase voltages measured too: exact for any triangle. NaN where one is unknown. */
export function starPointInTriangle(
  phases: readonly [number, number, number],
  pairs: readonly [number, number, number],
): StarPoint {
  const sum = (v: readonly number[]): number => v.reduce((s, x) => s + x * x, 0);
  const side2 = sum(pairs) / 3;
  return { side: Math.sqrt(side2), displacement: Math.sqrt(Math.max(0, (sum(phases) - side2) / 3)) };
}
