/**
 * Blocks 1 to 4 of the flickermeter at a low rate: mean squares of the voltage in, flicker sensation Pinst out. Dips and
 * swells are noticed on the way. Any way of cutting the values gives the same result to the last bit.
 * @source IEC 61000-4-15:2010 5.3–5.6
 */
import { type Lamp, type LineHz, lowPass, MEMORY_S, pinstScale, REFERENCE_S, weighting } from './chain.ts';
import { atRest, bilinear, type Memory, matched, runSection, type Section } from './sections.ts';

export interface SensationSettings {
  readonly rateHz: number;
  readonly lineHz: LineHz;
  readonly lamp: Lamp;
  /** Declared voltage, V: what a dip and a swell are measured by; null = the slow reference. */
  readonly udinV: number | null;
}

/** Plain JSON. */
export interface SensationState {
  readonly settings: SensationSettings;
  /** Reference of block 1, V²; null while the first cycles set it. */
  meanSquare: number | null;
  seed: { sum: number; count: number };
  readonly memories: Memory[];
  readonly smooth: [number, number];
  /** Half cycles under way, as Urms(1/2) needs them. */
  readonly half: { sum: number; left: number; before: number | null };
  /** Values missing in a row up to now. */
  missing: number;
  isBeyond: boolean;
}

/** Cycles whose mean square is the first reference. */
const SEED_CYCLES = 10;
/** Missing for longer than this, the filters start anew, s. */
export const BRIDGE_S = 0.2;
/** @source IEC 61000-4-30: dips and swells, usual thresholds */
const LOW_PU = 0.9;
const HIGH_PU = 1.1;
/** Below this share of the reference the supply is gone and the reference stays. */
const GONE_PU = 0.5;

/** Where the weighting is exact, Hz: the eye's peak and the end of the tables. */
const EXACT_HZ = [8.8, 30] as const;

const sectionsOf = new Map<string, readonly Section[]>();

function sections({ rateHz, lineHz, lamp }: SensationSettings): readonly Section[] {
  const key = `${rateHz}|${lineHz}|${lamp}`;
  let found = sectionsOf.get(key);
  if (found === undefined) {
    const [highPass, ...eye] = weighting(lamp);
    found = [
      ...[...lowPass(lineHz), highPass].map((s) => bilinear(s, rateHz)),
      ...eye.map((s) => matched(s, rateHz, EXACT_HZ)),
    ];
    sectionsOf.set(key, found);
  }
  return found;
}

export function startSensation(settings: SensationSettings): SensationState {
  return {
    settings,
    meanSquare: null,
    seed: { sum: 0, count: 0 },
    memories: sections(settings).map(() => atRest()),
    smooth: [0, 0],
    half: { sum: 0, left: settings.rateHz / (2 * settings.lineHz), before: null },
    missing: 0,
    isBeyond: false,
  };
}

/** Forget all: what comes is a new run. */
export function restartSensation(state: SensationState): void {
  const fresh = startSensation(state.settings);
  state.memories.splice(0, state.memories.length, ...fresh.memories);
  const { meanSquare, seed, isBeyond } = fresh;
  Object.assign(state, { meanSquare, seed, isBeyond });
  Object.assign(state.smooth, fresh.smooth);
  Object.assign(state.half, fresh.half);
}

/** Whether the reference is still being found; the values given meanwhile yield Pinst 0. */
export const isSeeding = (state: SensationState): boolean => state.meanSquare === null;

/**
 * Mean squares `values[0..count)`, V², become Pinst in place. `beyond[i]` = 1 where the half cycle that ended last left
 * 90 … 110 %. Nothing in `values` is NaN.
 */
export function stepSensation(state: SensationState, values: Float64Array, beyond: Uint8Array, count: number): void {
  const normal = normalise(state, values, beyond, count);
  const from = count - normal;
  if (normal === 0) return;
  const rest = from === 0 ? values : values.subarray(from);
  sections(state.settings).forEach((section, s) => {
    runSection(section, state.memories[s] ?? atRest(), rest, normal);
  });
  smoothSquares(state, rest, normal);
}

/** Block 1. Gives how many values at the end have a reference; those before are set to 0. */
function normalise(state: SensationState, values: Float64Array, beyond: Uint8Array, count: number): number {
  let i = 0;
  while (i < count && state.meanSquare === null) {
    seed(state, values[i]!);
    beyond[i] = 0;
    values[i++] = 0;
  }
  const first = i;
  if (first === count) return 0;
  const { half, settings } = state;
  const share = 1 - Math.exp(-1 / (REFERENCE_S * settings.rateHz));
  const halfLength = settings.rateHz / (2 * settings.lineHz);
  let meanSquare = state.meanSquare ?? 1;
  let isGone = state.isBeyond && half.before !== null && half.before < GONE_PU * GONE_PU * meanSquare;
  let { sum, left } = half;
  for (; i < count; i++) {
    const square = values[i]!;
    left -= 1;
    if (left > 0) sum += square;
    else {
      // The half cycle ends inside this value: each side gets its part.
      const cycle = closeHalf(state, (sum + square * (1 + left)) / halfLength, meanSquare);
      isGone = cycle < GONE_PU * GONE_PU * meanSquare;
      sum = -square * left;
      left += halfLength;
    }
    if (!isGone) meanSquare += share * (square - meanSquare);
    beyond[i] = state.isBeyond ? 1 : 0;
    values[i] = meanSquare > 0 ? square / meanSquare - 1 : 0;
  }
  state.meanSquare = meanSquare;
  half.sum = sum;
  half.left = left;
  return count - first;
}

function seed(state: SensationState, square: number): void {
  const { rateHz, lineHz } = state.settings;
  state.seed.sum += square;
  state.seed.count++;
  if (state.seed.count >= Math.round((SEED_CYCLES * rateHz) / lineHz)) {
    state.meanSquare = state.seed.sum / state.seed.count;
  }
}

/** Mean square of the last whole cycle. */
function closeHalf(state: SensationState, now: number, meanSquare: number): number {
  const cycle = (now + (state.half.before ?? now)) / 2;
  state.half.before = now;
  const { udinV } = state.settings;
  const declared = udinV === null ? meanSquare : udinV * udinV;
  state.isBeyond = cycle < LOW_PU * LOW_PU * declared || cycle > HIGH_PU * HIGH_PU * declared;
  return cycle;
}

/** Block 4: square, first order of 0.3 s, scale. */
function smoothSquares(state: SensationState, values: Float64Array, count: number): void {
  const { rateHz, lamp } = state.settings;
  const scale = pinstScale(lamp);
  const { b0, a1 } = bilinear({ numerator: [0, 0, 1], denominator: [0, MEMORY_S, 1], keyHz: 0.5 }, rateHz);
  let [x1, y1] = state.smooth;
  for (let i = 0; i < count; i++) {
    const x = values[i]! * values[i]! * scale;
    const y = b0 * (x + x1) - a1 * y1;
    x1 = x;
    y1 = y;
    values[i] = Math.max(y, 0);
  }
  state.smooth[0] = x1;
  state.smooth[1] = y1;
}
