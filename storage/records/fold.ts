/** How texts are compared in a search: width, case, blanks and frequent traditional characters make no difference. */
import { pinyin } from 'pinyin-pro';
import { SIMPLIFIED } from '../../core/traditional.ts';

/** Full-width to half-width (NFKC), lower case, traditional to simplified, no blanks or punctuation. */
export function fold(text: string): string {
  let out = '';
  for (const ch of text.normalize('NFKC').toLowerCase()) out += SIMPLIFIED.get(ch) ?? ch;
  return out.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Digits only: `020-8765 4321` → `02087654321`. */
export function digits(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '');
}

/** What is spelt: a family name is read its own way (單 as shan, 重 in 重庆 as chong). */
export type Spelt = 'person' | 'place';

/** First letters of the pinyin, other letters and digits as they are: `石牌西路12号` → `spxl12h`. */
export function initials(text: string, spelt: Spelt): string {
  return syllables(text, spelt, 'first');
}

/** Whole pinyin without tones or blanks, ü as v: `吕伟` → `lvwei`. */
export function fullPinyin(text: string, spelt: Spelt): string {
  return syllables(text, spelt, 'pinyin');
}

function syllables(text: string, spelt: Spelt, pattern: 'first' | 'pinyin'): string {
  const folded = fold(text);
  if (folded === '') return '';
  const surname = spelt === 'person' ? 'head' : 'off';
  return pinyin(folded, { pattern, surname, toneType: 'none', type: 'array', v: true }).join('');
}
