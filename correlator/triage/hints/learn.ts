/**
 * Counts in how many labelled sentences of each category a piece occurs. Only counts are kept: whoever reads the table
 * sees what was seen. Written anew by `npx tsx test/triage/write-hints.ts` when the tuning sentences change.
 */
import { CATEGORIES, type Category } from '../../../core/complaint.ts';
import { normalise } from '../normalise.ts';
import { piecesOf } from './pieces.ts';

export interface Labelled {
  readonly text: string;
  readonly category: Category;
}

/** A piece seen once says nothing that would hold for the next sentence. */
const SEEN_AT_LEAST = 2;
const PER_ROW = 6;

/** Source text of table.ts: pieces in the order of code points, counts in the order of `CATEGORIES`. */
export function hintTableSource(sentences: readonly Labelled[]): string {
  const counts = new Map<string, number[]>();
  for (const s of sentences) {
    const category = CATEGORIES.indexOf(s.category);
    for (const { piece } of piecesOf(normalise(s.text))) {
      const row = counts.get(piece) ?? CATEGORIES.map(() => 0);
      row[category] = (row[category] ?? 0) + 1;
      counts.set(piece, row);
    }
  }
  const kept = [...counts].filter(([, row]) => row.reduce((a, b) => a + b, 0) >= SEEN_AT_LEAST);
  const entries = kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([piece, row]) => `${piece} ${row.join('.')}`);
  const rows: string[] = [];
  for (let i = 0; i < entries.length; i += PER_ROW) rows.push(entries.slice(i, i + PER_ROW).join(' '));
  const totals = CATEGORIES.map((c) => sentences.filter((s) => s.category === c).length);
  return `/** A table of data: written by test/triage/write-hints.ts from test/vectors/triage/tuning.jsonl, never by hand. */

/** Sentences per category, in the order of \`CATEGORIES\`. */
export const SENTENCES: readonly number[] = [${totals.join(', ')}];

/** Piece, then in how many sentences of each category it occurs. */
export const PIECES = \`
${rows.join('\n')}
\`;
`;
}
