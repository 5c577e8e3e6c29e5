/** The pieces of a text that hints are learned from: Chinese characters and pairs of them, English word beginnings. */
import type { Clause, NormalText } from '../normalise.ts';

/** So many letters of a word are kept: flicker, flickers and flickering are one piece. */
const STEM_LENGTH = 6;
const RUN = /[\u2e80-\u9fff]+|[a-z']+/g;

export interface Piece {
  readonly piece: string;
  readonly clause: Clause;
  readonly start: number;
  readonly end: number;
}

/** Each piece once, at its first place. */
export function piecesOf(text: NormalText): readonly Piece[] {
  const found = new Map<string, Piece>();
  const note = (clause: Clause, start: number, end: number, piece: string): void => {
    if (!found.has(piece)) found.set(piece, { piece, clause, start, end });
  };
  for (const clause of text.clauses) {
    for (const m of clause.text.matchAll(RUN)) {
      const run = m[0];
      if (/[a-z']/.test(run[0] ?? '')) {
        note(clause, m.index, m.index + run.length, run.slice(0, STEM_LENGTH));
        continue;
      }
      for (let i = 0; i < run.length; i++) {
        note(clause, m.index + i, m.index + i + 1, run.slice(i, i + 1));
        if (i + 1 < run.length) note(clause, m.index + i, m.index + i + 2, run.slice(i, i + 2));
      }
    }
  }
  return [...found.values()];
}
