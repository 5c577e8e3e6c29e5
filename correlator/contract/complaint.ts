/** Complaints: what the desk files, what comes back within a second, and the steps of handling. */
import { z } from 'zod';
import { CATEGORIES, SYMPTOMS } from '../../core/complaint.ts';
import { CustomerHit } from './customer.ts';
import { count, Id, TextShape, Time, TimeIn } from './shapes.ts';
import { DatedVerdict, VerdictChange, VerdictShort } from './verdict.ts';

/** Steps of handling in their order: 受理 → 派单 → 到场 → 回单 → 回访 → 归档. */
export const STATUSES = ['received', 'dispatched', 'on_site', 'replied', 'called_back', 'archived'] as const;
export type Status = (typeof STATUSES)[number];
export const STATUS_TEXT: Readonly<Record<Status, { readonly zh: string; readonly en: string }>> = {
  received: { zh: '受理', en: 'received' },
  dispatched: { zh: '派单', en: 'dispatched' },
  on_site: { zh: '到场', en: 'on site' },
  replied: { zh: '回单', en: 'replied' },
  called_back: { zh: '回访', en: 'called back' },
  archived: { zh: '归档', en: 'archived' },
};

/** Longest text of a complaint, in characters: a call's minutes fit, a pasted file does not. */
const TEXT_MAX = 4_000;

export const Triage = z.object({
  category: z.enum(CATEGORIES),
  p: z.number(),
  second: z.enum(CATEGORIES).nullable(),
  symptoms: z.array(z.enum(SYMPTOMS)),
  storm: z.boolean(),
  neighbours: z.enum(['yes', 'no', 'unsaid']),
  when: z.enum(['morning', 'noon', 'evening', 'night']).nullable(),
  because: z.array(z.string()),
});
export type Triage = z.output<typeof Triage>;

export const TriageRequest = z.strictObject({ text: z.string().max(TEXT_MAX) });

export const Complaint = z.object({
  id: Id,
  received: Time,
  supplyPoint: z.string().nullable(),
  account: z.string().nullable(),
  address: z.string().nullable(),
  text: z.string(),
  occurredFrom: Time.nullable(),
  occurredTo: Time.nullable(),
  channel: z.string().nullable(),
  requestType: z.string().nullable(),
  parent: z.string().nullable(),
  status: z.enum(STATUSES),
  /** The steps that may come next; empty when archived. */
  nextStatuses: z.array(z.enum(STATUSES)),
  area: z.string().nullable(),
  feeder: z.string().nullable(),
});
export type Complaint = z.output<typeof Complaint>;

export const ComplaintListItem = z.object({
  complaint: Complaint,
  triage: Triage,
  verdict: VerdictShort.nullable(),
});
export type ComplaintListItem = z.output<typeof ComplaintListItem>;

export const ComplaintPage = z.object({ items: z.array(ComplaintListItem), next: z.string().nullable() });

export const ComplaintsQuery = z.object({
  limit: count(1, 200, 50),
  cursor: z.string().max(300).optional(),
  supplyPoint: Id.optional(),
});

export const ComplaintCreate = z
  .strictObject({
    supplyPoint: Id.nullish(),
    account: Id.nullish(),
    address: z.string().trim().max(400).nullish(),
    text: z.string().trim().min(1).max(TEXT_MAX),
    occurredFrom: TimeIn.nullish(),
    occurredTo: TimeIn.nullish(),
    channel: z.string().trim().max(60).nullish(),
    requestType: z.string().trim().max(60).nullish(),
    parent: Id.nullish(),
  })
  .refine((c) => Boolean(c.supplyPoint || c.account || c.address), {
    error: 'one of supplyPoint, account, address',
    path: ['supplyPoint'],
  });
export type ComplaintCreate = z.input<typeof ComplaintCreate>;

export const ComplaintCreated = z.object({
  complaint: Complaint,
  triage: Triage,
  /** null when the answer is still being computed; a `verdict` event follows. */
  verdict: DatedVerdict.nullable(),
  /** Supply points the given address or account may mean, best first; one = it was taken. */
  matches: z.array(CustomerHit),
  /** An open complaint of the same supply point in the last 24 h, to be joined. */
  repeatOf: z.string().nullable(),
});
export type ComplaintCreated = z.output<typeof ComplaintCreated>;

export const ComplaintDetail = z.object({
  complaint: Complaint,
  triage: Triage,
  verdict: DatedVerdict.nullable(),
  history: z.array(VerdictChange),
  /** Earlier complaints of the same supply point, newest first, at most 10. */
  earlier: z.array(z.object({ id: Id, received: Time, category: z.enum(CATEGORIES), status: z.enum(STATUSES) })),
});
export type ComplaintDetail = z.output<typeof ComplaintDetail>;

export const StatusChange = z.strictObject({ status: z.enum(STATUSES) });
export const StatusChanged = z.object({ complaint: Complaint, text: TextShape });
