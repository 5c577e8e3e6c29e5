/** Rows under a known layout to readings: times, intervals, units, what is unknown. The same for every maker's export. */
import { id } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import type { CsvLayout } from './csv-maker.ts';
import { type CsvHeading, type CsvText, eachRow } from './csv-scan.ts';
import { cellNumber } from './csv-table.ts';
import { type FormatInput, type FormatResult, stemOf } from './format.ts';
import { type DateOrder, dateOrder, parseLoggerTime, secondOfTwo } from './logger-time.ts';
import { unitFactor } from './makers/words.ts';

/** Rows with an unreadable time, or value, that are named; further ones are not. */
const PROBLEMS_MAX = 10;
const GRID_MS = 600_000;
/** An interval this much longer than usual is a gap with a wrong end, not an interval. */
const END_STEPS_MAX = 10;
/** Interval lengths and the method they stand for, s. */
const METHODS_S: readonly (readonly [number, Method])[] = [
  [2, '1s'],
  [20, '10s'],
  [120, '1min'],
  [660, '10min'],
  [1000, '15min'],
];

type Values = Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>>;

interface RawRow {
  readonly line: number;
  readonly date: string;
  readonly clock: string | null;
  readonly end: string | null;
  readonly values: Values;
}
interface Row {
  readonly ms: number;
  readonly endMs: number | null;
  readonly values: Values;
}

/** Problems of one file, with a bound per kind. */
class Notes {
  private readonly list: Problem[] = [];
  private readonly file: string;
  constructor(file: string) {
    this.file = file;
  }
  say(code: Problem['code'], line: number | null, field: string | null, expected: string, got: string): void {
    if (this.list.filter((p) => p.code === code).length >= PROBLEMS_MAX) return;
    this.list.push({ code, severity: 'warning', file: this.file, line, field, expected, got: got.slice(0, 120) });
  }
  /** In order of line; what is about the whole file comes last. */
  all(): Problem[] {
    const at = (p: Problem) => p.line ?? Number.MAX_SAFE_INTEGER;
    return [...this.list].sort((a, b) => at(a) - at(b));
  }
}

export function readLayout(text: CsvText, heading: CsvHeading, layout: CsvLayout, input: FormatInput): FormatResult {
  const notes = new Notes(input.name);
  const { raw, unknown } = rawRows(text, heading, layout, notes);
  const rows = timedRows(raw, layout, input.zone, notes);
  const stepMs = typicalStepMs(rows);
  const stampsStart = layout.stampMeans === 'auto' ? (rows[0]?.ms ?? 0) % GRID_MS === 0 : layout.stampMeans === 'start';
  if (rows.length > 1 && layout.stampMeans === 'auto' && layout.time.end === null) {
    const reading = stampsStart ? 'the start' : 'the end';
    const got = `${stepMs / 1000} s between rows, each stamp read as ${reading} of its interval`;
    notes.say('note', null, 'time', 'a stated interval', got);
  }
  if (layout.unconfirmed) {
    notes.say('note', heading.line, null, 'a layout read in the maker’s own document', `${layout.title}: unconfirmed`);
  }
  const hasMean = layout.values.some((v) => v.quantity === 'u');
  const readings = rows.map((r): Reading => {
    const startMs = stampsStart || r.endMs !== null ? r.ms : r.ms - stepMs;
    const told = r.endMs !== null && r.endMs > r.ms && r.endMs <= r.ms + END_STEPS_MAX * stepMs ? r.endMs : null;
    const endMs = told ?? startMs + stepMs;
    return {
      meter: id(stemOf(input.name)),
      startMs,
      endMs,
      values: r.values,
      method: METHODS_S.find(([s]) => endMs - startMs <= s * 1000)?.[1] ?? '60min',
      statistic: hasMean ? 'mean' : 'minmax',
      quality: 0,
      knownAtMs: endMs,
      deviceTimeMs: r.ms,
    };
  });
  const channels = Object.fromEntries(
    ['uMax', 'uMin', 'u'].flatMap((q) => layout.values.filter((v) => v.quantity === q).map((v) => [v.phase, v.name])),
  );
  return {
    records: [{ kind: 'readings', readings, channels, unknown, counters: [], failures: [] }],
    problems: notes.all(),
    channelList: layout.values.map((v) => v.name),
  };
}

