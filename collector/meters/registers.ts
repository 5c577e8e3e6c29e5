/** Words as sent to a number, and the bit patterns by which meters say "I do not know". Byte order is named, not inline. */
import type { RegisterType, WordOrder } from './profile.ts';

/** Why a register gave no number. */
export type RegisterFault = 'not-available' | 'missing-words';
export type RegisterValue =
  | { readonly ok: true; readonly raw: number }
  | { readonly ok: false; readonly fault: RegisterFault };

/**
 * Patterns that mean "not available" (night, no sensor, overflow), never a measurement and never 0.
 * @source SunSpec Information Model Specification, "not implemented" values; Carlo Gavazzi EM24 map (0x7FFFFFFF overflow).
 */
const NOT_AVAILABLE: Readonly<Record<RegisterType, readonly number[]>> = {
  uint16: [0xffff],
  int16: [-0x8000],
  uint32: [0xffff_ffff],
  int32: [-0x8000_0000, 0x7fff_ffff],
  float32: [],
};

/**
 * Number in `words[at…]` (each 0–65535). Fault `not-available` for a sentinel, NaN or ±Infinity; `missing-words`
 * where the reply was shorter than the register.
 */
export function readRegister(
  words: readonly number[],
  at: number,
  spec: { readonly type: RegisterType; readonly wordOrder: WordOrder },
): RegisterValue {
  const first = words[at];
  if (first === undefined) return { ok: false, fault: 'missing-words' };
  let raw: number;
  if (spec.type === 'uint16') raw = first;
  else if (spec.type === 'int16') raw = first >= 0x8000 ? first - 0x1_0000 : first;
  else {
    const second = words[at + 1];
    if (second === undefined) return { ok: false, fault: 'missing-words' };
    raw = spec.wordOrder === 'ABCD' ? twoWords(first, second, spec.type) : twoWords(second, first, spec.type);
  }
  if (!Number.isFinite(raw) || NOT_AVAILABLE[spec.type].includes(raw)) return { ok: false, fault: 'not-available' };
  return { ok: true, raw };
}

function twoWords(high: number, low: number, type: RegisterType): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  if (type === 'float32') return view.getFloat32(0);
  return type === 'int32' ? view.getInt32(0) : view.getUint32(0);
}
