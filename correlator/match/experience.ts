/**
 * What a supply point met in one incident, with the probability that it met it: supply lost where the place says so,
 * else the dip that its neighbours in the network saw, through the vector group where phases must be compared.
 */

import type { IncidentKind } from '../../core/verdict.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { IncidentModel, Signal } from '../incidents/model.ts';
import { outSignals } from '../incidents/place.ts';
import { REACH } from '../params/reach.ts';
import type { ExperienceKind } from '../params/symptoms.ts';
import { affected } from './affected.ts';
import { phaseMatch } from './phase-match.ts';
import type { Met } from './response.ts';
import type { Site } from './site.ts';

export interface Experience extends Met {
  /** P(the supply point met this), 0–1. */
  readonly reach: number;
  /** How it is known. */
  readonly by:
    | 'own'
    | 'node'
    | 'area'
    | 'neighbour'
    | 'place'
    | 'network'
    | 'works'
    | 'calls'
    | 'elsewhere'
    | 'nowhere';
  /** Records that say so: the nearest ones, at most `FACTS_MAX`. */
  readonly signals: readonly Signal[];
}

const FACTS_MAX = 6;
/** Records looked at per incident and supply point when searching the nearest. */
const NEAREST_MAX = 60;

const MET_BY_KIND: Readonly<Record<IncidentKind, ExperienceKind>> = {
  dip: 'dip',
  swell: 'swell',
  interruption: 'interruption',
  outage: 'outage',
  undervoltage: 'undervoltage',
  overvoltage: 'overvoltage',
  flicker: 'flicker',
  unbalance: 'undervoltage',
  broken_neutral: 'broken_neutral',
  loose_contact: 'loose_contact',
  phase_loss: 'phase_loss',
  // On an isolated or coil-earthed 10 kV system the low-voltage side stays at 1.00: nothing to notice.
  earth_fault: 'nothing',
  transient: 'transient',
  rvc: 'flicker',
  frequency: 'nothing',
};

/** Ways the incident may have met the supply point, likeliest first; empty only for an unplaced supply point. */
export function experiences(index: CaseIndex, k: IncidentModel, site: Site): Experience[] {
  if (site.at === null || site.node === null) return [nowhere(index, k)];
  const own = ownSignals(k, site);
  if (own.length > 0) return [fromOwn(k, own)];
  const out: Experience[] = [];
  const pOut = outReach(index, k, site);
  const pDark = Math.max(pOut, k.devices.length > 0 ? doubt(k, site) : 0);
  if (pDark > 0) out.push(dark(k, site, pDark));
  const rest = 1 - pDark;
  const met = localOrDip(index, k, site);
  if (met !== null) out.push({ ...met, reach: met.reach * rest });
  return out.length > 0 ? out : [{ ...nowhere(index, k), reach: doubt(k, site), by: 'elsewhere' }];
}

/** Place unknown: the share of all customers it reached. */
function nowhere(index: CaseIndex, k: IncidentModel): Experience {
  const reached = affected(index, k).reduce((sum, a) => sum + a.customers, 0);
  return {
    kind: MET_BY_KIND[k.kind],
    pct: k.residualPct,
    durationMs: lasted(k),
    reach: Math.min(0.5, Math.max(REACH.far, reached / Math.max(1, index.facts.customers.length))),
    by: 'nowhere',
    signals: [],
  };
}

/** Reached only if a register is wrong. */
function doubt(k: IncidentModel, site: Site): number {
  return site.at?.feeder != null && k.feeders.has(site.at.feeder) ? REACH.sameFeederDoubt : REACH.far;
}

function ownSignals(k: IncidentModel, site: Site): Signal[] {
  if (site.meters.length === 0) return [];
  const own = new Set(site.meters.map((m) => m.meter));
  return k.signals.filter((s) => s.meter !== null && own.has(s.meter));
}

function fromOwn(k: IncidentModel, own: readonly Signal[]): Experience {
  const rank = (s: Signal): number =>
    s.kind === 'outage' ? 3 : s.kind === 'interruption' ? 2 : s.kind === k.kind ? 1 : 0;
  const worst = own.reduce((a, b) =>
    rank(b) > rank(a) || (rank(b) === rank(a) && (b.pct ?? 100) < (a.pct ?? 100)) ? b : a,
  );
  return {
    kind: MET_BY_KIND[worst.kind],
    pct: worst.pct,
    durationMs: worst.endMs === null ? lasted(k) : worst.endMs - worst.startMs,
    reach: REACH.own,
    by: 'own',
    signals: own.slice(0, FACTS_MAX),
  };
}

