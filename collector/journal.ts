/**
 * What the pipeline needs of the place where entries lie in order and durable: the local spool, or one partition of a
 * stream on several servers. A position is a number that only grows; its meaning is the journal's own.
 */

export interface JournalRecord {
  /** Position of the record and of the one behind it. */
  readonly offset: number;
  readonly next: number;
  readonly bytes: Uint8Array;
}

/** A journal as its readers see it. */
export interface Journal {
  /** Position behind the last durable record, as far as this process knows. */
  end(): number;
  /** Where a reader stands, and the state it committed with that position (null at first). */
  committed(reader: string): { readonly offset: number; readonly state: unknown };
  /** Durable records from `offset` on, about `bytesMax` of them; `next` is the position to go on at. */
  read(
    offset: number,
    bytesMax: number,
  ): Promise<{ readonly records: readonly JournalRecord[]; readonly next: number }>;
  /** The reader has done everything before `offset`. Durable, together with `state`, when it resolves. */
  commit(reader: string, offset: number, state?: unknown): Promise<void>;
  /** Resolves when there may be a record behind `offset`, or when `signal` fires. */
  waitBeyond(offset: number, signal: AbortSignal): Promise<void>;
}

/** A journal that is also written here: `append` resolves to the position behind the record when it is durable. */
export interface WritableJournal extends Journal {
  append(bytes: Uint8Array): Promise<number>;
}
