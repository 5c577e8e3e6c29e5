/** Our labelled sentences: `tuning` was looked at while the words were chosen, `check` never was. */
import { readFileSync } from 'node:fs';
import type { Category, DayPart, Symptom } from '../../core/complaint.ts';

export interface Sentence {
  readonly text: string;
  readonly category: Category;
  readonly symptoms: readonly Symptom[];
  readonly storm: boolean;
  readonly neighbours: 'yes' | 'no' | 'unsaid';
  readonly when: DayPart | null;
}

export function sentences(side: 'tuning' | 'check'): readonly Sentence[] {
  const text = readFileSync(new URL(`../vectors/triage/${side}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sentence);
}
