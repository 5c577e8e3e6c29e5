/**
 * Facts taken back. The row stays and says since when the fact is withdrawn; its last form moves to the history, so that
 * a case as it was known before still holds it.
 */
import { sql } from 'kysely';
import { disturbanceKey } from '../../core/event.ts';
import type { DisturbanceKey, HourKey } from '../../core/ports.ts';
import { type Db, inBatches, lastOfKey, recordset } from './batch.ts';

/** Condition on a row of `fact` or `fact_history`: it stands. */
export const STANDS = sql.raw("(body -> 'withdrawn') IS NULL");

/** Returns how many facts stood before. */
export async function withdrawDisturbances(db: Db, facts: readonly DisturbanceKey[], atMs: number): Promise<number> {
  const keys = lastOfKey(facts, disturbanceKey).map((d) => ({ key: disturbanceKey(d) }));
  return inBatches(keys, async (piece) => {
    const result = await sql`
      WITH i AS MATERIALIZED (SELECT * FROM ${recordset(piece, 'key text')}),
      kept AS (INSERT INTO fact_history SELECT f.* FROM fact f JOIN i USING (key)
        WHERE f.kind = 'disturbance' AND (f.body -> 'withdrawn') IS NULL ON CONFLICT DO NOTHING)
      UPDATE fact SET known_at_ms = greatest(known_at_ms, ${atMs}::float8),
        body = jsonb_build_object('withdrawn', true, 'knownAtMs', greatest(known_at_ms, ${atMs}::float8))
      FROM i WHERE fact.kind = 'disturbance' AND fact.key = i.key AND (fact.body -> 'withdrawn') IS NULL
      RETURNING 1`.execute(db);
    return result.rows.length;
  });
}

/** Hours carry no time of knowing: they go. */
export async function withdrawHours(db: Db, hours: readonly HourKey[]): Promise<number> {
  return inBatches(hours, async (piece) => {
    const rows = piece.map((h) => ({ meter: h.meter, day_start_ms: h.dayStartMs, hour: String(h.hour) }));
    const result = await sql`
      WITH i AS (SELECT meter, day_start_ms, array_agg(hour) AS gone
        FROM ${recordset(rows, 'meter text, day_start_ms float8, hour text')} GROUP BY meter, day_start_ms)
      UPDATE voltage_day SET hours = hours - i.gone FROM i
      WHERE voltage_day.meter = i.meter AND voltage_day.day_start_ms = i.day_start_ms AND hours ?| i.gone
      RETURNING 1`.execute(db);
    return result.rows.length;
  });
}
