/**
 * What a customer's text is about: category with its probability, symptoms, storm, neighbours, part of the day, and the
 * words that decided. Weighted words and a table of counts, no memory: the same text gives the same answer everywhere.
 */
import { type Category, SYMPTOMS, type Triage } from '../../core/complaint.ts';
import { CATEGORY_RULES } from './categories/index.ts';
import type { CategoryRule, Findings } from './categories/rule.ts';
import { findCues } from './cues.ts';
import { dayPart } from './day-part.ts';
import { hintsFor } from './hints/hints.ts';
import { neighboursHit } from './neighbours.ts';
import { normalise } from './normalise.ts';
import { toldVoltages } from './numbers.ts';
import { decidingWords, type Scored, scoreCategory, shares, withHints } from './score.ts';
import { speaksOfStorm } from './storm.ts';
import { findSymptoms } from './symptoms/find.ts';

/** From this probability on the category is called alone, below it the runner-up goes with it to a person. */
const SURE_P = 0.9;

/** Never throws, whatever the text. `rules` is open for tests only: their order must not matter. */
export function classify(text: string, rules: readonly CategoryRule[] = CATEGORY_RULES): Triage {
  const findings = findingsOf(text); //                             1. what is said
  const said = rules.map((rule) => scoreCategory(rule, findings)); // 2. what speaks for each category
  const scored = withHints(said, hintsFor(findings.text)); //          and what the words are like besides
  const p = shares(scored); //                                      3. as probabilities
  const ranked = [...scored].sort((a, b) => (p.get(b.id) ?? 0) - (p.get(a.id) ?? 0) || a.id.localeCompare(b.id));
  const first = ranked[0] as Scored;
  const firstP = p.get(first.id) ?? 0;
  const second: Category | null = firstP < SURE_P ? (ranked[1]?.id ?? null) : null;
  return {
    category: first.id,
    p: Math.round(firstP * 1000) / 1000,
    second,
    symptoms: SYMPTOMS.filter((s) => findings.symptoms.has(s)),
    storm: speaksOfStorm(findings.text),
    neighbours: findings.neighbours,
    when: dayPart(findings.text),
    because: decidingWords(first, findings.text), //                4. in the customer's own words
  };
}

function findingsOf(original: string): Findings {
  const text = normalise(original);
  const cues = findCues(text);
  const told = toldVoltages(text);
  return { text, cues, told, symptoms: findSymptoms(text, cues, told), neighbours: neighboursHit(text) };
}
