/** To copy for one more kind of trouble. Compiles, is not registered. */
import { type Generator, howMany, type Played } from './types.ts';

export const blueprint: Generator = {
  id: 'blueprint',
  play(world, rng) {
    const sections = world.grid.sections.filter((s) => s.kind === 'overhead');
    return Array.from({ length: howMany(world, 1, rng) }, (): Played => {
      const section = rng.pick(sections).id;
      const startMs = rng.range(world.fromMs, world.toMs);
      const endMs = startMs + 3_600_000;
      return {
        id: '',
        cause: 'unknown',
        subcause: null,
        kind: 'outage',
        section,
        startMs,
        endMs,
        effects: [{ kind: 'dead', section, startMs, endMs }],
        operations: [],
        works: null,
      };
    });
  },
};
