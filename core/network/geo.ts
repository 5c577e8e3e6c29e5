/**
 * Metres on the ground for strokes and lines: a local flat projection, distances, and a uniform grid index over
 * line sections. WGS 84 in, metres out. Good to about 0.5 % within 50 km of the origin.
 */
import type { SectionId } from '../ids.ts';
import type { LonLat } from '../network.ts';

/** Flat coordinates in metres, x east, y north of the projection's origin. */
export interface PointM {
  readonly xM: number;
  readonly yM: number;
}

export interface Projection {
  readonly origin: LonLat;
  toMetres(at: LonLat): PointM;
  toLonLat(at: PointM): LonLat;
}

const DEG = Math.PI / 180;

/**
 * Metres per degree of latitude and longitude at a latitude.
 * @source series of the WGS 84 ellipsoid, as printed in the US NGA geodesy notes ("length of a degree").
 */
export function metresPerDegree(latDeg: number): { readonly lat: number; readonly lon: number } {
  const f = latDeg * DEG;
  return {
    lat: 111_132.92 - 559.82 * Math.cos(2 * f) + 1.175 * Math.cos(4 * f),
    lon: 111_412.84 * Math.cos(f) - 93.5 * Math.cos(3 * f) + 0.118 * Math.cos(5 * f),
  };
}

/** Flat projection around `origin` (equirectangular, scales of the ellipsoid at the origin). */
export function localProjection(origin: LonLat): Projection {
  const scale = metresPerDegree(origin.lat);
  return {
    origin,
    toMetres: (at) => ({ xM: (at.lon - origin.lon) * scale.lon, yM: (at.lat - origin.lat) * scale.lat }),
    toLonLat: (at) => ({ lon: origin.lon + at.xM / scale.lon, lat: origin.lat + at.yM / scale.lat }),
  };
}

/** Distance between two places in metres; scales taken half-way between them. */
export function distanceM(a: LonLat, b: LonLat): number {
  const scale = metresPerDegree((a.lat + b.lat) / 2);
  return Math.hypot((a.lon - b.lon) * scale.lon, (a.lat - b.lat) * scale.lat);
}

/** Distance from `p` to the nearest point of the straight line from `a` to `b` (`a` = `b` is a point), metres. */
export function distanceToSegmentM(p: PointM, a: PointM, b: PointM): number {
  const { dxM, dyM } = offsetToSegment(p, a, b);
  return Math.hypot(dxM, dyM);
}

/** Vector from `p` to the nearest point of the segment: what an error ellipse needs (distance and direction). */
export function offsetToSegment(p: PointM, a: PointM, b: PointM): { readonly dxM: number; readonly dyM: number } {
  const ux = b.xM - a.xM;
  const uy = b.yM - a.yM;
  const length2 = ux * ux + uy * uy;
  const along = length2 === 0 ? 0 : ((p.xM - a.xM) * ux + (p.yM - a.yM) * uy) / length2;
  const t = Math.min(1, Math.max(0, along));
  return { dxM: a.xM + t * ux - p.xM, dyM: a.yM + t * uy - p.yM };
}

/** A line section on the ground. */
export interface SectionLine {
  readonly section: SectionId;
  readonly a: LonLat;
  readonly b: LonLat;
}

export interface NearSection {
  readonly section: SectionId;
  readonly distanceM: number;
}

export interface SectionIndex {
  readonly projection: Projection;
  /** Ends of a section in metres; null for a section that is not in the index. */
  line(section: SectionId): { readonly a: PointM; readonly b: PointM } | null;
  /** Sections no further than `radiusM` from the place, nearest first (ties by id). */
  near(at: LonLat, radiusM: number): readonly NearSection[];
}

