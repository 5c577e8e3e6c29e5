/** Small geometry on the ground: metres to degrees and back, good for the 20 km of one substation. */
import type { LonLat } from '../../core/network.ts';

/** Metres per degree of latitude (mean earth radius). */
const M_PER_DEG = 111_195;

/** The point `distanceM` away from `at`; bearing in degrees clockwise from north. */
export function moved(at: LonLat, bearingDeg: number, distanceM: number): LonLat {
  const rad = (bearingDeg * Math.PI) / 180;
  return {
    lon: at.lon + (distanceM * Math.sin(rad)) / (M_PER_DEG * Math.cos((at.lat * Math.PI) / 180)),
    lat: at.lat + (distanceM * Math.cos(rad)) / M_PER_DEG,
  };
}

/** East and north of `to` as seen from `from`, m. */
export function offsetM(from: LonLat, to: LonLat): { readonly east: number; readonly north: number } {
  return {
    east: (to.lon - from.lon) * M_PER_DEG * Math.cos((from.lat * Math.PI) / 180),
    north: (to.lat - from.lat) * M_PER_DEG,
  };
}

/** Distance of a point from the straight line between two others, m. */
export function distanceToLineM(at: LonLat, a: LonLat, b: LonLat): number {
  const p = offsetM(a, at);
  const d = offsetM(a, b);
  const len2 = d.east * d.east + d.north * d.north;
  const t = len2 === 0 ? 0 : Math.min(1, Math.max(0, (p.east * d.east + p.north * d.north) / len2));
  return Math.hypot(p.east - t * d.east, p.north - t * d.north);
}

export function between(a: LonLat, b: LonLat, share: number): LonLat {
  return { lon: a.lon + (b.lon - a.lon) * share, lat: a.lat + (b.lat - a.lat) * share };
}

/** Six decimals are 0.1 m. */
export const rounded = (at: LonLat): LonLat => ({
  lon: Math.round(at.lon * 1e6) / 1e6,
  lat: Math.round(at.lat * 1e6) / 1e6,
});
