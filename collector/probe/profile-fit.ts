/**
 * Does this register map belong to the meter that answers? Judged as an engineer would: frequency near 50 or 60 Hz,
 * voltages near a declared one, line-line √3 above phase-neutral, phases alike, nothing refused.
 */
import { id, type MeterId } from '../../core/ids.ts';
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { type AnsweredBlock, decodePoll } from '../meters/decode.ts';
import type { Block } from '../meters/plan.ts';
import { type MeterProfile, type RegisterKey, registerEntries, splitKey } from '../meters/profile.ts';
import { isMainsHz, nearestUsual } from './nominal.ts';

export interface ProbedBlock {
  readonly block: Block;
  readonly result:
    | { readonly kind: 'words'; readonly words: readonly number[] }
    | { readonly kind: 'exception'; readonly code: number }
    | { readonly kind: 'timeout' }
    | { readonly kind: 'link'; readonly message: string };
}

export type FitVerdict = 'fits' | 'may fit' | 'does not fit' | 'no answer';

export interface Fit {
  readonly profile: MeterProfile;
  readonly verdict: FitVerdict;
  /** 0 to 1: share of what could be judged that is as it should be. */
  readonly score: number;
  /** Why, in the words of an engineer; the strongest first. */
  readonly because: readonly string[];
  readonly values: Reading['values'];
  /** What was asked and what came back. */
  readonly probed: readonly ProbedBlock[];
  /** Declared phase-neutral voltage the readings are nearest to, V; null where nothing is near one. */
  readonly nominalLnV: number | null;
}

interface Judgement {
  readonly weight: number;
  /** 0 = against the map, 1 = for it. */
  readonly good: number;
  readonly text: string;
}

const PROBED = id<MeterId>('probed');
/** From here a map is named as the one; below the second figure it is ruled out. */
const FITS_FROM = 0.8;
const MAY_FIT_FROM = 0.5;
const ILLEGAL_ADDRESS = 2;
const SQRT3 = Math.sqrt(3);

export function fitProfile(profile: MeterProfile, probed: readonly ProbedBlock[]): Fit {
  const answered: AnsweredBlock[] = probed.flatMap(({ block, result }) =>
    result.kind === 'words' ? [{ block, words: result.words }] : [],
  );
  const context = { meter: PROBED, atMs: 0, method: '1min', nominalLnV: null } as const;
  const { reading } = decodePoll(profile, answered, context);
  const refused = probed.filter((p) => p.result.kind === 'exception');
  const base = { profile, probed, values: reading.values, nominalLnV: nominalOf(reading.values) };
  if (answered.length === 0) {
    return { ...base, verdict: refused.length > 0 ? 'does not fit' : 'no answer', score: 0, because: silence(probed) };
  }
  const judgements = [
    judgeProbe(profile, reading.values),
    ...judgeVoltages(profile, reading.values),
    judgeTriangle(reading.values),
    judgeRefusals(refused, registerEntries(profile).length),
  ].filter((j) => j !== null);
  const total = judgements.reduce((sum, j) => sum + j.weight, 0);
  const score = judgements.reduce((sum, j) => sum + j.weight * j.good, 0) / total;
  const hasVoltage = base.nominalLnV !== null;
  const verdict: FitVerdict =
    score >= FITS_FROM && hasVoltage ? 'fits' : score >= MAY_FIT_FROM ? 'may fit' : 'does not fit';
  const because = [...judgements].sort((a, b) => b.weight - a.weight).map((j) => j.text);
  return { ...base, verdict, score, because };
}

/** Best first; of equal ones the map that explains more registers of the meter. */
export function rankFits(fits: readonly Fit[]): readonly Fit[] {
  const size = (f: Fit) => Object.values(f.values).reduce((n, v) => n + Object.keys(v ?? {}).length, 0);
  return [...fits].sort((a, b) => b.score - a.score || size(b) - size(a));
}

