/** Words as sent to a number, and the bit patterns by which meters say "I do not know". Byte order is named, not inline. */
import { type RegisterType, type WordOrder, wordsOf } from './profile.ts';

/** Why a register gave no number. */
export type RegisterFault = 'not-available' | 'missing-words';
export type RegisterValue =
  | { readonly ok: true; readonly raw: number }
  | { readonly ok: false; readonly fault: RegisterFault };

/**
 * Patterns that mean "not available" (night, no sensor, overflow), never a measurement and never 0. 64-bit ones as the
 * nearest double: nothing measured comes near them.
 * @source SunSpec Information Model Specification, "not implemented" values; Carlo Gavazzi EM24 map (0x7FFFFFFF overflow).
 */
const NOT_AVAILABLE: Readonly<Record<RegisterType, readonly number[]>> = {
  uint16: [0xffff],
  int16: [-0x8000],
  uint32: [0xffff_ffff],
  int32: [-0x8000_0000, 0x7fff_ffff],
  float32: [],
  uint64: [2 ** 64],
  int64: [-(2 ** 63), 2 ** 63],
  float64: [],
};

/** Where words are put together; written whole before it is read, so nothing stays in it. */
const SCRATCH = new DataView(new ArrayBuffer(8));

/**
 * Number in `words[at…]` (each 0–65535). Fault `not-available` for a sentinel (`alsoNone`: further ones of the maker), NaN
 * or ±Infinity; `missing-words` where the reply was shorter than the register.
 */
export function readRegister(
  words: readonly number[],
  at: number,
  spec: { readonly type: RegisterType; readonly wordOrder: WordOrder },
  alsoNone: readonly number[] = [],
): RegisterValue {
  const size = wordsOf(spec.type);
  if (words[at] === undefined || words[at + size - 1] === undefined) return { ok: false, fault: 'missing-words' };
  const isLowFirst = spec.wordOrder === 'CDAB' || spec.wordOrder === 'DCBA';
  const isSwapped = spec.wordOrder === 'BADC' || spec.wordOrder === 'DCBA';
  for (let n = 0; n < size; n++) {
    const word = words[at + (isLowFirst ? size - 1 - n : n)] ?? 0;
    SCRATCH.setUint16(2 * n, word, isSwapped);
  }
  const raw = numberIn(SCRATCH, spec.type);
  if (!Number.isFinite(raw) || NOT_AVAILABLE[spec.type].includes(raw) || alsoNone.includes(raw)) {
    return { ok: false, fault: 'not-available' };
  }
  return { ok: true, raw };
}

function numberIn(view: DataView, type: RegisterType): number {
  switch (type) {
    case 'float32':
      return view.getFloat32(0);
    case 'int16':
      return view.getInt16(0);
    case 'uint16':
      return view.getUint16(0);
    case 'int32':
      return view.getInt32(0);
    case 'uint32':
      return view.getUint32(0);
    case 'float64':
      return view.getFloat64(0);
    case 'int64':
      return Number(view.getBigInt64(0));
    case 'uint64':
      return Number(view.getBigUint64(0));
  }
}
