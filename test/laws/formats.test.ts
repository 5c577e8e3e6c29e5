/**
 * No bytes make a reader of recordings throw, hang or allocate beyond what they hold. Two thousand inputs per reader; the
 * long run is `npm run fuzz`.
 */
import { expect, test } from 'vitest';
import { type FuzzTarget, rngOf, TARGETS } from './fuzz-inputs.ts';
import { violations } from './fuzz-laws.ts';

const RUNS = 2_000;
const SEED = 7_112;

function fuzz(target: FuzzTarget): void {
  for (let i = 0; i < RUNS; i++) {
    const of = target.make(rngOf(SEED + i));
    const broken = violations(target.read(of), of);
    if (broken.length > 0) expect({ target: target.id, seed: SEED + i, broken }).toEqual({ broken: [] });
  }
}

test.each(TARGETS.map((t) => [t.id, t] as const))('%s', (_id, target) => fuzz(target));

test('the laws see what is broken', () => {
  const target = TARGETS[0] as FuzzTarget;
  const of = { name: 'x.cfg', bytes: new Uint8Array(4), dat: null };
  expect(violations({ records: [], problems: [], channelList: [] }, of)).toEqual(['no record and no error']);
  const read = target.read(target.make(rngOf(1)));
  expect(Array.isArray(read.problems)).toBe(true);
});

test('whole samples are read without a broken law, most mutated ones still give a record', () => {
  for (const target of TARGETS) {
    let saved = 0;
    for (let i = 0; i < 200; i++) saved += target.read(target.make(rngOf(i))).records.length > 0 ? 1 : 0;
    // A generator whose inputs are all refused at the door tests nothing behind it.
    expect([target.id, saved > 20]).toEqual([target.id, true]);
  }
});
