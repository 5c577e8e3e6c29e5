/** Titles and descriptions stand in both languages, Chinese first: one board serves the whole control room. */
import type { Text } from '../core/text.ts';

export function bothLanguages(text: Text): string {
  return `${text.zh} · ${text.en}`;
}

export function bothSentences(text: Text): string {
  return `${text.zh}\n\n${text.en}`;
}
