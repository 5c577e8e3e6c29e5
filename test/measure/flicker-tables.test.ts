/** The tables of IEC 61000-4-15 edition 2; expectations typed in from the standard's points, each of which means "1". */
import { describe, expect, test } from 'vitest';
import { gainAt, lowPass, pinstScale, weighting } from '../../collector/measure/flicker/chain.ts';
import { type Supply, TABLE_1, TABLE_2, TABLE_5 } from '../oracles/flicker-signals.ts';
import { pstOfModulation } from './flicker.ts';

const HOMES: readonly Supply[] = [
  { lamp: 230, lineHz: 50 },
  { lamp: 120, lineHz: 60 },
];

describe('table 5: Pst = 1 by rectangular changes', () => {
  for (const { supply, points } of TABLE_5)
    test(`${supply.lamp} V ${supply.lineHz} Hz, within 0.5 %`, () => {
      for (const [perMinute, changePct] of points) {
        const { pst } = pstOfModulation({ shape: 'rectangular', hz: perMinute / 120, changePct }, supply);
        expect(Math.abs((pst ?? 0) - 1), `${perMinute} changes a minute: ${pst}`).toBeLessThan(0.005);
      }
    });
});

describe('tables 1 and 2: Pinst,max = 1', () => {
  for (const supply of HOMES)
    for (const [shape, table] of [
      ['sine', TABLE_1],
      ['rectangular', TABLE_2],
    ] as const)
      test(`${shape}, ${supply.lamp} V ${supply.lineHz} Hz, within 1 % up to 25 Hz and 2 % above`, () => {
        for (const [hz, changePct] of table[supply.lamp]) {
          const { pinstMax } = pstOfModulation({ shape, hz, changePct }, supply, { periodS: 8 });
          const off = Math.abs((pinstMax ?? 0) - 1);
          expect(off, `${hz} Hz: ${pinstMax}`).toBeLessThan(hz <= 25 ? 0.01 : 0.02);
        }
      });
});

describe('the numbers confirm each other', () => {
  test('the scale from 8.8 Hz is the one standards.md derived', () => {
    expect(pinstScale(230)).toBeCloseTo(309_588, -2);
    expect(pinstScale(120)).toBeCloseTo(307_642, -2);
  });

  test('|F| at 8.8 Hz', () => {
    const gain = ({ lamp, lineHz }: Supply) =>
      [...lowPass(lineHz), ...weighting(lamp)].reduce((g, s) => g * gainAt(s, 8.8), 1);
    expect(HOMES.map((s) => gain(s).toFixed(4))).toEqual(['1.0017', '0.7826']);
  });
});
