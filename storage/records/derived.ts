/** What the correlator makes from the facts and rebuilds as a whole: incidents and the ranked list. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { IncidentId } from '../../core/ids.ts';
import type { Range } from '../../core/ports.ts';
import type { Incident, Priority } from '../../core/verdict.ts';
import { type Db, inBatches, jsonText, lastOfKey, recordset } from './batch.ts';
import { getMeta, setMeta } from './housekeeping.ts';

/** Returns 0 when the store already holds exactly these. */
export async function replaceIncidents(db: Db, incidents: readonly Incident[]): Promise<number> {
  if (!(await isNews(db, 'incidents', incidents))) return 0;
  await db.deleteFrom('incident').execute();
  await inBatches(
    lastOfKey(incidents, (i) => i.id),
    async (piece) => {
      const rows = piece.map((i) => ({ id: i.id, start_ms: i.startMs, end_ms: i.endMs, body: i }));
      const columns = 'id text, start_ms float8, end_ms float8, body jsonb';
      await sql`INSERT INTO incident SELECT * FROM ${recordset(rows, columns)}`.execute(db);
      return rows.length;
    },
  );
  return 1;
}

export async function replacePriorities(db: Db, list: readonly Priority[]): Promise<number> {
  if (!(await isNews(db, 'priorities', list))) return 0;
  await db.deleteFrom('priority').execute();
  await inBatches(
    lastOfKey(list, (p) => String(p.rank)),
    async (piece) => {
      const rows = piece.map((p) => ({ rank: p.rank, body: p }));
      await sql`INSERT INTO priority SELECT * FROM ${recordset(rows, 'rank integer, body jsonb')}`.execute(db);
      return rows.length;
    },
  );
  return 1;
}

/** Remembers a digest, so that rebuilding the same list is no change and wakes no page. */
async function isNews(db: Db, what: string, value: unknown): Promise<boolean> {
  const digest = createHash('sha256').update(jsonText(value)).digest('hex');
  const key = `digest:${what}`;
  if ((await getMeta(db, key)) === digest) return false;
  await setMeta(db, key, digest);
  return true;
}

export async function incidentOf(db: Db, id: IncidentId): Promise<Incident | null> {
  return (await db.selectFrom('incident').select('body').where('id', '=', id).executeTakeFirst())?.body ?? null;
}

/** Incidents that overlap the range, newest first; one without an end is still running. */
export async function incidentsIn(db: Db, range: Range): Promise<readonly Incident[]> {
  const rows = await db
    .selectFrom('incident')
    .select('body')
    .where('start_ms', '<', range.toMs)
    .where((e) => e.or([e('end_ms', 'is', null), e('end_ms', '>', range.fromMs), e('start_ms', '>=', range.fromMs)]))
    .orderBy('start_ms', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((r) => r.body);
}

export async function prioritiesOf(db: Db): Promise<readonly Priority[]> {
  return (await db.selectFrom('priority').select('body').orderBy('rank').execute()).map((r) => r.body);
}
