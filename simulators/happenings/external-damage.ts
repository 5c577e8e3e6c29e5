/** A digger in a cable or a crane in a line, with the third party's works on the register or not. */
import { id, type WorksId } from '../../core/ids.ts';
import { HOUR_MS } from '../local-time.ts';
import { fault } from './line-fault.ts';
import { type Generator, howMany } from './types.ts';
import { workingHour } from './works.ts';

export const externalDamage: Generator = {
  id: 'external_damage',
  play(world, rng) {
    const sections = world.grid.sections.filter(
      (s) => s.voltageKv === 10 && (s.kind === 'cable' || s.kind === 'overhead') && !s.normallyOpen,
    );
    return Array.from({ length: howMany(world, world.scenario.externalDamage, rng) }, (_, i) => {
      const section = rng.pick(sections);
      const startMs = workingHour(world, rng);
      const played = fault(world, section, startMs, 'external_damage', rng, 'external_damage');
      if (!rng.chance(0.7)) return { ...played, subcause: null };
      return {
        ...played,
        subcause: null,
        works: {
          id: id<WorksId>(`WX${i + 1}`),
          sections: [section.id],
          plannedStartMs: startMs - 3 * HOUR_MS,
          plannedEndMs: startMs + 60 * HOUR_MS,
          actualStartMs: startMs - 2.5 * HOUR_MS,
          actualEndMs: startMs + 70 * HOUR_MS,
          notifiedAtMs: null,
          kind: 'third_party' as const,
          status: '进行中',
          knownAtMs: startMs - 20 * HOUR_MS,
        },
      };
    });
  },
};
