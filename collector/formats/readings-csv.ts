/** Our own readings.csv (`meter,time,interval_s,ua,…`, stamps at the end of the interval), read as a recording. */
import { id } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import { LINE_PAIRS, PHASES, type PhaseTag, type QuantityId } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import { parseTime } from '../../core/time.ts';
import { type CsvHeading, type CsvText, csvText, eachRow, headings } from './csv-scan.ts';
import { cellNumber } from './csv-table.ts';
import type { Format, FormatInput } from './format.ts';

export const readingsCsv = {
  id: 'readings_csv',
  title: 'readings.csv (meter,time,interval_s,ua,…)',
  sniff: (head) => {
    const text = csvText(head);
    return text !== null && headingOf(text) !== null;
  },
  parse: (input) => {
    const problems: Problem[] = [];
    const text = csvText(input.bytes);
    const heading = text === null ? null : headingOf(text);
    if (text === null || heading === null) return { records: [], problems: [noHeading(input.name)], channelList: [] };
    const columns = valueColumns(heading.columns);
    const { readings, unknown } = readRows(text, heading, columns, input, problems);
    const channels = Object.fromEntries(columns.filter((c) => c.quantity === 'u').map((c) => [c.phase, c.name]));
    return {
      records: [{ kind: 'readings', readings, channels, unknown, counters: [], failures: [] }],
      problems,
      channelList: Object.values(channels),
    };
  },
} as const satisfies Format;

const PROBLEMS_MAX = 20;
/** Longer than a year is no interval. */
const INTERVAL_S_MAX = 366 * 86_400;
const NEEDED = ['meter', 'time', 'interval_s'] as const;

interface ValueColumn {
  readonly column: number;
  readonly name: string;
  readonly phase: PhaseTag;
  readonly quantity: QuantityId;
}

/** The first line of the file that is not blank, or none. */
function headingOf(text: CsvText): CsvHeading | null {
  const [first] = headings(text);
  const names = first?.columns.map((n) => n.toLowerCase()) ?? [];
  return first !== undefined && NEEDED.every((n) => names.includes(n)) ? first : null;
}

function noHeading(file: string): Problem {
  const expected = 'a heading with meter, time, interval_s';
  return { code: 'missing-column', severity: 'error', file, line: 1, field: null, expected, got: 'none found' };
}

function valueColumns(names: readonly string[]): ValueColumn[] {
  const lower = names.map((n) => n.toLowerCase());
  const at = (phase: PhaseTag, quantity: QuantityId, name: string) => {
    const column = lower.indexOf(name.toLowerCase());
    return column < 0 ? [] : [{ column, name: names[column] ?? name, phase, quantity }];
  };
  return [
    ...[...PHASES, ...LINE_PAIRS].flatMap((phase) => [
      ...at(phase, 'u', `u${phase}`),
      ...at(phase, 'uMin', `u${phase}_min`),
      ...at(phase, 'uMax', `u${phase}_max`),
      ...at(phase, 'i', `i_${phase}`),
      ...at(phase, 'p', `p_${phase}`),
      ...at(phase, 'q', `q_${phase}`),
      ...at(phase, 'pst', `pst_${phase}`),
    ]),
    ...at('total', 'f', 'f'),
  ];
}

function readRows(
  text: CsvText,
  heading: CsvHeading,
  columns: readonly ValueColumn[],
  input: Pick<FormatInput, 'name' | 'zone'>,
  problems: Problem[],
): { readings: Reading[]; unknown: number } {
  const say = (code: Problem['code'], line: number | null, field: string, expected: string, got: string) => {
    if (problems.length < PROBLEMS_MAX)
      problems.push({ code, severity: 'error', file: input.name, line, field, expected, got: got.slice(0, 120) });
  };
  const needed = NEEDED.map((n) => heading.columns.findIndex((c) => c.toLowerCase() === n));
  const wanted = [...new Set([...needed, ...columns.map((c) => c.column)])].sort((a, b) => a - b);
  const at = new Map(wanted.map((column, i) => [column, i]));
  const seen = new Set<string>();
  const readings: Reading[] = [];
  let unknown = 0;
  eachRow(text, heading, wanted, (line, cells) => {
    const cell = (column: number) => cells[at.get(column) ?? -1] ?? '';
    const [meter = '', time = '', length = ''] = needed.map(cell);
    const end = parseTime(time, input.zone);
    const lengthS = length === '' ? Number.NaN : Number(length);
    if (!end.ok) return say('bad-time', line, 'time', 'an ISO 8601 time', time);
    if (!(lengthS >= 0 && lengthS <= INTERVAL_S_MAX)) return say('bad-number', line, 'interval_s', 'seconds', length);
    const key = `${meter}|${end.ms}|${lengthS}`;
    if (seen.has(key))
      return say('duplicate-key', line, 'time', 'one row per meter and interval (the first kept)', time);
    seen.add(key);
    const values: Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>> = {};
    for (const c of columns) {
      const n = cellNumber(cell(c.column), heading.delimiter);
      if (n === undefined) say('bad-number', line, c.name, 'a number', cell(c.column));
      if (n === undefined || Number.isNaN(n)) unknown += c.quantity === 'u' ? 1 : 0;
      else values[c.phase] = { ...values[c.phase], [c.quantity]: n };
    }
    readings.push(readingOf(meter, end.ms, lengthS, values));
  });
  return { readings: readings.sort((a, b) => a.endMs - b.endMs), unknown };
}

function readingOf(meter: string, endMs: number, lengthS: number, values: Reading['values']): Reading {
  return {
    meter: id(meter),
    startMs: endMs - lengthS * 1000,
    endMs,
    values,
    method: methodOfS(lengthS),
    statistic: lengthS === 0 ? 'snapshot' : 'mean',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: endMs,
  };
}

/** Rounded to the coarser method, never to a finer one. */
function methodOfS(s: number): Method {
  if (s > 0 && s <= 0.02) return 'urms_half';
  const steps = [
    [1, '1s'],
    [10, '10s'],
    [60, '1min'],
    [600, '10min'],
    [900, '15min'],
  ] as const;
  return steps.find(([upTo]) => s > 0 && s <= upTo)?.[1] ?? '60min';
}
