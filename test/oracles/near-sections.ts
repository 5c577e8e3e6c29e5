/** Slow and plain: distance of a point to every line by sampling the line finely. Oracle of the grid index. */
import { distanceM, type SectionLine } from '../../core/network/geo.ts';
import type { LonLat } from '../../core/network.ts';

export function sampledDistanceM(at: LonLat, line: SectionLine, steps = 4000): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const on = { lon: line.a.lon + t * (line.b.lon - line.a.lon), lat: line.a.lat + t * (line.b.lat - line.a.lat) };
    best = Math.min(best, distanceM(at, on));
  }
  return best;
}
