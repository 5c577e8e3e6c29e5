/** What every place of the grid experiences from what is played: when it is dark, what a dip leaves it, how its voltages are bent. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import { phasesOf, type SimGrid } from '../grid/types.ts';
import type { DipEffect, Effect, Played } from '../happenings/types.ts';
import { hourOf, weekdayOf } from '../local-time.ts';
import { noiseAt } from '../random.ts';
import { EARTH_FAULT_DROP_PU } from './load-flow.ts';
import { floatingStar } from './neutral.ts';
import { residualPu } from './short-circuit.ts';
import { lvPhases, mvPhases, openPhase, type Triple } from './vector-group.ts';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** A dip as it passed, with the incident it belongs to. */
export interface PlayedDip extends DipEffect {
  readonly incident: string;
}

type Bending = Extract<Effect, { kind: 'open_phase' | 'open_neutral' | 'loose' }>;
type HeavyLoad = Extract<Effect, { kind: 'heavy_load' }>;

export interface GridState {
  /** Times without supply, merged, in order. */
  darkAt(node: NodeId): readonly Span[];
  /** Times a customer is cut off for arrears. */
  switchedOff(node: NodeId): readonly Span[];
  readonly dips: readonly PlayedDip[];
  /** Residual of the three phases at a node during a dip, per unit of the voltage before. MV: phase-earth. */
  dipPu(dip: DipEffect, node: NodeId): Triple;
  /** What loads feel: LV phases, also for customers at 10 kV, whose machines stand behind a Dyn11 transformer of their own. */
  feltPu(dip: DipEffect, node: NodeId): Triple;
  /** Lasting effects that bend the voltages of a node, whatever the moment. */
  bendings(node: NodeId): readonly Bending[];
  heavyLoads(node: NodeId): readonly { readonly effect: HeavyLoad; readonly dropV: number }[];
  /** Voltages at a moment with the lasting effects on top of `base`; load of customers through `watts`. */
  bent(node: NodeId, base: Triple, ms: number, watts: (customer: number) => number): Triple;
}

/** Conductance the earthing of the neutral in houses still offers behind the break, S (some 60 ohm). */
const EARTHING_S = 0.016;
const NOMINAL_V = 231;

export function createState(
  grid: SimGrid,
  seed: number,
  played: readonly Played[],
  cutOff: ReadonlyMap<NodeId, readonly Span[]> = new Map(),
): GridState {
  const { bySection, dips, heavy } = sorted(played);
  const customerIndex = new Map(grid.customers.map((c, i) => [c.node, i]));
  const darkCache = new Map<NodeId, Span[]>();
  const bendCache = new Map<NodeId, Bending[]>();
  const heavyCache = new Map<NodeId, { effect: HeavyLoad; dropV: number }[]>();
  const dipCache = new Map<string, Triple>();

  const above = (node: NodeId): Effect[] => grid.topo.upstream(node).flatMap((s) => bySection.get(s.id) ?? []);
  const bendings = (node: NodeId): Bending[] =>
    cached(bendCache, node, () =>
      above(node).filter((e) => e.kind === 'open_phase' || e.kind === 'open_neutral' || e.kind === 'loose'),
    );
  const heavyLoads = (node: NodeId) =>
    cached(heavyCache, node, () =>
      heavy.flatMap((effect) => {
        const z = sharedLvOhm(grid, grid.customers[effect.customer]?.node ?? null, node);
        return z === 0 ? [] : [{ effect, dropV: effect.amps * z }];
      }),
    );

  const areaOf = (node: NodeId) => grid.areaById.get(grid.topo.areaOf(node) ?? ('' as NodeId));
  const residualAt = (dip: DipEffect, node: NodeId): number =>
    dip.place === null ? dip.upstreamPu : residualPu(grid, dip.place, dip.arcOhm, areaOf(node)?.mvNode ?? node);
  const felt = (dip: DipEffect, node: NodeId): Triple =>
    cached(dipCache, `${dip.startMs}|${node}`, () =>
      lvPhases(areaOf(node)?.vectorGroup ?? 'Dyn11', dip.shape, residualAt(dip, node), EARTH_FAULT_DROP_PU),
    );

  return {
    dips,
    bendings,
    heavyLoads,
    switchedOff: (node) => cutOff.get(node) ?? [],
    darkAt: (node) => cached(darkCache, node, () => merged(above(node).filter((e) => e.kind === 'dead'))),
    dipPu: (dip, node) =>
      grid.topo.areaOf(node) === null ? mvPhases(dip.shape, residualAt(dip, node)) : felt(dip, node),
    feltPu: felt,
    bent(node, base, ms, watts) {
      let volts = base;
      for (const e of bendings(node)) {
        if (ms < e.startMs || ms >= e.endMs) continue;
        if (e.kind === 'open_phase') volts = afterOpenPhase(grid, node, e, volts, seed);
        else if (e.kind === 'open_neutral') volts = afterOpenNeutral(grid, e.section, volts, watts, customerIndex);
        else volts = afterLoose(e.ohm, watts(customerIndex.get(node) ?? -1), volts, noiseAt(seed, 900, ms / 1000));
      }
      return volts;
    },
  };
}

