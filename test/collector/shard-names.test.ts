/** One meter always lands on the same partition: ours and the server's own mapping agree, whatever the name. */
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEntry, type Item } from '../../collector/item.ts';
import { decodeMessage, encodeMessage, linesOf, messagesOf } from '../../collector/shard/batch.ts';
import { fairShare, Signs } from '../../collector/shard/share.ts';
import { mappingLine, meterOfToken, meterSubject, meterToken, partitionOf } from '../../collector/shard/subjects.ts';
import { type NatsCluster, startNatsCluster } from '../servers/nats.ts';
import { reading } from './shard-parts.ts';

const PARTITIONS = 8;
let cluster: NatsCluster;
beforeAll(async () => {
  cluster = await startNatsCluster({ servers: 1, extra: mappingLine(PARTITIONS) });
});
afterAll(() => cluster.stop());

const NAMES = ['M-1', 'a.b.c', 'a b', '台区 7', '*', '>', '', '=', '=41', 'A', 'ümläut', '$SYS', 'x'.repeat(300)];

describe('names of meters', () => {
  it('every name becomes one token and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(meterToken(name)).toMatch(/^[A-Za-z0-9_=-]+$/);
        expect(meterOfToken(meterToken(name))).toBe(name);
      }),
      { examples: NAMES.map((n) => [n] as [string]) },
    );
    expect(new Set(NAMES.map(meterToken)).size).toBe(NAMES.length);
    expect(meterOfToken('a.b')).toBeNull();
    expect(meterOfToken('=FF')).toBeNull();
  });

  it('one meter always lands on the same partition, which is that of the mapping on the server', async () => {
    const nc = await connect({ servers: [...cluster.urls] });
    const jsm = await jetstreamManager(nc);
    await jsm.streams.add({ name: 'ALL', subjects: ['gw.p.>'] });
    const names = [...NAMES, ...Array.from({ length: 200 }, (_, n) => `meter ${n}`)];
    const js = jsm.jetstream();
    for (const name of [...names, ...names]) await js.publish(meterSubject(name), name);
    const seen = new Set<number>();
    for (let n = 0; n < 2 * names.length; n++) {
      const message = await jsm.streams.getMessage('ALL', { seq: n + 1 });
      const [, , partition, token = ''] = (message?.subject ?? '').split('.');
      expect(meterOfToken(token)).toBe(names[n % names.length]);
      expect(Number(partition)).toBe(partitionOf(names[n % names.length] ?? '', PARTITIONS));
      seen.add(Number(partition));
    }
    expect(seen.size).toBe(PARTITIONS);
    await nc.close();
  });
});

describe('messages of a partition', () => {
  const items: Item[] = Array.from({ length: 1_234 }, (_, n) => ({
    kind: 'reading',
    reading: reading(`M${n % 5}`, n, 230),
  }));

  it('an entry is divided by meter, in parts, and nothing of it is left out or told twice', () => {
    const found: Item[] = [];
    for (const [partition, lines] of linesOf({ source: 's', receivedMs: 1, items }, 77, 3)) {
      const messages = messagesOf(lines, 10_000).map((m) => decodeMessage(encodeMessage('spool', m)));
      const back = messages.flatMap((m) => m?.lines ?? []);
      expect(messages.every((m) => m?.spool === 'spool')).toBe(true);
      expect(back.map((l) => l.mark)).toEqual(lines.map((_, part) => ({ offset: 77, part })));
      for (const { bytes } of back) {
        for (const item of JSON.parse(Buffer.from(bytes).toString()).items as Item[]) {
          if (item.kind === 'reading') expect(partitionOf(item.reading.meter, 3)).toBe(partition);
          found.push(item);
        }
      }
    }
    const order = (a: Item, b: Item) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(found.sort(order)).toEqual([...items].sort(order));
  });

  it('what others put there is told from ours, and never throws', () => {
    const alone = encodeEntry({ source: 's', receivedMs: 1, items: items.slice(0, 2) });
    expect(decodeMessage(alone)).toEqual({ spool: null, lines: [{ mark: { offset: 0, part: 0 }, bytes: alone }] });
    const whole = encodeMessage('spool', [{ mark: { offset: 1, part: 0 }, bytes: alone }]);
    expect(decodeMessage(whole.subarray(0, -5))).toBeNull();
    fc.assert(fc.property(fc.uint8Array(), (bytes) => decodeMessage(bytes) === null || true));
  });
});

describe('shares', () => {
  it('all partitions are shared out, nobody holds two more than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 64 }), (shards, partitions) => {
        const names = Array.from({ length: shards }, (_, n) => `s${n}`);
        const shares = names.map((me) => fairShare(names, me, partitions));
        expect(shares.reduce((a, b) => a + b)).toBe(partitions);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('who was never seen before is alive, who does not move is not', () => {
    const signs = new Signs();
    expect(signs.stillMs('a', 5, 1_000)).toBe(0);
    expect(signs.stillMs('a', 5, 1_700)).toBe(700);
    expect(signs.stillMs('a', 6, 1_800)).toBe(0);
  });
});
