/**
 * What a meter can and can't show. A value means over its window: it shows an event only as far as the event fills that
 * window, a poll shows what lasts until it asks, an extreme says that and not when, a counter says how often between
 * two reads. Nothing recorded says "nothing happened" only as far as this. One place for detectors and verdicts.
 *
 * Closed form: a rectangular event of residual r out of level b in a window W gives √(b² − (b² − r²)·o/W), o being the
 * overlap; it crosses a threshold t from o* = W·(b² − t²)/(b² − r²) on. With windows every h, `n` of them in a row have
 * to cross, and the event begins at any instant alike: P = (W + d − 2o* − (n − 1)h)/h, cut to 0 … 1, and 0 where o*
 * exceeds the event or the window.
 * @source root-mean-square aggregation: IEC 61000-4-30:2015 4.4
 */
import { METHOD_INTERVAL_S, type Method, type Statistic } from './series.ts';
import type { Text } from './text.ts';
import { type SeenKind, SNAPSHOT_FACTOR, USUAL_COUNTERS, USUAL_EXTREMES, USUAL_SIGHT } from './usual-sight.ts';

/** How a meter makes its values. `hasExtremes` and `hasCounters` are assumed false where not said. */
export interface Watching {
  readonly method: Method;
  readonly statistic: Statistic;
  /** It reports the lowest and highest value of each interval (implied by the statistic `minmax`). */
  readonly hasExtremes?: boolean;
  /** It counts sags, swells and failures. */
  readonly hasCounters?: boolean;
}

/** How deep, % of Udin. Unknown residual: averaged over the depths its kind usually has. */
export interface Depth {
  readonly residualPct?: number | null;
  /** Voltage before and after, % of Udin. */
  readonly beforePct?: number;
}

export interface Sight {
  /** P(recorded | happened), 0–1; of a meter in order whose data are present. */
  readonly chance: number;
  /** How well the instant is known where it is recorded. */
  readonly when: 'instant' | 'interval' | 'between_reads';
  /** Shorter than this it shows at no depth and no phase, ms; null = its kind doesn't show by its length. */
  readonly neverBelowMs: number | null;
  /** From here on it shows whatever its depth beyond the threshold and its phase, ms. */
  readonly alwaysFromMs: number | null;
  readonly why: Text;
}

/** One way an event may leave a trace: `inRow` windows one after another beyond the threshold. */
interface Trace {
  readonly thresholdPct: number;
  readonly windowMs: number;
  readonly stepMs: number;
  readonly inRow: number;
  /** P(the record is kept and reaches us | crossed). Unconfirmed. */
  readonly kept: number;
  readonly when: Sight['when'];
  readonly by: 'cycles' | 'log' | 'mean' | 'poll' | 'lasting' | 'extreme' | 'counter';
}

/** One cycle of 50 Hz and its half, ms: window and step of Urms(1/2). */
const CYCLE_MS = 20;
const HALF_CYCLE_MS = 10;
/** Window of the value a poll finds in a meter, and of the values an interval's extremes are taken from, ms. @source ten cycles, unconfirmed */
const METER_WINDOW_MS = 200;
const TEN_MIN_MS = 600_000;
/** A level beyond its limit counts from here on, ms: the same as in collector/detect/lasting.ts. */
const LASTING_MS = 1_800_000;
const LIMITS = { dipPct: 90, swellPct: 110, noSupplyPct: 10, overvoltagePct: 107 } as const;
/** A record of slow values is lost now and then. Unconfirmed. */
const KEPT = 0.97;
/** Depths an event of unknown residual is averaged over, % of Udin. Unconfirmed. */
const USUAL_DEPTHS_PCT: Readonly<Partial<Record<SeenKind, readonly number[]>>> = {
  dip: [15, 25, 35, 45, 55, 65, 75, 85],
  interruption: [0],
  outage: [0],
  undervoltage: [85],
  swell: [115, 125, 135],
  overvoltage: [109],
};

/**
 * P(recorded | happened) with its limits. `durationMs` null = unknown: the durations its kind usually has. Flicker,
 * signatures, transients and earth faults do not show by their length: the duration is not looked at.
 */
export function canSee(kind: SeenKind, durationMs: number | null, how: Watching, depth: Depth = {}): Sight {
  const traces = tracesOf(kind, how);
  const best = bestOf(kind, traces, durationMs, depth);
  if (best === null) {
    const chance = usualChance(kind, how);
    return { chance, when: 'interval', neverBelowMs: null, alwaysFromMs: null, why: whyKind(chance) };
  }
  const chance = durationMs === null ? usualChance(kind, how) : best.chance;
  return {
    chance,
    when: best.trace.when,
    neverBelowMs: Math.min(...traces.map((t) => neverBelow(t, depth))),
    alwaysFromMs: Math.min(...traces.map(alwaysFrom)),
    why: WHY[best.trace.by](best.trace),
  };
}

