/**
 * A Sparkplug B edge node with one three-phase meter: births with names, types and aliases, then data with aliases only.
 * Protobuf written here field by field, from the published definition.
 * @source Eclipse Sparkplug 3.0.0, sparkplug_b.proto
 */
import { type Dialect, type Message, PHASE_LETTERS, type Sample } from './dialect.ts';

const GROUP = 'gridwitness-sim';
const topic = (type: string, device: string, withDevice: boolean): string =>
  `spBv1.0/${GROUP}/${type}/edge-${device}${withDevice ? `/${device}` : ''}`;

/** Data types of the definition. */
const INT64 = 4;
const FLOAT = 9;
const DOUBLE = 10;
/** What the meter measures, in order of its aliases from 100 on. */
const METRICS = PHASE_LETTERS.flatMap((phase, n) => [
  { name: `Line/Voltage L${n + 1}`, type: FLOAT, of: (s: Sample) => s.u[phase] },
  { name: `Line/Current L${n + 1}`, type: DOUBLE, of: (s: Sample) => s.i?.[phase] },
  { name: `Line/Power L${n + 1}`, type: DOUBLE, of: (s: Sample) => s.p?.[phase] },
]).concat([{ name: 'Line/Frequency', type: DOUBLE, of: (s: Sample) => s.f }]);
const FIRST_ALIAS = 100;

/** Sequence of each node: 0 for its birth, then one more with every message, 255 followed by 0. */
const sequence = new Map<string, number>();
function nextSeq(device: string): number {
  const seq = ((sequence.get(device) ?? -1) + 1) % 256;
  sequence.set(device, seq);
  return seq;
}

export const sparkplugB: Dialect = {
  id: 'sparkplug-b',
  topics: (device) => [`spBv1.0/${GROUP}/+/edge-${device}/#`],
  hello: (device, timeMs) => {
    sequence.delete(device);
    const births = METRICS.map((m, n) => metric({ name: m.name, alias: FIRST_ALIAS + n, type: m.type, value: null }));
    return [
      message('NBIRTH', device, false, timeMs, nextSeq(device), [bdSeq()]),
      message('DBIRTH', device, true, timeMs, nextSeq(device), births),
    ];
  },
  lastWill: (device) => ({ topic: topic('NDEATH', device, false), payload: Buffer.from(field(2, bdSeq())) }),
  events: () => [],
  state: () => [],
  readings: (device, s) => {
    const values = METRICS.flatMap((m, n) => {
      const value = m.of(s);
      return value === undefined ? [] : [metric({ alias: FIRST_ALIAS + n, type: m.type, value })];
    });
    return [message('DDATA', device, true, s.endMs, nextSeq(device), values)];
  },
};

function message(
  type: string,
  device: string,
  withDevice: boolean,
  timeMs: number,
  seq: number,
  metrics: readonly Uint8Array[],
): Message {
  const body = [...integer(1, timeMs), ...metrics.flatMap((m) => [...field(2, m)]), ...integer(3, seq)];
  return { topic: topic(type, device, withDevice), payload: Buffer.from(body) };
}

const bdSeq = (): Uint8Array => Uint8Array.from([...text(1, 'bdSeq'), ...integer(4, INT64), ...integer(11, 0)]);

function metric(m: {
  readonly name?: string;
  readonly alias: number;
  readonly type: number;
  readonly value: number | null;
}): Uint8Array {
  return Uint8Array.from([
    ...(m.name === undefined ? [] : [...text(1, m.name), ...integer(4, m.type)]),
    ...integer(2, m.alias),
    ...(m.value === null ? integer(7, 1) : m.type === FLOAT ? float(12, m.value) : double(13, m.value)),
  ]);
}

/** Base 128, seven bits a byte, lowest first. */
function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...out, rest];
}
const key = (number: number, wireType: number): number[] => varint(number * 8 + wireType);
const integer = (number: number, value: number): number[] => [...key(number, 0), ...varint(value)];
const field = (number: number, bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...key(number, 2), ...varint(bytes.length), ...bytes]);
const text = (number: number, value: string): number[] => [...field(number, Buffer.from(value))];
const float = (number: number, value: number): number[] => [
  ...key(number, 5),
  ...new Uint8Array(Float32Array.of(value).buffer),
];
const double = (number: number, value: number): number[] => [
  ...key(number, 1),
  ...new Uint8Array(Float64Array.of(value).buffer),
];
