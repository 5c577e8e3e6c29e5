/** What an impossible voltage probably was: two words in the wrong order, or a unit taken for another. */
import type { DoubtKind } from '../../core/data-quality.ts';

export interface NamedValue {
  readonly kind: DoubtKind;
  /** For a person: `with its words swapped it is 229.7 V`. */
  readonly hint: string;
}

/** A supply in operation lies within this share of nominal. */
const NEAR_PU = 0.2;
const FACTORS: readonly (readonly [number, string])[] = [
  [100, 'hundredths of a volt'],
  [1000, 'millivolts'],
  [1e4, 'tenths of a millivolt'],
  [1e6, 'microvolts'],
];
const bits = new DataView(new ArrayBuffer(4));

export function nameImpossible(value: number, nominalV: number | null): NamedValue {
  if (nominalV === null) return { kind: 'impossible', hint: 'no voltage' };
  const isNear = (v: number) => Math.abs(v / nominalV - 1) <= NEAR_PU;
  const swapped = wordsSwapped(value);
  if (isNear(swapped)) {
    return {
      kind: 'words_swapped',
      hint: `words swapped? With its words in the other order it is ${round(swapped)} V`,
    };
  }
  const factor = FACTORS.find(([f]) => isNear(value / f));
  if (factor !== undefined) {
    return { kind: 'scale', hint: `${factor[1]} sent as volts? Then it is ${round(value / factor[0])} V` };
  }
  return { kind: 'impossible', hint: 'impossible' };
}

/** The same four bytes of a single float with their halves exchanged; NaN where that is no number. */
function wordsSwapped(value: number): number {
  bits.setFloat32(0, value);
  const [high, low] = [bits.getUint16(0), bits.getUint16(2)];
  bits.setUint16(0, low);
  bits.setUint16(2, high);
  return bits.getFloat32(0);
}

const round = (v: number) => Math.round(v * 10) / 10;
