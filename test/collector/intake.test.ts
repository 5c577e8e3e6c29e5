/** The door of the spool and the way back through memory, against the file as oracle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Consumer, type Work } from '../../collector/consumer.ts';
import { ENTRY_ITEMS, Intake } from '../../collector/intake.ts';
import { openSpool, type Spool } from '../../collector/io/spool.ts';
import { decodeEntry, type Item, readingsOf, type SpoolEntry } from '../../collector/item.ts';
import { RecentEntries } from '../../collector/recent.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { quiet } from './fakes.ts';

let dir: string;
let spool: Spool;
const QUOTA_BYTES = 4 * 1024 * 1024;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-intake-'));
  spool = await openSpool({ dir, consumers: ['w'], quotaBytes: QUOTA_BYTES });
});
afterEach(async () => {
  await spool.close();
  await rm(dir, { recursive: true, force: true });
});

function item(n: number): Item {
  const endMs = Date.UTC(2026, 5, 1) + n * 60_000;
  const reading = {
    meter: id<MeterId>(`M${n % 7}`),
    startMs: endMs - 60_000,
    endMs,
    values: { A: { u: 220 + (n % 97) / 10, i: n / 3 } },
    method: '1min',
    statistic: 'mean',
    quality: 0,
    knownAtMs: endMs + 17,
    deviceTimeMs: n % 2 === 0 ? endMs : null,
  } as const;
  return { kind: 'reading', reading };
}
const numbers = (entries: readonly SpoolEntry[]) =>
  readingsOf(entries).map((r) => (r.endMs - Date.UTC(2026, 5, 1)) / 60_000);

async function inFile(): Promise<SpoolEntry[]> {
  const out: SpoolEntry[] = [];
  for (let at = 0; at < spool.end(); ) {
    const batch = await spool.read(at, 10_000);
    out.push(...batch.records.map((r) => decodeEntry(r.bytes)));
    at = batch.next;
  }
  return out;
}

describe('messages of one turn', () => {
  it('become one entry, durable for each of them; the next turn begins another', async () => {
    const intake = new Intake(spool, new RecentEntries());
    await Promise.all([1, 2, 3].map((n) => intake.store('mqtt:0', 1000 + n, [item(n)])));
    await intake.store('mqtt:0', 2000, [item(4), item(5)]);
    const entries = await inFile();
    expect(entries.map((e) => numbers([e]))).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(entries.map((e) => [e.source, e.receivedMs])).toEqual([
      ['mqtt:0', 1001],
      ['mqtt:0', 2000],
    ]);
  });

  it('of two sources, or beyond the size of an entry, become several in order', async () => {
    const intake = new Intake(spool, new RecentEntries());
    const many = Array.from({ length: ENTRY_ITEMS - 1 }, (_, n) => item(10 + n));
    await Promise.all([
      intake.store('a', 0, [item(1)]),
      intake.store('b', 0, [item(2)]),
      intake.store('b', 0, many),
      intake.store('b', 0, [item(3)]),
    ]);
    const entries = await inFile();
    expect(entries.map((e) => [e.source, e.items.length])).toEqual([
      ['a', 1],
      ['b', ENTRY_ITEMS],
      ['b', 1],
    ]);
    expect(numbers(entries).slice(0, 2)).toEqual([1, 2]);
  });

  it('are refused together when the disk is full, and none of them is there', async () => {
    const intake = new Intake(spool, new RecentEntries());
    await intake.store('a', 0, [item(1)]);
    await spool.append(new Uint8Array(QUOTA_BYTES - spool.end() - 100));
    const settled = await Promise.allSettled([2, 3].map((n) => intake.store('a', 0, [item(n)])));
    expect(settled.map((s) => s.status)).toEqual(['rejected', 'rejected']);
  });
});

describe('the newest entries in memory', () => {
  it('are those of the file, from every record on', async () => {
    const recent = new RecentEntries();
    const intake = new Intake(spool, recent);
    for (let n = 0; n < 30; n++) await intake.store('a', n, [item(n)]);
    const records = (await spool.read(0, QUOTA_BYTES)).records;
    for (const r of records) {
      expect(recent.from(r.offset, 1)).toEqual({ entries: [decodeEntry(r.bytes)], offsets: [r.offset], next: r.next });
    }
    const all = recent.from(0, QUOTA_BYTES);
    expect(all?.entries).toEqual(records.map((r) => decodeEntry(r.bytes)));
    expect(all?.next).toBe(spool.end());
    expect(recent.from(1, QUOTA_BYTES)).toBeNull();
  });

  it('a record that somebody else appended is never passed over', async () => {
    const recent = new RecentEntries();
    const intake = new Intake(spool, recent);
    await intake.store('a', 0, [item(1)]);
    const behind = spool.end();
    await spool.append(new Uint8Array([123, 125]));
    await intake.store('a', 0, [item(2)]);
    expect(recent.from(behind, QUOTA_BYTES)).toBeNull();
    expect(recent.from(0, QUOTA_BYTES)?.next).toBe(behind);
    const last = spool.end();
    await intake.store('a', 0, [item(3)]);
    expect(numbers(recent.from(last, QUOTA_BYTES)?.entries ?? [])).toEqual([3]);
  });

  it('stay within their bound, oldest first out', () => {
    const recent = new RecentEntries(1_000);
    const entry: SpoolEntry = { source: 'a', receivedMs: 0, items: [] };
    for (let n = 0; n < 50; n++) recent.add(n * 100, (n + 1) * 100, entry, 100);
    expect(recent.bytes).toBe(1_000);
    expect(recent.from(3_900, 1)).toBeNull();
    expect(recent.from(4_000, 1e9)?.next).toBe(5_000);
    recent.dropBefore(4_500);
    expect([recent.bytes, recent.from(4_400, 1)]).toEqual([500, null]);
  });
});

describe('a reader of the spool', () => {
  it('gets everything once and in order, through memory when it has caught up and through the file when not', async () => {
    // So small that a pause of the reader pushes entries out: both ways are used.
    const recent = new RecentEntries(3_000);
    const intake = new Intake(spool, recent);
    const taken: SpoolEntry[] = [];
    let gate: Promise<void> = Promise.resolve();
    const work: Work = {
      name: 'w',
      take: async (entries) => {
        await gate;
        taken.push(...entries);
      },
      checkpoint: () => null,
    };
    const reads = vi.spyOn(spool, 'read');
    for (let n = 0; n < 20; n++) await intake.store('a', n, [item(n)]);
    const onMove = () => recent.dropBefore(consumer.position);
    const consumer = new Consumer({ spool, work, log: quiet, recent, onMove });
    consumer.start();
    await consumer.settled(spool.end());
    expect(reads).toHaveBeenCalled();
    for (let n = 20; n < 40; n++) {
      await intake.store('a', n, [item(n)]);
      await consumer.settled(spool.end());
    }
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    for (let n = 40; n < 100; n++) await intake.store('a', n, [item(n)]);
    open();
    await consumer.settled(spool.end());
    await consumer.stop();
    expect(numbers(taken)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(taken).toEqual(await inFile());
    expect(spool.committed('w').offset).toBe(spool.end());
    expect(recent.bytes).toBe(0);
  });
});
