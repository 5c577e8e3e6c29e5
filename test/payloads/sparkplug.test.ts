/** Sparkplug B: aliases, history, deaths, gaps. Messages are written by Eclipse Tahu's own library. */
import sparkplug from 'sparkplug-payload';
import type { UMetric, UPayload } from 'sparkplug-payload/lib/sparkplugbpayload.js';
import { describe, expect, it } from 'vitest';
import { sparkplugB } from '../../collector/payloads/sparkplug.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { QUALITY } from '../../core/series.ts';
import { bytesOf, contextOf, RECEIVED_MS, remembering } from './context.ts';

const tahu = sparkplug.get('spBv1.0');
const encode = (payload: UPayload): Uint8Array => tahu?.encodePayload(payload) ?? new Uint8Array();
const AT_MS = RECEIVED_MS - 1_500;
const topic = (type: string, rest = 'node/dev') => `spBv1.0/grid/${type}/${rest}`;

function metric(
  name: string | null,
  alias: number | null,
  type: UMetric['type'],
  value: UMetric['value'],
  more = {},
): UMetric {
  return {
    ...(name === null ? {} : { name }),
    ...(alias === null ? {} : { alias }),
    type,
    value,
    ...more,
  } as UMetric;
}
const payload = (seq: number, metrics: UMetric[], timestamp = AT_MS): Uint8Array => encode({ timestamp, seq, metrics });
/** A device of three phases whose data messages carry aliases only. */
const BIRTH = [
  metric('Voltage L1', 11, 'Float', 229.5),
  metric('Voltage L2', 12, 'Float', 230.5),
  metric('Voltage L3', 13, 'Float', 231.5),
  metric('Current L1', 14, 'Double', 4.25),
  metric('Frequency', 15, 'Double', 50.01),
  metric('Voltage L1-L2', 16, 'Float', 398.5),
  metric('Firmware', 17, 'String', '1.2'),
];
const NODE = [metric('bdSeq', null, 'Int64', 7)];
const only = (...names: string[]) => ({ meterOf: (d: string) => (names.includes(d) ? id<MeterId>(d) : null) });

describe('births and data', () => {
  it('names of a BIRTH are read, an alias in DATA is what the BIRTH said', () => {
    const { decode } = remembering(only('dev'));
    decode(sparkplugB, topic('NBIRTH', 'node'), payload(0, NODE));
    const birth = decode(sparkplugB, topic('DBIRTH'), payload(1, BIRTH));
    expect(birth.problems).toEqual([]);
    expect(birth.readings).toMatchObject([{ meter: 'dev', endMs: AT_MS, deviceTimeMs: AT_MS, knownAtMs: RECEIVED_MS }]);
    expect(birth.readings[0]?.values).toEqual({
      A: { u: 229.5, i: 4.25 },
      B: { u: 230.5 },
      C: { u: 231.5 },
      AB: { u: 398.5 },
      total: { f: 50.01 },
    });
    const data = decode(sparkplugB, topic('DDATA'), payload(2, [metric(null, 12, 'Float', 226.25)]));
    expect(data.problems).toEqual([]);
    expect(data.readings.map((r) => r.values)).toEqual([{ B: { u: 226.25 } }]);
  });

  it('an alias nobody explained is an error: the message is held', () => {
    const { problems, readings } = sparkplugB.decode(
      topic('DDATA'),
      payload(9, [metric(null, 12, 'Float', 226)]),
      contextOf(),
    );
    expect(readings).toEqual([]);
    expect(problems).toMatchObject([{ code: 'unknown-reference', severity: 'error', field: 'alias', got: '12' }]);
  });

  it('a new NBIRTH forgets the aliases of before', () => {
    const { decode } = remembering();
    decode(sparkplugB, topic('DBIRTH'), payload(1, BIRTH));
    decode(sparkplugB, topic('NBIRTH', 'node'), payload(0, NODE));
    const data = decode(sparkplugB, topic('DDATA'), payload(1, [metric(null, 12, 'Float', 226)]));
    expect(data.problems[0]).toMatchObject({ field: 'alias' });
  });

  it('B-fields: no value is no value, bad quality too, stale quality is stale, negative integers are negative', () => {
    const quality = (value: number) => ({ properties: { Quality: { type: 'Int32', value } } });
    const { readings } = sparkplugB.decode(
      topic('DBIRTH'),
      payload(1, [
        metric('U1', 1, 'Float', null),
        metric('U2', 2, 'Float', 230.5, quality(0)),
        metric('U3', 3, 'Float', 231.5, quality(500)),
        metric('Power L1', 4, 'Int16', -250),
        metric('Power L2', 5, 'Int32', -251),
        metric('Power L3', 6, 'Int64', -252 as never),
      ]),
      contextOf(),
    );
    expect(readings[0]?.values).toEqual({ A: { p: -250 }, B: { p: -251 }, C: { u: 231.5, p: -252 } });
    expect((readings[0]?.quality ?? 0) & QUALITY.stale).toBeTruthy();
  });

  it('a unit among the properties of the BIRTH counts for the data after it', () => {
    const { decode } = remembering({ nominalLnVOf: () => 5_773.5 });
    const kv = { properties: { engUnit: { type: 'String', value: 'kV' } } };
    decode(sparkplugB, topic('DBIRTH'), payload(1, [metric('UL2', 5, 'Float', 5.75, kv)]));
    const { readings } = decode(sparkplugB, topic('DDATA'), payload(2, [metric(null, 5, 'Float', 5.5)]));
    expect(readings[0]?.values).toEqual({ B: { u: 5500 } });
  });

  it('values of different instants are readings of their own; history is back-fill at its own time', () => {
    const old = { timestamp: AT_MS - 7_200_000, isHistorical: true };
    const { readings } = sparkplugB.decode(
      topic('DDATA'),
      payload(3, [metric('U1', null, 'Float', 221, old), metric('U1', null, 'Float', 229)]),
      contextOf(),
    );
    expect(readings.map((r) => [r.endMs, r.values.A?.u, r.quality])).toEqual([
      [AT_MS - 7_200_000, 221, 0],
      [AT_MS, 229, 0],
    ]);
  });
});

