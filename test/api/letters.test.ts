/** Dead letters over HTTP, with the real folder of held messages and the real way of trying again behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HeldFile } from '../../collector/io/held-file.ts';
import { retryLetters } from '../../collector/retry.ts';
import type { SeriesStore } from '../../core/ports.ts';
import type { LettersPort } from '../../correlator/api/letters-port.ts';
import { type Running, startSmall } from './server.ts';
import { MIN_MS, readings, T0_MS } from './small-case.ts';

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const [reading] = readings();
let run: Running;
let dir: string;
let held: HeldFile;
let port: LettersPort | null;
/** What the store says of the next reading; null = it takes it. */
let refusal: string | null = 'field type conflict';
const sent: string[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-letters-'));
  held = new HeldFile(join(dir, 'spool'));
  const messages = ['{"u":', Uint8Array.of(0, 255, 7), '电压,\t221'];
  for (const [n, bytes] of messages.entries()) {
    const again = { source: 'mqtt:0', retained: false };
    const content = base64(bytes);
    await held.hold({ atMs: T0_MS + n, subject: `pq/${n}`, reason: 'bad-value', content, kind: 'message', again });
  }
  const refused = { subject: 'store M-SP1', meter: 'M-SP1', sink: 'plant', kind: 'reading', lost: ['u_a'] };
  await held.hold({ atMs: T0_MS + MIN_MS, ...refused, reason: 'Field type conflict', content: reading });
  port = await portOn(held);
  run = await startSmall(undefined, { letters: () => port });
}, 60_000);
afterAll(async () => {
  // The one 503 of the last test was counted as the server's failure.
  await expect(run.stop()).rejects.toThrow('no collector runs');
  await rm(dir, { recursive: true, force: true });
});

async function portOn(file: HeldFile): Promise<LettersPort> {
  const box = await file.box();
  const store = {
    writeReadings: async (batch: readonly unknown[]) => ({
      refused: refusal === null ? [] : batch.map((fact) => ({ fact, reason: refusal })),
    }),
  } as unknown as SeriesStore;
  return {
    list: (ask) => box.list(ask),
    get: (id) => box.get(id),
    retry: (ids, by) =>
      retryLetters(ids, by, {
        held: file,
        sinks: [{ name: 'plant', store, isOpen: true }],
        again: async (raw) => {
          sent.push(raw.kind === 'message' ? raw.topic : raw.meter);
          return raw.kind === 'message' && raw.topic === 'pq/0' ? 'still no JSON' : null;
        },
        now: () => T0_MS + 2 * MIN_MS,
      }),
  };
}

it('lists the newest first, page by page, with times in the zone of the utility', async () => {
  const first = await run.client.listDeadLetters({ query: { limit: 3 } });
  expect(first.items.map((l) => l.subject)).toEqual(['store M-SP1', 'pq/2', 'pq/1']);
  expect(first.items[0]).toMatchObject({
    at: '2026-07-01T20:01:00.000+08:00',
    kind: 'reading',
    meter: 'M-SP1',
    store: 'plant',
    lost: ['u_a'],
    done: null,
  });
  const second = await run.client.listDeadLetters({ query: { limit: 3, cursor: first.next ?? '' } });
  expect(second.items.map((l) => l.subject)).toEqual(['pq/0']);
  expect(second.next).toBeNull();
});

it('filters by words of the reason, the topic or the meter, and by state', async () => {
  const subjects = async (query: { reason?: string; subject?: string; state?: 'open' | 'done' }) =>
    (await run.client.listDeadLetters({ query })).items.map((l) => l.subject);
  expect(await subjects({ reason: 'TYPE conflict' })).toEqual(['store M-SP1']);
  expect(await subjects({ subject: 'm-sp1' })).toEqual(['store M-SP1']);
  expect(await subjects({ subject: 'plant' })).toEqual(['store M-SP1']);
  expect(await subjects({ subject: 'pq/1' })).toEqual(['pq/1']);
  expect(await subjects({ state: 'done' })).toEqual([]);
});

it('shows the content: text as text, other bytes as base64, a fact as JSON', async () => {
  const { items } = await run.client.listDeadLetters();
  const raws = await Promise.all(items.map(async ({ id }) => (await run.client.getDeadLetter({ params: { id } })).raw));
  expect(raws.slice(1)).toEqual([
    { form: 'text', body: '电压,\t221' },
    { form: 'base64', body: 'AP8H' },
    { form: 'text', body: '{"u":' },
  ]);
  expect(raws[0]?.form).toBe('json');
  expect(JSON.parse(raws[0]?.body ?? '')).toEqual(JSON.parse(JSON.stringify(reading)));
});

it('tries again those that are named, once per key, and says who asked', async () => {
  const { items } = await run.client.listDeadLetters();
  const idOf = (subject: string) => items.find((l) => l.subject === subject)?.id ?? '';
  const ids = [idOf('pq/2'), idOf('store M-SP1'), '00000009-0'];
  const call = { headers: { 'idempotency-key': 'again-1' }, body: { ids } };
  const answer = await run.client.retryDeadLetters(call);
  expect(answer).toEqual({
    results: [
      { id: ids[0], done: true, reason: null },
      { id: ids[1], done: false, reason: 'field type conflict' },
      { id: ids[2], done: false, reason: 'there is none with this id' },
    ],
    next: null,
  });
  expect(await run.client.retryDeadLetters(call)).toEqual(answer);
  expect(sent).toEqual(['pq/2']);
  await expect(run.client.retryDeadLetters({ ...call, body: { all: true } })).rejects.toMatchObject({ status: 422 });
  expect(await run.records.auditLog(1)).toMatchObject([{ person: 'demo', action: 'retry dead letters' }]);
  const done = await run.client.listDeadLetters({ query: { state: 'done' } });
  expect(done.items).toMatchObject([{ subject: 'pq/2', done: { by: 'demo', at: '2026-07-01T20:02:00.000+08:00' } }]);
});

it('tries again all open ones that fit, and leaves what is still refused', async () => {
  refusal = null;
  const some = await run.client.retryDeadLetters({ body: { all: true, subject: 'sp1' } });
  expect(some.results.map((r) => r.done)).toEqual([true]);
  const rest = await run.client.retryDeadLetters({ body: { all: true } });
  expect(rest.results.map((r) => [r.done, r.reason])).toEqual([
    [true, null],
    [false, 'still no JSON'],
  ]);
  expect((await run.client.listDeadLetters()).items.map((l) => l.subject)).toEqual(['pq/0']);
});

it('refuses what it does not understand', async () => {
  const body = { all: false } as unknown as { all: true };
  await expect(run.client.retryDeadLetters({ body })).rejects.toMatchObject({ status: 400 });
  await expect(run.client.getDeadLetter({ params: { id: 'nobody' } })).rejects.toMatchObject({ status: 404 });
});

it('is unavailable where no collector runs', async () => {
  port = null;
  await expect(run.client.listDeadLetters()).rejects.toMatchObject({ status: 503 });
});