/** P(dark): the devices' downstream sets; for works and calls their own reach. */
function outReach(index: CaseIndex, k: IncidentModel, site: Site): number {
  if (k.devices.length === 0 || site.node === null) return 0;
  let p = 0;
  for (const d of k.devices) {
    const below = index.grid.isBelow(site.node, d.top);
    // Only the area is known: a device inside that area feeds some of its customers.
    const maybe = !below && !site.exact && index.hang(d.top).area === site.at?.area ? 0.3 : 0;
    const share = k.source === 'works' ? 1 : d.p;
    p = k.source === 'works' ? Math.max(p, below ? 1 : maybe) : p + share * (below ? 1 : maybe);
  }
  if (k.source === 'works') return p > 0 ? p * REACH.belowWorks : worksZone(index, k, site);
  if (k.source === 'calls') return p > 0 ? p * REACH.callsArea : 0;
  return Math.min(0.985, p);
}

/** Above the works but below the device that isolates them: may have been switched off with them. */
function worksZone(index: CaseIndex, k: IncidentModel, site: Site): number {
  for (const d of k.devices) {
    const path = index.grid.upstream(d.top);
    let node = d.top;
    for (const s of path) {
      node = s.to === node ? s.from : s.to;
      if (site.node !== null && index.grid.isBelow(site.node, node)) return s.device === 'none' ? REACH.inWorksZone : 0;
      if (s.device !== 'none') break;
    }
  }
  return 0;
}

function dark(k: IncidentModel, site: Site, reach: number): Experience {
  const out = outSignals(k.signals);
  const here = out.filter((s) => s.at.node === site.node || s.at.area === site.at?.area);
  const signals = (here.length > 0 ? here : out).slice(0, FACTS_MAX);
  const by = k.source === 'works' ? 'works' : k.source === 'calls' ? 'calls' : 'place';
  return {
    kind: k.kind === 'interruption' ? 'interruption' : 'outage',
    pct: 0,
    durationMs: lasted(k),
    reach,
    by,
    signals,
  };
}

function lasted(k: IncidentModel): number | null {
  if (k.kind === 'dip' || k.kind === 'swell') return k.eventMs;
  return k.endMs === null ? null : k.endMs - k.startMs;
}

/** The dip beside a fault, or a trouble of the area itself. */
function localOrDip(index: CaseIndex, k: IncidentModel, site: Site): Experience | null {
  if (k.source !== 'records') return null;
  const dark = new Set(outSignals(k.signals));
  const rest = k.signals.filter((s) => !dark.has(s));
  // A short loss beside a longer one is the deepest of dips.
  const first = rest[0]?.kind ?? 'dip';
  const met = MET_BY_KIND[first === 'outage' || first === 'interruption' ? 'dip' : first];
  const near = nearest(index, rest.length > 0 ? rest : k.signals, site);
  if (near === null || site.at === null) return null;
  if (rest.length === 0) {
    // Only the dark were recorded. The fault behind it dipped the rest of the busbar, how deep nobody measured.
    const mv = k.top.area === null || k.devices.some((d) => d.p > 0.3 && index.hang(d.top).area === null);
    const same = site.at.busbar === k.top.busbar;
    return mv && same
      ? { kind: 'dip', pct: null, durationMs: null, reach: REACH.siblingFeeder, by: 'network', signals: near.facts }
      : null;
  }
  const { reach, by, pct } = reachOf(index, k, near, site);
  return {
    kind: met,
    pct,
    durationMs: met === 'dip' || met === 'swell' ? k.eventMs : lasted(k),
    reach,
    by,
    signals: near.facts,
  };
}

interface Nearest {
  readonly signal: Signal;
  readonly facts: readonly Signal[];
  readonly level: 'node' | 'area' | 'feeder' | 'busbar' | 'root';
}

