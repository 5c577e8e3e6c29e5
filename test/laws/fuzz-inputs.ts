/**
 * Inputs no recorder would write: whole files of every format, cut, overwritten, doubled, with lying numbers. From a seed
 * alone, so that a failure is repeated by its number. Used by the short law and by the long run.
 */
import { readWithMapping } from '../../collector/formats/csv-logger.ts';
import type { FormatInput, FormatResult } from '../../collector/formats/format.ts';
import { readRecorded } from '../../collector/formats/index.ts';
import { mappingSchema } from '../../collector/formats/makers/mapping.ts';
import { samplePqdifFiles } from '../formats/pqdif-samples.ts';
import * as samples from './fuzz-samples.ts';

export type Rng = () => number;

export interface FuzzCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly dat: Uint8Array | null;
}

export interface FuzzTarget {
  readonly id: string;
  make(rng: Rng): FuzzCase;
  read(of: FuzzCase): FormatResult;
}

/** Numbers 0 ≤ x < 1 from a seed (mulberry32). */
export function rngOf(seed: number): Rng {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const whole = (rng: Rng, below: number): number => Math.floor(rng() * below);
const pick = <T>(rng: Rng, list: readonly T[]): T => list[whole(rng, list.length)] as T;
const utf8 = new TextEncoder();
const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
const fromLatin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);

const NASTY = [
  ...[
    '',
    '0',
    '-1',
    '1e999',
    '-1e308',
    '1e-320',
    'NaN',
    'Infinity',
    '0x7f',
    '999999999',
    '1000000000000',
    '4294967295',
  ],
  ...[
    '99999',
    '2147483648',
    '-32768',
    '1,5',
    '?',
    '\u0000',
    '29/02/2023',
    '31/12/9999',
    '24:00:00',
    '00:60',
    '0'.repeat(40),
  ],
  ...['(((', ')(', '"', '""', "'", '\ufeff', '电压', 'Napätie', '..', '--- file type: DAT BINARY: 7 ---', '!', '/'],
];
const LONG = ['\r', '\n', ' ', ',', ';', '\t', '(', '0', '"', '\r\n', '1\n', '-', '1-0:32.7.0(', 'é'];

/** One change as a broken disk, a bad tool or a liar would make it. */
function change(b: Uint8Array, rng: Rng, other: Uint8Array): Uint8Array {
  const i = whole(rng, b.length + 1);
  const j = Math.min(b.length, i + whole(rng, 60));
  const put = (middle: Uint8Array, from = i, to = j) => join(b.subarray(0, from), middle, b.subarray(to));
  switch (whole(rng, 11)) {
    case 0:
      return b.subarray(0, i);
    case 1:
      return put(new Uint8Array(0));
    case 2:
      return put(b.subarray(i, j), i, i);
    case 3:
      return put(Uint8Array.of(whole(rng, 256)), i, Math.min(b.length, i + 1));
    case 4:
      return put(Uint8Array.of(whole(rng, 256)), i, i);
    case 5:
      return put(utf8.encode(pick(rng, NASTY)), i, i);
    case 6:
      return fromLatin1(swapToken(latin1(b), rng));
    case 7:
      return fromLatin1(moveLine(latin1(b), rng));
    case 8:
      return join(b.subarray(0, i), other.subarray(whole(rng, other.length + 1)));
    case 9:
      return put(utf8.encode(pick(rng, LONG).repeat(whole(rng, rng() < 0.02 ? 30_000 : 40))), i, i);
    default:
      return put(
        Uint8Array.from({ length: whole(rng, 30) }, () => whole(rng, 256)),
        i,
        j,
      );
  }
}

/** A number of the text replaced by a nasty one. */
function swapToken(text: string, rng: Rng): string {
  const tokens = [...text.matchAll(/[\d.]+/g)];
  if (tokens.length === 0) return text;
  const m = pick(rng, tokens);
  return text.slice(0, m.index) + pick(rng, NASTY) + text.slice(m.index + m[0].length);
}

function moveLine(text: string, rng: Rng): string {
  const lines = text.split('\n');
  const [a, b] = [whole(rng, lines.length), whole(rng, lines.length)];
  const moved = lines.splice(a, 1)[0] ?? '';
  if (rng() < 0.7) lines.splice(b, 0, moved);
  return lines.join('\n');
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** Mutated nine times in ten, else random bytes. */
function mangle(corpus: readonly Uint8Array[], rng: Rng): Uint8Array {
  if (rng() < 0.1) return Uint8Array.from({ length: whole(rng, 600) }, () => whole(rng, rng() < 0.5 ? 256 : 128));
  let b = pick(rng, corpus);
  for (let n = 1 + whole(rng, 6); n > 0; n--) b = change(b, rng, pick(rng, corpus));
  return b;
}

const inputOf = (of: FuzzCase): FormatInput => ({
  name: of.name,
  bytes: of.bytes,
  zone: 'Europe/Berlin',
  companion: (e) => (of.dat !== null && e === 'dat' ? { name: 'x.dat', bytes: of.dat } : null),
});

const alone = (id: string, name: string, corpus: readonly Uint8Array[]): FuzzTarget => ({
  id,
  make: (rng) => ({ name, bytes: mangle(corpus, rng), dat: null }),
  read: (of) => readRecorded(inputOf(of)),
});

/** Header and samples, either of them damaged, or both. */
const comtrade = (type: samples.DatType): FuzzTarget => ({
  id: `comtrade ${type}`,
  make: (rng) => {
    const what = rng();
    const cfg = samples.cfgOf(type);
    const dat = samples.datOf(type);
    return {
      name: 'x.cfg',
      bytes: what < 0.7 ? mangle([cfg, samples.cfgOf('ASCII')], rng) : cfg,
      dat: what > 0.4 ? mangle([dat], rng) : dat,
    };
  },
  read: (of) => readRecorded(inputOf(of)),
});

const OWN = mappingSchema.parse(samples.OWN_MAPPING);

export const TARGETS: readonly FuzzTarget[] = [
  ...samples.DAT_TYPES.map(comtrade),
  alone('comtrade CFF', 'x.cff', samples.DAT_TYPES.map(samples.cffOf)),
  alone(
    'csv logger',
    'x.csv',
    samples.LOGGERS.map((t) => utf8.encode(t)),
  ),
  alone(
    'csv makers',
    'x.txt',
    samples.MAKERS.map((t) => utf8.encode(t)),
  ),
  {
    id: 'csv own mapping',
    make: (rng) => ({ name: 'x.csv', bytes: mangle([utf8.encode(samples.OWN_CSV)], rng), dat: null }),
    read: (of) => readWithMapping(inputOf(of), OWN),
  },
  alone('readings.csv', 'readings.csv', [utf8.encode(samples.READINGS)]),
  alone(
    'dsmr',
    'p1.txt',
    samples.TELEGRAMS.map((t) => utf8.encode(t)),
  ),
  alone('pqdif', 'x.pqd', samplePqdifFiles()),
];