function judgeProbe(profile: MeterProfile, values: Reading['values']): Judgement {
  const { register, min, max } = profile.probe;
  const { quantity, phase } = splitKey(register);
  const value = values[phase]?.[quantity];
  if (value === undefined) return { weight: 3, good: 0, text: `${register} is not there` };
  const isIn = value >= min && value <= max && (quantity !== 'f' || isMainsHz(value));
  const unit = quantity === 'f' ? ' Hz' : '';
  return { weight: 3, good: isIn ? 1 : 0, text: `${register} = ${rounded(value)}${unit}, expected ${min} to ${max}` };
}

/** Every voltage register of the map: near a declared voltage it speaks for the map, at zero it says nothing. */
function judgeVoltages(profile: MeterProfile, values: Reading['values']): readonly Judgement[] {
  const keys = registerEntries(profile)
    .map(([key]) => key)
    .filter((key) => key.startsWith('u.') && !key.endsWith('.total') && !key.endsWith('.N'));
  return keys.flatMap((key): Judgement[] => {
    const { phase } = splitKey(key);
    const value = values[phase]?.u;
    if (value === undefined) return [{ weight: 1, good: 0, text: `${key} gives no voltage` }];
    if (value < 1) return [{ weight: 0.5, good: 0.4, text: `${key} = ${rounded(value)} V: not connected?` }];
    const near = nearestUsual(value, phase.length === 2 ? 'LL' : 'LN');
    const text = `${key} = ${rounded(value)} V${near === null ? ', no usual supply voltage' : ''}`;
    return [{ weight: 1, good: near === null ? 0 : 1, text }];
  });
}

/** Line-line voltages stand √3 above phase-neutral ones: two maps rarely agree on that by chance. */
function judgeTriangle(values: Reading['values']): Judgement | null {
  const ln = mean(PHASES.map((p) => values[p]?.u));
  const ll = mean(LINE_PAIRS.map((p) => values[p]?.u));
  if (ln === null || ll === null) return null;
  const ratio = ll / ln;
  const isGood = Math.abs(ratio / SQRT3 - 1) < 0.05;
  return { weight: 2, good: isGood ? 1 : 0, text: `line-line is ${ratio.toFixed(3)} times phase-neutral` };
}

function judgeRefusals(refused: readonly ProbedBlock[], registers: number): Judgement | null {
  const keys: RegisterKey[] = refused.flatMap((p) => p.block.keys);
  if (keys.length === 0) return null;
  const text = `the meter refuses ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ` and ${keys.length - 4} more` : ''}`;
  return { weight: 3 * (keys.length / registers), good: 0, text };
}

function silence(probed: readonly ProbedBlock[]): readonly string[] {
  const words = new Set<string>();
  for (const { result } of probed) {
    if (result.kind === 'timeout') words.add('no answer in time');
    if (result.kind === 'link') words.add(result.message);
    if (result.kind === 'exception') {
      words.add(result.code === ILLEGAL_ADDRESS ? 'no such registers' : `refused with exception ${result.code}`);
    }
  }
  return [...words];
}

/** Declared voltage that most of the voltages are nearest to. */
function nominalOf(values: Reading['values']): number | null {
  const counts = new Map<number, number>();
  for (const p of [...PHASES, ...LINE_PAIRS]) {
    const value = values[p]?.u;
    if (value === undefined) continue;
    const near = nearestUsual(value, p.length === 2 ? 'LL' : 'LN');
    if (near === null) continue;
    const ln = p.length === 2 ? near.usualV / SQRT3 : near.usualV;
    counts.set(Math.round(ln * 10) / 10, (counts.get(Math.round(ln * 10) / 10) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? null;
}

function mean(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((v) => v !== undefined && v >= 1) as number[];
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
}

function rounded(value: number): string {
  return Math.abs(value) < 1e6 && Math.abs(value) >= 1e-3 ? String(Number(value.toFixed(3))) : value.toExponential(3);
}
