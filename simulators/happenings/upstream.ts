/** Trouble beyond the busbar: dips of the 110 kV grid that everybody sees. */
import type { FaultShape } from '../physics/vector-group.ts';
import { inStorm } from '../storms/storm.ts';
import { type Generator, howMany, type Played } from './types.ts';

export const upstream: Generator = {
  id: 'upstream',
  play(world, rng) {
    return Array.from({ length: howMany(world, world.scenario.upstream, rng) }, (): Played => {
      // Far lines are struck in the same weather.
      const storm = world.storms.length > 0 && rng.chance(0.4) ? rng.pick(world.storms) : null;
      const startMs =
        storm === null ? rng.range(world.fromMs, world.toMs - 3_600_000) : rng.range(storm.startMs, storm.endMs);
      const shape: FaultShape = rng.weighted([
        ['AB', 1],
        ['BC', 1],
        ['CA', 1],
        ['ABC', 2],
      ] as const);
      const endMs = startMs + rng.range(55, 130);
      return {
        id: '',
        cause: 'upstream',
        subcause: inStorm(world.storms, startMs) ? 'storm' : null,
        kind: 'dip',
        section: null,
        startMs,
        endMs,
        effects: [{ kind: 'dip', shape, place: null, arcOhm: 0, upstreamPu: rng.range(0.3, 0.82), startMs, endMs }],
        operations: [],
        works: null,
      };
    });
  },
};
