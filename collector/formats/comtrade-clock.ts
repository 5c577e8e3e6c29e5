/**
 * Instants of the samples. Spacing comes from the sampling rates; the time stamps only tell gaps between segments, or
 * everything where the header names no rate. Stamps that are missing, all equal or at odds with the rates are left out
 * with a warning.
 */
import type { Problem } from '../../core/problem.ts';
import type { Cfg } from './comtrade-cfg.ts';

export interface SampleClock {
  /** ms after sample 0, strictly rising. */
  readonly timesMs: Float64Array;
  readonly breaks: readonly number[];
  readonly problems: readonly Problem[];
}

/** A step this much longer than the sampling interval is a gap. Below 2: one sample lost is a gap already. */
const GAP_STEPS = 1.8;
/** More gaps than this share of the steps: not gaps but a wrong time multiplier or rate. */
const GAP_SHARE_MAX = 0.2;

/** `stamps` in units of timemult µs, NaN = missing. */
export function sampleClock(cfg: Cfg, stamps: Float64Array, file: string): SampleClock {
  const problems: Problem[] = [];
  const say = (code: Problem['code'], expected: string, got: string) =>
    problems.push({ code, severity: 'warning', file, line: null, field: 'time stamps', expected, got });
  const n = stamps.length;
  const usable = rising(stamps);
  const stepsMs = nominalStepsMs(cfg, n);
  const perMs = stampsPerMs(cfg, stamps, stepsMs);
  if (stepsMs === null) {
    if (usable && n > 1) return { ...byStamps(perMs, stamps), problems };
    say('bad-time', 'a sampling rate or time stamps (taken as 1 ms steps)', 'neither');
    return { timesMs: Float64Array.from({ length: n }, (_, i) => i), breaks: [], problems };
  }
  if (usable && Math.abs(stamps[0] ?? 0) > 0) {
    say('note', 'a first stamp of 0 (spacing taken from the rate)', `${((stamps[0]! / perMs) * 1000).toFixed(0)} µs`);
  }
  const gaps = usable ? gapsOf(perMs, stamps, stepsMs) : [];
  const wrong = gaps.length > Math.max(1, GAP_SHARE_MAX * n);
  if (wrong) say('clock-error', 'stamps that agree with the rates (rates used)', `${gaps.length} of ${n} steps do not`);
  const breaks = wrong ? [] : gaps;
  if (breaks.length > 0) {
    say(
      'time-gap',
      'samples without a gap',
      `${breaks.length} gaps, before samples ${breaks.map((b) => b + 1).join(', ')}`,
    );
  }
  const isBreak = new Set(breaks);
  const timesMs = new Float64Array(n);
  for (let i = 1; i < n; i++) {
    timesMs[i] = isBreak.has(i)
      ? Math.max(timesMs[i - 1]! + stepsMs[i]!, (stamps[i]! - stamps[0]!) / perMs)
      : timesMs[i - 1]! + stepsMs[i]!;
  }
  return { timesMs, breaks, problems };
}

/**
 * Counts of the stamps per ms. Where a 2013 header could mean micro- or nanoseconds, the one that agrees better with the
 * sampling rate: both are written in the field.
 */
function stampsPerMs(cfg: Cfg, stamps: Float64Array, stepsMs: Float64Array | null): number {
  const said = 1000 / cfg.stampUnitUs / cfg.timeMult;
  if (cfg.stampUnitUs === 1 || stepsMs === null || stamps.length < 2) return said;
  const count = (stamps.at(-1)! - stamps[0]!) / (stamps.length - 1);
  const off = (perMs: number) => Math.abs(Math.log(count / perMs / stepsMs[1]!));
  const other = said * cfg.stampUnitUs;
  return off(other) < off(said) ? other : said;
}

function rising(stamps: Float64Array): boolean {
  for (let i = 1; i < stamps.length; i++) if (!(stamps[i]! > stamps[i - 1]!)) return false;
  return stamps.length > 0 && !Number.isNaN(stamps[0]!);
}

/** Step before each sample, ms; null where the header gives no rate. */
function nominalStepsMs(cfg: Cfg, n: number): Float64Array | null {
  if (cfg.rates.length === 0 || cfg.rates.some((r) => !(r.rateHz > 0))) return null;
  const steps = new Float64Array(n);
  let segment = 0;
  for (let i = 0; i < n; i++) {
    // Sample i (0-based) is reached at the rate of the sample before it: a rate holds up to its last sample.
    while (segment < cfg.rates.length - 1 && i - 1 >= (cfg.rates[segment]?.endSample ?? 0)) segment++;
    steps[i] = 1000 / (cfg.rates[segment]?.rateHz ?? 1);
  }
  return steps;
}

function gapsOf(perMs: number, stamps: Float64Array, stepsMs: Float64Array): number[] {
  const out: number[] = [];
  for (let i = 1; i < stamps.length; i++) {
    if ((stamps[i]! - stamps[i - 1]!) / perMs > GAP_STEPS * stepsMs[i]!) out.push(i);
  }
  return out;
}

function byStamps(perMs: number, stamps: Float64Array): { timesMs: Float64Array; breaks: number[] } {
  const timesMs = stamps.map((s) => (s - stamps[0]!) / perMs);
  const steps = timesMs.slice(1).map((t, i) => t - timesMs[i]!);
  const typical = steps.slice().sort()[Math.floor(steps.length / 2)] ?? 1;
  const breaks: number[] = [];
  for (let i = 1; i < timesMs.length; i++) if (timesMs[i]! - timesMs[i - 1]! > GAP_STEPS * typical) breaks.push(i);
  return { timesMs, breaks };
}
