/** What one table of a case folder is, and the loop that reads any of them. Pure; bad rows never stop the good ones. */
import { decodeText, type TextEncodingName } from '../../core/decode-text.ts';
import type { MeterId, NodeId, SectionId, SupplyPointId } from '../../core/ids.ts';
import type { Customer, Meter } from '../../core/network.ts';
import type { Problem } from '../../core/problem.ts';
import { readCsv, sniffDelimiter } from './csv.ts';
import type { Datum } from './datum.ts';
import { type ProblemList, problemList } from './problem-list.ts';
import { type Row, rowReader } from './row.ts';

/** What is known of the network while a table is read; null = unknown here, so references to it are not checked. */
export interface Known {
  readonly nodes: ReadonlySet<NodeId> | null;
  readonly sections: ReadonlySet<SectionId> | null;
  readonly customers: ReadonlyMap<SupplyPointId, Customer> | null;
  /** Supply points of an account. */
  readonly accounts: ReadonlyMap<string, readonly SupplyPointId[]> | null;
  readonly meters: ReadonlyMap<MeterId, Meter> | null;
}

export const NOTHING_KNOWN: Known = { nodes: null, sections: null, customers: null, accounts: null, meters: null };

export interface TableContext {
  readonly zone: string;
  readonly datum: Datum;
  readonly known: Known;
}

export interface Column {
  readonly name: string;
  readonly required?: boolean;
  /** Headings utilities use for the same thing. */
  readonly also?: readonly string[];
}

/** One file of a case folder (design section 15). `read` returns null, or marks the row as failed, to drop it. */
export interface Table<R, K extends string = string> {
  readonly kind: K;
  readonly file: string;
  /** A case without this file is no case. */
  readonly needed: boolean;
  readonly columns: readonly Column[];
  /** Called once per file with the columns it has; returns the reader of one row. */
  start(context: TableContext, columns: ReadonlySet<string>): (row: Row) => R | null;
  /** Natural key: the same fact twice is one. Unique inside `group`, where the table has one. */
  key(record: R): string | number;
  /** First part of the key, with few different values: keeps half a million keys small. */
  group?(record: R): string;
}

/** A value of a column the contract does not name: kept beside the facts, never used as evidence. */
export interface Note {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
}

export interface TableResult<R> {
  readonly records: readonly R[];
  /** Line of the file each record begins on, same order. */
  readonly lines: readonly number[];
  readonly problems: readonly Problem[];
  readonly encoding: TextEncodingName;
  /** What decided the encoding. */
  readonly encodingBy: 'bom' | 'choice' | 'bytes';
  readonly notes: readonly Note[];
}

/** Notes kept per file; readings carry none (they would be as large as the readings). */
const NOTES_MAX = 50_000;

/** Read one file. Never throws; a file that cannot be used at all gives no records and says why. */
export function readTable<R>(
  table: Table<R>,
  bytes: Uint8Array,
  file: string,
  context: TableContext,
  encoding: TextEncodingName | null = null,
): TableResult<R> {
  const decoded = decodeText(bytes, encoding);
  const problems = problemList(file);
  const about = { encoding: decoded.encoding, encodingBy: decoded.by };
  if (!decoded.clean) {
    problems.error('bad-encoding', {
      line: null,
      field: null,
      expected: `text in ${decoded.encoding}`,
      got: 'bytes that do not fit it; they stand as \ufffd',
    });
  }
  const out: Taken<R> = { records: [], lines: [], notes: [] };
  let take: ((fields: readonly string[], line: number) => void) | null = null;
  let usable = true;
  const end = readCsv(decoded.text, sniffDelimiter(decoded.text), (fields, line) => {
    if (take !== null) return take(fields, line);
    if (!usable) return;
    const header = readHeader(table, fields, line, problems);
    usable = header !== null;
    if (header !== null) take = rowTaker(table, header, context, problems, out);
  });
  if (take === null && usable) {
    const expected = `a first line with ${required(table).join(', ')}`;
    problems.error('missing-column', { line: 1, field: null, expected, got: 'an empty file' });
  }
  for (const line of end.unterminatedAt) {
    const expected = 'a closing quote; the line was read as plain text';
    problems.error('unterminated-quote', { line, field: null, expected, got: 'a quote that never closes' });
  }
  return { ...out, problems: problems.all(), ...about };
}

