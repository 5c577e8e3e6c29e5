/** The packet reader against `mqtt-packet`, whatever way the bytes are cut; and streams no broker may send. */
import fc from 'fast-check';
import { generate, type Packet, parser } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../collector/io/mqtt-frames.ts';
import { AckWindow } from '../../collector/io/mqtt-window.ts';

interface Seen {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
  readonly messageId: number;
}

function reader(version: 4 | 5, bytesMax?: number) {
  const seen: Seen[] = [];
  const large: [string, number, number][] = [];
  const others: Packet[] = [];
  const frames = new FrameReader(
    {
      publish: (topic, payload, _qos, retained, messageId) =>
        seen.push({ topic, payload: payload.toString('hex'), retained, messageId }),
      tooLarge: (topic, _qos, messageId, bytes) => large.push([topic, messageId, bytes]),
      other: (packet) => others.push(packet),
    },
    version,
    bytesMax,
  );
  return { frames, seen, large, others };
}

function byOracle(version: 4 | 5, bytes: Buffer): { seen: Seen[]; others: string[] } {
  const seen: Seen[] = [];
  const others: string[] = [];
  const oracle = parser({ protocolVersion: version });
  oracle.on('packet', (p) => {
    if (p.cmd !== 'publish') others.push(p.cmd);
    else {
      const payload = Buffer.from(p.payload).toString('hex');
      seen.push({ topic: p.topic, payload, retained: p.retain, messageId: p.messageId ?? 0 });
    }
  });
  oracle.parse(bytes);
  return { seen, others };
}

const anyPublish = fc.record({
  topic: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((t) => !/[#+\0]/.test(t)),
  payload: fc.uint8Array({ maxLength: 300 }),
  qos: fc.constantFrom(0 as const, 1 as const),
  retain: fc.boolean(),
  dup: fc.boolean(),
  messageId: fc.integer({ min: 1, max: 65_535 }),
  expiry: fc.option(fc.integer({ min: 1, max: 4_000_000_000 }), { nil: undefined }),
  note: fc.option(fc.string({ maxLength: 150 }), { nil: undefined }),
});

describe.each([4, 5] as const)('version %i', (version) => {
  it('reads what mqtt-packet reads, however the stream is cut', () => {
    const packet = fc.oneof(
      { weight: 4, arbitrary: anyPublish },
      { weight: 1, arbitrary: fc.constantFrom('pingresp' as const, 'suback' as const) },
    );
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 90 })), (packets, cuts) => {
        const bytes = Buffer.concat(
          packets.map((p) => {
            if (p === 'pingresp') return generate({ cmd: 'pingresp' }, { protocolVersion: version });
            if (p === 'suback') {
              return generate({ cmd: 'suback', messageId: 1, granted: [1, 128] }, { protocolVersion: version });
            }
            const properties =
              version === 4
                ? {}
                : {
                    properties: {
                      ...(p.expiry === undefined ? {} : { messageExpiryInterval: p.expiry }),
                      ...(p.note === undefined ? {} : { userProperties: { note: p.note } }),
                    },
                  };
            const { topic, qos, retain, dup, messageId, payload } = p;
            const head = { cmd: 'publish', topic, qos, retain, dup: dup && qos > 0, messageId, ...properties } as const;
            return generate({ ...head, payload: Buffer.from(payload) }, { protocolVersion: version });
          }),
        );
        const { frames, seen, others } = reader(version);
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = cuts[n % Math.max(1, cuts.length)] ?? bytes.length;
          expect(frames.push(bytes.subarray(at, at + size))).toBeNull();
          at += size;
        }
        const oracle = byOracle(version, bytes);
        expect(seen).toEqual(oracle.seen);
        expect(others.map((p) => p.cmd)).toEqual(oracle.others);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('random bytes never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (chunks) => {
        const { frames } = reader(version);
        for (const chunk of chunks) if (frames.push(Buffer.from(chunk)) !== null) return;
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('a message beyond every size is passed over with its number, and its neighbours are read', () => {
    const message = (topic: string, messageId: number, bytes: number) =>
      generate(
        { cmd: 'publish', topic, qos: 1, retain: false, dup: false, messageId, payload: Buffer.alloc(bytes, 65) },
        { protocolVersion: version },
      );
    const bytes = Buffer.concat([message('a', 7, 20), message('b', 8, 5_000), message('c', 9, 30)]);
    const { frames, seen, large } = reader(version, 1_000);
    for (let at = 0; at < bytes.length; at += 100) expect(frames.push(bytes.subarray(at, at + 100))).toBeNull();
    expect(seen.map((s) => [s.topic, s.messageId])).toEqual([
      ['a', 7],
      ['c', 9],
    ]);
    expect(large).toEqual([['b', 8, message('b', 8, 5_000).length]]);
  });
});

describe('what a broker may not send', () => {
  it.each([
    ['QoS 2', [0x34, 0x05, 0x00, 0x01, 0x61, 0x00, 0x07], 'QoS 2'],
    ['a length of five bytes', [0x30, 0xff, 0xff, 0xff, 0xff, 0x01], 'four bytes'],
    ['no topic', [0x30, 0x02, 0x00, 0x00], 'without a topic'],
    ['a topic longer than the packet', [0x30, 0x03, 0x00, 0x09, 0x61], 'without a topic'],
    ['message number 0', [0x32, 0x05, 0x00, 0x01, 0x61, 0x00, 0x00], 'without a number'],
  ])('%s is told', (_name, bytes, words) => {
    expect(reader(4).frames.push(Buffer.from(bytes))).toContain(words);
  });

  it('properties that do not fit their message', () => {
    const bytes = Buffer.from([0x30, 0x05, 0x00, 0x01, 0x61, 0x09, 0x00]);
    expect(reader(5).frames.push(bytes)).toContain('properties');
  });
});

describe('acknowledgements', () => {
  it('go out in the order of arrival, many in one write, and none before its turn', () => {
    const window = new AckWindow();
    const slots = [5, 0, 6, 7].map((id) => window.add(id, 10));
    expect(window.bytes).toBe(40);
    for (const n of [1, 2]) (slots[n] as (typeof slots)[number]).isDone = true;
    expect(window.takeAcks()).toBeNull();
    (slots[0] as (typeof slots)[number]).isDone = true;
    expect([...(window.takeAcks() ?? [])]).toEqual([0x40, 2, 0, 5, 0x40, 2, 0, 6]);
    expect([window.count, window.bytes]).toEqual([1, 10]);
    (slots[3] as (typeof slots)[number]).isDone = true;
    expect([...(window.takeAcks() ?? [])]).toEqual([0x40, 2, 0, 7]);
    expect([window.count, window.bytes]).toEqual([0, 0]);
  });
});
