/**
 * Period and phase of the fundamental along a gapless run, from all channels of a group together. Each channel is
 * demodulated at the nominal frequency through a two-cycle raised-cosine window (which passes neither harmonics nor the
 * mirror frequency), set each half nominal cycle (a step). Frequency is the advance of the phase between windows that
 * share no sample, averaged over twelve half cycles; only while a channel's voltage is steady, so that through a dip or
 * an interruption the last good period is held.
 *
 * The windows are put together from sums over half cycles, and these from sums over blocks of samples: a raised cosine
 * over four half cycles is, in each of them, a sum of 1, cos and sin of the same slow angle.
 */

/** A window is so many half cycles; windows so far apart share no sample. */
const APART = 4;
/** A voltage that moved less than this between two such windows is steady. Share. */
const STEADY = 0.02;
/** Below this share of the highest lately a channel is dead and its phase is noise. */
const ALIVE = 0.05;
/** The highest fades by this share each half cycle: in ten seconds one absurd value is forgotten. */
const FADE = 0.001;
/** Estimates averaged on each side of a step (2 × 6 half cycles): phase noise out, slow frequency drift kept. */
const SMOOTH_STEPS = 6;
/**
 * Range of a class A instrument around nominal (15 %) and what the mirror frequency shakes an estimate there; beyond it
 * the estimate is a mistake and nominal holds. Share.
 */
const OFF_NOMINAL_MAX = 0.155;
/**
 * Share of the RMS value the demodulated fundamental must explain. 0.9 is left at ±10 Hz, 0.99 at 10 % distortion; far
 * less means noise, or that the header's rate and line frequency do not belong to these samples: nominal holds then.
 */
const SHARE_MIN = 0.85;
/** Steps kept; a power of two above the longest wait. */
const STEPS_KEPT = 64;
const STEP_MASK = STEPS_KEPT - 1;
/** The smoothed frequency of a step is known when so many more windows are complete. */
export const LOOK_AHEAD = SMOOTH_STEPS + APART / 2;
/** In place of "unknown" in a ring of numbers, Hz. */
const UNKNOWN_HZ = 1e9;

/** Sums of a half cycle: per channel u·e^(−jωt) alone, by cos, by sin (re, im each), u² alone, by cos, by sin. */
const SUMS = 9;
/** Shared by channels: samples alone, by cos, by sin; time alone, by cos, by sin. */
const WEIGHTS = 6;

export interface FundamentalState {
  readonly nominalHz: number;
  readonly stepMs: number;
  t0: number;
  /** Half cycles complete; half cycle k lies at `k & 3` of what is kept of them. */
  halves: number;
  readonly weights: number[][];
  /** Per half cycle, channels after each other. */
  readonly sums: number[][];
  readonly missing: number[][];
  /** Windows complete (window k begins with half cycle k). Per channel at `k & 63`: */
  windows: number;
  readonly re: number[][];
  readonly im: number[][];
  /** RMS of the fundamental, V; 0 where it explains too little of the signal. */
  readonly magnitude: number[][];
  readonly highest: number[];
  /** Offset from nominal as measured, at the middle of the two windows; 1e9 = no channel was steady. */
  readonly rawHz: number[];
  /** Steps whose smoothed offset is known. */
  steps: number;
  readonly offsetHz: number[];
  heldHz: number;
}

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);

export function startFundamental(channels: number, nominalHz: number): FundamentalState {
  const four = (n: number) => Array.from({ length: APART }, () => zeros(n));
  const rings = () => Array.from({ length: channels }, () => zeros(STEPS_KEPT));
  return {
    nominalHz,
    stepMs: 500 / nominalHz,
    t0: 0,
    halves: 0,
    weights: four(WEIGHTS),
    sums: four(SUMS * channels),
    missing: four(channels),
    windows: 0,
    re: rings(),
    im: rings(),
    magnitude: rings(),
    highest: zeros(channels),
    rawHz: zeros(STEPS_KEPT),
    steps: 0,
    offsetHz: zeros(STEPS_KEPT),
    heldHz: UNKNOWN_HZ,
  };
}

/** One block of samples: their number, the middle of their times and the time they stand for, ms; sums per channel. */
export interface BlockSums {
  readonly samples: number;
  readonly atMs: number;
  readonly spanMs: number;
  /** Σ u, V. */
  readonly sum: readonly number[];
  /** Twice ∫ u² dt, V²·ms. */
  readonly area: readonly number[];
  readonly missing: readonly number[];
}

