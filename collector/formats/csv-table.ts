/** Cells of delimited text: delimiter and decimal sign found by themselves. */

const DELIMITERS = ['\t', ';', ','] as const;

/** The delimiter that cuts a line into most cells; null where none cuts it. */
export function delimiterOf(line: string): string | null {
  let best: string | null = null;
  let most = 1;
  for (const d of DELIMITERS) {
    const cells = line.split(d).length;
    if (cells > most) {
      best = d;
      most = cells;
    }
  }
  return best;
}

/** All cells of a line, trimmed, quotes taken off. */
export function cutCells(line: string, delimiter: string): string[] {
  return line.includes('"') ? cutQuoted(line, delimiter) : line.split(delimiter).map((c) => c.trim());
}

/** The cells at `wanted` (rising positions), '' where the line is too short: a line of 2413 cells is not cut whole. */
export function pickCells(line: string, delimiter: string, wanted: readonly number[]): string[] {
  if (line.includes('"')) {
    const all = cutQuoted(line, delimiter);
    return wanted.map((w) => all[w] ?? '');
  }
  const out: string[] = [];
  let cell = 0;
  let from = 0;
  for (const w of wanted) {
    while (cell < w && from >= 0) {
      const at = line.indexOf(delimiter, from);
      from = at < 0 ? -1 : at + 1;
      cell++;
    }
    if (from < 0) {
      out.push('');
      continue;
    }
    const end = line.indexOf(delimiter, from);
    out.push(line.slice(from, end < 0 ? line.length : end).trim());
  }
  return out;
}

function cutQuoted(line: string, delimiter: string): string[] {
  const out: string[] = [];
  let start = 0;
  let inside = false;
  for (let i = 0; i <= line.length; i++) {
    const c = line[i];
    if (c === '"') inside = !inside;
    if (i < line.length && (inside || c !== delimiter)) continue;
    const cell = line.slice(start, i).trim();
    const quoted = cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"');
    out.push(quoted ? cell.slice(1, -1).replaceAll('""', '"').trim() : cell);
    start = i + 1;
  }
  return out;
}

/** Marks of "no value" in loggers' exports. */
const UNKNOWN = new Set(['', '?', '-', '--', '---', '*', 'na', 'n/a', 'nan', 'null', 'none', 'ovf', 'ovld', '#n/a']);
const NUMBER = /^[+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:e[+-]?\d{1,3})?$/i;
/** Nothing a meter measures is larger; beyond it a factor of a unit would leave the range of numbers. */
const VALUE_MAX = 1e12;
/** A comma before exactly three digits: a decimal sign or thousands, nobody can tell. */
const EITHER = /^[+-]?\d{1,3},\d{3}$/;

/**
 * A number with decimal point, or decimal comma. `,000` and `,870` are numbers (seen in the field). Undefined =
 * unreadable; NaN = unknown. In a file cut by commas a quoted `1,234` is not guessed: undefined.
 */
export function cellNumber(text: string, delimiter: string): number | undefined {
  if (UNKNOWN.has(text.toLowerCase())) return Number.NaN;
  let plain = text;
  if (text.includes(',')) {
    if (delimiter === ',' && EITHER.test(text)) return undefined;
    const decimalComma = text.lastIndexOf(',') > text.lastIndexOf('.');
    plain = decimalComma ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  }
  if (!NUMBER.test(plain)) return undefined;
  const n = Number(plain);
  return Math.abs(n) <= VALUE_MAX ? n : undefined;
}
