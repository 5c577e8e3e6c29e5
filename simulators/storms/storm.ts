/** Cells of an hour or two that drift over the substation's area and throw strokes around their middle. */
import type { LonLat } from '../../core/network.ts';
import { moved, offsetM } from '../grid/place.ts';
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import type { Storm, TrueStroke } from './types.ts';

/** Afternoon and evening: when summer storms come in the Pearl River delta. */
const HOURS: readonly (readonly [number, number])[] = [
  [13, 1],
  [14, 2],
  [15, 3],
  [16, 3],
  [17, 3],
  [18, 2],
  [20, 1],
  [2, 0.5],
];
/** Median first-stroke current and spread. @source IEEE: P(I > i) = 1 / (1 + (i/31)^2.6). */
const MEDIAN_KA = 31;
const SPREAD = 2.6;

export interface StormPlan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly centre: LonLat;
  readonly count: number;
}

export function makeStorms(plan: StormPlan, rng: Rng): Storm[] {
  const days = Math.max(1, Math.floor((plan.toMs - plan.fromMs) / DAY_MS));
  const picked = rng.shuffled(Array.from({ length: days }, (_, d) => d)).slice(0, plan.count);
  return picked
    .sort((a, b) => a - b)
    .map((day) => {
      const hour = rng.weighted(HOURS) + rng.next();
      const startMs = dayStart(plan.fromMs + day * DAY_MS + DAY_MS / 2) + hour * HOUR_MS;
      return oneStorm(startMs, plan.centre, rng.fork(`storm${day}`));
    })
    .filter((s) => s.startMs >= plan.fromMs && s.endMs <= plan.toMs);
}

export function oneStorm(startMs: number, centre: LonLat, rng: Rng): Storm {
  const lastsMs = rng.range(60, 130) * MINUTE_MS;
  const headingDeg = rng.range(20, 110);
  const speedMs = rng.range(5, 10);
  const passM = rng.normal(0, 2500);
  const half = (speedMs * lastsMs) / 2000;
  const begin = moved(moved(centre, headingDeg + 180, half), headingDeg + 90, passM);
  const strokes: TrueStroke[] = [];
  for (let t = 0; t < lastsMs; t += rng.exponential(11_000)) {
    const life = Math.sin((Math.PI * t) / lastsMs);
    if (!rng.chance(life)) continue;
    const middle = moved(begin, headingDeg, (speedMs * t) / 1000);
    const at = moved(moved(middle, 90, rng.normal(0, 3200)), 0, rng.normal(0, 3200));
    const cloud = rng.chance(0.35);
    const ka = MEDIAN_KA * (1 / Math.max(rng.next(), 0.004) - 1) ** (1 / SPREAD) * (cloud ? 0.3 : 1);
    strokes.push({ timeMs: startMs + t, at, peakKa: (rng.chance(0.9) ? -1 : 1) * Math.max(3, ka), cloud });
    for (let n = cloud ? 0 : rng.poisson(1.2), dt = 0; n > 0; n--) {
      dt += rng.range(30, 120);
      strokes.push({
        timeMs: startMs + t + dt,
        at: moved(at, rng.range(0, 360), 40),
        peakKa: -Math.max(3, ka * 0.45),
        cloud: false,
      });
    }
  }
  strokes.sort((a, b) => a.timeMs - b.timeMs);
  return { startMs, endMs: startMs + lastsMs, strokes };
}

/** Sees `pct` % of the strokes, with a heavy-tailed error of position and about 16 % error of current. */
export function detectStrokes(storms: readonly Storm[], pct: number, errorKm: number, rng: Rng) {
  const seen: {
    readonly timeMs: number;
    readonly at: LonLat;
    readonly peakKa: number;
    readonly major: number;
    readonly minor: number;
    readonly bearing: number;
    readonly cloud: boolean;
  }[] = [];
  for (const storm of storms) {
    for (const stroke of storm.strokes) {
      // Weak strokes are missed more often: half at 5 kA.
      const p = (pct / 100) * (Math.abs(stroke.peakKa) < 8 ? 0.7 : 1.08);
      if (!rng.chance(p)) continue;
      const major = errorKm * rng.logNormal(1, 0.35);
      const minor = major * rng.range(0.45, 0.9);
      const bearing = rng.range(0, 180);
      // A normal divided by a chi gives Student's t with about four degrees of freedom: the long tail of real networks.
      const tail = 1 / Math.sqrt((rng.exponential(2) + rng.exponential(2)) / 4);
      const sigma = 1 / 1.17741;
      const at = moved(
        moved(stroke.at, bearing, rng.normal(0, major * 1000 * sigma) * tail),
        bearing + 90,
        rng.normal(0, minor * 1000 * sigma) * tail,
      );
      seen.push({
        timeMs: stroke.timeMs,
        at,
        peakKa: stroke.peakKa * rng.logNormal(1, 0.19),
        major,
        minor,
        bearing,
        cloud: stroke.cloud,
      });
    }
  }
  return seen;
}

/** True if the moment lies in a storm or in the half hour of wind around it. */
export const inStorm = (storms: readonly Storm[], ms: number): boolean =>
  storms.some((s) => ms > s.startMs - 20 * MINUTE_MS && ms < s.endMs + 20 * MINUTE_MS);

export const distanceM = (a: LonLat, b: LonLat): number => {
  const d = offsetM(a, b);
  return Math.hypot(d.east, d.north);
};
