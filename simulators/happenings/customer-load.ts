/** A neighbour's welder or motor: a few per cent of voltage, many times an hour, on working days, in his street. */
import { DAY_MS } from '../local-time.ts';
import { type Generator, howMany } from './types.ts';

export const customerLoad: Generator = {
  id: 'customer_load',
  play(world, rng) {
    const shops = world.grid.customers.map((c, index) => ({ c, index })).filter(({ c }) => c.trade === 'workshop');
    return Array.from({ length: howMany(world, world.scenario.customerLoads, rng) }, () => {
      const { c, index } = rng.pick(shops);
      const startMs = rng.range(world.fromMs, world.fromMs + (world.toMs - world.fromMs) * 0.6);
      const endMs = Math.min(world.toMs, startMs + rng.range(4, 14) * DAY_MS);
      return {
        id: '',
        cause: 'customer_load' as const,
        subcause: rng.pick(['welder', 'motor']),
        kind: 'flicker' as const,
        section: c.service,
        startMs,
        endMs,
        effects: [
          {
            kind: 'heavy_load' as const,
            customer: index,
            amps: rng.range(90, 170),
            perHour: rng.range(40, 240),
            hours: [rng.int(8, 10), rng.int(17, 21)] as const,
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
