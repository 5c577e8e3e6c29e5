/** Our own readings.csv (`meter,time,interval_s,ua,…`, stamps at the end of the interval), read as a recording. */
import { id } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import { LINE_PAIRS, PHASES, type PhaseTag, type QuantityId } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import { parseTime } from '../../core/time.ts';
import { type CsvTable, cellNumber, csvTable } from './csv-table.ts';
import { type Format, headText } from './format.ts';
import { decodeRecorderText } from './recorder-text.ts';

export const readingsCsv = {
  id: 'readings_csv',
  title: 'readings.csv (meter,time,interval_s,ua,…)',
  sniff: (head) => {
    const heading =
      headText(head)
        .split(/\r?\n/)[0]
        ?.toLowerCase()
        .replace(/^\u00ef\u00bb\u00bf|"/g, '') ?? '';
    const names = heading.split(/[,;\t]/).map((n) => n.trim());
    return ['meter', 'time', 'interval_s'].every((n) => names.includes(n));
  },
  parse: (input) => {
    const problems: Problem[] = [];
    const table = csvTable(decodeRecorderText(input.bytes).text) ?? { columns: [], rows: [], delimiter: ',' };
    const columns = valueColumns(table.columns);
    const { readings, unknown } = readRows(table, columns, input, problems);
    const channels = Object.fromEntries(columns.filter((c) => c.quantity === 'u').map((c) => [c.phase, c.name]));
    return {
      records: [{ kind: 'readings', readings, channels, unknown, counters: [], failures: [] }],
      problems,
      channelList: Object.values(channels),
    };
  },
} as const satisfies Format;

const PROBLEMS_MAX = 20;

interface ValueColumn {
  readonly column: number;
  readonly name: string;
  readonly phase: PhaseTag;
  readonly quantity: QuantityId;
}

function valueColumns(names: readonly string[]): ValueColumn[] {
  const lower = names.map((n) => n.toLowerCase());
  return [...PHASES, ...LINE_PAIRS].flatMap((phase) =>
    (
      [
        ['u', `u${phase}`],
        ['uMin', `u${phase}_min`],
        ['uMax', `u${phase}_max`],
        ['i', `i_${phase}`],
        ['p', `p_${phase}`],
      ] as const
    ).flatMap(([quantity, name]) => {
      const column = lower.indexOf(name.toLowerCase());
      return column < 0 ? [] : [{ column, name: names[column] ?? name, phase, quantity }];
    }),
  );
}

function readRows(
  table: CsvTable,
  columns: readonly ValueColumn[],
  input: { readonly name: string; readonly zone: string },
  problems: Problem[],
): { readings: Reading[]; unknown: number } {
  const at = (name: string) => table.columns.findIndex((c) => c.toLowerCase() === name);
  const [meterAt, timeAt, lengthAt] = [at('meter'), at('time'), at('interval_s')];
  const say = (code: Problem['code'], line: number, field: string, expected: string, got: string) => {
    if (problems.length < PROBLEMS_MAX)
      problems.push({ code, severity: 'error', file: input.name, line, field, expected, got });
  };
  const readings: Reading[] = [];
  let unknown = 0;
  for (const { line, cells } of table.rows) {
    const end = parseTime(cells[timeAt] ?? '', input.zone);
    const lengthS = Number(cells[lengthAt] || Number.NaN);
    if (!end.ok) say('bad-time', line, 'time', 'an ISO 8601 time', cells[timeAt] ?? '');
    else if (!(lengthS >= 0)) say('bad-number', line, 'interval_s', 'seconds', cells[lengthAt] ?? '');
    else {
      const values: Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>> = {};
      for (const c of columns) {
        const n = cellNumber(cells[c.column] ?? '', table.delimiter);
        if (n === undefined) say('bad-number', line, c.name, 'a number', cells[c.column] ?? '');
        if (n === undefined || Number.isNaN(n)) unknown += c.quantity === 'u' ? 1 : 0;
        else values[c.phase] = { ...values[c.phase], [c.quantity]: n };
      }
      readings.push(readingOf(cells[meterAt] ?? '', end.ms, lengthS, values));
    }
  }
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
