/** Delimited text with a heading row: delimiter and decimal sign found by themselves, line numbers kept. */
import { splitLines } from './format.ts';

export interface CsvTable {
  readonly columns: readonly string[];
  /** Cells trimmed; `line` is 1-based in the file. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly delimiter: string;
}

const DELIMITERS = ['\t', ';', ','] as const;

/** The delimiter that cuts the heading into most cells; null where none cuts it. */
export function delimiterOf(heading: string): string | null {
  const best = [...DELIMITERS].sort((a, b) => heading.split(b).length - heading.split(a).length)[0] ?? ',';
  return heading.includes(best) ? best : null;
}

/** Null where the text has no heading with at least two columns. Quotes around cells are taken off. */
export function csvTable(text: string): CsvTable | null {
  const lines = splitLines(text);
  const first = lines.findIndex((l) => l.trim() !== '');
  const heading = lines[first];
  const delimiter = heading === undefined ? null : delimiterOf(heading);
  if (heading === undefined || delimiter === null) return null;
  const cut = (line: string) => line.split(delimiter).map((c) => c.trim().replace(/^"(.*)"$/, '$1'));
  const rows: { line: number; cells: string[] }[] = [];
  for (let i = first + 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line.trim() !== '') rows.push({ line: i + 1, cells: cut(line) });
  }
  return { columns: cut(heading), rows, delimiter };
}

/** Marks of "no value" in loggers' exports. */
const UNKNOWN = new Set(['', '?', '-', '--', '---', 'na', 'n/a', 'nan', 'null', 'none']);

/** A number with decimal point, or decimal comma where the delimiter is another sign. Undefined = unreadable; NaN = unknown. */
export function cellNumber(text: string, delimiter: string): number | undefined {
  if (UNKNOWN.has(text.toLowerCase())) return Number.NaN;
  const n = Number(delimiter === ',' ? text : text.replace(',', '.'));
  return Number.isFinite(n) ? n : undefined;
}
