/** Line protocol against the examples of its published reference, and against a real parser in series-influx1. */
import { expect, test } from 'vitest';
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
