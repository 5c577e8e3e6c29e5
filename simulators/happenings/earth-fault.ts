/** One phase to earth where the neutral is isolated or has a coil: the 10 kV side sees it for minutes or hours, the customers see nothing. */
import { MINUTE_MS } from '../local-time.ts';
import { hazard } from './line-fault.ts';
import { type Generator, howMany, type Played } from './types.ts';

export const earthFault: Generator = {
  id: 'earth_fault',
  play(world, rng) {
    if (world.grid.neutral !== 'coil' && world.grid.neutral !== 'isolated') return [];
    const sections = world.grid.sections.filter((s) => s.voltageKv === 10 && s.kind === 'overhead' && !s.normallyOpen);
    return Array.from({ length: howMany(world, world.scenario.earthFaults, rng) }, (): Played => {
      const section = rng.weighted(sections.map((s) => [s, hazard(s)] as const));
      const feeder =
        world.grid.feeders.find((f) => world.grid.topo.feeds(f.breaker, section.to)) ?? world.grid.feeders[0];
      const startMs = rng.range(world.fromMs, world.toMs - 4 * 3_600_000);
      const endMs = startMs + rng.logNormal(18, 1) * MINUTE_MS;
      return {
        id: '',
        cause: 'line_fault',
        subcause: 'tree',
        kind: 'earth_fault',
        section: section.id,
        startMs,
        endMs,
        effects: [
          {
            kind: 'earth_fault',
            feeder: feeder?.breaker ?? section.id,
            phase: rng.pick(['A', 'B', 'C'] as const),
            residualPu: rng.range(0.02, 0.35),
            startMs,
            endMs,
          },
        ],
        operations: [],
        works: null,
      };
    });
  },
};
