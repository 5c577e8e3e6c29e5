/**
 * Tables of the record store as kysely sees them. Instants are epoch ms in `double precision` (a bigint would come
 * back as text from one driver and as a number from the other); `body` holds the core type as it is.
 */
import type { CaseSettings } from '../../core/case.ts';
import type { Triage } from '../../core/complaint.ts';
import type { Complaint } from '../../core/facts.ts';
import type { Customer } from '../../core/network.ts';
import type { ComplaintRow } from '../../core/ports.ts';
import type { Incident, Priority, Verdict } from '../../core/verdict.ts';

/** Kinds of row in `fact`; each has a natural key (facts.ts). */
export const FACT_KINDS = [
  'node',
  'section',
  'meter',
  'disturbance',
  'meter_event',
  'operation',
  'stroke',
  'works',
  'finding',
  'repair',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

interface FactTable {
  kind: FactKind;
  key: string;
  /** When it happened; null where the kind has no time. */
  time_ms: number | null;
  /** End of a disturbance; null = still running or not an interval. */
  end_ms: number | null;
  /** When we learnt it; 0 for facts that carry no such time. */
  known_at_ms: number;
  meter: string | null;
  body: unknown;
}

interface CustomerTable {
  supply_point: string;
  account: string;
  /** Folded forms (fold.ts) that searches compare with. */
  account_f: string;
  phone_f: string;
  name_f: string;
  address_f: string;
  name_initials: string;
  name_pinyin: string;
  address_initials: string;
  address_pinyin: string;
  body: Customer;
}

interface ComplaintTable {
  id: string;
  received_ms: number;
  supply_point: string | null;
  account: string | null;
  status: ComplaintRow['status'];
  known_at_ms: number;
  complaint: Complaint;
  triage: Triage;
}

/** One row while the verdict stays the same: first and last moment it was computed for. */
interface VerdictTable {
  complaint: string;
  from_known_ms: number;
  to_known_ms: number;
  made_at_ms: number;
  body: Verdict;
}

export interface Database {
  settings: { id: number; body: CaseSettings };
  fact: FactTable;
  /** Earlier forms of facts that changed; same columns. */
  fact_history: FactTable;
  voltage_day: { meter: string; day_start_ms: number; hours: unknown };
  customer: CustomerTable;
  complaint: ComplaintTable;
  verdict: VerdictTable;
  incident: { id: string; start_ms: number; end_ms: number | null; body: Incident };
  priority: { rank: number; body: Priority };
  audit: { id: number; at_ms: number; person: string; action: string; subject: string };
  meta: { key: string; value: string };
  idempotency: { key: string; response: string };
  change_cursor: { n: number };
}
