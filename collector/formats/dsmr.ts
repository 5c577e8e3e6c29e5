/** DSMR P1 telegrams, one or many in a file, as a customer's port or a gateway's log gives them. */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import { PHASES } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import { eachLine } from './byte-lines.ts';
import { type DsmrTelegram, parseTelegram } from './dsmr-telegram.ts';
import { summerTimeOf } from './dsmr-time.ts';
import { dsmrFacts } from './dsmr-values.ts';
import { type Format, type FormatInput, type FormatResult, headText } from './format.ts';

export const dsmr = {
  id: 'dsmr',
  title: 'DSMR P1 telegrams',
  sniff: (head) => {
    const text = headText(head);
    return /^\/[A-Za-z]{3}/m.test(text) && /^\d-\d:\d{1,3}\.\d{1,3}\.\d{1,3}\(/m.test(text);
  },
  parse: (input) => read(input),
} as const satisfies Format;

const PROBLEMS_MAX = 20;
/** A telegram longer than this is no telegram. */
const TELEGRAM_BYTES_MAX = 65_536;
/** Telegrams a second apart up to this many ms are a meter of one second (DSMR 5), else of ten (DSMR 4). */
const ONE_SECOND_MAX_MS = 2_000;

interface Found {
  readonly readings: Reading[];
  readonly counters: MeterCounters[];
  readonly failures: Map<string, FailureLogEntry>;
  readonly problems: Problem[];
  telegrams: number;
  sound: number;
}

function read(input: FormatInput): FormatResult {
  const found: Found = { readings: [], counters: [], failures: new Map(), problems: [], telegrams: 0, sound: 0 };
  const say = (p: Problem) => {
    if (found.problems.length < PROBLEMS_MAX) found.problems.push(p);
  };
  let meter: MeterId | null = null;
  for (const { text, line } of telegramTexts(input.bytes)) {
    const telegram = parseTelegram(text, line);
    found.telegrams++;
    const fault = telegramFault(telegram, input.name);
    if (fault !== null) {
      say(fault);
      continue;
    }
    found.sound++;
    for (const u of telegram.unread) say(unreadableLine(input.name, u));
    const facts = dsmrFacts(telegram, { file: input.name, zone: input.zone, method: telegramMethod(telegram), meter });
    meter = facts.meter;
    for (const p of facts.problems) say(p);
    if (facts.reading !== null) found.readings.push(facts.reading);
    if (facts.counters !== null) found.counters.push(facts.counters);
    // Every telegram repeats the log: the same failure is one failure.
    for (const f of facts.failures) found.failures.set(`${f.meter}|${f.endMs}|${f.durationMs}`, f);
  }
  return finish(found, input);
}

function finish(found: Found, input: FormatInput): FormatResult {
  if (found.sound === 0) {
    const got = `${found.telegrams} telegrams, none of them whole`;
    const expected = 'a whole telegram';
    const none: Problem = {
      code: 'unknown-format',
      severity: 'error',
      file: input.name,
      line: null,
      field: null,
      expected,
      got,
    };
    return { records: [], problems: [...found.problems, none], channelList: [] };
  }
  const readings = inOrder(found.readings, (r) => r.endMs, input.name, found.problems);
  const channels = Object.fromEntries(
    PHASES.flatMap((p, k) => (readings.some((r) => r.values[p]?.u !== undefined) ? [[p, `L${k + 1}`]] : [])),
  );
  if (readings.length > 0 && summerTimeOf(input.zone, new Date(readings[0]?.endMs ?? 0).getUTCFullYear()) === null) {
    const got = `${input.zone} has no summer time: W and S read as CET and CEST`;
    found.problems.push({ ...noteOf(input.name), expected: 'a zone with summer time', got });
  }
  const table = {
    kind: 'readings' as const,
    readings: methodByStep(readings),
    channels,
    unknown: 0,
    counters: inOrder(found.counters, (c) => c.atMs, input.name, []),
    failures: [...found.failures.values()],
  };
  return { records: [table], problems: found.problems, channelList: Object.values(channels) };
}

/** From each `/` at the start of a line up to the line that begins with `!`, or to the next `/`. One character per byte. */
export function telegramTexts(bytes: Uint8Array): { readonly text: string; readonly line: number }[] {
  const latin1 = new TextDecoder('latin1');
  const out: { text: string; line: number }[] = [];
  let open: { from: number; line: number } | null = null;
  const close = (to: number) => {
    if (open === null) return;
    const end = Math.min(to, open.from + TELEGRAM_BYTES_MAX);
    out.push({ text: latin1.decode(bytes.subarray(open.from, end)), line: open.line });
    open = null;
  };
  eachLine(bytes, (line, from, to) => {
    if (bytes[from] === 0x2f) {
      close(from);
      open = { from, line };
    } else if (bytes[from] === 0x21) close(to);
    return true;
  });
  close(bytes.length);
  return out;
}

/**
 * Why a telegram's values are kept out. A wrong checksum means some digit is not what the meter sent: 230.0 may have
 * become 130.0, and nothing would tell it from a dip. The next telegram follows within seconds, so little is lost.
 */
export function telegramFault(t: DsmrTelegram, file: string): Problem | null {
  const base = { severity: 'error', file, line: t.line, field: 'CRC' } as const;
  if (t.crc === 'wrong') {
    const got = 'another one: a digit was changed on the way (values left out)';
    return { ...base, code: 'bad-value', expected: 'the checksum of the telegram', got };
  }
  if (t.crc === 'cut') return { ...base, code: 'truncated', expected: 'an end, "!"', got: 'none (values left out)' };
  return null;
}

export function unreadableLine(file: string, line: { readonly line: number; readonly text: string }): Problem {
  const expected = 'an object such as 1-0:32.7.0(230.0*V)';
  return { code: 'bad-value', severity: 'warning', file, line: line.line, field: null, expected, got: line.text };
}

const noteOf = (file: string) => ({ code: 'note', severity: 'warning', file, line: null, field: 'time' }) as const;

/** Version of the telegram: 50 (DSMR 5) and Fluvius speak every second, older ones every ten. */
export function telegramMethod(t: DsmrTelegram): Method {
  const version = t.objects.find((o) => o.obis === '1-3:0.2.8' || o.obis === '0-0:96.1.4')?.values[0] ?? '';
  return version.startsWith('5') ? '1s' : '10s';
}

/** Where the file holds many telegrams their distance says it better than the version. */
function methodByStep(readings: readonly Reading[]): Reading[] {
  const steps = readings.slice(1).map((r, i) => r.endMs - (readings[i]?.endMs ?? 0));
  steps.sort((a, b) => a - b);
  const stepMs = steps[Math.floor(steps.length / 2)];
  if (stepMs === undefined) return [...readings];
  const method: Method = stepMs <= ONE_SECOND_MAX_MS ? '1s' : '10s';
  return readings.map((r) => ({ ...r, method }));
}

/** By time, one of each instant and meter. */
function inOrder<T extends { readonly meter: MeterId }>(
  list: readonly T[],
  atMs: (of: T) => number,
  file: string,
  problems: Problem[],
): T[] {
  const seen = new Set<string>();
  const out = [...list]
    .sort((a, b) => atMs(a) - atMs(b))
    .filter((x) => {
      const key = `${x.meter}|${atMs(x)}`;
      return !seen.has(key) && seen.add(key);
    });
  if (out.length < list.length) {
    const got = `${list.length - out.length} telegrams with the time of another (the first kept)`;
    problems.push({ ...noteOf(file), code: 'duplicate-key', expected: 'one telegram per instant', got });
  }
  return out;
}
