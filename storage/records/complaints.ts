/** Complaints as they came in, and where each stands. */
import { sql } from 'kysely';
import type { ComplaintId, SupplyPointId } from '../../core/ids.ts';
import type { ComplaintRow } from '../../core/ports.ts';
import { type Db, inBatches, lastOfKey, recordset } from './batch.ts';

const COMPLAINT_COLUMNS =
  'id text, received_ms float8, supply_point text, account text, status text, known_at_ms float8, complaint jsonb, triage jsonb';

/**
 * The same complaint again replaces it, known since it was first told. A complaint that is already on its way keeps
 * its status when it comes in once more as merely received (a second import, a repeated message).
 */
export async function putComplaints(db: Db, rows: readonly ComplaintRow[]): Promise<number> {
  return await inBatches(
    lastOfKey(rows, (r) => r.complaint.id),
    async (piece) => {
      const incoming = piece.map((r) => ({
        id: r.complaint.id,
        received_ms: r.complaint.receivedMs,
        supply_point: r.complaint.supplyPoint,
        account: r.complaint.account,
        status: r.status,
        known_at_ms: r.knownAtMs,
        complaint: r.complaint,
        triage: r.triage,
      }));
      const status = sql`CASE WHEN excluded.status = 'received' THEN complaint.status ELSE excluded.status END`;
      const result = await sql`
        INSERT INTO complaint SELECT * FROM ${recordset(incoming, COMPLAINT_COLUMNS)}
        ON CONFLICT (id) DO UPDATE SET received_ms = excluded.received_ms, supply_point = excluded.supply_point,
          account = excluded.account, status = ${status}, complaint = excluded.complaint, triage = excluded.triage,
          known_at_ms = least(complaint.known_at_ms, excluded.known_at_ms)
        WHERE (complaint.complaint, complaint.triage, complaint.status)
          IS DISTINCT FROM (excluded.complaint, excluded.triage, ${status}) RETURNING 1`.execute(db);
      return result.rows.length;
    },
  );
}

export async function setComplaintStatus(db: Db, id: ComplaintId, status: ComplaintRow['status']): Promise<number> {
  const [result] = await db
    .updateTable('complaint')
    .set({ status })
    .where('id', '=', id)
    .where('status', '<>', status)
    .execute();
  return Number(result?.numUpdatedRows ?? 0n);
}

export interface ComplaintPage {
  readonly limit: number;
  readonly beforeMs: number | null;
  readonly supplyPoint: SupplyPointId | null;
}

/** Newest first. Those of a supply point include the ones that named only its account. */
export async function complaintPage(db: Db, page: ComplaintPage): Promise<readonly ComplaintRow[]> {
  let query = selectComplaints(db).orderBy('received_ms', 'desc').orderBy('id', 'desc').limit(page.limit);
  if (page.beforeMs !== null) query = query.where('received_ms', '<', page.beforeMs);
  if (page.supplyPoint !== null) {
    const point = page.supplyPoint;
    const account = db.selectFrom('customer').select('account').where('supply_point', '=', point);
    query = query.where((e) =>
      e.or([e('supply_point', '=', point), e.and([e('supply_point', 'is', null), e('account', '=', account)])]),
    );
  }
  return await query.execute();
}

export async function complaintOf(db: Db, id: ComplaintId): Promise<ComplaintRow | null> {
  return (await selectComplaints(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

function selectComplaints(db: Db) {
  return db.selectFrom('complaint').select(['complaint', 'triage', 'status', 'known_at_ms as knownAtMs']);
}
