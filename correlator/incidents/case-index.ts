/**
 * One case, indexed once: network places, meters and customers by place, facts filtered to what was known. Everything
 * that follows reads from here, so that ten thousand complaints cost ten thousand look-ups.
 */

import type { CaseFacts } from '../../core/case.ts';
import type { MeterId, NodeId, SectionId, SupplyPointId } from '../../core/ids.ts';
import { buildGrid, type Grid } from '../../core/network/grid.ts';
import type { Customer, Meter } from '../../core/network.ts';
import { oneOfEach } from '../../core/one-of-each.ts';
import { type Hang, hangs } from './hang.ts';

export interface CaseIndex {
  readonly facts: CaseFacts;
  readonly grid: Grid;
  /** Place of a node: area, feeder, busbar, root. Never null: an unknown node hangs on itself. */
  hang(node: NodeId): Hang;
  readonly meters: ReadonlyMap<MeterId, Meter>;
  readonly metersOfSupply: ReadonlyMap<SupplyPointId, readonly Meter[]>;
  readonly metersOfArea: ReadonlyMap<NodeId, readonly Meter[]>;
  readonly metersOfFeeder: ReadonlyMap<NodeId, readonly Meter[]>;
  readonly metersOfRoot: ReadonlyMap<NodeId, readonly Meter[]>;
  readonly customers: ReadonlyMap<SupplyPointId, Customer>;
  readonly customersOfAccount: ReadonlyMap<string, Customer>;
  readonly customersOfArea: ReadonlyMap<NodeId, readonly Customer[]>;
  /** Customers fed through a section; through a feeder; of a root. */
  customersThrough(section: SectionId): number;
  customersOfFeeder(feeder: NodeId): number;
  customersOfRoot(root: NodeId): number;
  /** First and last instant the case speaks of, and its length (at least an hour). */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Build the index over facts known at `asKnownAtMs` (absent = all). O(n log n) in facts, O(n · depth) in customers. */
export function indexCase(all: CaseFacts, asKnownAtMs?: number): CaseIndex {
  const known = asKnownAtMs === undefined ? all : knownAt(all, asKnownAtMs);
  const facts = { ...known, disturbances: oneOfEach(known.disturbances) };
  const grid = buildGrid({ nodes: facts.nodes, sections: facts.sections });
  const hang = hangs(grid);
  const meters = new Map(facts.meters.map((m) => [m.meter, m]));
  const through = new Map<SectionId, number>();
  const feederCount = new Map<NodeId, number>();
  const rootCount = new Map<NodeId, number>();
  const customersOfArea = new Map<NodeId, Customer[]>();
  for (const c of facts.customers) {
    const node = c.node ?? c.area;
    if (node === null) continue;
    const at = hang(node);
    for (const s of grid.upstream(node)) add(through, s.id);
    if (at.feeder !== null) add(feederCount, at.feeder);
    add(rootCount, at.root);
    if (at.area !== null) push(customersOfArea, at.area, c);
  }
  const span = spanOf(facts, asKnownAtMs);
  return {
    facts,
    grid,
    hang,
    meters,
    metersOfSupply: metersOfSupply(facts),
    metersOfArea: groupMeters(facts.meters, (m) => hang(m.node).area),
    metersOfFeeder: groupMeters(facts.meters, (m) => hang(m.node).feeder),
    metersOfRoot: groupMeters(facts.meters, (m) => hang(m.node).root),
    customers: new Map(facts.customers.map((c) => [c.supplyPoint, c])),
    customersOfAccount: new Map(facts.customers.map((c) => [c.account, c])),
    customersOfArea,
    customersThrough: (s) => through.get(s) ?? 0,
    customersOfFeeder: (f) => feederCount.get(f) ?? 0,
    customersOfRoot: (r) => rootCount.get(r) ?? 0,
    ...span,
  };
}

function knownAt(f: CaseFacts, atMs: number): CaseFacts {
  const known = <T extends { readonly knownAtMs: number }>(list: readonly T[]) =>
    list.filter((x) => x.knownAtMs <= atMs);
  return {
    ...f,
    disturbances: known(f.disturbances),
    meterEvents: known(f.meterEvents),
    operations: known(f.operations),
    strokes: known(f.strokes),
    works: known(f.works),
    voltages: f.voltages.filter((v) => v.dayStartMs + (v.hour + 1) * 3_600_000 <= atMs),
    findings: f.findings.filter((x) => x.foundAtMs <= atMs),
    repairs: f.repairs.filter((x) => x.doneAtMs <= atMs),
  };
}

/** A meter that names its supply point, else one that sits at a node where a single customer is supplied. */
function metersOfSupply(facts: CaseFacts): Map<SupplyPointId, Meter[]> {
  const out = new Map<SupplyPointId, Meter[]>();
  const atNode = new Map<NodeId, Customer[]>();
  for (const c of facts.customers) if (c.node !== null) push(atNode, c.node, c);
  const kinds = new Map(facts.nodes.map((n) => [n.id, n.kind]));
  for (const m of facts.meters) {
    const alone = atNode.get(m.node);
    if (m.supplyPoint !== null) push(out, m.supplyPoint, m);
    else if (alone?.length === 1 && alone[0] && kinds.get(m.node) === 'supply') push(out, alone[0].supplyPoint, m);
  }
  return out;
}

function groupMeters(meters: readonly Meter[], by: (m: Meter) => NodeId | null): Map<NodeId, Meter[]> {
  const out = new Map<NodeId, Meter[]>();
  for (const m of meters) {
    const key = by(m);
    if (key !== null) push(out, key, m);
  }
  return out;
}

function spanOf(f: CaseFacts, asKnownAtMs: number | undefined): { fromMs: number; toMs: number } {
  let fromMs = f.settings.fromMs ?? Number.POSITIVE_INFINITY;
  let toMs = f.settings.toMs ?? Number.NEGATIVE_INFINITY;
  const see = (t: number): void => {
    fromMs = Math.min(fromMs, t);
    toMs = Math.max(toMs, t);
  };
  for (const c of f.complaints) see(c.receivedMs);
  for (const d of f.disturbances) see(d.startMs);
  for (const o of f.operations) see(o.timeMs);
  if (!Number.isFinite(fromMs)) fromMs = asKnownAtMs ?? 0;
  if (!Number.isFinite(toMs)) toMs = fromMs;
  if (asKnownAtMs !== undefined) toMs = Math.max(fromMs, Math.min(toMs, asKnownAtMs));
  return { fromMs, toMs: Math.max(toMs, fromMs + 3_600_000) };
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function add<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
