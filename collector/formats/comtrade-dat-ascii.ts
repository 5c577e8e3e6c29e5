/** ASCII samples: `number,stamp,analogs…,digitals…`, one row each. */
import type { Problem } from '../../core/problem.ts';
import type { Cfg } from './comtrade-cfg.ts';
import type { RawSamples } from './comtrade-samples.ts';
import { splitLines } from './format.ts';

/** "No value" of ASCII files, unless the channel's own range reaches it. @source IEEE C37.111-1991 */
const MISSING = 99_999;
/** After so many bad rows only their number is of interest. */
const ROW_PROBLEMS_MAX = 10;

export function readAsciiRows(cfg: Cfg, bytes: Uint8Array, file: string, limit: number): RawSamples {
  const lines = splitLines(new TextDecoder('latin1').decode(bytes).replaceAll('\u001a', ''));
  const rowLines: number[] = [];
  lines.forEach((line, i) => {
    if (line.trim() !== '') rowLines.push(i);
  });
  const n = Math.min(limit, rowLines.length);
  const nA = cfg.analogs.length;
  const nD = cfg.digitals.length;
  const stamps = new Float64Array(n).fill(Number.NaN);
  const analogs = cfg.analogs.map(() => new Float64Array(n).fill(Number.NaN));
  const digitals = cfg.digitals.map(() => new Uint8Array(n));
  const problems: Problem[] = [];
  for (let s = 0; s < n; s++) {
    const line = rowLines[s] as number;
    const fields = (lines[line] as string).split(',');
    if (fields.length < 2 + nA + nD && problems.length < ROW_PROBLEMS_MAX) {
      problems.push(shortRow(file, line + 1, 2 + nA + nD, fields.length));
    }
    stamps[s] = numberOf(fields[1]);
    for (let c = 0; c < nA; c++) {
      const raw = numberOf(fields[2 + c]);
      analogs[c]![s] = raw === MISSING && !((cfg.analogs[c]?.max ?? 0) >= MISSING) ? Number.NaN : raw;
    }
    for (let d = 0; d < nD; d++) digitals[d]![s] = fields[2 + nA + d]?.trim() === '1' ? 1 : 0;
  }
  return { found: rowLines.length, stamps, analogs, digitals, problems };
}

/** Empty or unreadable is NaN: unknown, never 0. */
function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text);
}

function shortRow(file: string, line: number, expected: number, got: number): Problem {
  return {
    code: 'missing-value',
    severity: 'warning',
    file,
    line,
    field: null,
    expected: `${expected} fields`,
    got: `${got} fields (the rest is unknown)`,
  };
}
