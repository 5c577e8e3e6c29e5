/** What a symptom file exports: the words by which customers report it, in both languages. */
import type { Symptom } from '../../../core/complaint.ts';
import type { Word } from '../match.ts';

export interface SymptomWords {
  readonly id: Symptom;
  readonly zh: readonly Word[];
  readonly en: readonly Word[];
}
