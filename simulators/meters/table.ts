/** A meter's registers as its maker's document lists them, and how their values lie in the words of an answer. */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';

export interface RegisterRow {
  readonly quantity: QuantityId;
  readonly phase: PhaseTag;
  /** Number in the maker's list. */
  readonly address: number;
  readonly type: 'float32';
  /** What the test vector puts here; every value of a table differs from all others. */
  readonly vector: number;
}

export interface MeterTable {
  readonly id: string;
  readonly maker: string;
  readonly model: string;
  /** 3 = holding registers, 4 = input registers. */
  readonly functionCode: 3 | 4;
  readonly wordOrder: 'ABCD' | 'CDAB';
  /** Subtract from the list's number to get the address on the wire. */
  readonly listOffset: 0 | 1;
  readonly source: string;
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
 * Words of `length` registers from wire address `start`; null where they reach outside what the meter has at all.
 * Registers between two known ones answer 0, a value the meter does not know is the float NaN.
 */
export function wordsAt(table: MeterTable, start: number, length: number, value: ValueOf): number[] | null {
  const wires = table.registers.map((r) => r.address - table.listOffset);
  if (length < 1 || start < Math.min(...wires) || start + length > Math.max(...wires) + 2) return null;
  const words = new Map<number, number>();
  for (const row of table.registers) {
    const wire = row.address - table.listOffset;
    if (wire + 1 < start || wire >= start + length) continue;
    const [high, low] = floatWords(value(row.quantity, row.phase));
    words.set(wire, table.wordOrder === 'ABCD' ? high : low);
    words.set(wire + 1, table.wordOrder === 'ABCD' ? low : high);
  }
  return Array.from({ length }, (_, i) => words.get(start + i) ?? 0);
}

function floatWords(value: number): readonly [number, number] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return [view.getUint16(0), view.getUint16(2)];
}
