/** Verdicts with their history: what was said from what was known then can be asked again. */
import { sql } from 'kysely';
import type { ComplaintId } from '../../core/ids.ts';
import type { VerdictRow } from '../../core/ports.ts';
import { type Db, inBatches, recordset, rounds } from './batch.ts';

const VERDICT_COLUMNS = 'complaint text, as_known_at_ms float8, made_at_ms float8, body jsonb';

/**
 * A verdict that says the same as the one before it lengthens that row's time; one that says something new gets its
 * own. So the history shows every change, and computing again every minute stores nothing.
 */
export async function putVerdicts(db: Db, rows: readonly VerdictRow[]): Promise<number> {
  const oldestFirst = rows.toSorted((a, b) => a.asKnownAtMs - b.asKnownAtMs || a.madeAtMs - b.madeAtMs);
  let changed = 0;
  for (const round of rounds(oldestFirst, (r) => r.verdict.complaint)) {
    changed += await inBatches(round, async (piece) => {
      const incoming = piece.map((r) => ({
        complaint: r.verdict.complaint,
        as_known_at_ms: r.asKnownAtMs,
        made_at_ms: r.madeAtMs,
        body: r.verdict,
      }));
      const result = await sql`
        WITH i AS MATERIALIZED (SELECT * FROM ${recordset(incoming, VERDICT_COLUMNS)}),
        before AS (SELECT DISTINCT ON (v.complaint) v.complaint, v.from_known_ms, v.body FROM verdict v
          JOIN i ON v.complaint = i.complaint AND v.from_known_ms <= i.as_known_at_ms
          ORDER BY v.complaint, v.from_known_ms DESC),
        same AS (SELECT i.*, before.from_known_ms FROM i JOIN before USING (complaint) WHERE i.body = before.body),
        lengthened AS (UPDATE verdict v SET to_known_ms = greatest(v.to_known_ms, same.as_known_at_ms),
            made_at_ms = greatest(v.made_at_ms, same.made_at_ms)
          FROM same WHERE v.complaint = same.complaint AND v.from_known_ms = same.from_known_ms)
        INSERT INTO verdict SELECT i.complaint, i.as_known_at_ms, i.as_known_at_ms, i.made_at_ms, i.body
        FROM i WHERE i.complaint NOT IN (SELECT complaint FROM same)
        ON CONFLICT (complaint, from_known_ms) DO UPDATE SET to_known_ms = greatest(verdict.to_known_ms,
          excluded.to_known_ms), made_at_ms = excluded.made_at_ms, body = excluded.body
        RETURNING 1`.execute(db);
      return result.rows.length;
    });
  }
  return changed;
}

/** Newest verdict, or the newest computed from what was known at `asKnownAtMs`. */
export async function verdictOf(db: Db, id: ComplaintId, asKnownAtMs: number | null): Promise<VerdictRow | null> {
  const at = asKnownAtMs ?? Number.MAX_VALUE;
  const found = await sql<{ body: VerdictRow['verdict']; known: number; made: number }>`
    SELECT body, least(to_known_ms, ${at}::float8) AS known, made_at_ms AS made FROM verdict
    WHERE complaint = ${id} AND from_known_ms <= ${at}::float8 ORDER BY known DESC, from_known_ms DESC LIMIT 1`.execute(
    db,
  );
  const row = found.rows[0];
  return row ? { verdict: row.body, asKnownAtMs: row.known, madeAtMs: row.made } : null;
}

/** Newest verdict of each complaint that has one. */
export async function verdictsOf(db: Db, ids: readonly ComplaintId[]): Promise<readonly VerdictRow[]> {
  if (ids.length === 0) return [];
  const found = await sql<{ body: VerdictRow['verdict']; known: number; made: number }>`
    SELECT DISTINCT ON (complaint) body, to_known_ms AS known, made_at_ms AS made FROM verdict
    WHERE complaint = ANY(${[...ids]}::text[]) ORDER BY complaint, to_known_ms DESC, from_known_ms DESC`.execute(db);
  return found.rows.map((r) => ({ verdict: r.body, asKnownAtMs: r.known, madeAtMs: r.made }));
}

/** Every row of a complaint, oldest first, each with the moment it was first computed for. */
export async function verdictHistoryOf(db: Db, id: ComplaintId): Promise<readonly VerdictRow[]> {
  const found = await sql<{ body: VerdictRow['verdict']; known: number; made: number }>`
    SELECT body, from_known_ms AS known, made_at_ms AS made FROM verdict
    WHERE complaint = ${id} ORDER BY from_known_ms`.execute(db);
  return found.rows.map((r) => ({ verdict: r.body, asKnownAtMs: r.known, madeAtMs: r.made }));
}
