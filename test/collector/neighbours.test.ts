/** A meter against its neighbours: what only one of them shows, and labels that fit in another order. */
import { describe, expect, it } from 'vitest';
import { Neighbours } from '../../collector/sanity/neighbours.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { Reading } from '../../core/series.ts';

const T0 = Date.UTC(2026, 6, 1, 12);
const MIN = 60_000;
const OTHERS = ['N1', 'N2', 'N3', 'N4'].map((m) => id<MeterId>(m));
const OWN = id<MeterId>('M1');

/** Slow movements of the three phases, different from each other and never equal. */
const volts = (n: number) => ({
  A: 229 + 2.1 * Math.sin(n / 5),
  B: 231 + 1.7 * Math.sin(n / 7 + 1),
  C: 227 + 2.4 * Math.sin(n / 4 + 2),
});
function reading(meter: MeterId, n: number, u: { A: number; B: number; C: number }, i?: number): Reading {
  const endMs = T0 + n * MIN + 30_000;
  const one = (v: number) => (i === undefined ? { u: v } : { u: v, i });
  return {
    meter,
    startMs: endMs,
    endMs,
    values: { A: one(u.A), B: one(u.B), C: one(u.C) },
    method: '1min',
    statistic: 'snapshot',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: null,
  };
}
interface Play {
  readonly own?: (n: number, u: { A: number; B: number; C: number }) => { A: number; B: number; C: number };
  readonly others?: (n: number, u: { A: number; B: number; C: number }) => { A: number; B: number; C: number };
  readonly amps?: (n: number) => number;
}
function play({ own = (_, u) => u, others = (_, u) => u, amps }: Play) {
  const all = new Neighbours();
  const last = 60;
  for (let n = 0; n <= last + 1; n++) {
    for (const [k, m] of OTHERS.entries()) {
      const u = volts(n);
      const here = others(n, u);
      all.note(reading(m, n, { A: here.A - 0.3 * k, B: here.B - 0.2 * k, C: here.C - 0.4 * k }));
    }
    all.note(reading(OWN, n, own(n, volts(n)), amps?.(n)));
  }
  return all.doubts(OWN, OTHERS, T0 + (last + 2) * MIN + 1_000);
}
const dropAt = (at: number, by: number) => (n: number, u: { A: number; B: number; C: number }) =>
  n === at ? { ...u, A: u.A - by } : u;
/** The minute that is judged at the end of `play`. */
const JUDGED = 60;

describe('ask 19: a 15 V drop at one meter, not at its neighbours', () => {
  const calm = { A: 229, B: 231, C: 227 };
  const artefact = (p: Play) => play({ others: () => calm, ...p }).filter((d) => d.kind === 'sensor_artefact');

  it('is named, with how sure; a steady current makes it surer', () => {
    const [bare] = artefact({ own: (n) => dropAt(JUDGED, 15)(n, calm) });
    expect(bare).toMatchObject({ phases: 'A', detail: expect.stringContaining('-15.0 V') });
    const [known] = artefact({ own: (n) => dropAt(JUDGED, 15)(n, calm), amps: () => 4.2 });
    expect(known?.p).toBeGreaterThan(bare?.p ?? 1);
  });

  it("is the customer's own load where its current rose", () => {
    expect(artefact({ own: (n) => dropAt(JUDGED, 15)(n, calm), amps: (n) => (n === JUDGED ? 38 : 4.2) })).toEqual([]);
  });

  it('is a true drop where a neighbour on the phase has it too', () => {
    const both = (n: number) => dropAt(JUDGED, 15)(n, calm);
    expect(artefact({ own: both, others: both })).toEqual([]);
  });

  it('a small one is nothing', () => {
    expect(artefact({ own: (n) => dropAt(JUDGED, 5)(n, calm) })).toEqual([]);
  });
});

describe('ask 28: labels in another order', () => {
  it.each([
    ['BCA', (u: { A: number; B: number; C: number }) => ({ A: u.B, B: u.C, C: u.A })],
    ['CAB', (u: { A: number; B: number; C: number }) => ({ A: u.C, B: u.A, C: u.B })],
    ['BAC', (u: { A: number; B: number; C: number }) => ({ A: u.B, B: u.A, C: u.C })],
  ])('%s is named as a hypothesis', (order, turn) => {
    const doubts = play({ own: (_, u) => turn(u) });
    expect(doubts.filter((d) => d.kind === 'phase_rotation')).toMatchObject([
      { detail: expect.stringContaining(`${order} fits`) },
    ]);
  });

  it('right labels are not doubted', () => {
    expect(play({}).filter((d) => d.kind === 'phase_rotation')).toEqual([]);
  });
});
