/** Filing a complaint: who it is about, its id, its verdict; the same key again gives the same answer. */
import { createHash, randomUUID } from 'node:crypto';
import type { Complaint } from '../../../core/facts.ts';
import { type ComplaintId, id, type SupplyPointId } from '../../../core/ids.ts';
import type { Customer } from '../../../core/network.ts';
import type { ComplaintCreated } from '../../contract/complaint.ts';
import type { Deps } from '../deps.ts';
import type { Answering, Call } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { complaintOut, customerHit, datedVerdict, triageOut } from '../present-complaint.ts';
import { instant } from '../validate.ts';

type Filing = Call<'createComplaint'>;

/** Candidates shown where an address does not name one customer. */
const MATCHES_SHOWN = 10;
/** A second call of the same supply point within this time is joined to the first. */
const REPEAT_MS = 24 * 3_600_000;
/** Length of the readable part of a complaint's id. */
const ID_LENGTH = 10;

export const createComplaint: Answering<'createComplaint'> = {
  id: 'createComplaint',
  async answer(call, deps) {
    const key = call.headers['idempotency-key'] ?? randomUUID();
    const print = fingerprint(JSON.stringify(call.body));
    const kept = await deps.service.records.idempotent(storedKey(key));
    if (kept !== null) return again(kept, print);
    const created = await file(call, complaintId(key), deps);
    await deps.service.records.setIdempotent(storedKey(key), JSON.stringify({ print, created }));
    return created;
  },
};

const storedKey = (key: string) => `complaints ${key}`;

function again(kept: string, print: string): ComplaintCreated {
  const before = JSON.parse(kept) as { readonly print: string; readonly created: ComplaintCreated };
  if (before.print === print) return before.created;
  throw new HttpProblem(422, 'this Idempotency-Key was used for another complaint', [
    { path: 'headers.idempotency-key', expected: 'a new key for a new complaint', got: 'a used one' },
  ]);
}

/** From the key, so that a request repeated after a crash finds its complaint instead of making a second. */
function complaintId(key: string): ComplaintId {
  return id<ComplaintId>(`C${fingerprint(`complaint ${key}`).slice(0, ID_LENGTH).toUpperCase()}`);
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function file(call: Filing, own: ComplaintId, deps: Deps): Promise<ComplaintCreated> {
  const { service, zone } = deps;
  const matches = await customersMeant(call.body, deps);
  const customer = matches.length === 1 ? (matches[0] as Customer) : null;
  const complaint = complaintOf(call.body, own, customer, deps);
  const repeatOf = repeatedOf(complaint, deps);
  await deps.audit({ person: call.person.id, action: 'file complaint', subject: own });
  const { row, verdict } = await service.file(complaint, deps.answerWaitMs);
  const network = service.network();
  return {
    complaint: complaintOut(row, network, zone),
    triage: triageOut(row),
    verdict: verdict === null ? null : datedVerdict(verdict, zone),
    matches: matches.slice(0, MATCHES_SHOWN).map((c) => customerHit(c, network)),
    repeatOf,
  };
}

/** Exactly one where supply point or account name one; several where an address could be several. */
async function customersMeant(body: Filing['body'], deps: Deps): Promise<readonly Customer[]> {
  const { records } = deps.service;
  if (body.supplyPoint) {
    const customer = await records.customer(id<SupplyPointId>(body.supplyPoint));
    if (customer === null) throw notFound('supply point');
    return [customer];
  }
  if (body.account) {
    const own = deps.service.network().byAccount(body.account);
    if (own.length === 0) throw notFound('account');
    return own;
  }
  return await records.findCustomers(body.address ?? '', MATCHES_SHOWN);
}

function complaintOf(body: Filing['body'], own: ComplaintId, customer: Customer | null, deps: Deps): Complaint {
  const at = (text: string | null | undefined, field: string) =>
    text ? instant(text, deps.zone, `body.${field}`) : null;
  const occurredFromMs = at(body.occurredFrom, 'occurredFrom');
  const occurredToMs = at(body.occurredTo, 'occurredTo');
  if (occurredFromMs !== null && occurredToMs !== null && occurredToMs < occurredFromMs) {
    throw new HttpProblem(400, 'body was not understood', [
      { path: 'body.occurredTo', expected: 'not before body.occurredFrom', got: body.occurredTo ?? '' },
    ]);
  }
  return {
    id: own,
    receivedMs: deps.now(),
    account: body.account ?? customer?.account ?? null,
    supplyPoint: customer?.supplyPoint ?? null,
    address: body.address ?? customer?.address ?? null,
    text: body.text,
    occurredFromMs,
    occurredToMs,
    channel: body.channel ?? null,
    requestType: body.requestType ?? null,
    parent: body.parent ? id<ComplaintId>(body.parent) : null,
  };
}

/** An earlier complaint of the same supply point that is not archived yet. */
function repeatedOf(complaint: Complaint, deps: Deps): ComplaintId | null {
  if (complaint.supplyPoint === null) return null;
  let newest: Complaint | null = null;
  for (const row of deps.service.complaintRows().values()) {
    const c = row.complaint;
    const same = c.supplyPoint === complaint.supplyPoint && c.id !== complaint.id && row.status !== 'archived';
    const recent = c.receivedMs > complaint.receivedMs - REPEAT_MS && c.receivedMs <= complaint.receivedMs;
    if (same && recent && (newest === null || c.receivedMs > newest.receivedMs)) newest = c;
  }
  return newest?.id ?? null;
}
