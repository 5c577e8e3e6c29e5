/** What a DSMR telegram says about voltage, load and failures: a reading, the counters, the power-failure log. */
import type { CounterId, FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';
import { type DsmrTelegram, measured } from './dsmr-telegram.ts';
import { CLOCK_NEVER_SET_BEFORE_MS, dsmrTime, looksLikeTime } from './dsmr-time.ts';

export interface DsmrFacts {
  readonly meter: MeterId;
  /** Null where the telegram has no time, or nothing measured. */
  readonly reading: Reading | null;
  readonly counters: MeterCounters | null;
  readonly failures: readonly FailureLogEntry[];
  readonly problems: readonly Problem[];
  /** The telegram's own time, epoch ms, believable or not; null where it has none. */
  readonly timeMs: number | null;
  /** What it measured and counted, with or without a time. */
  readonly values: DsmrValues;
  readonly counts: MeterCounters['counts'];
}

export type DsmrValues = Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>>;
type Values = DsmrValues;

/** Obis group C of a quantity per phase. @source DSMR P1 5.0.2, 6.12; OBIS groups of IEC 62056-61 */
const PHASE_GROUP = { A: 20, B: 40, C: 60 } as const;
/** Voltage: C = group + 12; current + 11; power taken + 1, fed in + 2; reactive + 3, + 4. All instantaneous (D = 7). */
const OFFSET = { u: 12, i: 11, pTaken: 1, pFed: 2, qTaken: 3, qFed: 4 } as const;
/** @source DSMR P1 5.0.2, 6.12: sags and swells per phase, short and long power failures in any phase */
const COUNTERS: readonly (readonly [CounterId, string])[] = [
  ['sags_A', '1-0:32.32.0'],
  ['sags_B', '1-0:52.32.0'],
  ['sags_C', '1-0:72.32.0'],
  ['swells_A', '1-0:32.36.0'],
  ['swells_B', '1-0:52.36.0'],
  ['swells_C', '1-0:72.36.0'],
  ['short_failures', '0-0:96.7.21'],
  ['long_failures', '0-0:96.7.9'],
];
const FAILURE_LOG = '1-0:99.97.0';
const SCALE: Readonly<Record<string, number>> = { V: 1, A: 1, kW: 1000, W: 1, kvar: 1000, var: 1, Hz: 1 };

export interface DsmrOptions {
  /** Names the source in problems. */
  readonly file: string;
  readonly zone: string;
  /** How often the meter speaks. */
  readonly method: Method;
  readonly meter: MeterId | null;
  /** The telegram came just now: one without a time of its own is nothing wrong, its arrival stands in. */
  readonly isLive?: boolean;
}

/** Never throws. */
export function dsmrFacts(telegram: DsmrTelegram, options: DsmrOptions): DsmrFacts {
  const problems: Problem[] = [];
  const sound = soundObjects(telegram, options, problems);
  const meter = meterOf(sound) ?? options.meter ?? id<MeterId>(sound.identification);
  const at = timeOf(sound, options, problems);
  const values = valuesOf(sound);
  const counts = countsOf(sound, options.file, problems);
  const neverSet = at !== null && at < CLOCK_NEVER_SET_BEFORE_MS;
  const reading =
    at === null || Object.keys(values).length === 0
      ? null
      : readingOf(meter, at, values, options.method, neverSet ? QUALITY.clock : 0);
  return {
    meter,
    reading,
    counters: at === null || Object.keys(counts).length === 0 ? null : { meter, atMs: at, knownAtMs: at, counts },
    failures: failuresOf(sound, meter, options, problems),
    problems,
    timeMs: at,
    values,
    counts,
  };
}

/** Objects without those that hold a time the calendar does not have: such an object is damaged, its neighbours are not. */
function soundObjects(
  telegram: DsmrTelegram,
  { file, zone }: { readonly file: string; readonly zone: string },
  problems: Problem[],
): DsmrTelegram {
  const objects = telegram.objects.filter((o) => {
    const bad = o.values.find((v) => looksLikeTime(v) && dsmrTime(v, zone) === null);
    if (bad === undefined) return true;
    problems.push({
      code: 'bad-time',
      severity: 'error',
      file,
      line: o.line,
      field: o.obis,
      expected: 'a time YYMMDDhhmmss with W or S (only this object is left out)',
      got: bad,
    });
    return false;
  });
  return { ...telegram, objects };
}

const textOf = (t: DsmrTelegram, obis: string): string => t.objects.find((o) => o.obis === obis)?.values[0] ?? '';

/** The equipment number, written as the hex of its characters; kept as it is where that gives no letters and figures. */
function meterOf(t: DsmrTelegram): MeterId | null {
  const written = textOf(t, '0-0:96.1.1') || textOf(t, '0-0:96.1.0');
  if (/^0*$/.test(written)) return null;
  const pairs = /^(?:[0-9a-f]{2})+$/i.test(written) ? (written.match(/../g) ?? []) : [];
  const text = pairs.map((p) => String.fromCharCode(Number.parseInt(p, 16))).join('');
  return id<MeterId>(/^[0-9A-Za-z]+$/.test(text) ? text : written);
}

function timeOf(t: DsmrTelegram, { file, zone, isLive = false }: DsmrOptions, problems: Problem[]): number | null {
  const stamp = t.objects.find((o) => o.obis === '0-0:1.0.0');
  const written = stamp?.values[0] ?? '';
  const at = dsmrTime(written, zone);
  const say = (code: Problem['code'], expected: string) =>
    problems.push({
      code,
      severity: 'warning',
      file,
      line: stamp?.line ?? t.line,
      field: '0-0:1.0.0',
      expected,
      got: written === '' ? 'none' : written,
    });
  if (at === null && isLive) {
    if (stamp !== undefined) say('bad-time', 'the time of the telegram (its arrival is used)');
  } else if (at === null)
    say('bad-time', 'the time of the telegram (its values have no place in time and are left out)');
  else if (at.ms < CLOCK_NEVER_SET_BEFORE_MS) say('clock-error', 'a clock that was set (values kept, flagged)');
  else if (at.doubtful) say('clock-error', `${written.endsWith('S') ? 'W' : 'S'} in this season (read as written)`);
  return at?.ms ?? null;
}

function valuesOf(t: DsmrTelegram): Values {
  const get = (obis: string): number | undefined => {
    const m = measured(t, obis);
    const scale = m === null ? undefined : SCALE[m.unit];
    // To the nearest millionth: 2.027 kW is 2027 W, not 2027.0000000000002.
    return m === null || scale === undefined ? undefined : Math.round(m.value * scale * 1e6) / 1e6;
  };
  const net = (taken: string, fed: string): number | undefined => {
    const [a, b] = [get(taken), get(fed)];
    return a === undefined && b === undefined ? undefined : (a ?? 0) - (b ?? 0);
  };
  const values: Values = {};
  const put = (phase: PhaseTag, quantity: QuantityId, value: number | undefined) => {
    if (value !== undefined) values[phase] = { ...values[phase], [quantity]: value };
  };
  for (const phase of ['A', 'B', 'C'] as const) {
    const c = (offset: number) => `1-0:${PHASE_GROUP[phase] + offset}.7.0`;
    put(phase, 'u', get(c(OFFSET.u)));
    put(phase, 'i', get(c(OFFSET.i)));
    put(phase, 'p', net(c(OFFSET.pTaken), c(OFFSET.pFed)));
    put(phase, 'q', net(c(OFFSET.qTaken), c(OFFSET.qFed)));
  }
  put('total', 'p', net('1-0:1.7.0', '1-0:2.7.0'));
  put('total', 'q', net('1-0:3.7.0', '1-0:4.7.0'));
  put('total', 'f', get('1-0:14.7.0'));
  return values;
}

function countsOf(t: DsmrTelegram, file: string, problems: Problem[]): MeterCounters['counts'] {
  const counts: Partial<Record<CounterId, number | null>> = {};
  for (const [counter, obis] of COUNTERS) {
    const object = t.objects.find((o) => o.obis === obis);
    if (object === undefined) continue;
    const written = object.values[0] ?? '';
    counts[counter] = /^\d{1,9}$/.test(written) ? Number(written) : null;
    if (counts[counter] !== null) continue;
    const expected = 'a count (unknown, not 0)';
    problems.push({
      code: 'bad-number',
      severity: 'warning',
      file,
      line: object.line,
      field: obis,
      expected,
      got: written,
    });
  }
  return counts;
}

/**
 * `1-0:99.97.0(n)(0-0:96.7.19)(end)(duration*s)…`. An end before such meters existed, or a failure that began before,
 * is a clock that was never set: the entry is kept, its time is unknown, and it is no outage of decades.
 */
function failuresOf(
  t: DsmrTelegram,
  meter: MeterId,
  { file, zone }: { readonly file: string; readonly zone: string },
  problems: Problem[],
): FailureLogEntry[] {
  const log = t.objects.find((o) => o.obis === FAILURE_LOG);
  if (log === undefined) return [];
  const out: FailureLogEntry[] = [];
  for (let i = 2; i + 1 < log.values.length; i += 2) {
    const end = dsmrTime(log.values[i] ?? '', zone);
    const seconds = /^(\d{1,12})\*s$/.exec(log.values[i + 1] ?? '')?.[1];
    if (end === null || seconds === undefined) continue;
    const durationMs = Number(seconds) * 1000;
    const known = end.ms - durationMs >= CLOCK_NEVER_SET_BEFORE_MS;
    out.push({ meter, endMs: known ? end.ms : null, durationMs });
  }
  const announced = Number(log.values[0] || 0);
  const unknown = out.filter((f) => f.endMs === null).length;
  const say = (code: Problem['code'], expected: string, got: string) =>
    problems.push({ code, severity: 'warning', file, line: log.line, field: FAILURE_LOG, expected, got });
  if (announced !== out.length) say('count-mismatch', `${log.values[0]} entries`, `${out.length} readable`);
  if (unknown > 0)
    say('clock-error', 'failures with their time', `${unknown} from before the clock was set (time unknown)`);
  return out;
}

function readingOf(meter: MeterId, atMs: number, values: Values, method: Method, quality: number): Reading {
  return {
    meter,
    startMs: atMs,
    endMs: atMs,
    values,
    method,
    statistic: 'snapshot',
    quality,
    knownAtMs: atMs,
    deviceTimeMs: atMs,
  };
}
