/** One file for `import KIND FILE` and the HTTP import: which table it is, its records, its encoding, its problems. */
import type { CaseFacts } from '../../core/case.ts';
import { decodeText, encodingNamed, type TextEncodingName } from '../../core/decode-text.ts';
import type { Problem, ProblemCode } from '../../core/problem.ts';
import { isZone } from '../../core/time.ts';
import { readCsv, sniffDelimiter } from './csv.ts';
import { DATUMS } from './datum.ts';
import { TABLES, type TableKind, type TableRecords } from './index.ts';
import { knownFrom } from './known.ts';
import { columnNamed, type Note, readTable, type TableResult } from './table.ts';
import { looksLikeUalf, parseUalf } from './ualf.ts';

/** What may be asked for: a table, or `network` (nodes, sections, customers or meters: told from the heading line). */
export const IMPORT_KINDS: readonly string[] = ['network', ...TABLES.map((t) => t.kind)];
const NETWORK: readonly TableKind[] = ['nodes', 'sections', 'customers', 'meters'];

export interface ImportOptions {
  /** Zone of times without offset. Default Asia/Shanghai. */
  readonly zone?: string;
  readonly encoding?: string;
  /** Datum of the coordinates in the file. Default WGS 84. */
  readonly datum?: string;
  /** What rows may refer to; what is absent is not checked. */
  readonly known?: Partial<Pick<CaseFacts, 'nodes' | 'sections' | 'customers' | 'meters'>>;
}

/** `kind` tells the type of `records`; null = the file could not be used as what was asked for. */
export type ImportedTable =
  | { readonly [K in TableKind]: Imported<K, TableRecords[K]> }[TableKind]
  | Imported<null, never>;

interface Imported<K, R> {
  readonly kind: K;
  readonly records: readonly R[];
  readonly problems: readonly Problem[];
  readonly encoding: TextEncodingName;
  readonly encodingBy: 'bom' | 'choice' | 'bytes';
  readonly notes: readonly Note[];
}

const DEFAULT_ZONE = 'Asia/Shanghai';

/** Never throws; wrong options (unknown zone, encoding, datum, kind) are problems too, and then nothing is read. */
export function importTable(kind: string, bytes: Uint8Array, name: string, options: ImportOptions = {}): ImportedTable {
  const encoding = options.encoding === undefined ? null : encodingNamed(options.encoding);
  const zone = options.zone ?? DEFAULT_ZONE;
  const datum = DATUMS.find((d) => d === (options.datum ?? 'wgs84').toLowerCase());
  const refuse = (code: ProblemCode, field: string | null, expected: string, got: string): ImportedTable => ({
    kind: null,
    records: [],
    problems: [{ code, severity: 'error', file: name, line: null, field, expected, got }],
    encoding: decoded.encoding,
    encodingBy: decoded.by,
    notes: [],
  });
  const decoded = decodeText(bytes, encoding);
  if (!IMPORT_KINDS.includes(kind)) return refuse('bad-value', 'kind', `one of ${IMPORT_KINDS.join(', ')}`, kind);
  if (!isZone(zone)) return refuse('bad-value', 'zone', 'a known time zone', zone);
  if (datum === undefined) return refuse('bad-value', 'datum', `one of ${DATUMS.join(', ')}`, options.datum ?? '');
  if (options.encoding !== undefined && encoding === null) {
    return refuse('bad-value', 'encoding', 'utf-8, gb18030, gbk, utf-16le or utf-16be', options.encoding);
  }
  if (kind === 'strokes' && (name.toLowerCase().endsWith('.ualf') || looksLikeUalf(decoded.text))) {
    return { kind: 'strokes', ...parseUalf(bytes, name, encoding) };
  }
  const tables =
    kind === 'network' ? TABLES.filter((t) => NETWORK.includes(t.kind)) : TABLES.filter((t) => t.kind === kind);
  const table = tables.length === 1 ? tables[0] : sniffTable(decoded.text, tables);
  if (table === undefined) {
    const expected = 'the columns of nodes, sections, customers or meters';
    return refuse('unknown-format', null, expected, headings(decoded.text).join(','));
  }
  const known = knownFrom(options.known ?? {});
  const result: TableResult<unknown> = readTable<unknown>(table, bytes, name, { zone, datum, known }, encoding);
  return { kind: table.kind, ...result } as ImportedTable;
}

/** The table whose required columns are all there; of several the one that knows most of the headings. */
function sniffTable<T extends (typeof TABLES)[number]>(text: string, tables: readonly T[]): T | undefined {
  const names = headings(text);
  const known = (table: T): string[] => names.flatMap((n) => columnNamed(table, n)?.name ?? []);
  return tables
    .filter((t) => t.columns.every((c) => !c.required || known(t).includes(c.name)))
    .sort((a, b) => known(b).length - known(a).length)[0];
}

function headings(text: string): readonly string[] {
  let first: readonly string[] | null = null;
  readCsv(text.slice(0, 20_000), sniffDelimiter(text), (fields) => {
    first ??= fields;
  });
  return first ?? [];
}
