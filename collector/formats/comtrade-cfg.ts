/** The .cfg of COMTRADE (IEEE C37.111-1991, -1999, -2013): channel list, rates, start, file type. */
import type { Problem, ProblemCode } from '../../core/problem.ts';
import { type ComtradeInstant, parseComtradeTime, parseTimeCode } from './comtrade-time.ts';
import { splitLines } from './format.ts';

export interface CfgAnalog {
  readonly index: number;
  readonly name: string;
  readonly phase: string;
  readonly component: string;
  readonly unit: string;
  /** value = a · raw + b */
  readonly a: number;
  readonly b: number;
  readonly skewUs: number;
  readonly max: number;
  readonly primary: number | null;
  readonly secondary: number | null;
  readonly side: 'P' | 'S' | null;
}
export interface CfgDigital {
  readonly index: number;
  readonly name: string;
  readonly normal: 0 | 1;
}
export const DAT_TYPES = ['ASCII', 'BINARY', 'BINARY32', 'FLOAT32'] as const;
export type DatType = (typeof DAT_TYPES)[number];

export interface Cfg {
  readonly station: string;
  readonly device: string;
  readonly revision: string;
  readonly analogs: readonly CfgAnalog[];
  readonly digitals: readonly CfgDigital[];
  readonly lineHz: number;
  /** Empty: the time stamps of the samples decide. */
  readonly rates: readonly { readonly rateHz: number; readonly endSample: number }[];
  readonly start: ComtradeInstant;
  readonly trigger: ComtradeInstant | null;
  readonly datType: DatType;
  readonly timeMult: number;
  /** Unit of the stamps before `timeMult`, µs: 1, or 0.001 where a 2013 header writes its own times in nanoseconds. */
  readonly stampUnitUs: number;
}

/** Revisions with a layout of their own; anything else is read as 1999 with a warning. */
const REVISIONS = new Set(['1991', '1999', '2013']);
/** More channels or rates than any recorder has: a lying header must not make us allocate. */
const CHANNELS_MAX = 10_000;
const LINE_HZ_DEFAULT = 50;
/** Sampling rates any recorder has, Hz; beyond them times would no longer rise from sample to sample. */
const RATE_HZ = { min: 1e-6, max: 1e9 } as const;
/** Multipliers of stamps beyond this are damage. */
const TIME_MULT_MAX = 1e9;
/** Digits of a fraction of a second from which a 2013 header counts in nanoseconds. */
const NANOSECOND_DIGITS = 7;

/** Null where the header can't be used at all; the problems then say why. Lines are 1-based. */
export function parseCfg(text: string, file: string, zone: string): { cfg: Cfg | null; problems: Problem[] } {
  const reader = new CfgReader(text, file);
  const cfg = read(reader, zone);
  return { cfg, problems: reader.problems };
}

/** Walks the lines and remembers what was wrong where. */
class CfgReader {
  readonly problems: Problem[] = [];
  readonly file: string;
  private readonly lines: readonly string[];
  private next = 0;

  constructor(text: string, file: string) {
    this.lines = splitLines(text);
    this.file = file;
  }
  /** Fields of the next line, trimmed; null at the end of the file. */
  fields(): string[] | null {
    const line = this.raw();
    return line === null ? null : line.split(',').map((f) => f.trim());
  }
  raw(): string | null {
    return this.next < this.lines.length ? (this.lines[this.next++] as string) : null;
  }
  say(code: ProblemCode, severity: Problem['severity'], field: string, expected: string, got: string): void {
    this.problems.push({ code, severity, file: this.file, line: this.next, field, expected, got });
  }
  /** A number, or `fallback` (a note is made unless the field is empty). */
  num(text: string | undefined, field: string, fallback: number): number {
    if (text === undefined || text === '') return fallback;
    const n = Number(text);
    if (Number.isFinite(n)) return n;
    this.say('bad-number', 'warning', field, `a number (taken as ${fallback})`, text);
    return fallback;
  }
}

function read(r: CfgReader, zone: string): Cfg | null {
  const head = r.fields();
  if (head === null || head.length < 2) return refuse(r, 'station', 'station,device,revision', head?.join(',') ?? '');
  const written = head[2] ?? '';
  if (written !== '' && !REVISIONS.has(written)) {
    r.say('unknown-revision', 'warning', 'rev_year', '1991, 1999 or 2013 (read as 1999)', written);
  }
  const revision = written === '' ? '1991' : REVISIONS.has(written) ? written : '1999';
  const counts = readCounts(r);
  if (counts === null) return null;
  const analogs = readAnalogs(r, counts.analogs);
  const digitals = analogs && readDigitals(r, counts.digitals);
  if (analogs === null || digitals === null) return null;
  const lineHz = r.num(r.fields()?.[0], 'line frequency', LINE_HZ_DEFAULT);
  const rates = readRates(r);
  if (rates === null) return null;
  const stamps = [r.raw(), r.raw()];
  const stampLine = r.problems.length;
  const datType = readDatType(r);
  const timeMult = readTimeMult(r);
  const offsetMinutes = revision === '2013' ? readTimeCode(r) : null;
  const options = { monthFirst: revision === '1991', offsetMinutes, zone };
  const [start, trigger] = stamps.map((s) => parseComtradeTime(s ?? '', options));
  if (start?.ok !== true) {
    r.problems.splice(stampLine, 0, stampProblem(r.file, 'start time', stamps[0] ?? '', start?.expected ?? ''));
  } else if (start.ambiguous)
    r.say('ambiguous-time', 'warning', 'start time', 'one instant', `${stamps[0]} twice in ${zone}`);
  return {
    station: head[0] as string,
    device: head[1] as string,
    revision,
    analogs,
    digitals,
    lineHz: lineHz > 0 ? lineHz : LINE_HZ_DEFAULT,
    rates,
    start: start?.ok === true ? start.at : { ms: 0, ns: 0 },
    trigger: trigger?.ok === true ? trigger.at : null,
    datType,
    timeMult,
    // @source IEEE C37.111-2013: stamps count in the resolution the date lines are written in (unconfirmed).
    stampUnitUs: revision === '2013' && fractionDigits(stamps[0]) >= NANOSECOND_DIGITS ? 0.001 : 1,
  };
}

