/** ASCII samples: `number,stamp,analogs…,digitals…`, one row each. */
import type { Problem } from '../../core/problem.ts';
import { eachLine, isBlank } from './byte-lines.ts';
import type { Cfg } from './comtrade-cfg.ts';
import type { RawSamples } from './comtrade-samples.ts';

/** "No value" of ASCII files, unless the channel's own range reaches it. @source IEEE C37.111-1991 */
const MISSING = 99_999;
/** After so many bad rows only their number is of interest. */
const ROW_PROBLEMS_MAX = 10;
/** Stamps beyond this are no count of microseconds any more. */
const STAMP_MAX = Number.MAX_SAFE_INTEGER;

export function readAsciiRows(cfg: Cfg, bytes: Uint8Array, file: string, limit: number): RawSamples {
  const nA = cfg.analogs.length;
  const nD = cfg.digitals.length;
  const found = countRows(bytes);
  // A whole row takes a byte per field at the least: a header that lists more must not make us allocate.
  const n = Math.min(limit, found, Math.ceil(bytes.length / (2 + nA + nD)));
  const stamps = new Float64Array(n).fill(Number.NaN);
  const analogs = cfg.analogs.map(() => new Float64Array(n).fill(Number.NaN));
  const digitals = cfg.digitals.map(() => new Uint8Array(n));
  const problems: Problem[] = [];
  const latin1 = new TextDecoder('latin1');
  let s = 0;
  eachLine(bytes, (line, from, to) => {
    if (isBlank(bytes, from, to)) return true;
    if (s >= n) return false;
    const fields = latin1.decode(bytes.subarray(from, to)).split(',');
    if (fields.length < 2 + nA + nD && problems.length < ROW_PROBLEMS_MAX) {
      problems.push(shortRow(file, line, 2 + nA + nD, fields.length));
    }
    const stamp = numberOf(fields[1]);
    stamps[s] = Math.abs(stamp) <= STAMP_MAX ? stamp : Number.NaN;
    for (let c = 0; c < nA; c++) {
      const raw = numberOf(fields[2 + c]);
      analogs[c]![s] = raw === MISSING && !((cfg.analogs[c]?.max ?? 0) >= MISSING) ? Number.NaN : raw;
    }
    for (let d = 0; d < nD; d++) digitals[d]![s] = Number(fields[2 + nA + d]) === 1 ? 1 : 0;
    s++;
    return true;
  });
  return { found, stamps, analogs, digitals, problems };
}

function countRows(bytes: Uint8Array): number {
  let rows = 0;
  eachLine(bytes, (_line, from, to) => {
    if (!isBlank(bytes, from, to)) rows++;
    return true;
  });
  return rows;
}

/** Empty or unreadable is NaN: unknown, never 0. */
function numberOf(text: string | undefined): number {
  const n = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(n) ? n : Number.NaN;
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
