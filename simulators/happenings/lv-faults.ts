/** Faults that leave part of the supply on: broken neutral, one phase lost, a loose contact in a service. */
import type { Section } from '../../core/network.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import { type Effect, type Generator, howMany, type Played, type World } from './types.ts';

export const brokenNeutral: Generator = {
  id: 'neutral_fault',
  play(world, rng) {
    const mains = world.grid.sections.filter(
      (s) => s.voltageKv === 0.4 && s.phases === 'ABCN' && s.kind !== 'service' && world.grid.fedBy(s.id).length >= 3,
    );
    return Array.from({ length: howMany(world, world.scenario.neutralFaults, rng) }, () => {
      const section = rng.weighted(mains.map((s) => [s, world.grid.fedBy(s.id).length] as const));
      const startMs = anyHour(world, rng);
      const endMs = startMs + rng.logNormal(130, 0.5) * MINUTE_MS;
      return lvFault('neutral_fault', 'broken_neutral', section, {
        kind: 'open_neutral',
        section: section.id,
        startMs,
        endMs,
      });
    });
  },
};

export const phaseLoss: Generator = {
  id: 'phase_loss',
  play(world, rng) {
    const fuses = world.grid.sections.filter((s) => s.device === 'dropout_fuse');
    return Array.from({ length: howMany(world, world.scenario.phaseLosses, rng) }, (): Played => {
      const section = rng.pick(fuses);
      const startMs = anyHour(world, rng);
      const endMs = startMs + rng.logNormal(150, 0.45) * MINUTE_MS;
      const phase = rng.pick(['A', 'B', 'C'] as const);
      const played = lvFault('phase_loss', 'phase_loss', section, {
        kind: 'open_phase',
        section: section.id,
        phase,
        startMs,
        endMs,
      });
      const known = endMs + rng.range(5, 60) * MINUTE_MS;
      if (!rng.chance(0.6)) return played;
      return {
        ...played,
        operations: [
          {
            timeMs: startMs + rng.normal(0, 8) * MINUTE_MS,
            section: section.id,
            op: 'fuse_blown',
            phases: phase,
            source: 'crew',
            knownAtMs: known,
          },
          {
            timeMs: endMs + rng.normal(0, 2) * MINUTE_MS,
            section: section.id,
            op: 'close',
            phases: phase,
            source: 'crew',
            knownAtMs: known,
          },
        ],
      };
    });
  },
};

export const looseContact: Generator = {
  id: 'loose_contact',
  play(world, rng) {
    const services = world.grid.customers.filter((c) => c.area !== null && c.phases.length === 1);
    return Array.from({ length: howMany(world, world.scenario.looseContacts, rng) }, () => {
      const customer = rng.pick(services);
      const section = world.grid.topo.sections.get(customer.service);
      if (section === undefined) throw new Error('invariant broken: a customer without a service');
      const startMs = anyHour(world, rng);
      const endMs = Math.min(world.toMs, startMs + rng.range(2, 9) * DAY_MS);
      return lvFault('loose_contact', 'loose_contact', section, {
        kind: 'loose',
        section: section.id,
        ohm: rng.range(0.8, 2.6),
        startMs,
        endMs,
      });
    });
  },
};

function lvFault(cause: Played['cause'], kind: Played['kind'], section: Section, effect: Effect): Played {
  return {
    id: '',
    cause,
    subcause: null,
    kind,
    section: section.id,
    startMs: effect.startMs,
    endMs: effect.endMs,
    effects: [effect],
    operations: [],
    works: null,
  };
}

const anyHour = (world: World, rng: Rng): number => rng.range(world.fromMs + HOUR_MS, world.toMs - DAY_MS / 2);