const required = (table: Table<unknown>): readonly string[] =>
  table.columns.filter((c) => c.required).map((c) => c.name);

interface Header {
  /** Column name of the contract to position. */
  readonly index: ReadonlyMap<string, number>;
  readonly width: number;
  readonly unknown: readonly { readonly name: string; readonly at: number }[];
}

/** Match headings to columns; null where a required column is missing (named). */
function readHeader<R>(table: Table<R>, fields: readonly string[], line: number, problems: ProblemList): Header | null {
  const index = new Map<string, number>();
  const unknown: { name: string; at: number }[] = [];
  fields.forEach((heading, at) => {
    const name = heading.trim();
    const column = columnNamed(table, name);
    if (column === null) {
      if (name !== '') unknown.push({ name, at });
      return;
    }
    if (index.has(column.name)) {
      problems.warning('duplicate-key', {
        line,
        field: name,
        expected: 'each column once; the first is used',
        got: name,
      });
    } else index.set(column.name, at);
  });
  const missing = required(table).filter((name) => !index.has(name));
  for (const name of missing) {
    problems.error('missing-column', { line, field: name, expected: `a column ${name}`, got: fields.join(',') });
  }
  for (const { name } of unknown) {
    problems.warning('unknown-column', {
      line,
      field: name,
      expected: 'a column of the contract; kept as a note',
      got: name,
    });
  }
  return missing.length > 0 ? null : { index, width: fields.length, unknown };
}

/** The column a heading means, or null. */
export function columnNamed(table: Table<unknown>, heading: string): Column | null {
  const name = heading.trim().toLowerCase();
  return table.columns.find((c) => c.name === name || c.also?.includes(name)) ?? null;
}

interface Taken<R> {
  readonly records: R[];
  readonly lines: number[];
  readonly notes: Note[];
}

function rowTaker<R>(
  table: Table<R>,
  header: Header,
  context: TableContext,
  problems: ProblemList,
  out: Taken<R>,
): (fields: readonly string[], line: number) => void {
  const read = table.start(context, new Set(header.index.keys()));
  const { row, load } = rowReader(header.index, context.zone, problems);
  const seenIn = new Map<string, Map<string | number, number>>();
  return (fields, line) => {
    if (fields.length !== header.width) checkWidth(fields, header.width, line, problems);
    load(fields, line);
    const record = read(row);
    if (record === null || row.failed) return;
    const group = table.group?.(record) ?? '';
    const key = table.key(record);
    const seen = seenIn.get(group) ?? new Map<string | number, number>();
    if (seen.size === 0) seenIn.set(group, seen);
    const first = seen.get(key);
    if (first !== undefined) {
      const expected = `a key not used before (line ${first} has it and is kept)`;
      problems.error('duplicate-key', { line, field: null, expected, got: `${group}${key}` });
      return;
    }
    seen.set(key, line);
    out.records.push(record);
    out.lines.push(line);
    for (const { name, at } of header.unknown) {
      const value = (fields[at] ?? '').trim();
      if (value !== '' && out.notes.length < NOTES_MAX)
        out.notes.push({ file: problems.file, line, column: name, value });
    }
  };
}

function checkWidth(fields: readonly string[], width: number, line: number, problems: ProblemList): void {
  const beyond = fields.slice(width).some((f) => f.trim() !== '');
  if (fields.length > width && !beyond) return;
  problems.warning('count-mismatch', {
    line,
    field: null,
    expected: `${width} fields; missing ones count as unknown, those beyond are left out`,
    got: `${fields.length} fields`,
  });
}
