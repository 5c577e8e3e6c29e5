/** "Words swapped?": finds the readings of raw words that would be a believable voltage. Used at commissioning. */
import { REGISTER_TYPES, type RegisterType, WORD_ORDERS, type WordOrder, wordsOf } from './profile.ts';
import { readRegister } from './registers.ts';

export interface Suggestion {
  readonly type: RegisterType;
  readonly wordOrder: WordOrder;
  readonly scale: number;
  readonly valueV: number;
}

/** Scales seen in makers' maps, the usual ones first; floats come in V, in kV, or in mV. */
const INTEGER_SCALES = [1, 0.1, 0.01, 0.001, 10, 100] as const;
const FLOAT_SCALES = [1, 1000, 0.001, 0.1, 0.01] as const;
/** One word has only its two bytes to swap. */
const ORDERS_OF_ONE = ['ABCD', 'BADC'] as const;
/** A commissioning voltage is believed within this share of nominal: wide enough for a bad grid, no factor of two. */
const NEAR_PU = 0.2;

/**
 * All readings of the register that begins with `words[0]` (give four words, so that 64-bit types are seen) within ±20 %
 * of `nominalV`: any type, byte order and usual scale. Most usual first: float before integer, swapped
 * bytes last. Empty where nothing fits: then the address itself is probably wrong. The same number read as signed and as
 * unsigned is told once.
 */
export function suggestReadings(words: readonly number[], nominalV: number): readonly Suggestion[] {
  const found: Suggestion[] = [];
  for (const type of REGISTER_TYPES) {
    const size = wordsOf(type);
    for (const wordOrder of size === 1 ? ORDERS_OF_ONE : WORD_ORDERS) {
      const value = readRegister(words, 0, { type, wordOrder });
      if (!value.ok) continue;
      for (const scale of type.startsWith('float') ? FLOAT_SCALES : INTEGER_SCALES) {
        const valueV = scaled(value.raw, scale);
        if (Math.abs(valueV / nominalV - 1) > NEAR_PU) continue;
        const isKnown = found.some(
          (f) => wordsOf(f.type) === size && f.wordOrder === wordOrder && f.valueV === valueV && f.scale === scale,
        );
        if (!isKnown) found.push({ type, wordOrder, scale, valueV });
      }
    }
  }
  return found.sort((a, b) => Number(hasSwappedBytes(a)) - Number(hasSwappedBytes(b)));
}

function hasSwappedBytes({ wordOrder }: Suggestion): boolean {
  return wordOrder === 'BADC' || wordOrder === 'DCBA';
}

/** `CDAB float32 would be 238.6 V`. */
export function suggestionText(s: Suggestion): string {
  const scale = s.scale === 1 ? '' : ` x ${s.scale}`;
  return `${s.wordOrder} ${s.type}${scale} would be ${s.valueV.toFixed(1)} V`;
}

/** raw × scale without the rounding of a multiplication by 0.1. */
function scaled(raw: number, scale: number): number {
  return scale < 1 ? raw / Math.round(1 / scale) : raw * scale;
}