/** Effects by the section they act on, and those that act beyond their section apart. */
function sorted(played: readonly Played[]) {
  const bySection = new Map<SectionId, Effect[]>();
  const dips: PlayedDip[] = [];
  const heavy: HeavyLoad[] = [];
  for (const p of played) {
    for (const e of p.effects) {
      if (e.kind === 'dip') dips.push({ ...e, incident: p.id });
      else if (e.kind === 'heavy_load') heavy.push(e);
      else if (e.kind !== 'earth_fault') bySection.set(e.section, [...(bySection.get(e.section) ?? []), e]);
    }
  }
  return { bySection, heavy, dips: dips.sort((a, b) => a.startMs - b.startMs) };
}

/** True while the machine of a heavy load is being used. */
export function atWork(e: HeavyLoad, ms: number): boolean {
  const h = hourOf(ms);
  return ms >= e.startMs && ms < e.endMs && h >= e.hours[0] && h < e.hours[1] && weekdayOf(ms) !== 0;
}

function afterOpenPhase(
  grid: SimGrid,
  node: NodeId,
  e: Extract<Effect, { kind: 'open_phase' }>,
  base: Triple,
  seed: number,
): Triple {
  const area = grid.areaById.get(grid.topo.areaOf(node) ?? ('' as NodeId));
  if (area === undefined)
    return scaled(base, [e.phase === 'A' ? 0.5 : 1, e.phase === 'B' ? 0.5 : 1, e.phase === 'C' ? 0.5 : 1]);
  const split = 0.5 + 0.12 * (noiseAt(seed, 800, grid.areas.indexOf(area)) - 0.5);
  return scaled(base, openPhase(area.vectorGroup, e.phase, split));
}

function afterOpenNeutral(
  grid: SimGrid,
  section: SectionId,
  base: Triple,
  watts: (c: number) => number,
  index: ReadonlyMap<NodeId, number>,
): Triple {
  const load: [number, number, number] = [0, 0, 0];
  for (const c of grid.fedBy(section)) {
    const w = watts(index.get(c.node) ?? -1);
    const phases = phasesOf(c.phases);
    for (const p of phases) load['ABC'.indexOf(p) as 0 | 1 | 2] += Math.max(0, w) / phases.length;
  }
  return floatingStar(base, load, NOMINAL_V, EARTHING_S);
}

/** The contact burns open and shut: its resistance is anything up to `ohm`, the drop follows the load. */
function afterLoose(ohm: number, watts: number, base: Triple, luck: number): Triple {
  const amps = Math.max(0, watts) / NOMINAL_V;
  const factor = 1 - Math.min(0.6, (amps * ohm * luck) / NOMINAL_V);
  return [base[0] * factor, base[1] * factor, base[2] * factor];
}

/** Magnitude of the impedance two LV places have in common, transformer included; 0 in different areas. */
function sharedLvOhm(grid: SimGrid, a: NodeId | null, b: NodeId): number {
  if (a === null) return 0;
  const area = grid.topo.areaOf(a);
  if (area === null || area !== grid.topo.areaOf(b)) return 0;
  const common = grid.topo.commonNode(a, b);
  if (common === null) return 0;
  let r = 0;
  let x = 0;
  for (const s of grid.topo.upstream(common)) {
    if (s.kind === 'transformer') {
      x += (0.038 * 160) / (s.sKva ?? 100);
      r += (0.017 * 160) / (s.sKva ?? 100);
      break;
    }
    r += ((s.rOhmPerKm ?? 0) * (s.lengthM ?? 0)) / 1000;
    x += ((s.xOhmPerKm ?? 0) * (s.lengthM ?? 0)) / 1000;
  }
  return Math.hypot(r, x);
}

export const scaled = (u: Triple, by: Triple): Triple => [u[0] * by[0], u[1] * by[1], u[2] * by[2]];

function merged(spans: readonly Span[]): Span[] {
  const out: { startMs: number; endMs: number }[] = [];
  for (const s of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = out[out.length - 1];
    if (last !== undefined && s.startMs <= last.endMs) last.endMs = Math.max(last.endMs, s.endMs);
    else out.push({ startMs: s.startMs, endMs: s.endMs });
  }
  return out;
}

function cached<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
