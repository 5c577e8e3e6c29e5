/**
 * Slow, exact oracle for three phases: corners of the phase-phase triangle as points in the plane, the star point as
 * another, voltages as distances. It shares nothing with the product.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners of an equilateral triangle around 0, `u` from its centre: the phases of a sound supply of `u` volts. */
export function corners(u: number): readonly [Point, Point, Point] {
  const at = (k: number): Point => ({
    x: u * Math.cos((-2 * Math.PI * k) / 3),
    y: u * Math.sin((-2 * Math.PI * k) / 3),
  });
  return [at(0), at(1), at(2)];
}

export const distance = (p: Point, q: Point): number => Math.hypot(p.x - q.x, p.y - q.y);

/** Phase voltages seen from a star point. */
export function seenFrom(star: Point, [a, b, c]: readonly [Point, Point, Point]): [number, number, number] {
  return [distance(star, a), distance(star, b), distance(star, c)];
}

/** Where loads with these conductances pull a neutral that is broken (Millman); `earth` = conductance to the centre. */
export function millman(
  [a, b, c]: readonly [Point, Point, Point],
  g: readonly [number, number, number],
  earth: number,
): Point {
  const sum = g[0] + g[1] + g[2] + earth;
  return { x: (a.x * g[0] + b.x * g[1] + c.x * g[2]) / sum, y: (a.y * g[0] + b.y * g[1] + c.y * g[2]) / sum };
}

/** The star point that fits three voltages best, by searching the plane ever finer; `miss` = sum of squared errors. */
export function findStar(
  volts: readonly [number, number, number],
  triangle: readonly [Point, Point, Point],
  span: number,
): { readonly star: Point; readonly miss: number } {
  let star: Point = { x: 0, y: 0 };
  const missAt = (p: Point): number => seenFrom(p, triangle).reduce((s, v, i) => s + (v - (volts[i] ?? 0)) ** 2, 0);
  for (let step = span / 4; step > span * 1e-9; step /= 2) {
    for (const dx of [-2, -1, 0, 1, 2]) {
      for (const dy of [-2, -1, 0, 1, 2]) {
        const p = { x: star.x + dx * step, y: star.y + dy * step };
        if (missAt(p) < missAt(star)) star = p;
      }
    }
  }
  return { star, miss: missAt(star) };
}
