/** Which channels belong together, by the names of real recorders. */
import { describe, expect, test } from 'vitest';
import { voltageGroups } from '../../collector/measure/voltage-groups.ts';

const groups = (...channels: (readonly [name: string, phase?: string, unit?: string, component?: string])[]) =>
  voltageGroups(
    channels.map(([name, phase = '', unit = 'V', component = '']) => ({ name, phase, unit, component })),
  ).map((g) => g.members.map((m) => `${m.channel}:${m.name}`).join(' '));

describe('voltage groups', () => {
  test('by name, residual left out', () => {
    expect(groups(['UA'], ['UB'], ['UC'], ['3U0'])).toEqual(['A:UA B:UB C:UC']);
  });
  test('by phase field, currents and neutral left out', () => {
    expect(
      groups(['VA', 'A', 'kV'], ['VB', 'B', 'kV'], ['VC', 'C', 'kV'], ['VN', 'N', 'kV'], ['IA', 'A', 'A']),
    ).toEqual(['A:VA B:VB C:VC']);
  });
  test('phase-phase names, whatever a numeric phase field says', () => {
    expect(groups(['U21', '0', 'V', '105'], ['U32', '1', 'V', '106'], ['Vo', '6'])).toEqual(['AB:U21 BC:U32']);
    expect(groups(['UAB'], ['UBC'], ['UCA'])).toEqual(['AB:UAB BC:UBC CA:UCA']);
  });
  test('several measuring points, in any order', () => {
    expect(
      groups(
        ['Ua1', 'A'],
        ['Ub1', 'B'],
        ['Uc1', 'C'],
        ['3U0', 'N'],
        ['Ux', 'N'],
        ['Ua对侧', 'A'],
        ['Ub对侧', 'B'],
        ['Uc对侧', 'C'],
      ),
    ).toEqual(['A:Ua1 B:Ub1 C:Uc1', 'A:Ua对侧 B:Ub对侧 C:Uc对侧']);
    expect(groups(['UA'], ['UA'], ['UB'], ['UB'])).toEqual(['A:UA B:UB', 'A:UA B:UB']);
    expect(groups(['220kV母线_Ua', 'A'], ['220kV母线_Ub', 'B'], ['电压3 Ua', 'A'], ['电压3 Ub', 'B'])).toEqual([
      'A:220kV母线_Ua B:220kV母线_Ub',
      'A:电压3 Ua B:电压3 Ub',
    ]);
  });
  test.each([
    ['U L1', 'A'],
    ['UL2', 'B'],
    ['V_C', 'C'],
    ['Va', 'A'],
    ['U_ab', 'AB'],
    ['UL1-L2', 'AB'],
    ['B相电压', 'B'],
    ['UAN', 'A'],
  ])('%s is %s', (name, expected) => {
    expect(groups([name])).toEqual([`${expected}:${name}`]);
  });
  test.each(['U0', 'Uo', 'VN', '3U0', 'Vn', 'Ux'])('%s is no phase', (name) => {
    expect(groups([name])).toEqual([]);
  });
});
