/**
 * Lightning as evidence both ways. With strokes as a background Poisson process of the storm plus, if lightning did
 * it, one more stroke recorded with probability DE near the line and at the instant:
 *   LR = (1 − DE) + DE · Σ_j p(t_j | t0) · p(x_j | line) / μ(x_j)
 * μ is counted in the same storm at times shifted by 3…30 min, so a stroke in the thick of a storm says little.
 * @source Poisson likelihood ratio of a marked point process; error law and detection: params/lightning.ts.
 */
import { ellipseReaching } from '../../core/network/ellipse.ts';
import { distanceToSegmentM } from '../../core/network/geo.ts';
import { LIGHTNING as P } from '../params/lightning.ts';
import type { LightningFinding, StrokeMatch } from './model.ts';
import type { PlacedStroke, StrokeIndex, Target } from './strokes.ts';

const KM = 1000;
/** Radius for the storm's local density, km; strokes within it of any candidate line make a "storm near". */
const STORM_KM = 5;
const STORM_AREA_KM2 = Math.PI * STORM_KM * STORM_KM;
const STORM_MS = 2 * (P.shiftMaxMs - P.shiftMinMs);
/** A storm overhead raises lightning faults more than tree and wind faults: log2 [M]. */
const STORM_PRIOR_LOG2 = 1.3;

const NOTHING: LightningFinding = {
  log2: 0,
  matches: [],
  covered: false,
  stormNear: false,
  expectedByChance: null,
};

/** What the stroke record says about a fault at `startMs` ± `sigmaMs` somewhere on the weighted lines. */
export function lightningFinding(
  strokes: StrokeIndex,
  targets: readonly Target[],
  at: { readonly startMs: number; readonly sigmaMs: number },
): LightningFinding {
  if (!strokes.covered) return NOTHING;
  const sigma = Math.hypot(at.sigmaMs, P.strokeSigmaMs);
  const window = Math.max(P.shiftMaxMs, 4 * sigma + P.delayedMs);
  const around = strokes.between(at.startMs - window, at.startMs + window);
  if (targets.length === 0) return { ...NOTHING, covered: around.length === 0 && strokes.covered };
  const near = around.filter((s) => boxDistanceKm(s, targets) <= STORM_KM + P.radiusKm);
  if (near.length === 0) return { ...NOTHING, covered: true, log2: P.absentStormLog2, expectedByChance: 0 };
  let sum = 0;
  const matches: StrokeMatch[] = [];
  for (const s of near) {
    const gapMs = s.stroke.timeMs - at.startMs;
    const pt = timeDensity(gapMs, sigma);
    if (pt < 1e-12) continue;
    const { density, distanceKm } = placeDensity(s, targets);
    if (distanceKm > P.radiusKm) continue;
    const weight = (pt * density) / background(s, near, at.startMs);
    sum += weight;
    if (weight > 0.05) {
      matches.push({ stroke: s.stroke, gapMs, distanceKm, weight, ellipseP: ellipseOf(s, targets) });
    }
  }
  const log2 = Math.min(P.maxLog2, Math.log2(1 - P.detection + P.detection * sum) + STORM_PRIOR_LOG2);
  return {
    log2,
    matches: matches.sort((a, b) => b.weight - a.weight).slice(0, 5),
    covered: true,
    stormNear: true,
    expectedByChance: chanceCount(near, targets, at.startMs, sigma),
  };
}

/** Density in 1/ms of the gap stroke − fault: mostly the clocks, a small part faults that follow late. */
function timeDensity(gapMs: number, sigmaMs: number): number {
  const normal = (s: number): number => Math.exp(-0.5 * (gapMs / s) ** 2) / (s * Math.sqrt(2 * Math.PI));
  const late = gapMs < 0 && gapMs > -P.delayedMs ? 1 / P.delayedMs : 0;
  const wide = P.clockTailShare * normal(P.clockTailTimes * sigmaMs);
  return (1 - P.delayedShare - P.clockTailShare) * normal(sigmaMs) + wide + P.delayedShare * late;
}

