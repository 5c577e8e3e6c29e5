/** A short circuit from its first half cycle to the last customer back: who opens, what recloses, what is switched, when it is mended. */
import type { SectionId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import { HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { FaultPlace } from '../physics/short-circuit.ts';
import type { FaultShape } from '../physics/vector-group.ts';
import type { Rng } from '../random.ts';
import type { Effect, PlayedOperation, World } from './types.ts';

export interface FaultPlan {
  readonly startMs: number;
  readonly place: FaultPlace;
  readonly shape: FaultShape;
  readonly arcOhm: number;
  /** Goes away by itself once the arc is without voltage. */
  readonly temporary: boolean;
}

export interface Sequence {
  readonly effects: readonly Effect[];
  readonly operations: readonly PlayedOperation[];
  readonly endMs: number;
}

const PROTECTIVE = ['breaker', 'recloser', 'fuse', 'dropout_fuse'];
/** Shots after the first opening, dead time before each, s. Breakers of cable feeders do not reclose. */
const RECLOSE = { recloser: [0.8, 8], breaker: [1.2] } as const;

export function playFault(world: World, plan: FaultPlan, rng: Rng): Sequence {
  const section = sectionOf(world, plan.place.section);
  const path = [section, ...world.grid.topo.upstream(section.from)];
  const device = path.find((s) => PROTECTIVE.includes(s.device) && s.kind !== 'transformer');
  if (device === undefined) throw new Error(`invariant broken: nothing protects ${section.id}`);
  const out: { effects: Effect[]; operations: PlayedOperation[] } = { effects: [], operations: [] };
  const fuse = device.device === 'fuse' || device.device === 'dropout_fuse';
  const clearMs = fuse ? rng.range(40, 220) : rng.range(70, 130);
  dip(out.effects, plan, plan.startMs, clearMs);
  const openMs = plan.startMs + clearMs;
  if (fuse) return blown(plan, device, openMs, out, rng);
  const overhead =
    device.device === 'recloser' || (world.grid.feeders.find((f) => f.breaker === device.id)?.overheadShare ?? 0) > 0.4;
  return shots(world, plan, device, overhead, openMs, out, rng);
}

interface Out {
  readonly effects: Effect[];
  readonly operations: PlayedOperation[];
}

function dip(effects: Effect[], plan: FaultPlan, startMs: number, forMs: number): void {
  effects.push({
    kind: 'dip',
    shape: plan.shape,
    place: plan.place,
    arcOhm: plan.arcOhm,
    upstreamPu: Number.NaN,
    startMs,
    endMs: startMs + forMs,
  });
}

/** A fuse does not come back: a crew replaces it. */
function blown(plan: FaultPlan, device: Section, openMs: number, out: Out, rng: Rng): Sequence {
  const backMs = openMs + rng.logNormal(plan.temporary ? 75 : 140, 0.4) * MINUTE_MS;
  out.effects.push({ kind: 'dead', section: device.id, startMs: openMs, endMs: backMs });
  if (rng.chance(0.8)) {
    const known = backMs + rng.range(5, 60) * MINUTE_MS;
    out.operations.push({
      timeMs: openMs + rng.normal(0, 4) * MINUTE_MS,
      section: device.id,
      op: 'fuse_blown',
      phases: plan.shape,
      source: 'crew',
      knownAtMs: known,
    });
    out.operations.push({
      timeMs: backMs + rng.normal(0, 2) * MINUTE_MS,
      section: device.id,
      op: 'close',
      phases: 'ABC',
      source: 'crew',
      knownAtMs: known,
    });
  }
  return { ...out, endMs: backMs };
}

function shots(
  world: World,
  plan: FaultPlan,
  device: Section,
  overhead: boolean,
  firstOpenMs: number,
  out: Out,
  rng: Rng,
): Sequence {
  const scada = (timeMs: number, op: PlayedOperation['op']): void => {
    out.operations.push({
      timeMs,
      section: device.id,
      op,
      phases: 'ABC',
      source: 'scada',
      knownAtMs: timeMs + rng.range(2_000, 20_000),
    });
  };
  scada(firstOpenMs, 'trip');
  let openMs = firstOpenMs;
  const tries = !overhead ? [] : device.device === 'recloser' ? RECLOSE.recloser : RECLOSE.breaker;
  for (const [i, waitS] of tries.entries()) {
    const closeMs = openMs + waitS * 1000;
    out.effects.push({ kind: 'dead', section: device.id, startMs: openMs, endMs: closeMs });
    if (plan.temporary && (i > 0 || rng.chance(0.85))) {
      scada(closeMs, 'reclose_ok');
      return { ...out, endMs: closeMs };
    }
    const clearMs = rng.range(90, 450);
    dip(out.effects, plan, closeMs, clearMs);
    openMs = closeMs + clearMs;
    scada(openMs, 'reclose_failed');
  }
  return { ...out, endMs: restore(world, plan, device, openMs, out, rng) };
}

/** Lock-out: first the part before the fault is switched back, after the repair the rest. A fault that has gone is simply switched on. */
function restore(world: World, plan: FaultPlan, device: Section, openMs: number, out: Out, rng: Rng): number {
  const patrolMs = openMs + rng.logNormal(38, 0.35) * MINUTE_MS;
  const close = (timeMs: number, section: SectionId, op: 'open' | 'close'): void => {
    out.operations.push({
      timeMs,
      section,
      op,
      phases: 'ABC',
      source: section === device.id ? 'scada' : 'crew',
      knownAtMs: timeMs + rng.range(1, 15) * MINUTE_MS,
    });
  };
  if (plan.temporary) {
    out.effects.push({ kind: 'dead', section: device.id, startMs: openMs, endMs: patrolMs });
    close(patrolMs, device.id, 'close');
    return patrolMs;
  }
  const repairedMs = patrolMs + rng.logNormal(110, 0.4) * MINUTE_MS;
  const isolator = switchBefore(world, plan.place.section, device.id);
  if (isolator === null) {
    out.effects.push({ kind: 'dead', section: device.id, startMs: openMs, endMs: repairedMs });
    close(repairedMs, device.id, 'close');
    return Math.min(repairedMs, openMs + 12 * HOUR_MS);
  }
  out.effects.push({ kind: 'dead', section: device.id, startMs: openMs, endMs: patrolMs });
  out.effects.push({ kind: 'dead', section: isolator, startMs: openMs, endMs: repairedMs });
  close(patrolMs - 2 * MINUTE_MS, isolator, 'open');
  close(patrolMs, device.id, 'close');
  close(repairedMs, isolator, 'close');
  return repairedMs;
}

/** The switch nearest to the fault on its supply side, if one lies between it and the device that opened. */
function switchBefore(world: World, fault: SectionId, device: SectionId): SectionId | null {
  const section = sectionOf(world, fault);
  for (const s of [section, ...world.grid.topo.upstream(section.from)]) {
    if (s.id === device) return null;
    if (s.device === 'switch') return s.id;
  }
  return null;
}

export function sectionOf(world: World, section: SectionId): Section {
  const found = world.grid.topo.sections.get(section);
  if (found === undefined) throw new Error(`invariant broken: no section ${section}`);
  return found;
}

/** How the phases meet. One phase to earth trips only where the neutral is earthed through a small resistance. */
export function shapeOf(world: World, rng: Rng): FaultShape {
  const single = world.grid.neutral === 'low_resistance' || world.grid.neutral === 'solid' ? 1 : 0;
  return rng.weighted([
    ['AB', 2],
    ['BC', 2],
    ['CA', 2],
    ['ABC', 2.5],
    ['A', single],
    ['B', single],
    ['C', single],
  ] as const);
}
