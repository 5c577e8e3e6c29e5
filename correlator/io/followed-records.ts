/**
 * A record store that tells what is written through it: the same port, with an ear. Collectors, importers and the HTTP
 * API write through it, so that the service learns of a new fact without reading the whole case again.
 */
import type { CaseSettings } from '../../core/case.ts';
import type { ComplaintRow, RecordStore } from '../../core/ports.ts';
import type { CaseDelta } from './case-memory.ts';

export interface Written {
  readonly settings?: CaseSettings;
  readonly facts?: CaseDelta;
  readonly complaints?: readonly ComplaintRow[];
}

/**
 * `wrote` is called after the store has the write; what the store refused is never told. `own` wraps every change, so
 * that changes of this process can be told from those of others.
 */
export function followRecords(
  inner: RecordStore,
  wrote: (what: Written) => void,
  own: <T>(work: () => Promise<T>) => Promise<T>,
): RecordStore {
  return {
    ...reading(inner),
    open: () => inner.open(),
    close: () => inner.close(),
    async putSettings(settings) {
      await own(() => inner.putSettings(settings));
      wrote({ settings });
    },
    async putNetwork(net) {
      await own(() => inner.putNetwork(net));
      wrote({ facts: net });
    },
    async putFacts(facts) {
      await own(() => inner.putFacts(facts));
      wrote({ facts });
    },
    async withdrawFacts(facts, atMs) {
      await own(() => inner.withdrawFacts(facts, atMs));
      wrote({ facts: { withdrawn: facts } });
    },
    async putComplaints(rows) {
      await own(() => inner.putComplaints(rows));
      wrote({ complaints: rows });
    },
    async setComplaintStatus(id, status) {
      await own(() => inner.setComplaintStatus(id, status));
      const row = await inner.complaint(id);
      if (row !== null) wrote({ complaints: [row] });
    },
    putVerdicts: (rows) => own(() => inner.putVerdicts(rows)),
    replaceIncidents: (incidents) => own(() => inner.replaceIncidents(incidents)),
    replacePriorities: (list) => own(() => inner.replacePriorities(list)),
    audit: (row) => own(() => inner.audit(row)),
    setMeta: (key, value) => own(() => inner.setMeta(key, value)),
    setIdempotent: (key, response) => own(() => inner.setIdempotent(key, response)),
  };
}

type Reading =
  | 'loadCase'
  | 'findCustomers'
  | 'customer'
  | 'complaints'
  | 'complaint'
  | 'verdict'
  | 'verdicts'
  | 'verdictHistory'
  | 'incident'
  | 'incidents'
  | 'priorities'
  | 'disturbances'
  | 'auditLog'
  | 'getMeta'
  | 'idempotent'
  | 'changeCursor';

/** The methods that only read, bound: the store may be a class. */
function reading(inner: RecordStore): Pick<RecordStore, Reading> {
  return {
    loadCase: () => inner.loadCase(),
    findCustomers: (query, limit) => inner.findCustomers(query, limit),
    customer: (supplyPoint) => inner.customer(supplyPoint),
    complaints: (options) => inner.complaints(options),
    complaint: (id) => inner.complaint(id),
    verdict: (complaint, asKnownAtMs) => inner.verdict(complaint, asKnownAtMs),
    verdicts: (complaints) => inner.verdicts(complaints),
    verdictHistory: (complaint) => inner.verdictHistory(complaint),
    incident: (id) => inner.incident(id),
    incidents: (range) => inner.incidents(range),
    priorities: () => inner.priorities(),
    disturbances: (meters, range) => inner.disturbances(meters, range),
    auditLog: (limit) => inner.auditLog(limit),
    getMeta: (key) => inner.getMeta(key),
    idempotent: (key) => inner.idempotent(key),
    changeCursor: () => inner.changeCursor(),
  };
}
