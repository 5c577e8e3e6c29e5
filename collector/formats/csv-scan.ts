/**
 * Delimited text read row by row from its bytes: only the cells asked for are cut out, so a file of thousands of columns
 * costs its length once. The heading need not be the first line: analysers write their settings above it.
 */
import { eachLine, isBlank } from './byte-lines.ts';
import { cutCells, delimiterOf, pickCells } from './csv-table.ts';
import { decodeRecorderText, type RecorderEncoding } from './recorder-text.ts';

export interface CsvText {
  /** Without a byte-order mark; UTF-16 is turned into UTF-8. */
  readonly bytes: Uint8Array;
  readonly encoding: RecorderEncoding;
}

export interface CsvHeading {
  readonly line: number;
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** First byte after the heading's line. */
  readonly after: number;
  /** The lines above it, as text. */
  readonly preamble: readonly string[];
}

/** A heading lies among the first lines, or there is none. */
const HEADING_LINES_MAX = 80;
/** Bytes the encoding is told from. */
const ENCODING_BYTES = 262_144;
/** UTF-16 is turned whole: beyond this the file is refused. */
const UTF16_BYTES_MAX = 256 * 2 ** 20;
/** A line longer than this, or of more cells, is no line of a table. */
const LINE_BYTES_MAX = 2 ** 20;
const COLUMNS_MAX = 20_000;
const NAME_CHARS_MAX = 120;

/** Null where the bytes are no text. Never throws. */
export function csvText(bytes: Uint8Array): CsvText | null {
  const head = wholeLines(bytes.subarray(0, ENCODING_BYTES));
  const { encoding } = decodeRecorderText(head);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    if (bytes.length > UTF16_BYTES_MAX) return null;
    return { bytes: new TextEncoder().encode(decodeRecorderText(bytes).text), encoding };
  }
  if (head.includes(0)) return null;
  const utf8Mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const gbMark = bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33;
  return { bytes: bytes.subarray(utf8Mark ? 3 : gbMark ? 4 : 0), encoding };
}

/** Lines that could be a heading, in order: at least two cells. */
export function* headings(text: CsvText): Generator<CsvHeading> {
  const decoder = decoderOf(text);
  const preamble: string[] = [];
  const lines: { line: number; from: number; to: number }[] = [];
  eachLine(text.bytes, (line, from, to) => {
    if (to - from <= LINE_BYTES_MAX && !isBlank(text.bytes, from, to)) lines.push({ line, from, to });
    return line < HEADING_LINES_MAX;
  });
  for (const { line, from, to } of lines) {
    const content = decoder.decode(text.bytes.subarray(from, to));
    const delimiter = delimiterOf(content);
    if (delimiter !== null) {
      const cells = cutCells(content, delimiter);
      if (cells.length <= COLUMNS_MAX) {
        yield { line, columns: cells.map(tidyName), delimiter, after: to, preamble: [...preamble] };
      }
    }
    preamble.push(content.slice(0, 200));
  }
}

/** Rows below a heading: the cells at `wanted` (rising positions). Blank lines are left out. */
export function eachRow(
  text: CsvText,
  heading: CsvHeading,
  wanted: readonly number[],
  visit: (line: number, cells: string[]) => void,
): void {
  const decoder = decoderOf(text);
  const { bytes } = text;
  eachLine(bytes.subarray(heading.after), (line, start, end) => {
    const [from, to] = [heading.after + start, heading.after + end];
    // The first piece is the rest of the heading's own line.
    if (line === 1 || to - from > LINE_BYTES_MAX || isBlank(bytes, from, to)) return true;
    visit(heading.line + line - 1, pickCells(decoder.decode(bytes.subarray(from, to)), heading.delimiter, wanted));
    return true;
  });
}

const decoderOf = (text: CsvText): { decode(input: Uint8Array): string } =>
  new TextDecoder(text.encoding.startsWith('utf-16') ? 'utf-8' : text.encoding);

/** Up to the last line end: a character cut in two must not spoil the encoding. */
function wholeLines(head: Uint8Array): Uint8Array {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) return head.subarray(0, 2);
  const end = head.lastIndexOf(0x0a);
  if (end >= 0) return head.subarray(0, end);
  // One endless line: back to before a letter that UTF-8 may have begun.
  let to = head.length;
  while (to > 0 && head.length - to < 4 && head[to - 1]! >= 0x80) to--;
  return head.subarray(0, to);
}

const tidyName = (name: string): string =>
  name
    .slice(0, NAME_CHARS_MAX)
    .normalize('NFC')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim();
