/**
 * Facts in and out. The same fact twice is one, known since it was first told; a fact that changed keeps its earlier
 * form in `fact_history`, so that a case can be loaded as it was known at a moment.
 */
import { sql } from 'kysely';
import type { CaseFacts, CaseSettings } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Range } from '../../core/ports.ts';
import { type Db, inBatches, jsonText, lastOfKey, recordset, rounds } from './batch.ts';
import { loadCustomers } from './customers.ts';
import {
  FACT_COLUMNS,
  type FactField,
  type FactRow,
  KIND_OF,
  VOLTAGE_COLUMNS,
  type VoltageDayRow,
  voltagesOf,
} from './fact-rows.ts';
import { STANDS } from './withdrawn.ts';

/** Settings of a store into which a network came before its settings: the product's defaults. */
const DEFAULT_SETTINGS: CaseSettings = { zone: 'Asia/Shanghai', profile: 'gb', fromMs: null, toMs: null };

/** Returns how many rows are new or changed. */
export async function putFactRows(db: Db, rows: readonly FactRow[]): Promise<number> {
  const oldestFirst = rows.toSorted((a, b) => a.known_at_ms - b.known_at_ms);
  let changed = 0;
  for (const round of rounds(oldestFirst, (r) => `${r.kind}|${r.key}`)) {
    changed += await inBatches(round, async (piece) => {
      const incoming = recordset(piece, FACT_COLUMNS);
      const differ = (a: string, b: string) => sql.raw(`(${a}.body - 'knownAtMs') <> (${b}.body - 'knownAtMs')`);
      const result = await sql`
        WITH i AS MATERIALIZED (SELECT * FROM ${incoming}),
        replaced AS (INSERT INTO fact_history SELECT f.* FROM fact f JOIN i USING (kind, key)
          WHERE f.known_at_ms > 0 AND i.known_at_ms >= f.known_at_ms AND ${differ('i', 'f')} ON CONFLICT DO NOTHING),
        told_late AS (INSERT INTO fact_history SELECT i.* FROM i JOIN fact f USING (kind, key)
          WHERE i.known_at_ms < f.known_at_ms AND ${differ('i', 'f')} ON CONFLICT DO NOTHING)
        INSERT INTO fact SELECT * FROM i
        ON CONFLICT (kind, key) DO UPDATE SET time_ms = excluded.time_ms, end_ms = excluded.end_ms,
          known_at_ms = excluded.known_at_ms, meter = excluded.meter, body = excluded.body
        WHERE (excluded.known_at_ms >= fact.known_at_ms) = (${differ('excluded', 'fact')})
        RETURNING 1`.execute(db);
      return result.rows.length;
    });
  }
  return changed;
}

export async function putVoltageDays(db: Db, days: readonly VoltageDayRow[]): Promise<number> {
  return await inBatches(
    lastOfKey(days, (d) => `${d.meter}|${d.day_start_ms}`),
    async (piece) => {
      const result = await sql`
      INSERT INTO voltage_day SELECT * FROM ${recordset(piece, VOLTAGE_COLUMNS)}
      ON CONFLICT (meter, day_start_ms) DO UPDATE SET hours = voltage_day.hours || excluded.hours
      WHERE voltage_day.hours || excluded.hours <> voltage_day.hours RETURNING 1`.execute(db);
      return result.rows.length;
    },
  );
}

export async function putSettings(db: Db, settings: CaseSettings): Promise<number> {
  const body = sql<CaseSettings>`${jsonText(settings)}::jsonb`;
  const result = await sql`INSERT INTO settings VALUES (1, ${body}) ON CONFLICT (id) DO UPDATE SET body = excluded.body
    WHERE settings.body <> excluded.body RETURNING 1`.execute(db);
  return result.rows.length;
}

/** Everything known at `asKnownAtMs` (null = now) as one case; null while there is neither settings nor network. */
export async function loadCase(db: Db, asKnownAtMs: number | null): Promise<CaseFacts | null> {
  const settings = await db.selectFrom('settings').select('body').executeTakeFirst();
  const lists: Partial<Record<FactField, readonly unknown[]>> = {};
  for (const field of Object.keys(KIND_OF) as FactField[]) lists[field] = await factsOf(db, field, asKnownAtMs);
  if (!settings && lists.nodes?.length === 0) return null;
  const days = await db.selectFrom('voltage_day').selectAll().orderBy('meter').orderBy('day_start_ms').execute();
  let complaints = db.selectFrom('complaint').select('complaint').orderBy('received_ms').orderBy('id');
  if (asKnownAtMs !== null) complaints = complaints.where('known_at_ms', '<=', asKnownAtMs);
  return {
    settings: settings?.body ?? DEFAULT_SETTINGS,
    customers: await loadCustomers(db),
    voltages: (days as readonly VoltageDayRow[]).flatMap(voltagesOf),
    complaints: (await complaints.execute()).map((r) => r.complaint),
    ...(lists as unknown as Pick<CaseFacts, FactField>),
  };
}

async function factsOf(db: Db, field: FactField, asKnownAtMs: number | null): Promise<readonly unknown[]> {
  const kind = KIND_OF[field];
  const order = sql`ORDER BY time_ms NULLS FIRST, key`;
  const query =
    asKnownAtMs === null
      ? sql<{ body: unknown }>`SELECT body FROM fact WHERE kind = ${kind} AND ${STANDS} ${order}`
      : sql<{ body: unknown }>`SELECT body FROM (
          SELECT DISTINCT ON (key) key, time_ms, body FROM (
            SELECT key, time_ms, known_at_ms, 1 AS newest, body FROM fact WHERE kind = ${kind}
            UNION ALL SELECT key, time_ms, known_at_ms, 0, body FROM fact_history WHERE kind = ${kind}) forms
          WHERE known_at_ms <= ${asKnownAtMs} ORDER BY key, known_at_ms DESC, newest DESC) known
          WHERE ${STANDS} ${order}`;
  return (await query.execute(db)).rows.map((r) => r.body);
}

/** Disturbances that overlap the range, oldest first; one still running overlaps all that comes after its start. */
export async function disturbancesIn(
  db: Db,
  meters: readonly MeterId[],
  range: Range,
): Promise<readonly Disturbance[]> {
  let query = db
    .selectFrom('fact')
    .select('body')
    .where('kind', '=', 'disturbance')
    .where(sql<boolean>`${STANDS}`)
    .where('time_ms', '<', range.toMs)
    .where((e) => e.or([e('end_ms', 'is', null), e('end_ms', '>', range.fromMs), e('time_ms', '>=', range.fromMs)]))
    .orderBy('time_ms')
    .orderBy('key');
  if (meters.length > 0) query = query.where('meter', '=', sql<string>`ANY(${[...meters]}::text[])`);
  return (await query.execute()).map((r) => r.body as Disturbance);
}
