/**
 * Zero crossings of the fundamental, to microseconds: the phase of the fundamental in a window of whole cycles with
 * raised-cosine weights, in which harmonics, DC and the mirror frequency vanish.
 */

/** Whole cycles in a window: harmonics fall on zeros of its spectrum. */
const WINDOW_CYCLES = 4;
/** The fundamental must explain this share of the RMS value, else its phase is noise. */
const SHARE_MIN = 0.85;
/**
 * A mark is moved by at most this share of a cycle. Over a jump of the phase the followed marks pass slowly, and every
 * window meanwhile would be a little too long or too short: moved at once, only the window that holds the jump is. Far
 * more than this, and which half cycle is meant becomes a guess.
 */
const MOVE_MAX_CYCLES = 0.1;
/** A window this near to where it should be is there. */
const EDGE_MS = 1e-3;

export interface Wave {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  /** Samples `[first, end)`: no gap inside. */
  readonly first: number;
  readonly end: number;
}

/**
 * The crossing of the fundamental nearest to `aboutMs`, given roughly one cycle's length. NaN where the window holds a
 * missing sample, where the run is shorter than the window, where there is no fundamental to follow, or where the
 * nearest crossing is too far away to be the one meant.
 */
export function crossingMs(wave: Wave, aboutMs: number, periodMs: number): number {
  const phase = fundamentalPhase(wave, aboutMs, periodMs);
  // A crossing is a multiple of π away from the rising one.
  const moveMs = -((phase / Math.PI - Math.round(phase / Math.PI)) * periodMs) / 2;
  return Math.abs(moveMs) <= MOVE_MAX_CYCLES * periodMs ? aboutMs + moveMs : Number.NaN;
}

/**
 * Phase of the fundamental at an instant, 0 = rising crossing, rad. Where a window about it would leave the run, the
 * phase is carried there from the nearest window, with the frequency between that one and the next inwards.
 */
function fundamentalPhase(wave: Wave, atMs: number, periodMs: number): number {
  const halfMs = (WINDOW_CYCLES * periodMs) / 2;
  const lowestMs = wave.timesMs[wave.first]! + halfMs;
  const highestMs = wave.timesMs[wave.end - 1]! - halfMs;
  if (highestMs < lowestMs) return Number.NaN;
  const centreMs = Math.min(Math.max(atMs, lowestMs), highestMs);
  const phase = centredPhase(wave, centreMs, periodMs);
  const omega = (2 * Math.PI) / periodMs;
  if (Math.abs(atMs - centreMs) < EDGE_MS) return phase + omega * (atMs - centreMs);
  const inwardsMs = centreMs + (atMs < centreMs ? 1 : -1) * halfMs;
  const other = inwardsMs < lowestMs || inwardsMs > highestMs ? Number.NaN : centredPhase(wave, inwardsMs, periodMs);
  const excess = other - phase - omega * (inwardsMs - centreMs);
  const turns = Math.round(excess / (2 * Math.PI));
  const rate = Number.isNaN(other) ? omega : omega + (excess - 2 * Math.PI * turns) / (inwardsMs - centreMs);
  return phase + rate * (atMs - centreMs);
}

/** In the window of whole cycles about an instant. */
function centredPhase(wave: Wave, centreMs: number, periodMs: number): number {
  const { timesMs, values, end } = wave;
  const lengthMs = WINDOW_CYCLES * periodMs;
  const fromMs = centreMs - lengthMs / 2;
  const omega = (2 * Math.PI) / periodMs;
  let [re, im, square, weight] = [0, 0, 0, 0];
  for (let i = firstFrom(wave, fromMs); i < end && timesMs[i]! < fromMs + lengthMs; i++) {
    const angle = omega * (timesMs[i]! - fromMs);
    const w = 1 - Math.cos(angle / WINDOW_CYCLES);
    const v = values[i]!;
    re += w * v * Math.cos(angle);
    im += w * v * Math.sin(angle);
    square += w * v * v;
    weight += w;
  }
  const fundamentalSquare = (2 * (re * re + im * im)) / (weight * weight);
  if (!(fundamentalSquare > SHARE_MIN ** 2 * (square / weight))) return Number.NaN;
  // u = a·cos + b·sin with a ~ re, b ~ im: a sine of phase atan2(re, im) at the start, and whole half turns later.
  return Math.atan2(re, im) + (omega * lengthMs) / 2;
}

function firstFrom(wave: Wave, atMs: number): number {
  let [lo, hi] = [wave.first, wave.end - 1];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (wave.timesMs[mid]! < atMs) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
