/** Customers, complaints and verdicts in the form of the contract. */

import { verdictLine } from '../../core/lines.ts';
import type { Customer } from '../../core/network.ts';
import type { ComplaintRow, VerdictRow } from '../../core/ports.ts';
import { formatTime } from '../../core/time.ts';
import type { Verdict as CoreVerdict } from '../../core/verdict.ts';
import { type Complaint, type ComplaintListItem, STATUSES, type Status } from '../contract/complaint.ts';
import type { CustomerHit } from '../contract/customer.ts';
import type { DatedVerdict, Verdict, VerdictChange, VerdictShort } from '../contract/verdict.ts';
import type { NetworkIndex } from '../io/network-index.ts';
import type { VerdictStep } from '../io/verdict-diff.ts';

/** The head and the last four digits stay: enough to recognise a number, too little to call it. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < 7) return digits === '' ? '' : '***';
  return `${digits.slice(0, digits.length >= 11 ? 3 : 0)}****${digits.slice(-4)}`;
}

export function customerHit(c: Customer, network: NetworkIndex): CustomerHit {
  const node = network.nodeOf(c);
  return {
    supplyPoint: c.supplyPoint,
    account: c.account,
    name: c.name,
    address: c.address,
    phoneMasked: maskedPhone(c.phone),
    kind: c.kind,
    phases: c.phases,
    nominalV: c.nominalV,
    meterNo: c.meterNo,
    area: node === null ? null : network.grid.areaOf(node),
    feeder: node === null ? null : network.grid.feederOf(node),
  };
}

/** The one step that may come next. Nothing is skipped, nothing goes back, nothing follows the archive. */
export function nextStatuses(status: Status): Status[] {
  const next = STATUSES[STATUSES.indexOf(status) + 1];
  return next === undefined ? [] : [next];
}

/** The customer a complaint is about: by supply point, else by an account that has only one. */
export function customerOf(row: ComplaintRow['complaint'], network: NetworkIndex): Customer | null {
  if (row.supplyPoint !== null) return network.customers.get(row.supplyPoint) ?? null;
  const byAccount = row.account === null ? [] : network.byAccount(row.account);
  return byAccount.length === 1 ? (byAccount[0] ?? null) : null;
}

export function complaintOut(row: ComplaintRow, network: NetworkIndex, zone: string): Complaint {
  const c = row.complaint;
  const time = (ms: number | null) => (ms === null ? null : formatTime(ms, zone));
  const customer = customerOf(c, network);
  const node = customer === null ? null : network.nodeOf(customer);
  return {
    id: c.id,
    received: formatTime(c.receivedMs, zone),
    supplyPoint: c.supplyPoint,
    account: c.account,
    address: c.address,
    text: c.text,
    occurredFrom: time(c.occurredFromMs),
    occurredTo: time(c.occurredToMs),
    channel: c.channel,
    requestType: c.requestType,
    parent: c.parent,
    status: row.status,
    nextStatuses: nextStatuses(row.status),
    area: node === null ? null : network.grid.areaOf(node),
    feeder: node === null ? null : network.grid.feederOf(node),
  };
}

export function triageOut(row: Pick<ComplaintRow, 'triage'>): ComplaintListItem['triage'] {
  return { ...row.triage, symptoms: [...row.triage.symptoms], because: [...row.triage.because] };
}

export function verdictShort(v: CoreVerdict): VerdictShort {
  return { conclusion: v.conclusion, cause: v.cause, p: v.p, where: v.where, incident: v.incident };
}

export function datedVerdict(row: VerdictRow, zone: string): DatedVerdict {
  return {
    verdict: verdictLine(row.verdict) as unknown as Verdict,
    asKnownAt: formatTime(row.asKnownAtMs, zone),
    madeAt: formatTime(row.madeAtMs, zone),
  };
}

export function verdictChange(step: VerdictStep, zone: string): VerdictChange {
  return {
    asKnownAt: formatTime(step.row.asKnownAtMs, zone),
    madeAt: formatTime(step.row.madeAtMs, zone),
    before: step.before === null ? null : verdictShort(step.before),
    after: verdictShort(step.row.verdict),
    changed: [...step.changed],
  };
}
