/** Word patterns and the places where they stand in a text. */
import { isDeniedAsAWhole, isNegated } from './negation.ts';
import type { Clause, NormalText } from './normalise.ts';

/** One pattern. `weight` in natural log units of odds. `ownNegation`: 没电, won't start: the denial belongs to the word. */
export interface Word {
  readonly re: RegExp;
  readonly weight: number;
  readonly ownNegation: boolean;
}

export interface Hit {
  readonly clause: Clause;
  readonly clauseIndex: number;
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  readonly negated: boolean;
}

/** Longest clause matched, in characters; keeps the work bounded whatever is pasted in. */
const CLAUSE_LENGTH_MAX = 600;

/**
 * A pattern in normalised text (lower case, simplified, half-width). Where the denial may stand inside the match, mark
 * the word that carries the meaning as group `h`: `灯.{0,6}?(?<h>闪)`.
 */
export function word(source: string, weight = 1): Word {
  return { re: compile(source), weight, ownNegation: false };
}

/** A pattern that carries its own denial (没电, will not start); `isNegated` is not asked. */
export function wordAsIs(source: string, weight = 1): Word {
  return { re: compile(source), weight, ownNegation: true };
}

/** Group `h` may stand in several alternatives: each gets a name of its own. */
function compile(source: string): RegExp {
  let n = 0;
  return new RegExp(
    source.replaceAll('(?<h>', () => `(?<h${n++}>`),
    'gd',
  );
}

/** All places, in the order of clauses; overlapping patterns each count, one pattern never overlaps itself. */
export function findHits(words: readonly Word[], text: NormalText): readonly Hit[] {
  const hits: Hit[] = [];
  text.clauses.forEach((clause, clauseIndex) => {
    const chars = clause.text.length > CLAUSE_LENGTH_MAX ? clause.text.slice(0, CLAUSE_LENGTH_MAX) : clause.text;
    for (const w of words) {
      for (const m of chars.matchAll(w.re)) {
        const end = m.index + m[0].length;
        if (end === m.index) continue;
        const head = Object.values(m.indices?.groups ?? {}).find((at) => at !== undefined)?.[0] ?? m.index;
        const negated = !w.ownNegation && (isNegated(chars, head, end) || isDeniedAsAWhole(chars, m.index, end));
        hits.push({ clause, clauseIndex, start: m.index, end, weight: w.weight, negated });
      }
    }
  });
  return hits;
}

/** Only what is affirmed. */
export function affirmed(hits: readonly Hit[]): readonly Hit[] {
  return hits.filter((h) => !h.negated);
}
