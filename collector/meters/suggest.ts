/** "Words swapped?": finds the reading of two raw words that would be a believable voltage. Used at commissioning. */

import { REGISTER_TYPES, type RegisterType, WORD_ORDERS, type WordOrder, wordsOf } from './profile.ts';
import { readRegister } from './registers.ts';

export interface Suggestion {
  readonly type: RegisterType;
  readonly wordOrder: WordOrder;
  readonly scale: number;
  readonly valueV: number;
}

/** Scales seen in vendors' maps, tried in this order. */
const SCALES = [1, 0.1, 0.01, 0.001] as const;
/** A commissioning voltage is believed within this share of nominal: wide enough for a bad grid, no factor of two. */
const NEAR_PU = 0.2;

/**
 * Other readings of `words` that lie within ±20 % of `nominalV`, most usual first (float before scaled integer).
 * Empty where nothing fits: then the address itself is probably wrong.
 */
export function suggestReadings(words: readonly number[], nominalV: number): readonly Suggestion[] {
  const found: Suggestion[] = [];
  for (const type of REGISTER_TYPES) {
    for (const wordOrder of wordsOf(type) === 1 ? (['ABCD'] as const) : WORD_ORDERS) {
      for (const scale of type === 'float32' ? ([1] as const) : SCALES) {
        const value = readRegister(words, 0, { type, wordOrder });
        if (!value.ok) continue;
        const valueV = value.raw * scale;
        if (Math.abs(valueV / nominalV - 1) <= NEAR_PU) found.push({ type, wordOrder, scale, valueV });
      }
    }
  }
  return found;
}

/** `CDAB float32 would be 238.6 V`. */
export function suggestionText(s: Suggestion): string {
  const scale = s.scale === 1 ? '' : ` x ${s.scale}`;
  return `${s.wordOrder} ${s.type}${scale} would be ${s.valueV.toFixed(1)} V`;
}
