/** The straight line that lies above all points and nearest to them. */

/** `offsetMs` seen at `atMs`. */
export interface EdgePoint {
  readonly atMs: number;
  readonly offsetMs: number;
}

export interface EdgeLine {
  readonly atMs: number;
  readonly offsetMs: number;
  readonly slopePpm: number;
  /** Median distance of the points below the line, ms. */
  readonly medianBelowMs: number;
}

/**
 * Points in order of time; null for none. A span shorter than `slopeFromMs` gives no slope, and no slope is steeper than
 * `slopeMaxPpm`: the line then goes through the point that is highest along it.
 */
export function upperEdge(points: readonly EdgePoint[], slopeMaxPpm: number, slopeFromMs: number): EdgeLine | null {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const free = last.atMs - first.atMs < slopeFromMs ? 0 : slopeOverMean(points);
  const slopePpm = Math.max(-slopeMaxPpm, Math.min(slopeMaxPpm, free));
  const heights = points.map((p) => p.offsetMs - ((p.atMs - first.atMs) * slopePpm) / 1e6);
  const top = heights.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const below = heights.map((h) => top - h).sort((a, b) => a - b);
  return { atMs: first.atMs, offsetMs: top, slopePpm, medianBelowMs: below[below.length >> 1] ?? 0 };
}

/** Slope of the edge of the upper hull that lies over the mean of the times, ppm. */
function slopeOverMean(points: readonly EdgePoint[]): number {
  const hull: EdgePoint[] = [];
  for (const p of points) {
    for (let b = hull.at(-1), a = hull.at(-2); a !== undefined && b !== undefined; b = hull.at(-1), a = hull.at(-2)) {
      if (turn(a, b, p) < 0) break;
      hull.pop();
    }
    hull.push(p);
  }
  const meanMs = points.reduce((sum, p) => sum + (p.atMs - (points[0]?.atMs ?? 0)), 0) / points.length;
  const at = meanMs + (points[0]?.atMs ?? 0);
  for (let n = 1; n < hull.length; n++) {
    const [a, b] = [hull[n - 1], hull[n]];
    if (a === undefined || b === undefined || b.atMs < at) continue;
    return b.atMs === a.atMs ? 0 : ((b.offsetMs - a.offsetMs) / (b.atMs - a.atMs)) * 1e6;
  }
  return 0;
}

/** Negative where a–b–c turns clockwise: b is a corner of the upper hull. */
function turn(a: EdgePoint, b: EdgePoint, c: EdgePoint): number {
  return (b.atMs - a.atMs) * (c.offsetMs - a.offsetMs) - (b.offsetMs - a.offsetMs) * (c.atMs - a.atMs);
}
