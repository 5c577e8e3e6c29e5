/** Line protocol against the examples of its published reference, and against a real parser in series-influx1. */
import { expect, test } from 'vitest';
import { deliver, LinesRefused } from '../../storage/series/deliver.ts';
import { encodeLine } from '../../storage/series/line-protocol.ts';

test('numbers are floats, texts are quoted, the stamp is whole milliseconds', () => {
  const line = encodeLine({
    measurement: 'disturbance',
    tags: [
      ['meter', 'm1'],
      ['area', ''],
    ],
    fields: [
      ['pct', 54],
      ['tiny', 1e-7],
      ['phases', 'AB'],
      ['gone', null],
      ['nan', Number.NaN],
    ],
    timeMs: 1_687_953_601_688.4,
  });
  expect(line).toBe('disturbance,meter=m1 pct=54,tiny=1e-7,phases="AB" 1687953601688');
});

test('commas, blanks, equals signs, quotes and backslashes are escaped where they must be', () => {
  const line = encodeLine({
    measurement: 'a b,c',
    tags: [['t=1', 'x, y=z']],
    fields: [['f', 'say "hi" \\ \n']],
    timeMs: 0,
  });
  expect(line).toBe('a\\ b\\,c,t\\=1=x\\,\\ y\\=z f="say \\"hi\\" \\\\ \n" 0');
});

test('a point without a field is no line', () => {
  expect(encodeLine({ measurement: 'm', tags: [], fields: [['u', Number.NaN]], timeMs: 0 })).toBeNull();
});

test('refused lines are found by halving, all others are sent, and an outage stops at once', async () => {
  const bad = new Set(['l3', 'l700', 'l701']);
  const stored = new Set<string>();
  let posts = 0;
  const post = async (_: string, lines: readonly string[]): Promise<void> => {
    posts++;
    for (const l of lines) if (!bad.has(l)) stored.add(l);
    if (lines.some((l) => bad.has(l))) throw new LinesRefused('partial write: field type conflict dropped=1');
  };
  const lines = Array.from({ length: 1000 }, (_, k) => `l${k}`);
  const refused = await deliver(post, 'raw90d', lines);
  expect([...refused.keys()].map((i) => lines[i])).toEqual([...bad]);
  expect(stored.size).toBe(997);
  expect(posts).toBeLessThan(70);
  const down = deliver(() => Promise.reject(new Error('down')), 'raw90d', lines);
  await expect(down).rejects.toThrow('down');
});

test('a batch that is dropped whole costs one request', async () => {
  let posts = 0;
  const post = async (_: string, lines: readonly string[]): Promise<void> => {
    posts++;
    throw new LinesRefused(`partial write: points beyond retention policy dropped=${lines.length}`);
  };
  expect(
    (
      await deliver(
        post,
        'raw90d',
        Array.from({ length: 5000 }, () => 'l'),
      )
    ).size,
  ).toBe(5000);
  expect(posts).toBe(1);
});
