/** A meter's registers as its maker's document lists them, and how their values lie in the words of an answer. */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';

export interface RegisterRow {
  readonly quantity: QuantityId;
  readonly phase: PhaseTag;
  /** Number in the maker's list. */
  readonly address: number;
  readonly type: 'float32' | 'int16' | 'uint16' | 'int32';
  /** The register holds value / scale; absent = 1. */
  readonly scale?: number;
  /** SunSpec: number in the list of the scale factor's register, and the power of ten that stands there. */
  readonly factor?: { readonly address: number; readonly exponent: number };
  /** What the test vector puts here; every value of a table differs from all others. */
  readonly vector: number;
}

/** Registers with fixed words, as marks and headers. */
export interface ConstantRow {
  readonly address: number;
  readonly words: readonly number[];
}

export interface MeterTable {
  readonly id: string;
  readonly maker: string;
  readonly model: string;
  /** 3 = holding registers, 4 = input registers. */
  readonly functionCode: 3 | 4;
  readonly wordOrder: 'ABCD' | 'CDAB';
  /** Subtract from the list's number to get the address on the wire. */
  readonly listOffset: number;
  /** More registers than this in one request are refused; absent = 125. */
  readonly mostRegisters?: number;
  /** A request that begins or ends inside a value is refused. */
  readonly wholeValues?: boolean;
  readonly source: string;
  readonly constants?: readonly ConstantRow[];
  readonly registers: readonly RegisterRow[];
}

/** Reads a table as it stands in its JSON file. Our own file: a mistake in it is a bug, not bad input. */
export function tableFrom(raw: unknown): MeterTable {
  const table = raw as MeterTable;
  if (typeof table.id !== 'string' || !Array.isArray(table.registers))
    throw new Error('invariant broken: not a meter table');
  return table;
}

export type ValueOf = (quantity: QuantityId, phase: PhaseTag) => number;

/**
 * Words of `length` registers from wire address `start`; null where they reach outside what the meter has at all, or cut
 * a value of a meter that minds. Registers between two known ones answer 0; a value the meter does not know is NaN, or what
 * stands for it in an integer.
 */
export function wordsAt(table: MeterTable, start: number, length: number, value: ValueOf): number[] | null {
  const words = new Map<number, number>();
  for (const { address, words: fixed } of table.constants ?? []) {
    for (const [n, word] of fixed.entries()) words.set(address - table.listOffset + n, word);
  }
  for (const row of table.registers) {
    const wire = row.address - table.listOffset;
    const own = wordsOfRow(table, row, value(row.quantity, row.phase));
    if (table.wholeValues && own.length > 1 && (wire + 1 === start || wire + 1 === start + length)) return null;
    for (const [n, word] of own.entries()) words.set(wire + n, word);
    if (row.factor !== undefined) words.set(row.factor.address - table.listOffset, row.factor.exponent & 0xffff);
  }
  const known = [...words.keys()];
  if (length < 1 || start < Math.min(...known) || start + length > Math.max(...known) + 1) return null;
  return Array.from({ length }, (_, i) => words.get(start + i) ?? 0);
}

function wordsOfRow(table: MeterTable, row: RegisterRow, value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  const inRegister = Math.round(value / (row.scale ?? 1) / 10 ** (row.factor?.exponent ?? 0));
  switch (row.type) {
    case 'int16':
      return [(Number.isNaN(value) ? 0x8000 : inRegister) & 0xffff];
    case 'uint16':
      return [Number.isNaN(value) ? 0xffff : inRegister];
    case 'int32':
      view.setInt32(0, Number.isNaN(value) ? 0x7fff_ffff : inRegister);
      break;
    case 'float32':
      view.setFloat32(0, value / (row.scale ?? 1));
  }
  const pair = [view.getUint16(0), view.getUint16(2)];
  return table.wordOrder === 'ABCD' ? pair : pair.reverse();
}
