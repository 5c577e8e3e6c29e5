/** Trees, animals, joints and old conductors; more of them on old and long sections and in storms. LV mains fail too. */
import type { Section } from '../../core/network.ts';
import { HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import { playFault, shapeOf } from './protection.ts';
import { type Generator, howMany, type Played, type World } from './types.ts';

const YEAR = 2026;
/** Extra faults by wind for every storm. */
const WIND_PER_STORM = 0.35;

export const lineFault: Generator = {
  id: 'line_fault',
  play(world, rng) {
    const sections = world.grid.sections.filter(
      (s) => (s.kind === 'overhead' || s.kind === 'cable') && !s.normallyOpen,
    );
    const weights = sections.map((s) => [s, hazard(s)] as const);
    const played: Played[] = [];
    const n = howMany(world, world.scenario.lineFaults, rng);
    // A few sections are truly bad and fail again and again: what a ranking should find.
    const bad = [rng.weighted(weights), rng.weighted(weights)];
    for (let i = 0; i < n; i++) {
      const section = i > 0 && rng.chance(0.35) ? rng.pick(bad) : rng.weighted(weights);
      played.push(
        fault(
          world,
          section,
          rng.range(world.fromMs + HOUR_MS, world.toMs - 6 * HOUR_MS),
          subcauseOf(section, rng),
          rng,
        ),
      );
    }
    const overhead = weights.filter(([s]) => s.kind === 'overhead' && s.voltageKv === 10);
    for (const storm of world.storms) {
      if (rng.chance(WIND_PER_STORM)) {
        const section = rng.weighted(overhead);
        played.push(
          fault(world, section, rng.range(storm.startMs, storm.endMs), rng.pick(['wind_typhoon', 'tree']), rng),
        );
      }
    }
    return played;
  },
};

/** Relative rate of faults: length, age, and how exposed it is. */
export function hazard(s: Section): number {
  const age = YEAR - (s.installedYear ?? 2010);
  const km = (s.lengthM ?? 0) / 1000;
  const exposed = s.kind === 'overhead' ? 1 : 0.35;
  const level = s.voltageKv === 10 ? 1 : 0.6;
  return km * exposed * level * (0.3 + (age / 15) ** 2);
}

function subcauseOf(s: Section, rng: Rng): string {
  if (s.kind === 'cable') return rng.chance(0.7) ? 'cable_joint' : 'ageing';
  return rng.weighted([
    ['tree', 3],
    ['animal', 2],
    ['ageing', 3],
  ] as const);
}

export function fault(
  world: World,
  section: Section,
  startMs: number,
  subcause: string,
  rng: Rng,
  cause: Played['cause'] = 'line_fault',
): Played {
  const head = { id: '', cause, subcause, section: section.id, startMs, works: null } as const;
  if (section.voltageKv !== 10) {
    const endMs = startMs + rng.logNormal(95, 0.45) * MINUTE_MS;
    const board = lvDevice(world, section);
    return {
      ...head,
      kind: 'outage',
      endMs,
      effects: [{ kind: 'dead', section: board, startMs, endMs }],
      operations: [],
    };
  }
  const temporary =
    subcause === 'animal'
      ? rng.chance(0.6)
      : subcause === 'tree' || subcause === 'wind_typhoon'
        ? rng.chance(0.5)
        : false;
  const place = { section: section.id, share: rng.next() };
  const sequence = playFault(
    world,
    { startMs, place, shape: shapeOf(world, rng), arcOhm: rng.range(0.05, 0.6), temporary },
    rng,
  );
  return {
    ...head,
    kind: 'interruption',
    endMs: sequence.endMs,
    effects: sequence.effects,
    operations: sequence.operations,
  };
}

/** The LV breaker at the board that clears a fault of this section. */
function lvDevice(world: World, section: Section): Section['id'] {
  const path = [section, ...world.grid.topo.upstream(section.from)];
  return path.find((s) => s.device === 'breaker' || s.kind === 'transformer')?.id ?? section.id;
}
