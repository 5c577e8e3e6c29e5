/** Planned and unplanned works: what was announced, when it really began and ended, who was cut off. */

import type { WorksKind } from '../../core/facts.ts';
import { id, type WorksId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import { type Generator, howMany, type Played, type PlayedOperation, type World } from './types.ts';

type Fashion = 'notified' | 'unnotified' | 'overrun' | 'live';

export const works: Generator = {
  id: 'works',
  play(world, rng) {
    const s = world.scenario;
    const fashions: readonly (readonly [Fashion, number])[] = [
      ['notified', s.worksNotified],
      ['unnotified', s.worksUnnotified],
      ['overrun', s.worksOverrun],
      // Live-line work and inspections cut nobody off, but stand in the register all the same.
      ['live', s.worksNotified > 0 ? 2 : 0],
    ];
    const played: Played[] = [];
    for (const [fashion, perMonth] of fashions) {
      for (let i = howMany(world, perMonth, rng); i > 0; i--) played.push(oneWork(world, fashion, rng));
    }
    return played.map((p, i) =>
      p.works === null ? p : { ...p, works: { ...p.works, id: id<WorksId>(`W${String(i + 1).padStart(3, '0')}`) } },
    );
  },
};

function oneWork(world: World, fashion: Fashion, rng: Rng): Played {
  const cut = rng.pick(cuttable(world));
  const sections = [
    cut.id,
    ...rng
      .shuffled(world.grid.topo.sectionsBelow(cut.to).filter((s) => s.kind !== 'service'))
      .slice(0, rng.int(0, 2))
      .map((s) => s.id),
  ];
  const start = workingHour(world, rng);
  const plannedStartMs = Math.round(start / (30 * MINUTE_MS)) * 30 * MINUTE_MS;
  const plannedEndMs = plannedStartMs + rng.int(4, 16) * 30 * MINUTE_MS;
  const actualStartMs = plannedStartMs + rng.range(0, 25) * MINUTE_MS;
  const actualEndMs =
    fashion === 'overrun'
      ? plannedEndMs + rng.range(45, 200) * MINUTE_MS
      : plannedEndMs - rng.range(-15, 50) * MINUTE_MS;
  const kind: WorksKind =
    fashion === 'unnotified'
      ? rng.pick(['temporary', 'emergency', 'third_party'] as const)
      : fashion === 'live'
        ? 'maintenance'
        : rng.chance(0.7)
          ? 'planned'
          : 'temporary';
  const noticeMs = kind === 'planned' ? rng.range(7.2, 12) * DAY_MS : rng.range(26, 60) * HOUR_MS;
  // An announcement that came too late is no notice either.
  const lateNotice = fashion === 'unnotified' && rng.chance(0.3);
  const notifiedAtMs =
    fashion === 'unnotified'
      ? lateNotice
        ? plannedStartMs - rng.range(2, 10) * HOUR_MS
        : null
      : plannedStartMs - noticeMs;
  const dead =
    fashion === 'live' ? [] : [{ kind: 'dead' as const, section: cut.id, startMs: actualStartMs, endMs: actualEndMs }];
  return {
    id: '',
    cause: fashion === 'unnotified' ? 'works_unnotified' : fashion === 'overrun' ? 'works_overrun' : 'works_notified',
    subcause: kind,
    kind: 'outage',
    section: cut.id,
    startMs: actualStartMs,
    endMs: actualEndMs,
    effects: dead,
    operations: fashion === 'live' ? [] : switching(cut, actualStartMs, actualEndMs, rng),
    works: {
      id: id<WorksId>(''),
      sections,
      plannedStartMs: fashion === 'unnotified' && kind !== 'temporary' ? null : plannedStartMs,
      plannedEndMs: fashion === 'unnotified' && kind !== 'temporary' ? null : plannedEndMs,
      actualStartMs,
      actualEndMs,
      notifiedAtMs,
      kind,
      status: '已完成',
      // Emergency work is written down afterwards.
      knownAtMs: notifiedAtMs ?? actualStartMs + rng.range(5, 90) * MINUTE_MS,
    },
  };
}

/** Places that can be switched off without taking down half the town: laterals, transformers, LV mains, the end of the trunk. */
function cuttable(world: World): Section[] {
  return world.grid.sections.filter((s) => {
    if (s.normallyOpen || s.device === 'none' || s.kind === 'service' || s.id === 'T1') return false;
    const customers = world.grid.fedBy(s.id).length;
    return customers >= 5 && customers <= 90;
  });
}

function switching(cut: Section, startMs: number, endMs: number, rng: Rng): PlayedOperation[] {
  if (cut.voltageKv !== 10 || !rng.chance(0.7)) return [];
  const known = endMs + rng.range(10, 90) * MINUTE_MS;
  return [
    {
      timeMs: startMs + rng.normal(0, 2) * MINUTE_MS,
      section: cut.id,
      op: 'open',
      phases: 'ABC',
      source: 'crew',
      knownAtMs: known,
    },
    {
      timeMs: endMs + rng.normal(0, 2) * MINUTE_MS,
      section: cut.id,
      op: 'close',
      phases: 'ABC',
      source: 'crew',
      knownAtMs: known,
    },
  ];
}

/** A moment between eight and half past ten in the morning, or after lunch, with room for the rest of the works. */
export function workingHour(world: World, rng: Rng): number {
  const days = Math.max(1, Math.floor((world.toMs - world.fromMs) / DAY_MS) - 1);
  const day = dayStart(world.fromMs + DAY_MS / 2) + rng.int(0, days - 1) * DAY_MS;
  const at = day + (rng.chance(0.75) ? rng.range(8, 10.5) : rng.range(13, 15)) * HOUR_MS;
  return Math.max(at, world.fromMs + HOUR_MS);
}
