/** The lasting troubles that were built into the grid: low voltage in the evening, high voltage at noon. */
import type { Generator, Played } from './types.ts';

export const chronic: Generator = {
  id: 'chronic',
  play(world) {
    const played: Played[] = [];
    for (const area of world.grid.areas) {
      if (area.fate === 'sound' || area.faultySection === null) continue;
      const low = area.fate !== 'pv';
      const section = area.faultySection;
      played.push({
        id: '',
        cause: low ? 'low_voltage' : 'overvoltage',
        subcause: low ? area.fate : null,
        kind: low ? 'undervoltage' : 'overvoltage',
        section,
        startMs: world.fromMs,
        endMs: world.toMs,
        effects: [{ kind: 'chronic', section, low, startMs: world.fromMs, endMs: world.toMs }],
        operations: [],
        works: null,
      });
    }
    return played;
  },
};
