/** No bytes make a reader of recordings throw. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecorded } from '../../collector/formats/index.ts';

const CFG =
  'S,D,1999\r\n3,2A,1D\r\n1,UA,A,,V,0.1,0,0,-32767,32767,1,1,P\r\n2,UB,B,,V,0.1,0,0,-32767,32767,1,1,P\r\n1,d,,,0\r\n50\r\n1\r\n2000,4\r\n17/03/2024,05:55:30.25\r\n17/03/2024,05:55:30.25\r\nASCII\r\n1\r\n';
const BINARY_CFG = CFG.replace('ASCII', 'BINARY');
const CFF = `--- file type: CFG ---\r\n${CFG}--- file type: DAT ASCII ---\r\n1,0,1,2,0\r\n2,500,1,2,1\r\n`;
const CSV = 'Date;Time;Voltage\n1/2/2007;00:00:00;243.150\n1/2/2007;00:01:00;?\n';
const READINGS = 'meter,time,interval_s,ua\nM,2026-07-01T20:10:00+08:00,600,221.3\n';
const bytes = (text: string) => new TextEncoder().encode(text);

/** Cut, overwrite, double: what a broken disk or a bad tool does. */
const mutation = fc.array(
  fc.tuple(fc.nat(2000), fc.integer({ min: 0, max: 255 }), fc.constantFrom('set', 'cut', 'insert', 'repeat')),
  {
    maxLength: 6,
  },
);

function mutate(original: Uint8Array, changes: readonly (readonly [number, number, string])[]): Uint8Array {
  let b = [...original];
  for (const [at, value, how] of changes) {
    const i = b.length === 0 ? 0 : at % b.length;
    if (how === 'set') b[i] = value;
    else if (how === 'cut') b = b.slice(0, i);
    else if (how === 'insert') b.splice(i, 0, value);
    else b = [...b.slice(0, i), ...b.slice(i, i + value), ...b.slice(i)];
  }
  return Uint8Array.from(b);
}

const read = (name: string, content: Uint8Array, dat: Uint8Array | null) =>
  readRecorded({ name, bytes: content, zone: 'Asia/Shanghai', companion: () => dat && { name: 'x.dat', bytes: dat } });

test.each([
  ['x.cfg', CFG],
  ['x.cfg', BINARY_CFG],
  ['x.cff', CFF],
  ['x.csv', CSV],
  ['readings.csv', READINGS],
])('mutated %s', (name, content) => {
  fc.assert(
    fc.property(mutation, fc.uint8Array({ maxLength: 200 }), fc.boolean(), (changes, dat, hasDat) => {
      const result = read(name, mutate(bytes(content), changes), hasDat ? dat : null);
      for (const p of result.problems) expect(p.file).not.toBe('');
      if (result.records.length === 0) expect(result.problems.some((p) => p.severity === 'error')).toBe(true);
    }),
    { seed: 7_112, numRuns: 150 },
  );
});

test('random bytes under any name', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('a.cfg', 'a.cff', 'a.csv', 'a.dat', 'readings.csv', ''),
      (content, name) => {
        expect(read(name, content, content).problems.length).toBeGreaterThan(0);
      },
    ),
    { seed: 7_113, numRuns: 200 },
  );
});
