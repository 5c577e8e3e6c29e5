/** Complaints: list, one, next step. Filing one is in file-complaint.ts. */
import { type ComplaintId, id, type SupplyPointId } from '../../../core/ids.ts';
import type { ComplaintRow } from '../../../core/ports.ts';
import { formatTime } from '../../../core/time.ts';
import { STATUS_TEXT } from '../../contract/complaint.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import {
  complaintOut,
  datedVerdict,
  nextStatuses,
  triageOut,
  verdictChange,
  verdictShort,
} from '../present-complaint.ts';

/** Complaints received at the very same instant that a page may have to skip again. */
const SAME_INSTANT_MAX = 200;
const EARLIER_SHOWN = 10;

export const listComplaints: Answering<'listComplaints'> = {
  id: 'listComplaints',
  async answer({ query, person }, deps) {
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const supplyPoint = query.supplyPoint === undefined ? null : id<SupplyPointId>(query.supplyPoint);
    const rows = await deps.service.records.complaints({
      limit: query.limit + 1 + (after === null ? 0 : SAME_INSTANT_MAX),
      beforeMs: after === null ? null : after.receivedMs + 1,
      supplyPoint,
    });
    const at = after === null ? -1 : rows.findIndex((r) => r.complaint.id === after.id);
    const rest = rows.slice(at + 1);
    const page = rest.slice(0, query.limit);
    const last = page.at(-1);
    await deps.audit({ person: person.id, action: 'list complaints', subject: supplyPoint ?? 'all' });
    return {
      items: page.map((row) => ({
        complaint: complaintOut(row, deps.service.network(), deps.zone),
        triage: triageOut(row),
        verdict: shortOf(row.complaint.id, deps),
      })),
      next: rest.length > page.length && last ? writeCursor(last) : null,
    };
  },
};

function shortOf(complaint: ComplaintId, deps: Deps) {
  const row = deps.service.latestVerdict(complaint);
  return row === null ? null : verdictShort(row.verdict);
}

function writeCursor(row: ComplaintRow): string {
  return Buffer.from(JSON.stringify([row.complaint.receivedMs, row.complaint.id])).toString('base64url');
}

function readCursor(cursor: string): { readonly receivedMs: number; readonly id: string } {
  const bad = new HttpProblem(400, 'the cursor is not one of ours', [
    { path: 'query.cursor', expected: '`next` of the page before', got: cursor.slice(0, 60) },
  ]);
  try {
    const [receivedMs, own] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof receivedMs === 'number' && typeof own === 'string') return { receivedMs, id: own };
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
  }
  throw bad;
}

export const getComplaint: Answering<'getComplaint'> = {
  id: 'getComplaint',
  async answer({ params, person }, deps) {
    const { records } = deps.service;
    const row = await records.complaint(id<ComplaintId>(params.id));
    if (row === null) throw notFound('complaint');
    await deps.audit({ person: person.id, action: 'read complaint', subject: row.complaint.id });
    const latest = deps.service.latestVerdict(row.complaint.id);
    const history = await deps.service.history(row.complaint.id);
    const { supplyPoint, receivedMs } = row.complaint;
    const earlier =
      supplyPoint === null ? [] : await records.complaints({ limit: EARLIER_SHOWN, beforeMs: receivedMs, supplyPoint });
    return {
      complaint: complaintOut(row, deps.service.network(), deps.zone),
      triage: triageOut(row),
      verdict: latest === null ? null : datedVerdict(latest, deps.zone),
      history: history.map((step) => verdictChange(step, deps.zone)),
      earlier: earlier.map((r) => ({
        id: r.complaint.id,
        received: formatTime(r.complaint.receivedMs, deps.zone),
        category: r.triage.category,
        status: r.status,
      })),
    };
  },
};

export const setComplaintStatus: Answering<'setComplaintStatus'> = {
  id: 'setComplaintStatus',
  async answer({ params, body, person }, deps) {
    const { records } = deps.service;
    const own = id<ComplaintId>(params.id);
    const row = await records.complaint(own);
    if (row === null) throw notFound('complaint');
    const allowed = nextStatuses(row.status);
    if (body.status !== row.status && !allowed.includes(body.status)) {
      throw new HttpProblem(409, `a complaint that is ${row.status} cannot become ${body.status}`, [
        {
          path: 'body.status',
          expected: allowed.length === 0 ? 'nothing: it is archived' : allowed.join(', '),
          got: body.status,
        },
      ]);
    }
    if (body.status !== row.status) {
      await records.setComplaintStatus(own, body.status);
      await deps.audit({ person: person.id, action: `set status ${body.status}`, subject: own });
    }
    const now = (await records.complaint(own)) ?? row;
    return { complaint: complaintOut(now, deps.service.network(), deps.zone), text: STATUS_TEXT[now.status] };
  },
};