/** Take a block that lies in the half cycle being filled. */
export function takeBlock(f: FundamentalState, block: BlockSums): void {
  const at = f.halves & (APART - 1);
  // The window's slow angle: a quarter turn in each half cycle.
  const slow = ((Math.PI / 2) * (block.atMs - f.t0 - f.halves * f.stepMs)) / f.stepMs;
  const [c, s] = [Math.cos(slow), Math.sin(slow)];
  const [turnRe, turnIm] = [c * c - s * s, -2 * c * s];
  const w = f.weights[at] as number[];
  add(w, 0, block.samples, c, s);
  add(w, 3, block.spanMs, c, s);
  const sums = f.sums[at] as number[];
  const missing = f.missing[at] as number[];
  for (let k = 0; k < missing.length; k++) {
    const base = SUMS * k;
    const u = block.sum[k] as number;
    add(sums, base, u * turnRe, c, s);
    add(sums, base + 3, u * turnIm, c, s);
    add(sums, base + 6, (block.area[k] as number) / 2, c, s);
    missing[k] = (missing[k] as number) + (block.missing[k] as number);
  }
}

function add(to: number[], at: number, v: number, c: number, s: number): void {
  to[at] = (to[at] as number) + v;
  to[at + 1] = (to[at + 1] as number) + v * c;
  to[at + 2] = (to[at + 2] as number) + v * s;
}

/** The half cycle is filled: a window ends with it, and a step may become known. */
export function closeHalf(f: FundamentalState): void {
  f.halves++;
  if (f.halves >= APART) {
    closeWindow(f);
    if (f.windows > LOOK_AHEAD) smoothStep(f, f.windows - 1);
  }
  const next = f.halves & (APART - 1);
  (f.weights[next] as number[]).fill(0);
  (f.sums[next] as number[]).fill(0);
  (f.missing[next] as number[]).fill(0);
}

/** End of the run: the last steps are known from what there is. */
export function closeSteps(f: FundamentalState): void {
  while (f.steps < f.windows) smoothStep(f, f.windows - 1);
}

function closeWindow(f: FundamentalState): void {
  const first = f.halves - APART;
  const k = f.windows;
  const at = k & STEP_MASK;
  const samples = windowed(f.weights, first, 0, 1);
  const spanMs = windowed(f.weights, first, 3, 1);
  for (let c = 0; c < f.re.length; c++) {
    const base = SUMS * c;
    let missing = 0;
    for (let h = 0; h < APART; h++) missing += (f.missing[h] as number[])[c] as number;
    // Half cycles turn the sign of the demodulation; the sums began anew with each.
    const re = windowed(f.sums, first, base, -1) / samples;
    const im = windowed(f.sums, first, base + 3, -1) / samples;
    const square = windowed(f.sums, first, base + 6, 1) / spanMs;
    const rms = Math.SQRT2 * Math.sqrt(re * re + im * im);
    const isFundamental = missing === 0 && rms >= SHARE_MIN * Math.sqrt(square) && rms < Number.MAX_VALUE;
    (f.re[c] as number[])[at] = isFundamental ? re : 0;
    (f.im[c] as number[])[at] = isFundamental ? im : 0;
    (f.magnitude[c] as number[])[at] = isFundamental ? rms : 0;
    f.highest[c] = Math.max((1 - FADE) * (f.highest[c] as number), isFundamental ? rms : 0);
  }
  f.rawHz[at] = UNKNOWN_HZ;
  f.windows++;
  if (k >= APART) f.rawHz[(k - APART / 2) & STEP_MASK] = measuredHz(f, k);
}

/**
 * Σ over four half cycles of sums weighted with 1 − cos of the slow angle; `sign` −1 turns every second one round. Of an
 * angle h quarter turns further on the cosine is cos, −sin, −cos, sin.
 */
function windowed(of: readonly number[][], first: number, base: number, sign: 1 | -1): number {
  const h0 = of[first & (APART - 1)] as number[];
  const h1 = of[(first + 1) & (APART - 1)] as number[];
  const h2 = of[(first + 2) & (APART - 1)] as number[];
  const h3 = of[(first + 3) & (APART - 1)] as number[];
  const even = (h0[base] as number) - (h0[base + 1] as number) + (h2[base] as number) + (h2[base + 1] as number);
  const odd = (h1[base] as number) + (h1[base + 2] as number) + (h3[base] as number) - (h3[base + 2] as number);
  return even + sign * odd;
}