const fractionDigits = (stamp: string | null | undefined): number => /\.(\d+)\s*$/.exec(stamp ?? '')?.[1]?.length ?? 0;

function readTimeMult(r: CfgReader): number {
  const n = r.num(r.fields()?.[0], 'timemult', 1);
  if (n > 1 / TIME_MULT_MAX && n < TIME_MULT_MAX) return n;
  r.say('out-of-range', 'warning', 'timemult', 'a factor above 0 (taken as 1)', String(n));
  return 1;
}

function refuse(r: CfgReader, field: string, expected: string, got: string): null {
  r.say('unknown-format', 'error', field, expected, got.slice(0, 80));
  return null;
}

function stampProblem(file: string, field: string, got: string, expected: string): Problem {
  const note = `${expected} (time unknown, counted from 1970)`;
  return { code: 'bad-time', severity: 'warning', file, line: null, field, expected: note, got };
}

function readCounts(r: CfgReader): { analogs: number; digitals: number } | null {
  const f = r.fields() ?? [];
  const count = (letter: string) => {
    const field = f.find((x) => new RegExp(`^\\d+\\s*${letter}$`, 'i').test(x));
    return field === undefined ? 0 : Number.parseInt(field, 10);
  };
  const [total, analogs, digitals] = [Number(f[0]), count('A'), count('D')];
  if (f.length < 2 || !Number.isInteger(total)) return refuse(r, 'channels', 'total,##A,##D', f.join(','));
  if (analogs + digitals === 0 || analogs + digitals > CHANNELS_MAX)
    return refuse(r, 'channels', `1 to ${CHANNELS_MAX} channels`, f.join(','));
  if (total !== analogs + digitals)
    r.say('count-mismatch', 'warning', 'channels', `${analogs} + ${digitals} channels`, `total ${total}`);
  return { analogs, digitals };
}

function readAnalogs(r: CfgReader, n: number): CfgAnalog[] | null {
  const out: CfgAnalog[] = [];
  for (let i = 0; i < n; i++) {
    const f = r.fields();
    if (f === null || f.length < 7)
      return refuse(r, `analog ${i + 1}`, 'n,id,phase,component,unit,a,b,…', f?.join(',') ?? '');
    const side = (f[12] ?? '').toUpperCase();
    out.push({
      index: i + 1,
      name: f[1] as string,
      phase: f[2] as string,
      component: f[3] as string,
      unit: f[4] as string,
      a: r.num(f[5], 'a', 1),
      b: r.num(f[6], 'b', 0),
      skewUs: r.num(f[7], 'skew', 0),
      max: r.num(f[9], 'max', Number.NaN),
      primary: f[10] ? r.num(f[10], 'primary', 1) : null,
      secondary: f[11] ? r.num(f[11], 'secondary', 1) : null,
      side: side === 'P' || side === 'S' ? side : null,
    });
  }
  return out;
}

function readDigitals(r: CfgReader, n: number): CfgDigital[] | null {
  const out: CfgDigital[] = [];
  for (let i = 0; i < n; i++) {
    const f = r.fields();
    if (f === null || f.length < 2) return refuse(r, `digital ${i + 1}`, 'n,id,…,normal state', f?.join(',') ?? '');
    out.push({ index: i + 1, name: f[1] as string, normal: f.at(-1) === '1' ? 1 : 0 });
  }
  return out;
}

function readRates(r: CfgReader): { rateHz: number; endSample: number }[] | null {
  const n = r.num(r.fields()?.[0], 'nrates', 0);
  if (!Number.isInteger(n) || n < 0 || n > CHANNELS_MAX) return refuse(r, 'nrates', 'a number of rates', String(n));
  const out: { rateHz: number; endSample: number }[] = [];
  for (let i = 0; i < Math.max(1, n); i++) {
    const f = r.fields();
    if (f === null || f.length < 2) return refuse(r, `rate ${i + 1}`, 'rate,last sample', f?.join(',') ?? '');
    out.push({ rateHz: readRateHz(r, f[0]), endSample: r.num(f[1], 'last sample', 0) });
  }
  return out;
}

/** 0 = none: the stamps decide. */
function readRateHz(r: CfgReader, text: string | undefined): number {
  const hz = r.num(text, 'rate', 0);
  if (hz === 0 || (hz >= RATE_HZ.min && hz <= RATE_HZ.max)) return hz;
  r.say('out-of-range', 'warning', 'rate', `${RATE_HZ.min} to ${RATE_HZ.max} Hz (taken as none)`, text ?? '');
  return 0;
}

function readDatType(r: CfgReader): DatType {
  const written = (r.fields()?.[0] ?? '').toUpperCase();
  const known = DAT_TYPES.find((t) => t === written);
  if (known === undefined)
    r.say('bad-value', 'warning', 'file type', `${DAT_TYPES.join(', ')} (read as ASCII)`, written);
  return known ?? 'ASCII';
}

function readTimeCode(r: CfgReader): number | null {
  const text = r.fields()?.[0] ?? '';
  const minutes = parseTimeCode(text);
  if (minutes === undefined) r.say('bad-value', 'warning', 'time_code', 'offset such as -5h30, 0 or x', text);
  return minutes ?? null;
}
