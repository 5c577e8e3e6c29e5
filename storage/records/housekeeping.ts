/** Audit log, small named values, idempotent answers, and the cursor live pages follow. */
import { sql } from 'kysely';
import type { AuditRow } from '../../core/ports.ts';
import type { Db } from './batch.ts';

export async function addAudit(db: Db, row: AuditRow): Promise<void> {
  const { atMs, person, action, subject } = row;
  await sql`INSERT INTO audit (at_ms, person, action, subject) VALUES (${atMs}, ${person}, ${action}, ${subject})`.execute(
    db,
  );
}

/** Newest first. */
export async function auditLog(db: Db, limit: number): Promise<readonly AuditRow[]> {
  return await db
    .selectFrom('audit')
    .select(['at_ms as atMs', 'person', 'action', 'subject'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function getMeta(db: Db, key: string): Promise<string | null> {
  return (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value ?? null;
}

export async function setMeta(db: Db, key: string, value: string): Promise<void> {
  await sql`INSERT INTO meta VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`.execute(
    db,
  );
}

export async function idempotent(db: Db, key: string): Promise<string | null> {
  const row = await db.selectFrom('idempotency').select('response').where('key', '=', key).executeTakeFirst();
  return row?.response ?? null;
}

/** The first answer under a key stands. */
export async function setIdempotent(db: Db, key: string, response: string): Promise<void> {
  await sql`INSERT INTO idempotency VALUES (${key}, ${response}) ON CONFLICT DO NOTHING`.execute(db);
}

export async function readCursor(db: Db): Promise<number> {
  return (await db.selectFrom('change_cursor').select('n').executeTakeFirst())?.n ?? 0;
}

/** In the transaction of the change itself: a reader who sees the new number also sees the change. */
export async function raiseCursor(db: Db): Promise<void> {
  await sql`UPDATE change_cursor SET n = n + 1`.execute(db);
}