/** Offset from nominal between the windows k − 4 and k, Hz. */
function measuredHz(f: FundamentalState, k: number): number {
  const [at, past] = [k & STEP_MASK, (k - APART) & STEP_MASK];
  let [re, im] = [0, 0];
  for (let c = 0; c < f.re.length; c++) {
    const m = (f.magnitude[c] as number[])[at] as number;
    const before = (f.magnitude[c] as number[])[past] as number;
    if (!(m > ALIVE * (f.highest[c] as number)) || Math.abs(m - before) > STEADY * m) continue;
    const [xr, xi] = [(f.re[c] as number[])[at] as number, (f.im[c] as number[])[at] as number];
    const [yr, yi] = [(f.re[c] as number[])[past] as number, (f.im[c] as number[])[past] as number];
    re += xr * yr + xi * yi;
    im += xi * yr - xr * yi;
  }
  if (re === 0 && im === 0) return UNKNOWN_HZ;
  return Math.atan2(im, re) / (2 * Math.PI * ((APART * f.stepMs) / 1000));
}

/** Alive, and the same before and after as far as the run reaches. */
export function isSteady(f: FundamentalState, c: number, step: number): boolean {
  const ring = f.magnitude[c] as number[];
  const m = ring[step & STEP_MASK] as number;
  if (step < 0 || step >= f.windows || !(m > ALIVE * (f.highest[c] as number))) return false;
  const before = ring[Math.max(0, step - APART) & STEP_MASK] as number;
  const after = ring[Math.min(f.windows - 1, step + APART) & STEP_MASK] as number;
  return Math.abs(before - m) <= STEADY * m && Math.abs(after - m) <= STEADY * m;
}

/** Where the estimates about a step are sorted; nothing outlives the call. */
const near = new Float64Array(2 * SMOOTH_STEPS + 1);

/** Middle mean of the known neighbours; where there is none the last known value, or nominal. */
function smoothStep(f: FundamentalState, lastWindow: number): void {
  const step = f.steps;
  let n = 0;
  const to = Math.min(lastWindow, step + SMOOTH_STEPS);
  for (let k = Math.max(0, step - SMOOTH_STEPS); k <= to; k++) {
    const hz = f.rawHz[k & STEP_MASK] as number;
    if (hz === UNKNOWN_HZ) continue;
    let i = n++;
    for (; i > 0 && near[i - 1]! > hz; i--) near[i] = near[i - 1]!;
    near[i] = hz;
  }
  if (n > 0) {
    const cut = Math.floor(n / 3);
    let sum = 0;
    for (let i = cut; i < n - cut; i++) sum += near[i]!;
    f.heldHz = sum / (n - 2 * cut);
  }
  const isHeld = f.heldHz !== UNKNOWN_HZ && Math.abs(f.heldHz) <= OFF_NOMINAL_MAX * f.nominalHz;
  f.offsetHz[step & STEP_MASK] = isHeld ? f.heldHz : 0;
  f.steps++;
}

/** The step an instant belongs to: that whose window has its middle nearest. May be negative, or not known yet. */
export const stepAt = (f: FundamentalState, atMs: number): number => Math.round((atMs - f.t0) / f.stepMs - APART / 2);

/** Length of one cycle, ms, at a step; beyond those known the nearest holds, without any nominal. */
export function periodMs(f: FundamentalState, step: number): number {
  if (f.steps === 0) return 1000 / f.nominalHz;
  const s = Math.min(Math.max(step, 0), f.steps - 1);
  return 1000 / (f.nominalHz + (f.offsetHz[s & STEP_MASK] as number));
}

/** Phase of a channel at an instant by a steady step's window: 0 = rising zero crossing, rad. */
export function phaseRad(f: FundamentalState, c: number, step: number, atMs: number): number {
  const at = step & STEP_MASK;
  const centreMs = f.t0 + (step + APART / 2) * f.stepMs;
  // Demodulation turned whole cycles from the window's start to its middle; sine counts from its zero crossing.
  const atCentre = Math.atan2((f.im[c] as number[])[at] as number, (f.re[c] as number[])[at] as number) + Math.PI / 2;
  return atCentre + 2 * Math.PI * ((atMs - centreMs) / periodMs(f, step));
}
