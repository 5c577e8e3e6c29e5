/** Seeded randomness. Every part of the simulation draws from its own named stream, so one more draw in one part moves no other. */

export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
  range(low: number, high: number): number;
  /** Whole number, both ends included. */
  int(low: number, high: number): number;
  chance(p: number): boolean;
  normal(mean: number, sd: number): number;
  /** Log-normal with the given median; `sigma` is that of the natural logarithm. */
  logNormal(median: number, sigma: number): number;
  exponential(mean: number): number;
  poisson(mean: number): number;
  pick<T>(list: readonly T[]): T;
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  shuffled<T>(list: readonly T[]): T[];
  /** A further stream below this one. */
  fork(label: string): Rng;
}

/** Same seed and label, same stream. */
export function rngFor(seed: number, label: string): Rng {
  let state = hashText(`${seed}/${label}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (mean: number, sd: number): number =>
    mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error('invariant broken: pick from an empty list');
    return list[Math.floor(next() * list.length)] as T;
  };
  return {
    next,
    normal,
    pick,
    range: (low, high) => low + next() * (high - low),
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (p) => next() < p,
    logNormal: (median, sigma) => median * Math.exp(normal(0, sigma)),
    exponential: (mean) => -mean * Math.log(1 - next()),
    poisson: (mean) => {
      let n = 0;
      for (let p = next(), floor = Math.exp(-mean); p > floor; p *= next()) n++;
      return n;
    },
    weighted: (list) => {
      let left = next() * list.reduce((sum, [, w]) => sum + w, 0);
      for (const [value, w] of list) {
        left -= w;
        if (left < 0) return value;
      }
      return pick(list)[0];
    },
    shuffled: <T>(list: readonly T[]): T[] => {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        [out[i], out[j]] = [out[j] as T, out[i] as T];
      }
      return out;
    },
    fork: (label2) => rngFor(seed, `${label}/${label2}`),
  };
}

/** Stateless noise in [0, 1) of a place and a moment: the same whether history or live asks for it. */
export function noiseAt(seed: number, place: number, moment: number): number {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(place + 0x7f4a7c15, 0xc2b2ae35) ^
    Math.imul(moment | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

function hashText(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h | 0;
}