describe('whose metric it is', () => {
  const data = payload(1, [
    metric('Meters/M7/Voltage L1', null, 'Float', 221),
    metric('Meters/M8/Voltage L1', null, 'Float', 222),
  ]);

  it('a folder of the name may be a meter', () => {
    const { readings } = sparkplugB.decode(topic('NDATA', 'node'), data, contextOf(only('Meters/M7', 'Meters/M8')));
    expect(readings.map((r) => [r.meter, r.values.A?.u])).toEqual([
      ['Meters/M7', 221],
      ['Meters/M8', 222],
    ]);
  });

  it('a configured pattern names meter, phase and quantity', () => {
    const metrics = [
      { name: /^Meters\/(?<meter>\w+)\/Voltage (?<phase>L\d)$/, quantity: 'u', phase: null, scale: 10 },
      { name: /^freq$/, quantity: 'f', phase: 'total', scale: 1 },
    ] as const;
    const { readings } = sparkplugB.decode(topic('NDATA', 'node'), data, contextOf({ metrics, ...only('M7', 'M8') }));
    expect(readings.map((r) => [r.meter, r.values])).toEqual([
      ['M7', { A: { u: 2210 } }],
      ['M8', { A: { u: 2220 } }],
    ]);
  });

  it.each(['grid/node/dev', 'node/dev', 'dev', 'grid/node', 'node'].slice(0, 3))('a device is known as %s', (name) => {
    const one = payload(1, [metric('U1', null, 'Float', 221)]);
    expect(sparkplugB.decode(topic('DDATA'), one, contextOf(only(name))).readings[0]?.meter).toBe(name);
  });

  it('a voltage of a device nobody registered is named; its temperature is not', () => {
    const nobody = (name: string) =>
      sparkplugB.decode(topic('DDATA'), payload(1, [metric(name, null, 'Float', 221)]), contextOf(only())).problems;
    expect(nobody('U1')).toMatchObject([{ code: 'unknown-reference', got: 'grid/node/dev' }]);
    expect(nobody('Temperature')).toEqual([]);
  });

  it('a voltage without a phase is that of a one-phase meter, and of a three-phase one nobody knows which', () => {
    const one = payload(1, [metric('Voltage', null, 'Float', 221)]);
    expect(sparkplugB.decode(topic('DDATA'), one, contextOf({ phases: 'C' })).readings[0]?.values).toEqual({
      C: { u: 221 },
    });
    expect(sparkplugB.decode(topic('DDATA'), one, contextOf()).readings).toEqual([]);
  });
});

