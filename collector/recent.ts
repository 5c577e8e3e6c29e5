/**
 * The newest entries of the spool as they are in memory, for readers that have caught up: they need not read and parse
 * what was written a moment ago. Bounded; whoever lags behind reads the file, which stays the truth.
 */
import type { SpoolEntry } from './item.ts';

/** Entries in order, where each of them lies, and where to go on. */
export interface Batch {
  readonly entries: readonly SpoolEntry[];
  readonly offsets: readonly number[];
  readonly next: number;
}

interface Kept {
  readonly entry: SpoolEntry;
  readonly next: number;
  readonly bytes: number;
}

/** Encoded bytes that are kept: some twenty thousand readings. */
const BYTES_MAX = 8 * 1024 * 1024;

export class RecentEntries {
  /** By the offset of the record, in order. */
  readonly #kept = new Map<number, Kept>();
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number = BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes kept now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The durable record at `offset`, whose successor begins at `next`. */
  add(offset: number, next: number, entry: SpoolEntry, bytes: number): void {
    this.#kept.set(offset, { entry, next, bytes });
    this.#bytes += bytes;
    for (const [first, { bytes: size }] of this.#kept) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#kept.delete(first);
      this.#bytes -= size;
    }
  }

  /** The entries from exactly `offset` on, about `bytesMax` of them; null where the file must be asked. */
  from(offset: number, bytesMax: number): Batch | null {
    const entries: SpoolEntry[] = [];
    const offsets: number[] = [];
    let next = offset;
    let bytes = 0;
    for (let kept = this.#kept.get(next); kept !== undefined && bytes < bytesMax; kept = this.#kept.get(next)) {
      entries.push(kept.entry);
      offsets.push(next);
      bytes += kept.bytes;
      next = kept.next;
    }
    return entries.length === 0 ? null : { entries, offsets, next };
  }

  /** Nobody will ask for what lies before `offset`. */
  dropBefore(offset: number): void {
    for (const [first, { bytes }] of this.#kept) {
      if (first >= offset) return;
      this.#kept.delete(first);
      this.#bytes -= bytes;
    }
  }
}
