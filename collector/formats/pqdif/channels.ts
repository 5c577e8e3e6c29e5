/** Channels of an observation with their times in ms and their values in volts, amperes or as they are. */
import { TIMESTAMP } from './binary.ts';
import { MEASURED, UNITS, VALUE_TYPE } from './ids.ts';
import type { ChannelInstance, RawObservation } from './observation.ts';
import type { Say } from './say.ts';
import type { SeriesReader } from './series.ts';

export interface TimedChannel {
  readonly instance: ChannelInstance;
  /** ms after the start of the observation, strictly rising. The same array for channels that share it. */
  readonly timesMs: Float64Array;
  /** Values by meaning; all as long as `timesMs`. */
  readonly values: Readonly<Partial<Record<keyof typeof VALUE_TYPE, Float64Array>>>;
  /** Base quantity of the values as the instance, and as the definition states it. */
  readonly base: number | null;
  readonly nominal: number | null;
}

/** What reading channels needs beside the observation. */
export interface ChannelContext {
  readonly reader: SeriesReader;
  readonly lineHz: number;
  readonly say: Say;
  /** Times already judged, by the array they were decoded into. */
  readonly times: Map<Float64Array, Float64Array | null>;
}

const MEANINGS = ['value', 'average', 'minimum', 'maximum', 'instantaneous'] as const;

/** Null where the channel has no times or no values; what is wrong is said. */
export function timedChannel(o: RawObservation, index: number, context: ChannelContext): TimedChannel | null {
  const instance = o.channels[index];
  if (instance === null || instance === undefined) return null;
  const { definition } = instance;
  const at = `${o.at} channel ${definition.name || definition.index}`;
  const series = definition.series;
  if (instance.series.length < series.length) {
    const got = `${instance.series.length}`;
    context.say({ code: 'count-mismatch', severity: 'warning', at, expected: `${series.length} series`, got });
  }
  const read = MEANINGS.flatMap((meaning) => {
    const s = series.findIndex((d) => d.valueType === VALUE_TYPE[meaning]);
    const values = s < 0 ? null : context.reader.read(index, s, Number.POSITIVE_INFINITY);
    return values === null ? [] : [{ meaning, s, values }];
  });
  const n = Math.max(0, ...read.map((r) => r.values.length));
  const timeIndex = series.findIndex((d) => d.valueType === VALUE_TYPE.time);
  const raw = n === 0 || timeIndex < 0 ? null : context.reader.read(index, timeIndex, n);
  if (raw === null) {
    const got = n === 0 ? 'no values' : 'no times';
    context.say({ code: 'missing-value', at, expected: 'times and values', got: `${got} (channel left out)` });
    return null;
  }
  const timesMs = inMs(o, index, timeIndex, raw, context, at);
  if (timesMs === null) return null;
  const short = Math.min(raw.length, ...read.map((r) => r.values.length));
  if (short < n || short < raw.length) {
    const got = `${raw.length} times, ${read.map((r) => r.values.length).join(', ')} values: the first ${short} taken`;
    context.say({ code: 'count-mismatch', severity: 'warning', at, expected: 'as many times as values', got });
  }
  const cut = (v: Float64Array) => (v.length === short ? v : v.subarray(0, short));
  const main = read[0];
  const base = main === undefined ? null : (instance.series[main.s]?.base ?? null);
  const nominal = main === undefined ? null : (series[main.s]?.nominal ?? null);
  const factor = factorOf(o, instance, main?.s ?? 0, base ?? nominal, at, context.say);
  return {
    instance,
    timesMs: cut(timesMs),
    values: Object.fromEntries(read.map((r) => [r.meaning, scaled(cut(r.values), factor)])),
    base,
    nominal,
  };
}

const scaled = (v: Float64Array, factor: number) => (factor === 1 ? v : v.map((x) => x * factor));

/** Ratio of the transducer where the settings ask for it; percent and per unit of a base become its unit. */
function factorOf(o: RawObservation, c: ChannelInstance, s: number, base: number | null, at: string, say: Say): number {
  const { definition } = c;
  const electric = definition.measured === MEASURED.voltage || definition.measured === MEASURED.current;
  if (!electric) return 1;
  const units = definition.series[s]?.units;
  const ratio = o.settings.ratios.get(definition.index) ?? 1;
  const isShare = units === UNITS.percent || units === UNITS.perUnit;
  const isRms = c.definition.series[s]?.characteristic !== null && isShare && base === null;
  if (isRms)
    say({ code: 'note', severity: 'warning', at, expected: 'a base quantity', got: 'values in percent as they are' });
  if (!isShare || base === null) return isShare ? 1 : ratio;
  return units === UNITS.percent ? base / 100 : base;
}

/** Times in ms after the observation's start. Null where they do not rise. */
function inMs(
  o: RawObservation,
  channel: number,
  series: number,
  raw: Float64Array,
  context: ChannelContext,
  at: string,
): Float64Array | null {
  const known = context.times.get(raw);
  if (known !== undefined) return known;
  const instance = o.channels[channel];
  const units = instance?.definition.series[series]?.units;
  const isStamp = instance?.series[series]?.values?.type === TIMESTAMP;
  const factor = units === UNITS.cycles ? 1000 / context.lineHz : 1000;
  const out = isStamp ? raw.map((t) => t - o.startWallMs) : raw.map((t) => t * factor);
  let bad = -1;
  // Counted from the first, as they will be used: from a first time far away different times may round to one.
  const from = out[0] ?? 0;
  for (let i = 0; i < out.length && bad < 0; i++) {
    if (!Number.isFinite(out[i]! - from) || (i > 0 && !(out[i]! - from > out[i - 1]! - from))) bad = i;
  }
  if (bad >= 0) {
    const got = `${out[bad]} ms after ${bad > 0 ? out[bad - 1] : 'nothing'} (value ${bad}; channel left out)`;
    context.say({ code: 'bad-time', at, expected: 'times that rise', got });
  }
  const times = bad >= 0 || out.length === 0 ? null : out;
  context.times.set(raw, times);
  return times;
}

/** Usual distance of two times, ms: the median. NaN for fewer than two. */
export function stepOf(timesMs: Float64Array): number {
  const steps = timesMs
    .slice(1)
    .map((t, i) => t - timesMs[i]!)
    .sort();
  return steps[Math.floor(steps.length / 2)] ?? Number.NaN;
}

/** A distance of more than this many steps is a gap. */
const GAP_STEPS = 1.5;

export function breaksOf(timesMs: Float64Array, stepMs: number): number[] {
  const out: number[] = [];
  for (let i = 1; i < timesMs.length; i++) if (timesMs[i]! - timesMs[i - 1]! > GAP_STEPS * stepMs) out.push(i);
  return out;
}

/** Channels that share their times, in order of the first of each. */
export function byTimes(channels: readonly TimedChannel[]): TimedChannel[][] {
  const groups: TimedChannel[][] = [];
  for (const c of channels) {
    const own = groups.find((g) => g[0] !== undefined && sameTimes(g[0].timesMs, c.timesMs));
    if (own === undefined) groups.push([c]);
    else own.push(c);
  }
  return groups;
}

function sameTimes(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
