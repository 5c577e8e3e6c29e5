/**
 * One limit over one period: counts, extremes, the 95 % value, and a verdict that may be "cannot say".
 * @source EN 50160:2010 4.2 (valid intervals, share of a week), GB/T 12325-2008 5 (rate over time), GB/T 15543-2008 (95 % value)
 */
import { type PhenomenonLimit, sideOfLimit } from '../../core/limits/phenomenon.ts';

export const VERDICTS = ['pass', 'fail', 'cannot_say', 'indicative'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** Why nothing can be said. */
export type Doubt = 'no_values' | 'incomplete' | 'method_blind';

export interface Judged {
  /** Intervals the period holds; of events null. */
  readonly expected: number | null;
  /** Values that count. */
  readonly valid: number;
  /** Not there, or there and unknown. */
  readonly unknown: number;
  readonly flagged: number;
  readonly noSupply: number;
  readonly above: number;
  readonly below: number;
  readonly insidePct: number | null;
  /** Intervals of the period with a value, counted or left out with reason, %; null for events. */
  readonly completenessPct: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** 95 % of the counted values are at or below (`high95`), at or above (`low5`): nearest rank, nothing interpolated. */
  readonly low5: number | null;
  readonly high95: number | null;
  readonly verdict: Verdict;
  readonly doubt: Doubt | null;
}

export interface JudgeInput {
  /** In the limit's unit; NaN = unknown. */
  readonly values: readonly number[];
  readonly flagged: readonly boolean[];
  /** True where there was no supply: no level to judge. */
  readonly noSupply: readonly boolean[];
  /** Intervals the period should hold. */
  readonly expected: number;
  readonly minCompletenessPct: number;
}

/**
 * A failure is certain when more values lie outside than the whole period may have; with less known than
 * `minCompletenessPct` everything else is "cannot say", never a pass.
 */
export function judge(limit: PhenomenonLimit, input: JudgeInput): Judged {
  const counts = { inside: 0, above: 0, below: 0, unknown: 0 };
  let [flagged, noSupply] = [0, 0];
  const counted: number[] = [];
  input.values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    if (input.noSupply[i] === true) {
      noSupply++;
      return;
    }
    if (input.flagged[i] === true) flagged++;
    if (input.flagged[i] === true && limit.flaggedExcluded) return;
    counts[sideOfLimit(value, limit)]++;
    counted.push(value);
  });
  counted.sort((a, b) => a - b);
  const valid = counted.length;
  const leftOut = noSupply + (limit.flaggedExcluded ? flagged : 0);
  const expected = Math.max(input.expected, valid + leftOut);
  const completenessPct = expected === 0 ? null : (100 * (valid + leftOut)) / expected;
  return {
    expected,
    valid,
    unknown: expected - valid - leftOut,
    flagged,
    noSupply,
    above: counts.above,
    below: counts.below,
    insidePct: valid === 0 ? null : (100 * counts.inside) / valid,
    completenessPct,
    ...extremes(counted),
    ...verdictOf(limit, {
      valid,
      outside: counts.above + counts.below,
      expected: expected - leftOut,
      isComplete: (completenessPct ?? 0) >= input.minCompletenessPct,
    }),
  };
}

/** `sorted` rising. Nearest rank: at most 5 % of the values lie beyond. */
export function extremes(sorted: readonly number[]): Pick<Judged, 'min' | 'max' | 'low5' | 'high95'> {
  const leave = Math.floor(sorted.length * 0.05 + 1e-9);
  return {
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    low5: sorted[leave] ?? null,
    high95: sorted[sorted.length - 1 - leave] ?? null,
  };
}

function verdictOf(
  limit: Pick<PhenomenonLimit, 'requiredPct' | 'indicative'>,
  of: { readonly valid: number; readonly outside: number; readonly expected: number; readonly isComplete: boolean },
): Pick<Judged, 'verdict' | 'doubt'> {
  if (of.valid === 0) return { verdict: 'cannot_say', doubt: 'no_values' };
  if (limit.indicative) return { verdict: 'indicative', doubt: null };
  if (100 * of.outside > (100 - limit.requiredPct) * of.expected + 1e-9) return { verdict: 'fail', doubt: null };
  if (!of.isComplete) return { verdict: 'cannot_say', doubt: 'incomplete' };
  const passes = 100 * (of.valid - of.outside) >= limit.requiredPct * of.valid - 1e-9;
  return { verdict: passes ? 'pass' : 'fail', doubt: null };
}

/**
 * The span rule: highest and lowest deviation (%) of the period; of one sign, the larger alone counts.
 * `input.values` in % of Udin.
 */
export function judgeSpan(limit: PhenomenonLimit, input: JudgeInput): Judged {
  const level = judge({ ...limit, low: null, high: null }, input);
  if (level.min === null || level.max === null) return level;
  const [lowest, highest] = [level.min - 100, level.max - 100];
  const spanPct = lowest < 0 && highest > 0 ? highest - lowest : Math.max(Math.abs(lowest), Math.abs(highest));
  const isBeyond = sideOfLimit(spanPct, limit) === 'above';
  const verdict = isBeyond ? 'fail' : level.verdict;
  return {
    ...level,
    above: isBeyond ? 1 : 0,
    insidePct: null,
    min: null,
    max: spanPct,
    low5: null,
    high95: null,
    verdict,
    doubt: isBeyond ? null : level.doubt,
  };
}
