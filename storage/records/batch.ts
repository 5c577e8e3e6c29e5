/** Many rows in one statement: they travel as one JSON text and are unpacked by the server. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from './tables.ts';

/** A connection or a transaction. */
export type Db = Kysely<Database> | Transaction<Database>;

/** Rows a statement carries; larger ones are no faster and hold the one embedded connection for longer. */
const BATCH_ROWS = 2_000;

/** Calls `work` with pieces of at most `BATCH_ROWS` rows, one after the other; returns the sum of its counts. */
export async function inBatches<T>(
  rows: readonly T[],
  work: (piece: readonly T[]) => Promise<number>,
): Promise<number> {
  let count = 0;
  for (let at = 0; at < rows.length; at += BATCH_ROWS) count += await work(rows.slice(at, at + BATCH_ROWS));
  return count;
}

/** `columns` as in a table definition, e.g. `kind text, key text, body jsonb`. Rows are objects of these names. */
export function recordset(rows: readonly object[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${jsonText(rows)}::jsonb) AS r(${sql.raw(columns)})`;
}

/**
 * JSON that PostgreSQL accepts: a NUL character and half of a surrogate pair can't be stored there, and become
 * U+FFFD. Everything else, quotes and emoji included, is kept. NaN becomes null, as everywhere in JSON.
 */
export function jsonText(value: unknown): string {
  // A doubled backslash is matched first, so that a typed "\\u0000" stays the six characters it is.
  return JSON.stringify(value).replace(/(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (_, slash) => slash ?? '\ufffd');
}

/** The newest of each key, in the order given; a statement may not meet the same key twice. */
export function lastOfKey<T>(rows: readonly T[], key: (row: T) => string): readonly T[] {
  const byKey = new Map<string, T>();
  for (const row of rows) byKey.set(key(row), row);
  return [...byKey.values()];
}

/** Rows split so that no piece holds a key twice; the rows of one key keep their order. */
export function rounds<T>(rows: readonly T[], key: (row: T) => string): readonly (readonly T[])[] {
  const out: T[][] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const k = key(row);
    const n = seen.get(k) ?? 0;
    seen.set(k, n + 1);
    const round = out[n] ?? [];
    out[n] = round;
    round.push(row);
  }
  return out;
}
