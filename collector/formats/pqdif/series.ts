/** Values of the series of one observation: storage (plain, scaled, increments), sharing, scale and offset. */
import { numberAt, SIZE_OF } from './binary.ts';
import type { Vector } from './elements.ts';
import { STORAGE } from './ids.ts';
import type { RawObservation, SeriesInstance } from './observation.ts';
import type { Say } from './say.ts';

/** Values that may still be decoded from this file. */
export interface Budget {
  left: number;
}

export interface SeriesReader {
  /**
   * Values with scale and offset, without units and ratios; at most `limit` of them. Null where there are none. The same
   * series asked for twice is the same array: shared times can be told by identity.
   */
  read(channel: number, series: number, limit: number): Float64Array | null;
}

/** A few bytes of increments may claim any number of values; times are bounded by their values, values by this. */
const UNBACKED_MAX = 2 ** 20;
/** Longer chains of "see that series" go in a circle. */
const SHARE_MAX = 8;

export function seriesReader(observation: RawObservation, budget: Budget, say: Say): SeriesReader {
  const done = new Map<string, Float64Array | null>();
  return {
    read: (channel, series, limit) => {
      const found = resolve(observation, channel, series, say);
      if (found === null) return null;
      const key = `${found.channel}:${found.series}:${found.scale}:${found.offset}:${limit}`;
      const known = done.get(key);
      if (known !== undefined) return known;
      const at = `${observation.at} channel ${channel} series ${series}`;
      const values = decode(found, limit, budget, (said) => say({ ...said, at }));
      done.set(key, values);
      return values;
    },
  };
}

interface Resolved {
  readonly channel: number;
  readonly series: number;
  readonly vector: Vector;
  readonly storage: number;
  readonly scale: number;
  readonly offset: number;
}

/** Follow "shared with": values and storage are of the series referred to, scale and offset of the nearest that has them. */
function resolve(observation: RawObservation, channel: number, series: number, say: Say): Resolved | null {
  let [scale, offset]: [number | null, number | null] = [null, null];
  let at = { channel, series };
  for (let step = 0; step <= SHARE_MAX; step++) {
    const of = observation.channels[at.channel];
    const own: SeriesInstance | undefined = of?.series[at.series];
    const definition = of?.definition.series[at.series];
    if (own === undefined || definition === undefined) {
      if (step > 0) unknownShare(observation, channel, series, at, say);
      return null;
    }
    scale ??= own.scale;
    offset ??= own.offset;
    if (own.share === null) {
      if (own.values === null) return null;
      const scaled = (definition.storage & STORAGE.scaled) !== 0;
      const factors = scaled ? { scale: scale ?? 1, offset: offset ?? 0 } : { scale: 1, offset: 0 };
      return { ...at, vector: own.values, storage: definition.storage, ...factors };
    }
    at = own.share;
  }
  const place = `${observation.at} channel ${channel} series ${series}`;
  say({ code: 'loop', at: place, expected: 'a series with values', got: 'series that share each other' });
  return null;
}

function unknownShare(o: RawObservation, channel: number, series: number, at: SeriesInstance['share'], say: Say): void {
  const got = `channel ${at?.channel ?? '?'} series ${at?.series ?? '?'}, which is not there`;
  const place = `${o.at} channel ${channel} series ${series}`;
  say({ code: 'unknown-reference', at: place, expected: 'a series to share', got });
}

function decode(s: Resolved, limit: number, budget: Budget, say: (s: Fault) => void): Float64Array | null {
  const size = SIZE_OF[s.vector.type] ?? 1;
  const increments = (s.storage & STORAGE.increment) !== 0;
  const count = increments ? incrementCount(s.vector, size, limit, say) : Math.min(s.vector.count, limit);
  if (count === null) return null;
  if (count > budget.left) {
    say({ code: 'out-of-range', expected: `at most ${budget.left} further values in this file`, got: `${count}` });
    return null;
  }
  budget.left -= count;
  const out = increments ? expand(s.vector, size, count) : new Float64Array(count);
  const { view, type, at } = s.vector;
  if (!increments) for (let i = 0; i < count; i++) out[i] = numberAt(view, at + i * size, type);
  if (s.scale !== 1 || s.offset !== 0) for (let i = 0; i < count; i++) out[i] = out[i]! * s.scale + s.offset;
  return out;
}

type Fault = Omit<Parameters<Say>[0], 'at'>;

/** Runs of an increment series: how many runs, then per run its count and its step. */
function runsOf(v: Vector, size: number): { readonly count: number; readonly step: number }[] {
  const number = (i: number) => numberAt(v.view, v.at + i * size, v.type);
  const stated = v.count === 0 ? 0 : number(0);
  const fitting = Math.floor((v.count - 1) / 2);
  const runs = Number.isFinite(stated) ? Math.max(0, Math.min(Math.floor(stated), fitting)) : 0;
  return Array.from({ length: runs }, (_, k) => ({ count: number(1 + 2 * k), step: number(2 + 2 * k) }));
}

function incrementCount(v: Vector, size: number, limit: number, say: (s: Fault) => void): number | null {
  let total = 0;
  for (const run of runsOf(v, size)) {
    if (!Number.isFinite(run.step) || !(run.count >= 0)) {
      say({ code: 'bad-number', expected: 'runs of count and step', got: `${run.count} of ${run.step}` });
      return null;
    }
    total = Math.min(limit, total + Math.floor(run.count));
  }
  if (limit === Number.POSITIVE_INFINITY && total > UNBACKED_MAX) {
    say({ code: 'out-of-range', expected: `at most ${UNBACKED_MAX} values from increments alone`, got: `${total}` });
    return null;
  }
  if (total > 0) return total;
  say({ code: 'missing-value', expected: 'runs of count and step', got: `${v.count} numbers` });
  return null;
}

/** The first value is 0; each run goes on from where the one before it ended. */
function expand(v: Vector, size: number, count: number): Float64Array {
  const out = new Float64Array(count);
  let base = 0;
  let n = 0;
  for (const run of runsOf(v, size)) {
    const until = Math.min(count, n + Math.floor(run.count));
    const from = n;
    // By multiplication: a sum of a million steps would drift.
    for (; n < until; n++) out[n] = base + (n - from) * run.step;
    base += Math.floor(run.count) * run.step;
  }
  return out;
}