describe('a death is a lost connection, never a lost supply', () => {
  function alive() {
    const source = remembering(only('dev', 'other'));
    source.decode(sparkplugB, topic('NBIRTH', 'node'), payload(0, NODE));
    source.decode(sparkplugB, topic('DBIRTH'), payload(1, BIRTH));
    source.decode(
      sparkplugB,
      topic('DBIRTH', 'node/other'),
      payload(
        2,
        BIRTH.map((m) => ({ ...m, alias: Number(m.alias) + 20 })),
      ),
    );
    return source;
  }
  const will = (bdSeq: number) =>
    encode({ timestamp: AT_MS - 900_000, metrics: [metric('bdSeq', null, 'Int64', bdSeq)] });

  it('of the node takes all its meters, at the arrival of the will (its own time is that of the connection)', () => {
    const { decode } = alive();
    const dead = decode(sparkplugB, topic('NDEATH', 'node'), will(7), { receivedMs: RECEIVED_MS + 5_000 });
    expect(dead.meterEvents).toEqual(
      ['dev', 'other'].map((meter) => ({
        meter,
        kind: 'comms_lost',
        timeMs: RECEIVED_MS + 5_000,
        knownAtMs: RECEIVED_MS + 5_000,
      })),
    );
    expect(dead.readings).toEqual([]);
    // Delivered again it is the same fact.
    const again = decode(sparkplugB, topic('NDEATH', 'node'), will(7), { receivedMs: RECEIVED_MS + 9_000 });
    expect(again.meterEvents).toEqual(dead.meterEvents);
  });

  it('of an earlier session comes too late to say anything', () => {
    expect(alive().decode(sparkplugB, topic('NDEATH', 'node'), will(6)).meterEvents).toEqual([]);
  });

  it('of a device takes that device; its BIRTH brings it back', () => {
    const { decode } = alive();
    const dead = decode(sparkplugB, topic('DDEATH'), payload(3, []), { receivedMs: RECEIVED_MS + 5_000 });
    expect(dead.meterEvents).toMatchObject([{ meter: 'dev', kind: 'comms_lost' }]);
    const back = decode(sparkplugB, topic('DBIRTH'), payload(4, BIRTH), { receivedMs: RECEIVED_MS + 60_000 });
    expect(back.meterEvents).toMatchObject([{ meter: 'dev', kind: 'comms_back', timeMs: RECEIVED_MS + 60_000 }]);
    expect(decode(sparkplugB, topic('DDATA'), payload(5, [metric(null, 11, 'Float', 229)])).meterEvents).toEqual([]);
  });

  it('ask 17: a copy the broker had kept is stale and no event', () => {
    const { decode } = alive();
    expect(decode(sparkplugB, topic('NDEATH', 'node'), will(7), { retained: true }).meterEvents).toEqual([]);
    const copy = decode(sparkplugB, topic('DDATA'), payload(3, [metric(null, 11, 'Float', 229)]), { retained: true });
    expect((copy.readings[0]?.quality ?? 0) & QUALITY.stale).toBeTruthy();
  });
});

describe('sequence', () => {
  const seqs = (...numbers: number[]) => {
    const { decode } = remembering();
    decode(sparkplugB, topic('NBIRTH', 'node'), payload(0, NODE));
    return numbers.map(
      (n) => decode(sparkplugB, topic('DDATA'), payload(n, [metric('U1', null, 'Float', 221)])).problems,
    );
  };

  it('a gap is named with its length, the values stay', () => {
    expect(seqs(1, 2, 5, 6)).toMatchObject([
      [],
      [],
      [
        {
          code: 'count-mismatch',
          severity: 'warning',
          expected: 'seq 3',
          got: '5: 2 messages of this node are missing',
        },
      ],
      [],
    ]);
  });

  it('255 is followed by 0, and a message delivered twice is no gap', () => {
    const all = Array.from({ length: 255 }, (_, n) => n + 1);
    expect(seqs(...all, 0, 0, 1).flat()).toEqual([]);
  });
});

it('bytes that are no protobuf are named', () => {
  expect(sparkplugB.decode(topic('DDATA'), bytesOf('{"u":1}'), contextOf()).problems).toMatchObject([
    { code: 'unknown-format', severity: 'error' },
  ]);
});
