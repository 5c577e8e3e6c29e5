/**
 * What the mere choice of words suggests: naive Bayes over the pieces of our labelled sentences, at a small weight. It
 * decides only where no pattern does, or where patterns are evenly matched.
 */
import { CATEGORIES, type Category } from '../../../core/complaint.ts';
import type { NormalText } from '../normalise.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { PIECES, SENTENCES } from './table.ts';

/** Added to every count; a smaller one trusts rare pieces more. Set on sentences not learned from. */
const SMOOTHING = 0.3;
/** Pieces overlap and repeat each other, so their sum is taken at this share. Set on sentences not learned from. */
const GAIN = 0.3;
/** A long text has many pieces and no more certainty: the sum is held within this, natural log units. */
const SUM_MAX = 4;

export interface Hint {
  readonly sum: number;
  /** Pieces that spoke for the category, strongest first. */
  readonly pieces: readonly Piece[];
}

const WEIGHTS = weights();

/** Log odds of each category from the pieces known, in natural log units; 0 for a text of unknown pieces. */
export function hintsFor(text: NormalText): ReadonlyMap<Category, Hint> {
  const known = piecesOf(text).filter((p) => WEIGHTS.has(p.piece));
  return new Map(
    CATEGORIES.map((category, i) => {
      const weightOf = (p: Piece): number => WEIGHTS.get(p.piece)?.[i] ?? 0;
      const sum = GAIN * known.reduce((total, p) => total + weightOf(p), 0);
      const pieces = known.filter((p) => weightOf(p) > 1).sort((a, b) => weightOf(b) - weightOf(a));
      return [category, { sum: Math.max(-SUM_MAX, Math.min(SUM_MAX, sum)), pieces }] as const;
    }),
  );
}

/** log( share of the category's sentences with the piece / share of the others' ), smoothed. */
function weights(): ReadonlyMap<string, readonly number[]> {
  const all = SENTENCES.reduce((a, b) => a + b, 0);
  const map = new Map<string, readonly number[]>();
  const cells = PIECES.trim().split(/\s+/);
  for (let i = 0; i + 1 < cells.length; i += 2) {
    const counts = (cells[i + 1] ?? '').split('.').map(Number);
    const seen = counts.reduce((a, b) => a + b, 0);
    map.set(
      cells[i] ?? '',
      counts.map((count, c) => {
        const sentences = SENTENCES[c] ?? 0;
        const inside = (count + SMOOTHING) / (sentences + 2 * SMOOTHING);
        const outside = (seen - count + SMOOTHING) / (all - sentences + 2 * SMOOTHING);
        return Math.log(inside / outside);
      }),
    );
  }
  return map;
}
