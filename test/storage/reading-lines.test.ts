/** Lines written the short way against the encoder of all lines: the very same text. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { id, type MeterId } from '../../core/ids.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { MeterTags } from '../../core/schema.ts';
import type { Reading } from '../../core/series.ts';
import { readingLines } from '../../storage/series/influx-lines.ts';
import { ReadingLines } from '../../storage/series/reading-lines.ts';

const phases = ['A', 'B', 'C', 'AB', 'N', 'total'] as const satisfies readonly PhaseTag[];
const quantities = [
  'u',
  'uMin',
  'uMax',
  'i',
  'p',
  'q',
  'f',
  'thdu',
  'pst',
  'u2',
] as const satisfies readonly QuantityId[];
const number = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e21, 1e-7) },
);
const reading = fc.record({
  meter: fc.constantFrom('M1', 'M 2', 'M,3=x', '表 4').map((m) => id<MeterId>(m)),
  values: fc.dictionary(fc.constantFrom(...phases), fc.dictionary(fc.constantFrom(...quantities, 'unknown'), number)),
  endMs: fc.double({ min: -1e12, max: 4e12, noNaN: true }),
  quality: fc.integer({ min: 0, max: 127 }),
});
const tags = new Map<MeterId, MeterTags>([
  [id<MeterId>('M1'), { feeder: '10 kV, 东=1', area: 'south' }],
  [id<MeterId>('M 2'), { feeder: '', area: '' }],
]);

it('are the same text, whatever the reading; and follow the tags', () => {
  let given: ReadonlyMap<MeterId, MeterTags> = tags;
  const lines = new ReadingLines((m) => given.get(m));
  fc.assert(
    fc.property(reading, fc.boolean(), (r, withTags) => {
      const next: ReadonlyMap<MeterId, MeterTags> = withTags ? tags : new Map();
      if (next.size !== given.size) {
        given = next;
        lines.forget();
      }
      const one = { ...r, startMs: r.endMs, method: '1min', statistic: 'mean', knownAtMs: 0, deviceTimeMs: null };
      expect(lines.of(one as unknown as Reading)).toEqual(readingLines(one as unknown as Reading, (m) => given.get(m)));
    }),
    { seed: 31, numRuns: 1_000 },
  );
});
