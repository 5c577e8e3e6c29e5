/** Copy me: one file per maker, then a line in index.ts and a small sample of its export in test/formats/makers.test.ts. */
import type { MakerMapping } from './mapping.ts';

export const blueprint = {
  id: 'blueprint',
  title: 'Blueprint of a maker',
  source: 'where the names of the columns are known from',
  unconfirmed: true,
  sniff: ['^blueprint l1 avg$'],
  time: { stamp: '^blueprint time$' },
  stampMeans: 'end',
  columns: [{ pattern: '^blueprint (?<phase>l[123]) (?<stat>min|avg|max)$', quantity: 'u' }],
} as const satisfies MakerMapping;
