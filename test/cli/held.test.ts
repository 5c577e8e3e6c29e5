/** `gridwitness held` as a person calls it, against a running server. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from '../../cli/commands/held.ts';
import type { HeldLetter } from '../../correlator/api/letters-port.ts';
import { type Running, startSmall } from '../api/server.ts';
import { T0_MS } from '../api/small-case.ts';
import { captureStdout } from './stdout.ts';

const letter = (n: number): HeldLetter => ({
  id: `00000001-${n}`,
  atMs: T0_MS - n,
  subject: `pq/${n}`,
  reason: 'no JSON',
  kind: 'message',
  content: Buffer.from('u=221').toString('base64'),
  done: null,
});
const letters = [letter(1), letter(2)];
const tried: string[][] = [];

let run: Running;
beforeAll(async () => {
  run = await startSmall(undefined, {
    letters: () => ({
      list: async ({ fits, limit, before }) => {
        const rest = letters.filter((l) => fits(l) && (before === null || l.id > before));
        return { letters: rest.slice(0, limit), next: rest.length > limit ? (rest[limit - 1]?.id ?? null) : null };
      },
      get: async (id) => letters.find((l) => l.id === id) ?? null,
      retry: async (ids) => {
        tried.push([...ids]);
        const failed = ids.filter((id) => id.endsWith('2')).map((id) => ({ id, reason: 'still no JSON' }));
        return { done: ids.filter((id) => !id.endsWith('2')), failed };
      },
    }),
  });
}, 60_000);
afterAll(() => run.stop());

const defaults = () => ({ url: run.api.url, state: 'open', limit: '50', json: true });
const held = (args: readonly string[], options: Readonly<Record<string, unknown>> = {}) =>
  captureStdout(() => command.run(args, { ...defaults(), ...options }));

it('lists what fits, as JSON lines or as a table', async () => {
  const json = await held(['list'], { subject: 'PQ/2' });
  expect(json.code).toBe(0);
  expect(json.lines).toMatchObject([{ id: '00000001-2', reason: 'no JSON', state: 'open', store: null }]);
  expect((await held(['list'], { limit: '1' })).lines).toHaveLength(1);
  expect((await held(['list'], { json: false })).text).toMatch(/00000001-1 .*pq\/1 .*no JSON/);
  expect((await held(['list'], { json: false, state: 'done' })).text).toBe('nothing is held\n');
});

it('shows the content', async () => {
  expect((await held(['show', '00000001-1'], { json: false })).text).toContain('\nu=221\n');
  await expect(held(['show', 'nobody'])).rejects.toThrow('no such dead letter');
});

it('tries again; exit 1 where one is still held', async () => {
  expect((await held(['retry', '00000001-1'])).code).toBe(0);
  const all = await held(['retry'], { all: true });
  expect(all.code).toBe(1);
  expect(all.lines).toMatchObject([{ done: true }, { done: false, reason: 'still no JSON' }]);
  expect(tried).toEqual([['00000001-1'], ['00000001-1', '00000001-2']]);
});

it('bad use is exit 2; a server that is not there is named', async () => {
  expect((await held(['retry'])).code).toBe(2);
  expect((await held(['drop'])).code).toBe(2);
  await expect(held(['list'], { url: 'http://127.0.0.1:1' })).rejects.toThrow('http://127.0.0.1:1');
});