/** Density in 1/km² of the located point, given a stroke to the lines; Student-t in the plane about each. */
function placeDensity(s: PlacedStroke, targets: readonly Target[]): { density: number; distanceKm: number } {
  const axis = axisKm(s);
  // 50 % radius a of a planar t law with ν degrees: a² = ν·b²·(2^(2/ν) − 1)
  const b2 = (axis * axis) / (P.tailNu * (2 ** (2 / P.tailNu) - 1));
  let density = 0;
  let distanceKm = Number.POSITIVE_INFINITY;
  for (const t of targets) {
    const lengthKm = Math.hypot(t.a.xM - t.b.xM, t.a.yM - t.b.yM) / KM;
    const d = distanceToSegmentM(s.at, t.a, t.b) / KM;
    distanceKm = Math.min(distanceKm, d);
    const off = Math.max(0, d - P.stripKm);
    const point = (1 + (off * off) / (P.tailNu * b2)) ** (-(P.tailNu + 2) / 2) / (2 * Math.PI * b2);
    // Spread along the line: the point law integrated over its length, bounded by the law's own width.
    density += t.weight * point * Math.min(1, (2 * axis) / Math.max(lengthKm, 1e-3));
  }
  return { density, distanceKm };
}

/** As the location network states it; a stroke without a bearing has a circle. */
function ellipseOf(s: PlacedStroke, targets: readonly Target[]): number | null {
  const { semiMajorKm, semiMinorKm, bearingDeg } = s.stroke;
  if (semiMajorKm === null) return null;
  const round = bearingDeg === null || semiMinorKm === null;
  const ellipse = { semiMajorKm, semiMinorKm: round ? semiMajorKm : semiMinorKm, bearingDeg: bearingDeg ?? 0 };
  return targets.reduce((least, t) => Math.min(least, ellipseReaching(ellipse, s.at, t.a, t.b)), 1);
}

export function axisKm(s: PlacedStroke): number {
  const { semiMajorKm, semiMinorKm } = s.stroke;
  if (semiMajorKm === null) return P.defaultAxisKm;
  return Math.max(P.floorAxisKm, Math.sqrt(semiMajorKm * Math.max(semiMinorKm ?? semiMajorKm, 0.02)));
}

/** Strokes per km² and ms about this one, in the shifted times. */
function background(s: PlacedStroke, near: readonly PlacedStroke[], startMs: number): number {
  let n = P.chancePseudo;
  for (const o of near) {
    const shift = Math.abs(o.stroke.timeMs - startMs);
    if (shift < P.shiftMinMs || shift > P.shiftMaxMs) continue;
    if (Math.hypot(o.at.xM - s.at.xM, o.at.yM - s.at.yM) <= STORM_KM * KM) n += 1;
  }
  return n / (STORM_AREA_KM2 * STORM_MS);
}

/** Strokes within a kilometre of the lines and three deviations of the instant that chance alone would bring. */
function chanceCount(
  near: readonly PlacedStroke[],
  targets: readonly Target[],
  startMs: number,
  sigmaMs: number,
): number {
  let n = 0;
  for (const o of near) {
    const shift = Math.abs(o.stroke.timeMs - startMs);
    if (shift < P.shiftMinMs || shift > P.shiftMaxMs) continue;
    if (targets.some((t) => distanceToSegmentM(o.at, t.a, t.b) <= KM)) n += 1;
  }
  return (n * Math.min(6 * sigmaMs, STORM_MS)) / STORM_MS;
}

function boxDistanceKm(s: PlacedStroke, targets: readonly Target[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (const t of targets) {
    best = Math.min(best, Math.abs(t.a.xM - s.at.xM) + Math.abs(t.a.yM - s.at.yM));
    if (best <= STORM_KM * KM) break;
  }
  return best / KM / Math.SQRT2;
}