function rawRows(
  text: CsvText,
  heading: CsvHeading,
  layout: CsvLayout,
  notes: Notes,
): { raw: RawRow[]; unknown: number } {
  const { time } = layout;
  const wanted = [
    ...new Set([time.date, ...[time.clock, time.end].filter((c) => c !== null), ...layout.values.map((v) => v.column)]),
  ].sort((a, b) => a - b);
  const at = new Map(wanted.map((column, i) => [column, i]));
  const cell = (cells: readonly string[], column: number) => cells[at.get(column) ?? -1] ?? '';
  const scales = layout.values.map((v) => v.scale);
  const raw: RawRow[] = [];
  let unknown = 0;
  eachRow(text, heading, wanted, (line, cells) => {
    if (raw.length === 0 && isUnitsRow(layout, cells, cell, scales)) return;
    const values: Values = {};
    for (const [k, v] of layout.values.entries()) {
      const written = cell(cells, v.column);
      const n = cellNumber(written, heading.delimiter);
      if (n === undefined)
        notes.say('bad-number', line, v.name, v.quantity.startsWith('u') ? 'a voltage' : 'a number', written);
      if (n === undefined || Number.isNaN(n)) unknown += v.quantity === 'u' ? 1 : 0;
      else {
        const own = values[v.phase] ?? {};
        own[v.quantity] = n * (scales[k] ?? 1);
        values[v.phase] = own;
      }
    }
    const clock = time.clock === null ? null : cell(cells, time.clock);
    raw.push({
      line,
      date: cell(cells, time.date),
      clock,
      end: time.end === null ? null : cell(cells, time.end),
      values,
    });
  });
  return { raw, unknown };
}

/** A row of units between heading and values (`;V;kV;A`): no figure in it. Its units scale the columns. */
function isUnitsRow(
  layout: CsvLayout,
  cells: readonly string[],
  cell: (cells: readonly string[], column: number) => string,
  scales: number[],
): boolean {
  if (cells.some((c) => /\d/.test(c))) return false;
  for (const [k, v] of layout.values.entries()) {
    const factor = unitFactor(cell(cells, v.column).replaceAll(/[[\]()\s]/g, ''));
    // A unit in the heading has been counted already.
    if (factor !== undefined && v.scale === 1) scales[k] = factor;
  }
  return true;
}

/** In order of time, each instant once. */
function timedRows(raw: readonly RawRow[], layout: CsvLayout, given: string, notes: Notes): Row[] {
  const zone = layout.zone ?? given;
  if (layout.unknownZone !== null) {
    notes.say('note', null, 'time', 'a zone we know', `${layout.unknownZone} (read as ${given})`);
  }
  const order = orderOf(raw, layout, notes);
  const rows: Row[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const r of raw) {
    const at = parseLoggerTime(r.date, r.clock, zone, order);
    const written = `${r.date} ${r.clock ?? ''}`.trim();
    if (!at.ok) {
      notes.say('bad-time', r.line, 'time', 'a time such as 1/2/2007 08:09:00', written);
      continue;
    }
    // The hour that comes twice: rows stand in order of time, so a step back is its second coming.
    const ms = at.ambiguous && at.ms <= lastMs ? secondOfTwo(at.ms, zone) : at.ms;
    if (at.ambiguous)
      notes.say('ambiguous-time', r.line, 'time', 'one instant (told apart by the order of rows)', written);
    const end = r.end === null || r.end === '' ? null : parseLoggerTime(r.end, null, zone, order);
    rows.push({ ms, endMs: end?.ok === true ? end.ms : null, values: r.values });
    lastMs = ms;
  }
  rows.sort((a, b) => a.ms - b.ms);
  const once = rows.filter((r, i) => i === 0 || r.ms > (rows[i - 1]?.ms ?? 0));
  if (once.length < rows.length) {
    const got = `${rows.length - once.length} rows with the time of another (the first kept)`;
    notes.say('duplicate-key', null, 'time', 'one row per instant', got);
  }
  return once;
}

function orderOf(raw: readonly RawRow[], layout: CsvLayout, notes: Notes): DateOrder {
  if (layout.order !== 'auto') return layout.order;
  const found = dateOrder(raw.map((r) => r.date));
  if (!found.certain) {
    const words = found.order === 'dmy' ? 'day first' : 'month first';
    notes.say('note', null, 'time', 'a date that reads one way only', `${raw[0]?.date ?? ''} read with the ${words}`);
  }
  return found.order;
}

/** Median distance between rows, ms; 10 min for a single row. */
function typicalStepMs(rows: readonly Row[]): number {
  const steps = new Float64Array(Math.max(0, rows.length - 1));
  for (let i = 1; i < rows.length; i++) steps[i - 1] = (rows[i]?.ms ?? 0) - (rows[i - 1]?.ms ?? 0);
  steps.sort();
  return steps[Math.floor(steps.length / 2)] ?? GRID_MS;
}