/** Side of an index cell, m: about a span of a few poles, so that a stroke's ellipse touches tens of cells. */
const CELL_M = 500;
/** A line over more cells than this goes to a list that every query looks at: one bad coordinate must not eat memory. */
const CELLS_MAX = 20_000;
/** Cell keys are `ix · KEY_STRIDE + iy`; wide enough for ±500 000 km. */
const KEY_STRIDE = 2 ** 21;

/** Build the index; sections without coordinates at both ends are simply not passed in. Empty input is allowed. */
export function buildSectionIndex(lines: readonly SectionLine[]): SectionIndex {
  const projection = localProjection(middle(lines));
  const flat = lines.map((l) => ({
    section: l.section,
    a: projection.toMetres(l.a),
    b: projection.toMetres(l.b),
  }));
  const bySection = new Map(flat.map((l) => [l.section, l]));
  const cells = new Map<number, number[]>();
  const everywhere: number[] = [];
  flat.forEach((line, i) => {
    const keys = cellsOf(line.a, line.b);
    if (keys === null) everywhere.push(i);
    else for (const key of keys) push(cells, key, i);
  });
  const seen = new Uint32Array(flat.length);
  let stamp = 0;

  return {
    projection,
    line: (section) => bySection.get(section) ?? null,
    near(at, radiusM) {
      const p = projection.toMetres(at);
      const out: NearSection[] = [];
      stamp += 1;
      const look = (i: number): void => {
        if (seen[i] === stamp) return;
        seen[i] = stamp;
        const line = flat[i];
        if (line === undefined) return;
        const d = distanceToSegmentM(p, line.a, line.b);
        if (d <= radiusM) out.push({ section: line.section, distanceM: d });
      };
      everywhere.forEach(look);
      for (const key of cellsAround(p, radiusM, cells)) cells.get(key)?.forEach(look);
      return out.sort((x, y) => x.distanceM - y.distanceM || (x.section < y.section ? -1 : 1));
    },
  };
}

function middle(lines: readonly SectionLine[]): LonLat {
  if (lines.length === 0) return { lon: 0, lat: 0 };
  const mid = (values: number[]): number => values.sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? 0;
  return { lon: mid(lines.map((l) => l.a.lon)), lat: mid(lines.map((l) => l.a.lat)) };
}

const cell = (m: number): number => Math.floor(m / CELL_M);

/** Cells the segment may pass: those whose centre is no further than half a diagonal. null = too many. */
function cellsOf(a: PointM, b: PointM): number[] | null {
  const [x0, x1] = [cell(Math.min(a.xM, b.xM)), cell(Math.max(a.xM, b.xM))];
  const [y0, y1] = [cell(Math.min(a.yM, b.yM)), cell(Math.max(a.yM, b.yM))];
  if (!((x1 - x0 + 1) * (y1 - y0 + 1) <= CELLS_MAX)) return null;
  const reach = CELL_M * Math.SQRT1_2 * (1 + 1e-9);
  const keys: number[] = [];
  for (let ix = x0; ix <= x1; ix++) {
    for (let iy = y0; iy <= y1; iy++) {
      const centre = { xM: (ix + 0.5) * CELL_M, yM: (iy + 0.5) * CELL_M };
      if (distanceToSegmentM(centre, a, b) <= reach) keys.push(ix * KEY_STRIDE + iy);
    }
  }
  return keys;
}

/** Keys to look at for a circle; when it covers more cells than are filled, simply all filled ones. */
function cellsAround(p: PointM, radiusM: number, cells: ReadonlyMap<number, unknown>): Iterable<number> {
  const [x0, x1] = [cell(p.xM - radiusM), cell(p.xM + radiusM)];
  const [y0, y1] = [cell(p.yM - radiusM), cell(p.yM + radiusM)];
  if (!((x1 - x0 + 1) * (y1 - y0 + 1) <= cells.size)) return cells.keys();
  const keys: number[] = [];
  for (let ix = x0; ix <= x1; ix++) for (let iy = y0; iy <= y1; iy++) keys.push(ix * KEY_STRIDE + iy);
  return keys;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
