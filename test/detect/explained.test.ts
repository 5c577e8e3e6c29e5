/** One disturbance is counted once at one meter, whichever way it is measured. */
import { describe, expect, test } from 'vitest';
import { corners, seenFrom } from '../oracles/star-point.ts';
import { detect, kinds, times, type Values, volts } from './meter-series.ts';

const calm = (n: number) => times(n, volts(220, 221, 219));
const lost = volts(110, 221, 108);
const broken = volts(...seenFrom({ x: 80, y: 30 }, corners(220)));

describe.each(['1s', '10s', '1min', '10min', '15min'] as const)('%s values', (method) => {
  const n = { '1s': 2500, '10s': 300, '1min': 60, '10min': 9, '15min': 6 }[method];
  test('hours of a lost phase or a broken neutral are that and nothing else', () => {
    expect(kinds(detect([...calm(9), ...times(n, lost), ...calm(9)], method))).toEqual(['phase_loss AC']);
    expect(kinds(detect([...calm(9), ...times(n, broken), ...calm(9)], method))).toEqual(['broken_neutral ABC']);
    // Still running at the end.
    expect(kinds(detect([...calm(9), ...times(n, lost)], method))).toEqual(['phase_loss AC']);
  });

  test('a minute of it too', () => {
    const short = Math.max(2, { '1s': 60, '10s': 6, '1min': 2, '10min': 2, '15min': 2 }[method]);
    expect(kinds(detect([...calm(9), ...times(short, lost), ...calm(9)], method))).toEqual(['phase_loss AC']);
    expect(kinds(detect([...calm(9), ...times(short, broken), ...calm(9)], method))).toEqual(['broken_neutral ABC']);
  });
});

test('what happens elsewhere in time stays: a dip before, an outage after, a low evening around', () => {
  const dip = volts(100, 180, 101);
  const rows = [...calm(20), ...times(2, dip), ...calm(20), ...times(60, lost), ...calm(20), ...times(200, volts(0))];
  expect(kinds(detect(rows, '1s')).sort()).toEqual(['dip ABC', 'outage ABC', 'phase_loss AC']);
  // Five hours low on all phases, with half an hour of a lost one inside.
  const low = volts(190);
  const evening = [...calm(6), ...times(14, low), ...times(3, volts(95, 190, 95)), ...times(14, low), ...calm(6)];
  expect(kinds(detect(evening, '10min')).sort()).toEqual(['phase_loss AC', 'undervoltage ABC']);
});

test('the lowest value of the interval before belongs to it', () => {
  const withExtremes = (v: Values, low: readonly [number, number, number]): Values => ({
    A: { ...v.A, uMin: low[0] },
    B: { ...v.B, uMin: low[1] },
    C: { ...v.C, uMin: low[2] },
  });
  const sound = withExtremes(volts(220), [218, 218, 218]);
  const mixed = withExtremes(volts(206, 220, 205), [109, 218, 107]);
  const gone = withExtremes(lost, [109, 218, 107]);
  const rows = [...times(4, sound), mixed, ...times(4, gone), ...times(4, sound)];
  expect(kinds(detect(rows, '10min', { statistic: 'minmax' }))).toEqual(['phase_loss AC']);
  // The same lowest values and nothing after: a dip inside that interval.
  const once = [...times(4, sound), mixed, ...times(4, sound)];
  expect(kinds(detect(once, '10min', { statistic: 'minmax' }))).toEqual(['dip AC']);
});

test('an earth fault at medium voltage is no swell and no dip', () => {
  const u = 5774;
  const earth = volts(0.1 * u, 1.65 * u, 1.67 * u);
  for (const method of ['1s', '10min'] as const) {
    const rows = [...times(9, volts(u)), ...times(method === '1s' ? 90 : 5, earth), ...times(9, volts(u))];
    expect(kinds(detect(rows, method, { udinV: u }))).toEqual(['earth_fault A']);
  }
});
