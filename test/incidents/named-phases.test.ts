/** What a three-phase meter says of its phases names what single-phase meters beside it saw at the same time. */
import { expect, test } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import { correlate } from '../../correlator/answer.ts';
import { disturbance, HOUR, MIN, meter, NOON, read, town } from '../answer/town.ts';

const kinds = (more: Partial<CaseFacts>) =>
  correlate(town(more), { triage: read }).incidents.map((k) => [k.kind, k.meters.length]);
const slow = { method: '15min' } as const;
const meters = [
  ...town().meters,
  meter('M-three', 'T22-1', { ...slow, phases: 'ABC' }),
  meter('M-one', 'T22-1', { ...slow, phases: 'A' }),
];
const broken = disturbance('M-three', 'broken_neutral', NOON, {
  pct: 145,
  perPhase: { A: 145, B: 83, C: 96 },
  durationMs: 3 * HOUR,
  method: '15min',
});
const beside = (kind: 'undervoltage' | 'overvoltage', pct: number, startMs = NOON + 5 * MIN) =>
  disturbance('M-one', kind, startMs, {
    pct,
    perPhase: { A: pct },
    phases: 'A',
    durationMs: 3 * HOUR,
    method: '15min',
  });

test('a low or high phase that began with the broken neutral is it', () => {
  for (const d of [beside('undervoltage', 84), beside('overvoltage', 118)]) {
    expect(kinds({ meters, disturbances: [broken, d] })).toEqual([['broken_neutral', 2]]);
  }
});

test('one that began another day is not', () => {
  const other = beside('undervoltage', 84, NOON - 30 * HOUR);
  expect(kinds({ meters, disturbances: [other, broken] })).toEqual([
    ['undervoltage', 1],
    ['broken_neutral', 1],
  ]);
});

test('a lost phase makes lows, never highs', () => {
  const lost = { ...broken, kind: 'phase_loss', pct: 48, perPhase: { A: 48, B: 99, C: 52 } } as const;
  expect(kinds({ meters, disturbances: [lost, beside('undervoltage', 82)] })).toEqual([['phase_loss', 2]]);
  expect(kinds({ meters, disturbances: [lost, beside('overvoltage', 112)] })).toEqual([
    ['phase_loss', 1],
    ['overvoltage', 1],
  ]);
});