/** The closed form above. `overlapMs` = o*, NaN or negative where the level is beyond without the event. */
export function rowChance(
  durationMs: number,
  overlapMs: number,
  t: Pick<Trace, 'windowMs' | 'stepMs' | 'inRow'>,
): number {
  if (!(overlapMs <= Math.min(durationMs, t.windowMs))) return 0;
  const freeMs = t.windowMs + durationMs - 2 * overlapMs - (t.inRow - 1) * t.stepMs;
  return Math.min(1, Math.max(0, freeMs / t.stepMs));
}

/** o*: how much of a window an event must fill to cross, ms; infinite where it never does. */
export function overlapToCrossMs(
  windowMs: number,
  pct: { before: number; residual: number; threshold: number },
): number {
  const { before, residual, threshold } = pct;
  const share = (before ** 2 - threshold ** 2) / (before ** 2 - residual ** 2);
  return share > 0 && share <= 1 ? share * windowMs : Number.POSITIVE_INFINITY;
}

/** Longest interval in seconds that still counts as the method; a third more than the name for jittered senders. */
const METHOD_UP_TO_S: readonly (readonly [number, Method])[] = [
  [0.05, 'urms_half'],
  [1.34, '1s'],
  [13.4, '10s'],
  [80, '1min'],
  [800, '10min'],
  [1200, '15min'],
];

/** What a distance between values in seconds can claim to see. Rounded to the coarser method, never finer. */
export function methodOfIntervalS(intervalS: number): Method {
  return METHOD_UP_TO_S.find(([upToS]) => intervalS <= upToS)?.[1] ?? '60min';
}

/** P(recorded | happened) where nobody knows how long it lasted: from experience, by method and statistic. */
export function usualChance(kind: SeenKind, how: Watching): number {
  const own = USUAL_SIGHT[how.method][kind];
  const extremes = withExtremes(how) ? USUAL_EXTREMES[kind] : 0;
  const values = Math.max(own, extremes) * (how.statistic === 'snapshot' ? SNAPSHOT_FACTOR : 1);
  return Math.max(values, how.hasCounters === true ? USUAL_COUNTERS[kind] : 0);
}

const withExtremes = (how: Watching): boolean => how.statistic === 'minmax' || how.hasExtremes === true;

/** Every way this meter may leave a trace of this kind; empty for kinds that do not show by their length. */
function tracesOf(kind: SeenKind, how: Watching): Trace[] {
  const thresholdPct = thresholdOf(kind);
  if (thresholdPct === null) return [];
  const out: Trace[] = [];
  const usual = USUAL_SIGHT[how.method][kind];
  if (how.method === 'urms_half' || how.method === 'event_log') {
    const by = how.method === 'event_log' ? 'log' : 'cycles';
    out.push({ ...cycles(thresholdPct), kept: usual, when: 'instant', by });
  } else {
    const stepMs = 1000 * (METHOD_INTERVAL_S[how.method] ?? 0);
    const isPoll = how.statistic === 'snapshot';
    const windowMs = isPoll ? METER_WINDOW_MS : stepMs;
    const values = { windowMs, stepMs, kept: KEPT, when: 'interval', by: isPoll ? 'poll' : 'mean' } as const;
    const isFast = how.method === '1s' || how.method === '10s';
    const isLoss = kind === 'interruption' || kind === 'outage';
    if (isFast) out.push({ ...values, thresholdPct, inRow: 1 });
    else if (isLoss) out.push({ ...values, thresholdPct: LIMITS.noSupplyPct, inRow: 2 });
    if (!isLoss) out.push(lasting(kind, stepMs, isPoll));
  }
  if (withExtremes(how)) {
    const base = { windowMs: METER_WINDOW_MS, stepMs: METER_WINDOW_MS, inRow: 1 };
    out.push({ ...base, thresholdPct, kept: USUAL_EXTREMES[kind], when: 'interval', by: 'extreme' });
  }
  if (how.hasCounters === true && USUAL_COUNTERS[kind] > 0) {
    out.push({ ...cycles(thresholdPct), kept: USUAL_COUNTERS[kind], when: 'between_reads', by: 'counter' });
  }
  return out;
}

const cycles = (thresholdPct: number) => ({ thresholdPct, windowMs: CYCLE_MS, stepMs: HALF_CYCLE_MS, inRow: 1 });

