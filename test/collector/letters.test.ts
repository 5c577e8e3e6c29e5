/** Held messages and refused facts: durable, in order, never removed while open, and tried again on request. */
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HeldFile } from '../../collector/io/held-file.ts';
import { type LetterBox, openLetters } from '../../collector/io/letters.ts';
import { retryLetters } from '../../collector/retry.ts';
import { reading } from '../storage/readings.ts';
import { FakeSeries } from './fakes.ts';

let dir = '';
const boxes: LetterBox[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-letters-'));
});
afterEach(async () => {
  for (const b of boxes.splice(0)) await b.close();
  await rm(dir, { recursive: true, force: true });
});
const open = async (quotaBytes = 1e9) => {
  const box = await openLetters(dir, quotaBytes);
  boxes.push(box);
  return box;
};
const letter = (n: number, over = {}) => ({
  atMs: 1000 * n,
  subject: `t${n % 2}`,
  reason: `r${n}`,
  content: n,
  ...over,
});
const everything = { limit: 100, before: null, fits: () => true };

test('letters are listed newest first, in pages, by what fits; one is found by its id, after a restart too', async () => {
  const box = await open();
  const ids: string[] = [];
  for (let n = 0; n < 7; n++) ids.push(await box.put(letter(n)));
  const first = await box.list({ ...everything, limit: 3 });
  expect(first.letters.map((l) => l.content)).toEqual([6, 5, 4]);
  const second = await box.list({ ...everything, limit: 9, before: first.next });
  expect([second.letters.map((l) => l.content), second.next]).toEqual([[3, 2, 1, 0], null]);
  const odd = await box.list({ ...everything, fits: (l) => l.subject === 't1' });
  expect(odd.letters.map((l) => l.content)).toEqual([5, 3, 1]);
  await box.markDone([ids[2] as string], 'anna', 99_000);
  await box.close();
  await appendFile(join(dir, 'letters-00000001.jsonl'), '{"at":"half of a l');
  const again = await open();
  expect(await again.get(ids[2] as string)).toMatchObject({
    content: 2,
    atMs: 2000,
    done: { by: 'anna', atMs: 99_000 },
  });
  expect(again.stats().open).toBe(6);
  const id = await again.put(letter(7));
  expect(await again.get(id)).toMatchObject({ content: 7, done: null });
  expect((await again.list(everything)).letters).toHaveLength(8);
});

test('at the limit open letters stay and more are refused; files whose letters are all done make room', async () => {
  const box = await open(10_000_000);
  const big = 'x'.repeat(1_000_000);
  const ids: string[] = [];
  for (let n = 0; n < 9; n++) ids.push(await box.put(letter(n, { content: big })));
  await expect(box.put(letter(9, { content: big }))).rejects.toMatchObject({ retryable: true });
  expect(await readdir(dir)).toHaveLength(2);
  await box.markDone(ids.slice(0, 5), 'anna', 0);
  await box.put(letter(9, { content: big }));
  expect(await box.get(ids[0] as string)).toBeNull();
  expect(await box.get(ids[8] as string)).not.toBeNull();
});

test('a refused fact is tried again at its own store, a message by the way it came; what fails stays open', async () => {
  const held = new HeldFile(join(dir, 'held.jsonl'));
  const [a, b] = [new FakeSeries(), new FakeSeries()];
  const sinks = [a, b].map((s, n) => ({ name: `s${n}`, store: s.asStore() }));
  const one = reading('M1', 5_000, { A: { u: 221.5 } });
  const base = { atMs: 1, reason: 'field type conflict', meter: 'M1', kind: 'reading', sink: 's1' };
  await held.hold({ ...base, subject: 'store M1', content: one });
  await held.hold({ ...base, subject: 'store M1', content: one, sink: 'gone' });
  const bytes = Buffer.from('{"v":1}').toString('base64');
  const again = { source: 'mqtt:0', retained: false };
  await held.hold({ atMs: 2, subject: 'topic', reason: 'unknown', content: bytes, kind: 'message', again });
  const box = await held.box();
  const ids = (await box.list(everything)).letters.map((l) => l.id).reverse();
  const seen: unknown[] = [];
  const parts = {
    held,
    sinks,
    now: () => 9_000,
    again: async (raw: unknown) => {
      seen.push(raw);
      return null;
    },
  };
  b.refuse = () => true;
  const first = await retryLetters(ids, 'anna', parts);
  expect(first.failed).toEqual([
    { id: ids[0], reason: 'field type conflict' },
    { id: ids[1], reason: 'no store is called gone now' },
  ]);
  expect(seen).toMatchObject([{ kind: 'message', topic: 'topic', receivedMs: 2, source: 'mqtt:0' }]);
  b.refuse = () => false;
  expect((await retryLetters(ids, 'anna', parts)).done).toEqual([ids[0], ids[2]]);
  expect([a.readings.length, b.readings, seen.length]).toEqual([0, [one], 1]);
  expect((await box.list({ ...everything, fits: (l) => l.done === null })).letters.map((l) => l.id)).toEqual([ids[1]]);
  await box.close();
});
