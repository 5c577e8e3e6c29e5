/** Import of one table. Good rows are stored, every other is named with file, line and field. */
import { type ImportedTable, importTable as readFile } from '../../imports/import-table.ts';
import type { Deps } from '../deps.ts';
import { uploadName } from '../file-name.ts';
import type { Answering } from '../handler.ts';

/** Problems sent back; the counts are of all. */
const PROBLEMS_SHOWN = 500;
/** Readings handed on at once. */
const BATCH = 5_000;

export const importTable: Answering<'importTable'> = {
  id: 'importTable',
  async answer(call, deps) {
    const file = uploadName(call.headers['x-file-name'], `${call.params.kind}.csv`);
    const table = readFile(call.params.kind, call.bytes, file, {
      zone: call.headers['x-zone'] ?? deps.zone,
      known: knownFor(call.params.kind, deps),
      ...(call.headers['x-encoding'] === undefined ? {} : { encoding: call.headers['x-encoding'] }),
      ...(call.query.datum === undefined ? {} : { datum: call.query.datum }),
    });
    const { dryRun } = call.query;
    if (!dryRun && table.records.length > 0) {
      await deps.audit({ person: call.person.id, action: `import ${table.kind}`, subject: file });
      await store(table, deps);
    }
    const errors = table.problems.filter((p) => p.severity === 'error').length;
    return {
      kind: table.kind,
      file,
      encoding: table.encoding,
      records: table.records.length,
      stored: dryRun ? 0 : table.records.length,
      dryRun,
      errors,
      warnings: table.problems.length - errors,
      problems: table.problems.slice(0, PROBLEMS_SHOWN),
    };
  },
};

/** The network may come in any order, so its own tables are not checked against what is there already. */
function knownFor(kind: string, deps: Deps) {
  const facts = deps.service.facts();
  const isNetwork = ['network', 'nodes', 'sections', 'customers', 'meters'].includes(kind);
  return isNetwork || facts.nodes.length === 0 ? {} : facts;
}

async function store(table: ImportedTable, deps: Deps): Promise<void> {
  const { records } = deps.service;
  const net = { nodes: [], sections: [], customers: [], meters: [] };
  switch (table.kind) {
    case null:
      return;
    case 'nodes':
      return await records.putNetwork({ ...net, nodes: table.records });
    case 'sections':
      return await records.putNetwork({ ...net, sections: table.records });
    case 'customers':
      return await records.putNetwork({ ...net, customers: table.records });
    case 'meters':
      return await records.putNetwork({ ...net, meters: table.records });
    case 'readings':
      return await storeReadings(table.records, deps);
    case 'disturbances':
      await records.putFacts({ disturbances: table.records });
      await deps.series.writeDisturbances(table.records);
      return;
    case 'meter_events':
      return await records.putFacts({ meterEvents: table.records });
    case 'complaints':
      return await records.putComplaints(
        table.records.map((complaint) => ({
          complaint,
          triage: deps.service.triage(complaint.text),
          status: 'received' as const,
          knownAtMs: complaint.receivedMs,
        })),
      );
    default:
      return await records.putFacts({ [table.kind]: table.records });
  }
}

type Readings = Extract<ImportedTable, { readonly kind: 'readings' }>['records'];

/** Through the collector where one runs, so that they also reach the detectors; else straight into the store. */
async function storeReadings(all: Readings, deps: Deps): Promise<void> {
  for (let i = 0; i < all.length; i += BATCH) {
    const batch = all.slice(i, i + BATCH);
    if (deps.collector) await deps.collector.ingest(batch.map((reading) => ({ kind: 'reading' as const, reading })));
    else await deps.series.writeReadings(batch);
  }
}
