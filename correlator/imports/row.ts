/**
 * One row of a table under its column names. Asking for a field returns its value or null, and names what is wrong
 * with it. A wrong *required* field marks the row as failed: the table drops it and goes on.
 */
import {
  isWrong,
  type Limits,
  parseFlag,
  parseNumber,
  parsePhases,
  parseWord,
  timeParser,
  type Wrong,
} from './field-values.ts';
import type { ProblemList } from './problem-list.ts';

export interface Row {
  readonly line: number;
  /** True once a required field could not be used. */
  readonly failed: boolean;
  /** Field without blanks at its ends; '' = empty, or no such column. */
  text(column: string): string;
  needText(column: string): string;
  /** null = empty or not usable (named). Numbers outside the limits are not usable. */
  number(column: string, limits?: Limits): number | null;
  /** NaN only on a failed row. */
  needNumber(column: string, limits?: Limits): number;
  timeMs(column: string): number | null;
  needTimeMs(column: string): number;
  word<W extends string>(column: string, words: readonly W[]): W | null;
  needWord<W extends string>(column: string, words: readonly W[]): W;
  /** 0/1, true/false, yes/no, 是/否; null = empty or not usable. */
  flag(column: string): boolean | null;
  /** Phase letters in order, `N` kept when allowed; null = empty, `?`, or not usable (named). */
  phases(column: string, withNeutral?: boolean): string | null;
  /** Name a problem of this row; `fail` also drops it. */
  warn(
    code: 'unknown-reference' | 'missing-value' | 'implausible' | 'bad-value',
    column: string,
    expected: string,
  ): void;
  fail(
    code: 'unknown-reference' | 'out-of-range' | 'duplicate-key' | 'missing-value',
    column: string,
    expected: string,
  ): void;
}

export interface RowReader {
  readonly row: Row;
  load(fields: readonly string[], line: number): void;
}

const MISSING: Wrong = { code: 'missing-value', expected: 'a value' };

export function rowReader(index: ReadonlyMap<string, number>, zone: string, problems: ProblemList): RowReader {
  let fields: readonly string[] = [];
  const state = { line: 0, failed: false };
  const text = (column: string): string => {
    const i = index.get(column);
    return i === undefined ? '' : (fields[i] ?? '').trim();
  };
  const report = (bad: Wrong, column: string, got: string, required: boolean): void => {
    if (required) state.failed = true;
    const add = required ? problems.error : problems.warning;
    add(bad.code, { line: state.line, field: column, expected: bad.expected, got });
  };
  /** Read a field with `parse`; empty is null for an optional field and a problem for a required one. */
  const read = <T>(column: string, required: boolean, parse: (got: string) => T | Wrong): T | null => {
    const got = text(column);
    if (got === '' && !required) return null;
    const value = got === '' ? MISSING : parse(got);
    if (!isWrong(value)) return value;
    report(value, column, got, required);
    return null;
  };
  const parseTime = timeParser(zone);
  const timed = (column: string, required: boolean): number | null => {
    const time = read(column, required, parseTime);
    if (time?.ambiguous) {
      report({ code: 'ambiguous-time', expected: 'one instant; the earlier was taken' }, column, text(column), false);
    }
    return time?.ms ?? null;
  };
  const row: Row = {
    get line() {
      return state.line;
    },
    get failed() {
      return state.failed;
    },
    text,
    needText: (column) => read(column, true, (got) => got) ?? '',
    number: (column, limits) => read(column, false, (got) => parseNumber(got, limits)),
    needNumber: (column, limits) => read(column, true, (got) => parseNumber(got, limits)) ?? Number.NaN,
    timeMs: (column) => timed(column, false),
    needTimeMs: (column) => timed(column, true) ?? Number.NaN,
    word: (column, words) => read(column, false, (got) => parseWord(got, words)),
    needWord: <W extends string>(column: string, words: readonly W[]): W =>
      read(column, true, (got) => parseWord(got, words)) ?? (words[0] as W),
    flag: (column) => read(column, false, parseFlag),
    phases: (column, withNeutral = false) => read(column, false, (got) => parsePhases(got, withNeutral)),
    warn: (code, column, expected) => report({ code, expected }, column, text(column), false),
    fail: (code, column, expected) => report({ code, expected }, column, text(column), true),
  };
  return {
    row,
    load(next, line) {
      fields = next;
      state.line = line;
      state.failed = false;
    },
  };
}
