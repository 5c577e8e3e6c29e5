/** `RecordStore` over kysely; the same SQL for the embedded engine and for a server. */
import { type Dialect, Kysely, Migrator } from 'kysely';
import { OperationalError } from '../../core/assert.ts';
import type { RecordStore } from '../../core/ports.ts';
import { guarded } from '../failure.ts';
import type { Db } from './batch.ts';
import { complaintOf, complaintPage, putComplaints, setComplaintStatus } from './complaints.ts';
import { customerAt, putCustomers } from './customers.ts';
import { incidentOf, incidentsIn, prioritiesOf, replaceIncidents, replacePriorities } from './derived.ts';
import { factRows, voltageDayRows } from './fact-rows.ts';
import { disturbancesIn, loadCase, putFactRows, putSettings, putVoltageDays } from './facts.ts';
import * as housekeeping from './housekeeping.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { findCustomers } from './search.ts';
import type { Database } from './tables.ts';
import { putVerdicts, verdictHistoryOf, verdictOf, verdictsOf } from './verdicts.ts';
import { withdrawDisturbances, withdrawHours } from './withdrawn.ts';

/** How one engine is reached. */
export interface Engine {
  /** For messages: a folder, or a URL without its password. */
  readonly name: string;
  /** Opens what has to be open first (a lock, a data directory). */
  connect(): Promise<Dialect>;
  /** After the dialect has been closed. */
  disconnect(): Promise<void>;
  /** True when the same call may succeed later. */
  isPassing(error: Error): boolean;
}

export function recordStore(engine: Engine): RecordStore {
  let kysely: Kysely<Database> | null = null;
  const read = <T>(doing: string, work: (db: Db) => Promise<T>): Promise<T> =>
    guarded(`${doing} (${engine.name})`, engine.isPassing, () => {
      if (kysely === null) throw new OperationalError(`${engine.name} is not open`, { retryable: false });
      return work(kysely);
    });
  /** One transaction; the change cursor rises with it when `work` counts a change. */
  const change = (doing: string, work: (db: Db) => Promise<number>): Promise<void> =>
    read(doing, async () => {
      await kysely?.transaction().execute(async (trx) => {
        if ((await work(trx)) > 0) await housekeeping.raiseCursor(trx);
      });
    });

  return {
    async open() {
      if (kysely !== null) return;
      const opening = new Kysely<Database>({ dialect: await engine.connect() });
      try {
        await guarded(`opening ${engine.name}`, engine.isPassing, () => migrate(opening));
      } catch (error) {
        await opening.destroy();
        await engine.disconnect();
        throw error;
      }
      kysely = opening;
    },
    async close() {
      const was = kysely;
      kysely = null;
      if (was === null) return;
      await was.destroy();
      await engine.disconnect();
    },
    putSettings: (settings) => change('saving settings', (db) => putSettings(db, settings)),
    putNetwork: ({ nodes, sections, meters, customers }) =>
      change('saving the network', async (db) => {
        return (await putFactRows(db, factRows({ nodes, sections, meters }))) + (await putCustomers(db, customers));
      }),
    putFacts: (facts) =>
      change('saving facts', async (db) => {
        const rows = await putFactRows(db, factRows(facts));
        return rows + (await putVoltageDays(db, voltageDayRows(facts.voltages ?? [])));
      }),
    withdrawFacts: ({ disturbances, voltages }, atMs) =>
      change('taking facts back', async (db) => {
        return (await withdrawDisturbances(db, disturbances, atMs)) + (await withdrawHours(db, voltages));
      }),
    putComplaints: (rows) => change('saving complaints', (db) => putComplaints(db, rows)),
    setComplaintStatus: (id, status) => change('saving a status', (db) => setComplaintStatus(db, id, status)),
    putVerdicts: (rows) => change('saving verdicts', (db) => putVerdicts(db, rows)),
    replaceIncidents: (incidents) => change('saving incidents', (db) => replaceIncidents(db, incidents)),
    replacePriorities: (list) => change('saving priorities', (db) => replacePriorities(db, list)),
    loadCase: (asKnownAtMs) => read('loading the case', (db) => loadCase(db, asKnownAtMs ?? null)),
    findCustomers: (query, limit) => read('searching customers', (db) => findCustomers(db, query, limit)),
    customer: (point) => read('reading a customer', (db) => customerAt(db, point)),
    complaints: (page) => read('reading complaints', (db) => complaintPage(db, page)),
    complaint: (id) => read('reading a complaint', (db) => complaintOf(db, id)),
    verdict: (id, asKnownAtMs) => read('reading a verdict', (db) => verdictOf(db, id, asKnownAtMs)),
    verdicts: (ids) => read('reading verdicts', (db) => verdictsOf(db, ids)),
    verdictHistory: (id) => read('reading the history of a verdict', (db) => verdictHistoryOf(db, id)),
    incident: (id) => read('reading an incident', (db) => incidentOf(db, id)),
    incidents: (range) => read('reading incidents', (db) => incidentsIn(db, range)),
    priorities: () => read('reading priorities', prioritiesOf),
    disturbances: (meters, range) => read('reading disturbances', (db) => disturbancesIn(db, meters, range)),
    audit: (row) => read('writing the audit log', (db) => housekeeping.addAudit(db, row)),
    auditLog: (limit) => read('reading the audit log', (db) => housekeeping.auditLog(db, limit)),
    getMeta: (key) => read('reading a value', (db) => housekeeping.getMeta(db, key)),
    setMeta: (key, value) => read('saving a value', (db) => housekeeping.setMeta(db, key, value)),
    idempotent: (key) => read('reading an answer', (db) => housekeeping.idempotent(db, key)),
    setIdempotent: (key, response) => read('saving an answer', (db) => housekeeping.setIdempotent(db, key, response)),
    changeCursor: () => read('reading the cursor', housekeeping.readCursor),
  };
}

async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