/** Half an hour beyond the limit, in 10-minute values or in longer ones as they come. */
function lasting(kind: SeenKind, stepMs: number, isPoll: boolean): Trace {
  const lengthMs = Math.max(TEN_MIN_MS, stepMs);
  return {
    thresholdPct: kind === 'swell' || kind === 'overvoltage' ? LIMITS.overvoltagePct : LIMITS.dipPct,
    windowMs: isPoll && stepMs >= TEN_MIN_MS ? METER_WINDOW_MS : lengthMs,
    stepMs: lengthMs,
    inRow: Math.ceil(LASTING_MS / lengthMs),
    kept: KEPT,
    when: 'interval',
    by: 'lasting',
  };
}

/** A loss of supply is a drop below the dip threshold first: values of seconds show a short one as a dip. */
function thresholdOf(kind: SeenKind): number | null {
  if (kind === 'swell') return LIMITS.swellPct;
  if (kind === 'overvoltage') return LIMITS.overvoltagePct;
  return USUAL_DEPTHS_PCT[kind] === undefined ? null : LIMITS.dipPct;
}

/** The trace that most probably shows it; of equals the first, which knows the instant best. */
function bestOf(kind: SeenKind, traces: readonly Trace[], durationMs: number | null, depth: Depth) {
  const depths = depth.residualPct == null ? (USUAL_DEPTHS_PCT[kind] ?? []) : [depth.residualPct];
  let best: { readonly trace: Trace; readonly chance: number } | null = null;
  for (const trace of traces) {
    let sum = 0;
    for (const residualPct of depths) sum += chanceOf(trace, durationMs ?? LASTING_MS, { ...depth, residualPct });
    const chance = (trace.kept * sum) / depths.length;
    if (best === null || chance > best.chance) best = { trace, chance };
  }
  return best;
}

const chanceOf = (t: Trace, durationMs: number, depth: Depth): number => rowChance(durationMs, needMs(t, depth), t);

/** o* of a trace; the deepest there is where the residual is unknown (0 %, for a rise twice Udin). */
function needMs(t: Trace, depth: Depth): number {
  const deepest = t.thresholdPct > 100 ? 200 : 0;
  const residual = depth.residualPct ?? deepest;
  return overlapToCrossMs(t.windowMs, { before: depth.beforePct ?? 100, residual, threshold: t.thresholdPct });
}

function neverBelow(t: Trace, depth: Depth): number {
  const need = needMs(t, depth);
  return Math.max(need, 2 * need - t.windowMs + (t.inRow - 1) * t.stepMs);
}

const alwaysFrom = (t: Trace): number => t.windowMs + t.inRow * t.stepMs;

const NUMBERS = new Intl.NumberFormat('en', { maximumFractionDigits: 2, useGrouping: false });
const seconds = (ms: number): string => NUMBERS.format(ms / 1000);
const minutes = (ms: number): string => NUMBERS.format(ms / 60_000);

const WHY: Readonly<Record<Trace['by'], (t: Trace) => Text>> = {
  cycles: () => ({
    zh: '逐半周波测量，半个周波以上的事件都能看到',
    en: 'measured every half cycle: shows what lasts half a cycle or more',
  }),
  log: () => ({ zh: '取决于电表自身的事件记录', en: 'depends on the event log of the meter itself' }),
  mean: (t) => ({
    zh: `${seconds(t.windowMs)} 秒平均值，只能按其所占比例看到较短的事件`,
    en: `means over ${seconds(t.windowMs)} s: a shorter event shows only by its share of that`,
  }),
  poll: (t) => ({
    zh: `每 ${seconds(t.stepMs)} 秒读一次，两次之间的情况看不到`,
    en: `asked every ${seconds(t.stepMs)} s: what happens in between is not seen`,
  }),
  lasting: (t) => ({
    zh: `${minutes(t.stepMs)} 分钟值，只能看到持续半小时以上的偏低或偏高`,
    en: `values of ${minutes(t.stepMs)} min: show only what stays low or high for half an hour`,
  }),
  extreme: () => ({
    zh: '区间最低和最高值说明发生过，不说明何时和多久',
    en: 'the lowest and highest of an interval say that it happened, not when or for how long',
  }),
  counter: () => ({
    zh: '电表计数器说明两次读数之间发生过几次',
    en: 'the counters of the meter say how often between two reads',
  }),
};

function whyKind(chance: number): Text {
  return chance > 0
    ? { zh: '不由持续时间决定，按经验估计', en: 'does not show by its length: an estimate from experience' }
    : { zh: '这种测量方式看不到此类事件', en: 'this way of measuring cannot show such an event' };
}