function nearest(index: CaseIndex, signals: readonly Signal[], site: Site): Nearest | null {
  let best: Signal | null = null;
  let level: Nearest['level'] = 'root';
  let depth = -1;
  const same: Signal[] = [];
  for (const s of signals.slice(0, NEAREST_MAX)) {
    const l = levelOf(s, site);
    if (l === null) continue;
    const common = site.node === null ? null : index.grid.commonNode(s.at.node, site.node);
    const d = common === null ? -1 : index.grid.depth(common);
    if (l === 'area' || l === 'node') same.push(s);
    // Of records equally near the transformer's own speaks for all below it.
    const isBus = site.at?.area != null && s.at.node === site.at.area;
    if (d > depth || best === null || (d === depth && isBus && best.at.node !== site.at?.area)) {
      best = s;
      depth = d;
      level = l;
    }
  }
  if (best === null) return null;
  const facts = same.length > 0 ? same : [best];
  return { signal: best, facts: facts.slice(0, FACTS_MAX), level };
}

function levelOf(s: Signal, site: Site): Nearest['level'] | null {
  const at = site.at;
  if (at === null || s.at.root !== at.root) return null;
  if (s.at.node === at.node) return 'node';
  if (at.area !== null && s.at.area === at.area) return 'area';
  if (at.feeder !== null && s.at.feeder === at.feeder) return 'feeder';
  return s.at.busbar === at.busbar ? 'busbar' : 'root';
}

function reachOf(
  index: CaseIndex,
  k: IncidentModel,
  near: Nearest,
  site: Site,
): { reach: number; by: Experience['by']; pct: number | null } {
  const s = near.signal;
  const phase = phaseMatch(index, s, site);
  const pct = phase.pct ?? s.pct;
  if (near.level === 'node') return { reach: REACH.sameNode * phase.factor, by: 'node', pct };
  const mvWide = k.feeders.size > 1 || k.signals.some((x) => x.at.area === null) || k.areas.size > 1;
  if (near.level === 'area') {
    const bus = s.at.node === site.at?.area || mvWide || near.facts.length > 1;
    if (LOCAL.has(k.kind))
      return { reach: localReach(index, s, site) * phase.factor, by: bus ? 'area' : 'neighbour', pct };
    return { reach: (bus ? REACH.areaPhaseSame : REACH.neighbour) * phase.factor, by: bus ? 'area' : 'neighbour', pct };
  }
  if (LOCAL.has(k.kind) && k.kind !== 'phase_loss') {
    const mvLow = k.subcause === 'mv_low' && near.level === 'feeder';
    return { reach: mvLow ? 0.5 : REACH.far, by: 'network', pct };
  }
  const upstream = k.causes.upstream ?? 0;
  if (near.level === 'feeder')
    return { reach: (mvWide ? REACH.feederWide : elsewhere(k)) * phase.factor, by: 'network', pct };
  if (near.level !== 'busbar') return { reach: REACH.far, by: 'network', pct };
  if (k.feeders.size > 1 || k.feeders.size === 0) return { reach: REACH.busbarWide * phase.factor, by: 'network', pct };
  const one = mvWide ? Math.max(REACH.siblingFeeder, upstream * REACH.busbarWide) : elsewhere(k) * REACH.siblingFeeder;
  return { reach: one * phase.factor, by: 'network', pct };
}

/** A dip seen in one area only: it came from outside as far as its cause says so. */
function elsewhere(k: IncidentModel): number {
  const local = (k.causes.customer_load ?? 0) + (k.causes.loose_contact ?? 0) + 0.3 * (k.causes.line_fault ?? 0);
  return REACH.elsewhereWatched + (REACH.elsewhereUnwatched - REACH.elsewhereWatched) * Math.max(0, 1 - local);
}

const LOCAL: ReadonlySet<IncidentKind> = new Set([
  'undervoltage',
  'overvoltage',
  'unbalance',
  'broken_neutral',
  'loose_contact',
  'flicker',
  'rvc',
  'phase_loss',
]);

/**
 * Inside one area a trouble is met by those on the same stretch: past the recording meter surely, on the way to it in
 * part, on another branch little; what the transformer's own meter sees, all see.
 */
function localReach(index: CaseIndex, s: Signal, site: Site): number {
  if (site.node === null || !site.exact) return 0.4;
  if (s.at.node === site.at?.area || index.grid.isBelow(site.node, s.at.node)) return 0.9;
  const common = index.grid.commonNode(s.at.node, site.node);
  if (common === null) return REACH.far;
  const far = index.grid.distanceM(s.at.node, site.node) ?? 0;
  const shared = index.grid.depth(common) - index.grid.depth(site.at?.area ?? common);
  // Nothing shared past the transformer's bus: another branch. Every shared step and every near metre counts.
  const branch = shared <= 0 ? 0.12 : 0.45 + 0.1 * Math.min(3, shared);
  return branch * Math.exp(-far / 600) + 0.05;
}
