/**
 * Chinese map coordinates to WGS 84. GCJ-02 shifts every place in mainland China by 300-700 m, BD-09 shifts GCJ-02
 * once more; CGCS2000 agrees with WGS 84 to centimetres.
 * @source the shift is not published officially; the series used here is the one every public map converter uses,
 * checked against the published pair 113.2644 E 23.1291 N = GCJ-02 113.269730, 23.126423.
 */
import type { LonLat } from '../../core/network.ts';

export const DATUMS = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;
export type Datum = (typeof DATUMS)[number];

/** Krasovsky 1940: semi-major axis in m, first eccentricity squared. */
const AXIS_M = 6_378_245;
const ECCENTRICITY2 = 0.006_693_421_622_965_943;
const DEG = Math.PI / 180;
/** Degrees; far below the centimetre. */
const CLOSE_ENOUGH = 1e-9;

/** WGS 84 place of a coordinate given in `datum`. Outside China GCJ-02 has no shift. */
export function toWgs84(at: LonLat, datum: Datum): LonLat {
  if (datum === 'gcj02') return fromGcj02(at);
  if (datum === 'bd09') return fromGcj02(bd09ToGcj02(at));
  return at;
}

/** GCJ-02 place of a WGS 84 coordinate: the direction that has a formula. */
export function toGcj02(at: LonLat): LonLat {
  if (at.lon < 72.004 || at.lon > 137.8347 || at.lat < 0.8293 || at.lat > 55.8271) return at;
  const x = at.lon - 105;
  const y = at.lat - 35;
  const wave = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  const northM =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    wave +
    (20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * (2 / 3) +
    (160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * (2 / 3);
  const eastM =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    wave +
    (20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * (2 / 3) +
    (150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * (2 / 3);
  const phi = at.lat * DEG;
  const w2 = 1 - ECCENTRICITY2 * Math.sin(phi) ** 2;
  const meridianM = (AXIS_M * (1 - ECCENTRICITY2)) / w2 ** 1.5;
  const normalM = AXIS_M / Math.sqrt(w2);
  return { lon: at.lon + eastM / (normalM * Math.cos(phi)) / DEG, lat: at.lat + northM / meridianM / DEG };
}

/** The inverse has no formula: walk until the forward shift of the guess lands on the given place. */
function fromGcj02(at: LonLat): LonLat {
  let guess = at;
  for (let i = 0; i < 30; i++) {
    const there = toGcj02(guess);
    const next = { lon: guess.lon + at.lon - there.lon, lat: guess.lat + at.lat - there.lat };
    const moved = Math.abs(next.lon - guess.lon) + Math.abs(next.lat - guess.lat);
    guess = next;
    if (moved < CLOSE_ENOUGH) break;
  }
  return guess;
}

function bd09ToGcj02(at: LonLat): LonLat {
  const turn = (Math.PI * 3000) / 180;
  const x = at.lon - 0.0065;
  const y = at.lat - 0.006;
  const r = Math.hypot(x, y) - 0.000_02 * Math.sin(y * turn);
  const angle = Math.atan2(y, x) - 0.000_003 * Math.cos(x * turn);
  return { lon: r * Math.cos(angle), lat: r * Math.sin(angle) };
}
