/**
 * Exports of voltage loggers: delimited text, a heading, a time (one or two columns) and voltage columns found by their
 * names. The stamp's meaning is not in the file: where the first lies on the 10-minute grid it is taken as the start of
 * the interval, else as its end, and a note says so.
 */
import { id } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import { type CsvTable, cellNumber, csvTable } from './csv-table.ts';
import { type Format, type FormatInput, type FormatResult, headText, splitLines, stemOf } from './format.ts';
import { type LoggerColumns, loggerColumns } from './logger-columns.ts';
import { parseLoggerTime } from './logger-time.ts';
import { decodeRecorderText } from './recorder-text.ts';

export const csvLogger = {
  id: 'csv_logger',
  title: 'CSV of a voltage logger',
  sniff: (head) => {
    const table = csvTable(splitLines(decodeRecorderText(cutAtLine(head)).text)[0] ?? '');
    if (table === null || headText(head).includes('\u0000')) return false;
    const columns = loggerColumns(table.columns);
    return columns.time !== null && columns.voltages.length > 0;
  },
  parse: (input) => {
    const table = csvTable(decodeRecorderText(input.bytes).text);
    const columns = table === null ? null : loggerColumns(table.columns);
    if (table === null || columns?.time == null || columns.voltages.length === 0) return refused(input.name);
    return read(table, columns, input);
  },
} as const satisfies Format;

/** Rows with an unreadable time or value named, at most; the rest is counted. */
const PROBLEMS_MAX = 20;
const GRID_MS = 600_000;
/** Interval lengths and the method they stand for, s. */
const METHODS_S: readonly (readonly [number, Method])[] = [
  [2, '1s'],
  [20, '10s'],
  [120, '1min'],
  [660, '10min'],
  [1000, '15min'],
];

interface Row {
  readonly ms: number;
  readonly values: Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>>;
}

function read(table: CsvTable, columns: LoggerColumns, input: FormatInput): FormatResult {
  const problems: Problem[] = [];
  const { rows, unknown } = readRows(table, columns, input, problems);
  const stepMs = typicalStepMs(rows);
  const stampsStart = (rows[0]?.ms ?? 0) % GRID_MS === 0;
  if (rows.length > 1) {
    const reading = stampsStart ? 'the start' : 'the end';
    problems.push(note(input.name, `${stepMs / 1000} s between rows, each stamp read as ${reading} of its interval`));
  }
  const method = METHODS_S.find(([s]) => stepMs <= s * 1000)?.[1] ?? '60min';
  const readings = rows.map((r): Reading => {
    const startMs = stampsStart ? r.ms : r.ms - stepMs;
    const endMs = startMs + stepMs;
    return {
      meter: id(stemOf(input.name)),
      startMs,
      endMs,
      values: r.values,
      method,
      statistic: 'mean',
      quality: 0,
      knownAtMs: endMs,
      deviceTimeMs: r.ms,
    };
  });
  const channels = Object.fromEntries(columns.voltages.filter((v) => v.quantity === 'u').map((v) => [v.phase, v.name]));
  return {
    records: [{ kind: 'readings', readings, channels, unknown, counters: [], failures: [] }],
    problems,
    channelList: columns.voltages.map((v) => v.name),
  };
}

function readRows(
  table: CsvTable,
  columns: LoggerColumns,
  input: FormatInput,
  problems: Problem[],
): { rows: Row[]; unknown: number } {
  const rows: Row[] = [];
  let unknown = 0;
  const say = (code: Problem['code'], line: number, field: string, expected: string, got: string) => {
    if (problems.length < PROBLEMS_MAX)
      problems.push({ code, severity: 'warning', file: input.name, line, field, expected, got });
  };
  for (const { line, cells } of table.rows) {
    const date = cells[columns.time?.date ?? 0] ?? '';
    const clock = columns.time?.clock == null ? null : (cells[columns.time.clock] ?? '');
    const at = parseLoggerTime(date, clock, input.zone);
    if (!at.ok) {
      say('bad-time', line, 'time', 'a time such as 1/2/2007 08:09:00', `${date} ${clock ?? ''}`.trim());
      continue;
    }
    if (at.ambiguous) say('ambiguous-time', line, 'time', 'one instant (the first taken)', `${date} ${clock ?? ''}`);
    const values: Row['values'] = {};
    for (const v of columns.voltages) {
      const n = cellNumber(cells[v.column] ?? '', table.delimiter);
      if (n === undefined) say('bad-number', line, v.name, 'a voltage', cells[v.column] ?? '');
      if (n === undefined || Number.isNaN(n)) unknown += v.quantity === 'u' ? 1 : 0;
      else values[v.phase] = { ...values[v.phase], [v.quantity]: n * v.scale };
    }
    rows.push({ ms: at.ms, values });
  }
  rows.sort((a, b) => a.ms - b.ms);
  return { rows, unknown };
}

/** Median distance between rows, ms; 10 min for a single row. */
function typicalStepMs(rows: readonly Row[]): number {
  const steps: number[] = [];
  for (let i = 1; i < rows.length; i++) {
    const step = (rows[i] as Row).ms - (rows[i - 1] as Row).ms;
    if (step > 0) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? GRID_MS;
}

/** Up to the last line end: a character cut in two must not spoil the encoding. */
function cutAtLine(head: Uint8Array): Uint8Array {
  const end = head.lastIndexOf(0x0a);
  return end < 0 ? head : head.subarray(0, end);
}

function note(file: string, got: string): Problem {
  return { code: 'note', severity: 'warning', file, line: null, field: 'time', expected: 'a stated interval', got };
}

function refused(file: string): FormatResult {
  const expected = 'a heading with a time and a voltage column';
  const problem: Problem = {
    code: 'missing-column',
    severity: 'error',
    file,
    line: 1,
    field: null,
    expected,
    got: 'none found',
  };
  return { records: [], problems: [problem], channelList: [] };
}
