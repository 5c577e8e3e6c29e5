/**
 * CSV with true line numbers (RFC 4180, and what people send instead). Hand-made because a reading's line number must
 * survive quoted line ends, and half a million rows must take a second or two. Pure; never throws.
 */

/** One record: its fields as written, and the 1-based line of the file it begins on. */
export type OnRecord = (fields: readonly string[], line: number) => void;

export interface CsvEnd {
  /** Lines whose opening quote never closes; such a line was read as one record with the quote as plain text. */
  readonly unterminatedAt: readonly number[];
}

/**
 * Call `onRecord` for each record, the header included. Line ends CRLF, LF or lone CR; empty lines (also lines of
 * nothing but delimiters, as spreadsheets leave them) are passed over but counted.
 */
export function readCsv(source: string, delimiter: string, onRecord: OnRecord): CsvEnd {
  const text = source.includes('\n') ? source : source.replaceAll('\r', '\n');
  const unterminatedAt: number[] = [];
  let line = 1;
  let at = 0;
  let quoteAt = text.indexOf('"');
  while (at < text.length) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    if (quoteAt !== -1 && quoteAt < at) quoteAt = text.indexOf('"', at);
    if (quoteAt === -1 || quoteAt >= end) {
      emit(plainFields(text, at, end, delimiter), line, onRecord);
      at = end + 1;
      line += 1;
      continue;
    }
    const record = quotedRecord(text, at, delimiter);
    if (record === null) {
      unterminatedAt.push(line);
      emit(
        plainFields(text, at, end, delimiter).map((f) => f.replace(/^\s*"/, '')),
        line,
        onRecord,
      );
      at = end + 1;
      line += 1;
    } else {
      emit(record.fields, line, onRecord);
      line += record.lines;
      at = record.next;
    }
  }
  return { unterminatedAt };
}

/** Delimiter of a header line: comma, unless it has none and has tabs or semicolons. */
export function sniffDelimiter(text: string): ',' | '\t' | ';' {
  const header = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
  if (header.includes(',')) return ',';
  if (header.includes('\t')) return '\t';
  return header.includes(';') ? ';' : ',';
}

function emit(fields: readonly string[], line: number, onRecord: OnRecord): void {
  if (fields.some((f) => f.trim() !== '')) onRecord(fields, line);
}

function plainFields(text: string, at: number, end: number, delimiter: string): string[] {
  const stop = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  return text.slice(at, stop).split(delimiter);
}

interface QuotedRecord {
  readonly fields: string[];
  /** Lines of the file the record takes. */
  readonly lines: number;
  readonly next: number;
}

/**
 * One record that has a quote in its first line. A quote opens only at the start of a field. null = it cannot be read
 * as quoted: the quote never closes, or closes far down in front of other text (then it met the opening quote of
 * another field, and the lines between would be swallowed).
 */
function quotedRecord(text: string, from: number, delimiter: string): QuotedRecord | null {
  const fields: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    const lead = /[^\S\r\n\t]*/y;
    lead.lastIndex = at;
    const start = at + (lead.exec(text)?.[0].length ?? 0);
    if (text[start] === '"') {
      const field = quotedField(text, start + 1);
      if (field === null) return null;
      const rest = plainUntil(text, field.next, delimiter);
      const tail = rest.value.trim();
      if (tail !== '' && field.lines > 0) return null;
      fields.push(field.value + tail);
      lines += field.lines;
      at = rest.next;
    } else {
      const rest = plainUntil(text, at, delimiter);
      fields.push(rest.value);
      at = rest.next;
    }
    if (text[at] !== delimiter) break;
    at += 1;
  }
  if (text[at] === '\r') at += 1;
  return { fields, lines, next: at + 1 };
}

/** Text up to the delimiter or the line's end; `next` stands on it. */
function plainUntil(text: string, from: number, delimiter: string): { value: string; next: number } {
  let next = from;
  while (next < text.length && text[next] !== delimiter && text[next] !== '\n') next += 1;
  if (text[next] !== delimiter && text[next - 1] === '\r' && next > from) next -= 1;
  return { value: text.slice(from, next), next };
}

function quotedField(text: string, from: number): { value: string; lines: number; next: number } | null {
  let value = '';
  for (let at = from; ; ) {
    const close = text.indexOf('"', at);
    if (close === -1) return null;
    value += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const lines = value.split('\n').length - 1;
      return { value: value.replaceAll('\r\n', '\n'), lines, next: close + 1 };
    }
    value += '"';
    at = close + 2;
  }
}
