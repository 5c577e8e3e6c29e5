/** From words to a probability for each category. */
import type { Category } from '../../core/complaint.ts';
import type { CategoryRule, Findings } from './categories/rule.ts';
import type { Hint } from './hints/hints.ts';
import type { Piece } from './hints/pieces.ts';
import { findHits, type Hit } from './match.ts';
import { type NormalText, originalWords } from './normalise.ts';

/** Evidence for one category; `reasons` strongest first. */
export interface Scored {
  readonly id: Category;
  readonly score: number;
  readonly reasons: readonly { readonly hit: Hit; readonly weight: number }[];
}

/**
 * Several words for one matter say little more than the strongest: each next one counts this much of the one before.
 * An assumption of ours, set on the tuning side of the corpus.
 */
const REPEAT_SHARE = 0.35;
/** Softmax temperature: weights are odds of a confident reader; set on the tuning side of the corpus. */
const TEMPERATURE = 1.15;
/** A text that says nothing we know is `other`, at low probability. */
const BASE: Readonly<Partial<Record<Category, number>>> = { other: 0.6, information: 0.3 };
const WORDS_SHOWN = 6;
/** Pattern scores between which hints fade to their share; set on sentences not learned from. */
const FADES_FROM = 1;
const FADED_AT = 6;
const FADED_SHARE = 0.5;

/** What patterns, symptoms and the mixture of matters say for one category. */
export function scoreCategory(rule: CategoryRule, f: Findings): Scored {
  const reasons: { hit: Hit; weight: number }[] = [];
  for (const hit of findHits([...rule.zh, ...rule.en], f.text)) {
    if (!hit.negated) reasons.push({ hit, weight: hit.weight });
  }
  const strengths = strongestPerPattern(reasons);
  for (const [symptom, hits] of f.symptoms) {
    const weight = rule.symptoms[symptom] ?? 0;
    const hit = hits[0];
    if (weight <= 0 || hit === undefined) continue;
    strengths.push(weight);
    for (const h of hits.slice(0, 2)) reasons.push({ hit: h, weight });
  }
  let score = (BASE[rule.id] ?? 0) + saturating(strengths);
  for (const a of rule.adjust(f)) {
    score += a.by;
    if (a.by > 0) for (const hit of a.hits.slice(0, 3)) reasons.push({ hit, weight: a.by });
  }
  return {
    id: rule.id,
    score,
    reasons: reasons.sort((a, b) => b.weight - a.weight || lengthOf(b.hit) - lengthOf(a.hit)),
  };
}

/**
 * Adds what the choice of words suggests. It counts whole where no pattern speaks and fades as the strongest pattern
 * grows; a danger that a pattern names is never argued away by it.
 */
export function withHints(scored: readonly Scored[], hints: ReadonlyMap<Category, Hint>): readonly Scored[] {
  const strongest = Math.max(...scored.map((s) => s.score));
  const faded = Math.min(1, Math.max(0, (strongest - FADES_FROM) / (FADED_AT - FADES_FROM)));
  const share = 1 - faded * (1 - FADED_SHARE);
  return scored.map((s) => {
    const hint = hints.get(s.id);
    const sum = share * (hint?.sum ?? 0);
    const isNamedDanger = s.id === 'hazard' && s.reasons.length > 0;
    return {
      id: s.id,
      score: s.score + (isNamedDanger ? Math.max(0, sum) : sum),
      reasons: s.reasons.length > 0 ? s.reasons : (hint?.pieces ?? []).slice(0, WORDS_SHOWN).map(asReason),
    };
  });
}

function lengthOf(hit: Hit): number {
  return hit.end - hit.start;
}

/** A piece as a reason, weaker than every pattern. */
function asReason(p: Piece): Scored['reasons'][number] {
  return { hit: { ...p, clauseIndex: 0, weight: 0, negated: false }, weight: 0 };
}

/** Softmax over the scores; sums to 1. */
export function shares(scored: readonly Scored[]): ReadonlyMap<Category, number> {
  const top = Math.max(...scored.map((s) => s.score));
  const odds = scored.map((s) => Math.exp((s.score - top) / TEMPERATURE));
  const sum = odds.reduce((a, b) => a + b, 0);
  return new Map(scored.map((s, i) => [s.id, (odds[i] ?? 0) / sum]));
}

/** The customer's own words that spoke for the category, strongest first, none twice, none inside another. */
export function decidingWords(scored: Scored, text: NormalText): readonly string[] {
  const out: string[] = [];
  for (const { hit } of scored.reasons) {
    const words = originalWords(text, hit.clause, hit.start, hit.end);
    if (words === '' || out.some((w) => w.includes(words) || words.includes(w))) continue;
    out.push(words);
    if (out.length === WORDS_SHOWN) break;
  }
  return out;
}

function strongestPerPattern(reasons: readonly { readonly weight: number; readonly hit: Hit }[]): number[] {
  const seen = new Set<string>();
  const out: number[] = [];
  for (const r of reasons) {
    const key = `${r.weight}|${r.hit.clauseIndex}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push(r.weight);
  }
  return out;
}

function saturating(strengths: number[]): number {
  let factor = 1;
  let sum = 0;
  for (const s of strengths.sort((a, b) => b - a)) {
    sum += s * factor;
    factor *= REPEAT_SHARE;
  }
  return sum;
}
