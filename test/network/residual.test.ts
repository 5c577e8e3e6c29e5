import { describe, expect, it } from 'vitest';
import {
  clockHour,
  linePair,
  lvSeeing,
  phaseLetters,
  samePhaseElsewhere,
  seenByLv,
} from '../../core/network/phases.ts';
import { lvPhasesTouched, lvResidual, type MvFault, mvPhasors } from '../../core/network/residual.ts';

const triple = (group: string | null, fault: MvFault) => {
  const v = lvResidual(group, fault);
  return v && [v.A, v.B, v.C].map((x) => Math.round(x * 1000) / 1000);
};

describe('phase labels through a vector group', () => {
  it.each([
    ['Dyn11', 'A', 'AB', false],
    ['Dyn11', 'B', 'BC', false],
    ['Dyn11', 'C', 'CA', false],
    ['', 'A', 'AB', false], //      empty in the file = Dyn11
    ['Dyn1', 'A', 'CA', true], //   A − C lags A by 30°
    ['Dyn5', 'A', 'AB', true], //   B − A lags A by 150°
    ['Dyn7', 'A', 'CA', false], //  C − A
    ['Yyn0', 'B', 'B', false],
    ['Yyn6', 'C', 'C', true],
    ['Dzn4', 'A', 'B', false], //   120° behind
    ['Yzn11', 'C', 'CA', false],
  ] as const)('%s: LV %s sees %s', (group, lv, of, inverted) => {
    expect(seenByLv(group, lv)).toEqual({ of, inverted });
    expect(lvSeeing(group, of)).toBe(lv);
  });

  it('compares phases of two areas only where they share an MV voltage', () => {
    expect(samePhaseElsewhere('Dyn11', 'A', 'Dyn11')).toBe('A');
    expect(samePhaseElsewhere('Dyn11', 'A', 'Dyn7')).toBe('B'); // A − B: a of Dyn11; Dyn7 has C − A, A − B, B − C
    expect(samePhaseElsewhere('Dyn11', 'A', 'Yyn0')).toBeNull();
    expect(samePhaseElsewhere('nonsense', 'A', 'Dyn11')).toBeNull();
  });

  it('reads labels', () => {
    expect(['CA', 'ABCN', '?', '', 'b', 'total'].map(phaseLetters)).toEqual(['AC', 'ABC', '', '', 'B', '']);
    expect(['AC', 'CB', 'A', 'ABC'].map(linePair)).toEqual(['CA', 'BC', null, null]);
    expect(['Dyn11', 'Yyn12', 'Dyn13', 'YNd5', null].map(clockHour)).toEqual([11, 0, null, 5, 11]);
  });
});

describe('residual voltage on the LV side', () => {
  it.each([
    ['Dyn11', 'AB', 0, [0, 0.866, 0.866]],
    ['Dyn11', 'AB', 0.5, [0.5, 0.901, 0.901]],
    ['Dyn11', 'BC', 0, [0.866, 0, 0.866]],
    ['Yyn0', 'AB', 0, [0.5, 0.5, 1]],
    ['Yyn0', 'CA', 0, [0.5, 1, 0.5]],
  ] as const)('%s, MV %s at %d', (group, pair, residualPu, expected) => {
    expect(triple(group, { kind: 'phase_phase', pair, residualPu })).toEqual(expected);
  });

  it('an MV earth fault without a low earthing path never reaches the LV side', () => {
    const fault = { kind: 'earth', phase: 'A', residualPu: 0 } as const;
    for (const group of ['Dyn11', 'Yyn0']) expect(triple(group, fault)).toEqual([1, 1, 1]);
    expect(Math.hypot(...mvPhasors(fault).B)).toBeCloseTo(Math.sqrt(3), 12);
  });

  it('one drop-out fuse open, by vector group', () => {
    expect(triple('Dyn11', { kind: 'open_phase', phase: 'A', split: 0.5 })).toEqual([0.5, 1, 0.5]);
    expect(triple('Dyn11', { kind: 'open_phase', phase: 'A', split: 0.3 })).toEqual([0.3, 1, 0.7]);
    expect(triple('Yyn0', { kind: 'open_phase', phase: 'A', split: 0.5 })).toEqual([0, 0.866, 0.866]);
  });

  it('names the phases below the threshold', () => {
    expect(lvPhasesTouched('Dyn11', { kind: 'phase_phase', pair: 'AB', residualPu: 0.5 })).toBe('A');
    expect(lvPhasesTouched('Dyn11', { kind: 'phase_phase', pair: 'AB', residualPu: 0 })).toBe('ABC');
    expect(lvPhasesTouched('Yyn0', { kind: 'phase_phase', pair: 'AB', residualPu: 0 })).toBe('AB');
    expect(triple('Dyn11', { kind: 'three_phase', residualPu: 0.7 })).toEqual([0.7, 0.7, 0.7]);
  });
});
