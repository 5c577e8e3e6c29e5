/** A case folder's files to one `CaseInput`: every fact that can be used, every problem named. Pure; never throws. */
import type { CaseInput } from '../../core/case.ts';
import { encodingNamed, type TextEncodingName } from '../../core/decode-text.ts';
import type { Stroke } from '../../core/facts.ts';
import type { Problem } from '../../core/problem.ts';
import { readCaseYaml } from './case-yaml.ts';
import type { Datum } from './datum.ts';
import { TABLES, type TableKind, type TableRecords } from './index.ts';
import { knownFrom } from './known.ts';
import { checkNetwork } from './network-checks.ts';
import { NOTHING_KNOWN, type Note, readTable, type TableResult } from './table.ts';
import { meterEvents } from './tables/meter-events.ts';
import { parseUalf } from './ualf.ts';

export interface ReadCaseOptions {
  /** Used where case.yaml names no zone. */
  readonly zone?: string;
  /** Used for files without a byte-order mark; absent = found file by file. */
  readonly encoding?: string;
  /** Kinds of table to read; absent = all. */
  readonly only?: readonly TableKind[];
}

export interface ReadCase {
  readonly input: CaseInput;
  readonly problems: readonly Problem[];
  /** File name to the encoding it was read in. */
  readonly encodings: Readonly<Record<string, TextEncodingName>>;
  readonly datum: Datum;
  /** Values of columns the contract does not name. */
  readonly notes: readonly Note[];
}

/**
 * `files`: name (no folder) to bytes; names are matched without regard to case, `truth.jsonl` is never looked at.
 * Only nodes, sections, customers and complaints are needed: each one missing is a `missing-file` error naming it.
 */
export function readCase(files: ReadonlyMap<string, Uint8Array>, options: ReadCaseOptions = {}): ReadCase {
  const byName = new Map([...files].map(([name, bytes]) => [baseName(name), { name, bytes }]));
  const yaml = byName.get('case.yaml') ?? byName.get('case.yml');
  const head = readCaseYaml(yaml?.bytes ?? null, yaml?.name ?? 'case.yaml', options.zone ?? null);
  const problems: Problem[] = [...head.problems, ...missingFiles(byName), ...strangers(byName)];
  const results: Results = {};
  const facts: Partial<TableFacts> = {};
  let known = NOTHING_KNOWN;
  for (const table of TABLES) {
    const file = byName.get(table.file);
    if (file === undefined || options.only?.includes(table.kind) === false) continue;
    if (needsMeters(table) && facts.meters === undefined && options.only === undefined) continue;
    const context = { zone: head.settings.zone, datum: head.datum, known };
    const encoding = options.encoding === undefined ? null : encodingNamed(options.encoding);
    const result = readTable<unknown>(table, file.bytes, file.name, context, encoding);
    Object.assign(results, { [table.kind]: result });
    Object.assign(facts, { [table.kind]: result.records });
    if (REFERRED_TO.includes(table.kind)) known = knownFrom(facts);
  }
  const ualf = readUalfFiles(byName);
  const checked = checkNetwork({
    nodes: lined('nodes', results),
    sections: lined('sections', results),
    customers: lined('customers', results),
  });
  const all = [...Object.values(results), ...ualf.values()];
  for (const result of all) problems.push(...result.problems);
  problems.push(...checked.problems);
  return {
    input: assemble(head.settings, facts, checked.nodes, uniteStrokes(facts.strokes ?? [], ualf)),
    problems,
    encodings: encodingsOf(results, ualf, byName),
    datum: head.datum,
    notes: all.flatMap((r) => r.notes),
  };
}

type TableFacts = { readonly [K in TableKind]: readonly TableRecords[K][] };
type Results = { readonly [K in TableKind]?: TableResult<TableRecords[K]> };
type Files = ReadonlyMap<string, { readonly name: string; readonly bytes: Uint8Array }>;

const baseName = (name: string): string => (name.split(/[\\/]/).at(-1) ?? name).toLowerCase();

/** Tables that others refer to. */
const REFERRED_TO: readonly TableKind[] = ['nodes', 'sections', 'customers', 'meters'];
/** Tables whose every row names a meter. */
const METER_TABLES: readonly TableKind[] = ['readings', 'disturbances', meterEvents.kind];
const needsMeters = (table: { readonly kind: TableKind }): boolean => METER_TABLES.includes(table.kind);

function missingFiles(files: Files): Problem[] {
  const missing = (file: string, expected: string, severity: Problem['severity']): Problem => ({
    code: 'missing-file',
    severity,
    file,
    line: null,
    field: null,
    expected,
    got: 'no such file',
  });
  const needed = TABLES.filter((t) => t.needed && !files.has(t.file)).map((t) =>
    missing(t.file, `${t.file} in the case folder`, 'error'),
  );
  if (files.has('meters.csv')) return needed;
  const orphans = TABLES.filter((t) => needsMeters(t) && files.has(t.file)).map((t) => t.file);
  if (orphans.length === 0) return needed;
  return [...needed, missing('meters.csv', `meters.csv, to place the rows of ${orphans.join(', ')}`, 'error')];
}

/** A table nobody reads is probably a slip in its name. */
function strangers(files: Files): Problem[] {
  const names = TABLES.map((t): string => t.file);
  return [...files]
    .filter(([base]) => base.endsWith('.csv') && !names.includes(base))
    .map(([, { name }]) => ({
      code: 'note',
      severity: 'warning',
      file: name,
      line: null,
      field: null,
      expected: `one of ${names.join(', ')}`,
      got: 'a file that is not read',
    }));
}

function readUalfFiles(files: Files): Map<string, TableResult<Stroke>> {
  const found = [...files.values()].filter((f) => f.name.toLowerCase().endsWith('.ualf'));
  return new Map(found.map((f) => [f.name, parseUalf(f.bytes, f.name)]));
}

/** The same stroke in two files is one. */
function uniteStrokes(own: readonly Stroke[], ualf: ReadonlyMap<string, TableResult<Stroke>>): readonly Stroke[] {
  const byId = new Map(own.map((s) => [s.id, s]));
  for (const result of ualf.values()) for (const s of result.records) if (!byId.has(s.id)) byId.set(s.id, s);
  return [...byId.values()];
}

function lined<K extends TableKind>(kind: K, results: Results) {
  const result = results[kind] as TableResult<TableRecords[K]> | undefined;
  return { file: `${kind}.csv`, records: result?.records ?? [], lines: result?.lines ?? [] };
}

function assemble(
  settings: CaseInput['settings'],
  facts: Partial<TableFacts>,
  nodes: CaseInput['nodes'],
  strokes: CaseInput['strokes'],
): CaseInput {
  return {
    settings,
    nodes,
    sections: facts.sections ?? [],
    customers: facts.customers ?? [],
    meters: facts.meters ?? [],
    readings: facts.readings ?? [],
    voltages: [],
    disturbances: facts.disturbances ?? [],
    meterEvents: facts.meter_events ?? [],
    operations: facts.operations ?? [],
    strokes,
    works: facts.works ?? [],
    complaints: facts.complaints ?? [],
    findings: facts.findings ?? [],
    repairs: facts.repairs ?? [],
  };
}

function encodingsOf(
  results: Results,
  ualf: ReadonlyMap<string, TableResult<Stroke>>,
  files: Files,
): Record<string, TextEncodingName> {
  const out: Record<string, TextEncodingName> = {};
  for (const table of TABLES) {
    const result = results[table.kind];
    if (result) out[files.get(table.file)?.name ?? table.file] = result.encoding;
  }
  for (const [name, result] of ualf) out[name] = result.encoding;
  return out;
}
