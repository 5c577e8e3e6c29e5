/**
 * One row of a table under its column names. Asking for a field returns its value or null, and names what is wrong
 * with it. A wrong *required* field marks the row as failed: the table drops it and goes on.
 */
import { phaseLetters } from '../../core/network/phases.ts';
import type { TimeFault } from '../../core/time.ts';
import type { ProblemList } from './problem-list.ts';
import { parseFieldTime } from './time-field.ts';

export interface Limits {
  readonly min?: number;
  readonly max?: number;
}

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

const TIME_EXPECTED: Readonly<Record<TimeFault, string>> = {
  'not-iso': 'a time such as 2026-07-01T20:15:00+08:00',
  'no-such-date': 'a date and hour that exist',
  gap: 'a time that exists in the zone (summer time began here)',
  'unknown-zone': 'a known time zone',
};

export function rowReader(index: ReadonlyMap<string, number>, zone: string, problems: ProblemList): RowReader {
  let fields: readonly string[] = [];
  const state = { line: 0, failed: false, ambiguous: false };
  const text = (column: string): string => {
    const i = index.get(column);
    return i === undefined ? '' : (fields[i] ?? '').trim();
  };
  const report = (bad: Wrong, column: string, got: string, required: boolean): void => {
    const detail = { line: state.line, field: column, expected: bad.expected, got };
    if (required) state.failed = true;
    if (required) problems.error(bad.code, detail);
    else problems.warning(bad.code, detail);
  };
  /** Read a field with `parse`; empty is null for an optional field and a problem for a required one. */
  const read = <T>(column: string, required: boolean, parse: (got: string) => T | Wrong): T | null => {
    const got = text(column);
    if (got === '') {
      if (required) report({ code: 'missing-value', expected: 'a value' }, column, got, true);
      return null;
    }
    const value = parse(got);
    if (!isWrong(value)) return value;
    report(value, column, got, required);
    return null;
  };
  // Rows come sorted by time, so one text often stands in many rows in a row.
  const last = { got: '', time: parseFieldTime('', zone) };
  const time = (got: string): number | Wrong => {
    if (last.got !== got) {
      last.time = parseFieldTime(got, zone);
      last.got = got;
    }
    const t = last.time;
    if (!t.ok) return { code: 'bad-time', expected: TIME_EXPECTED[t.fault] };
    state.ambiguous = t.ambiguous;
    return t.ms;
  };
  const timed = (column: string, required: boolean): number | null => {
    state.ambiguous = false;
    const ms = read(column, required, time);
    if (state.ambiguous) {
      report({ code: 'ambiguous-time', expected: 'one instant; the earlier was taken' }, column, text(column), false);
    }
    return ms;
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

interface Wrong {
  readonly code: Parameters<ProblemList['error']>[0];
  readonly expected: string;
}
function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function parseNumber(got: string, limits: Limits | undefined): number | Wrong {
  const n = Number(got);
  if (!Number.isFinite(n) || isRadixLetter(got.charCodeAt(1))) return { code: 'bad-number', expected: 'a number' };
  if (limits === undefined) return n;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  if (n < min || n > max) return { code: 'out-of-range', expected: `a number from ${min} to ${max}` };
  return n;
}

/** `Number()` also reads 0x1F, 0o17 and 0b1, which no table means: the letter stands second. NaN = no such character. */
function isRadixLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower === 0x78 || lower === 0x6f || lower === 0x62;
}

function parseWord<W extends string>(got: string, words: readonly W[]): W | Wrong {
  const lower = got.toLowerCase();
  return words.find((w) => w.toLowerCase() === lower) ?? { code: 'bad-value', expected: `one of ${words.join(', ')}` };
}

function parseFlag(got: string): boolean | Wrong {
  if (/^(1|true|yes|y|是)$/i.test(got)) return true;
  if (/^(0|false|no|n|否)$/i.test(got)) return false;
  return { code: 'bad-value', expected: '0 or 1' };
}

function parsePhases(got: string, withNeutral: boolean): string | null | Wrong {
  if (/^[?？]+$/.test(got) || got === '未知') return null;
  const letters = phaseLetters(got.replace(/[\s,;/+、-]/g, ''));
  if (letters === '') return { code: 'bad-value', expected: 'letters A, B, C, or ? for unknown' };
  return withNeutral && /n/i.test(got) ? `${letters}N` : letters;
}
