/**
 * The error ellipse of a located stroke: networks state the one that holds the true place with probability 50 %.
 * @source Gaussian errors in the plane: the p ellipse is √(ln(1−p)/ln 0.5) times the 50 % one; σ = a50/1.17741
 */
import { distanceToSegmentM, type PointM } from './geo.ts';

/** Semi-axes of the 50 % ellipse, km; bearing of the major axis, degrees clockwise from north. */
export interface Ellipse {
  readonly semiMajorKm: number;
  readonly semiMinorKm: number;
  readonly bearingDeg: number;
}

const M_PER_KM = 1000;
const AXIS_MIN_KM = 1e-3;

/** How many times the 50 % ellipse the one of probability `p` (0 ≤ p < 1) is. */
export const ellipseScale = (p: number): number => Math.sqrt(Math.log(1 - p) / Math.log(0.5));

/** Probability of the smallest ellipse about `centre` that reaches the line from `a` to `b`; 0 where it passes through. */
export function ellipseReaching(ellipse: Ellipse, centre: PointM, a: PointM, b: PointM): number {
  const bearing = (ellipse.bearingDeg * Math.PI) / 180;
  const [along, across] = [ellipse.semiMajorKm, ellipse.semiMinorKm].map(
    (km) => Math.max(AXIS_MIN_KM, km) * M_PER_KM,
  ) as [number, number];
  // In units of the axes the ellipses are circles about the centre.
  const inAxes = (p: PointM): PointM => {
    const [east, north] = [p.xM - centre.xM, p.yM - centre.yM];
    return {
      xM: (east * Math.sin(bearing) + north * Math.cos(bearing)) / along,
      yM: (east * Math.cos(bearing) - north * Math.sin(bearing)) / across,
    };
  };
  const times = distanceToSegmentM({ xM: 0, yM: 0 }, inAxes(a), inAxes(b));
  return 1 - 0.5 ** (times * times);
}
