/** Where customers and meters hang, and how many are behind a place: what pages ask of the network again and again. */
import type { CaseFacts } from '../../core/case.ts';
import type { MeterId, NodeId, SectionId, SupplyPointId } from '../../core/ids.ts';
import { buildGrid, type Grid } from '../../core/network/grid.ts';
import type { Customer, GridNode, LonLat, Meter, Section } from '../../core/network.ts';

export interface NetworkIndex {
  readonly grid: Grid;
  readonly customers: ReadonlyMap<SupplyPointId, Customer>;
  readonly meters: ReadonlyMap<MeterId, Meter>;
  /** Feeder heads in the order of the file. */
  readonly feeders: readonly NodeId[];
  byAccount(account: string): readonly Customer[];
  /** The node a customer hangs on: its own, else its area's; null where neither is known. */
  nodeOf(customer: Customer): NodeId | null;
  /** Position of a node, else of the nearest one up the line that has one. */
  positionOf(node: NodeId | null): LonLat | null;
  /** Meters that speak for a customer: its own, its area's, those at its feeder head and busbar. */
  metersOf(customer: Customer): readonly { readonly meter: Meter; readonly relation: 'own' | 'area' | 'feeder' }[];
  metersAt(node: NodeId): readonly Meter[];
  /** Customers at or below a node. */
  customersBelow(node: NodeId): number;
  /** Customers fed through a section. */
  customersThrough(section: SectionId): number;
}

export function indexNetwork(facts: Pick<CaseFacts, 'nodes' | 'sections' | 'customers' | 'meters'>): NetworkIndex {
  const grid = buildGrid(facts);
  const nodes = new Map<NodeId, GridNode>(facts.nodes.map((n) => [n.id, n]));
  const accounts = grouped(facts.customers, (c) => c.account);
  const metersByNode = grouped(facts.meters, (m) => m.node);
  const metersBySupply = grouped(facts.meters, (m) => m.supplyPoint);
  const nodeOf = (c: Customer): NodeId | null => (c.node !== null && nodes.has(c.node) ? c.node : c.area);
  const counts = customersByNode(facts.customers, nodeOf, grid);
  const metersAt = (node: NodeId | null): readonly Meter[] => (node === null ? [] : (metersByNode.get(node) ?? []));

  return {
    grid,
    customers: new Map(facts.customers.map((c) => [c.supplyPoint, c])),
    meters: new Map(facts.meters.map((m) => [m.meter, m])),
    feeders: facts.nodes.filter((n) => n.kind === 'feeder_head').map((n) => n.id),
    byAccount: (account) => accounts.get(account) ?? [],
    nodeOf,
    positionOf(node) {
      if (node === null) return null;
      const own = nodes.get(node)?.at;
      if (own) return own;
      for (const s of grid.upstream(node)) {
        const at = nodes.get(s.from)?.at ?? nodes.get(s.to)?.at;
        if (at) return at;
      }
      return null;
    },
    metersOf(customer) {
      const node = nodeOf(customer);
      const own = metersBySupply.get(customer.supplyPoint) ?? [];
      const seen = new Set(own.map((m) => m.meter));
      const at = (place: NodeId | null, relation: 'area' | 'feeder') =>
        metersAt(place)
          .filter((m) => m.supplyPoint === null && !seen.has(m.meter) && seen.add(m.meter))
          .map((meter) => ({ meter, relation }));
      return [
        ...own.map((meter) => ({ meter, relation: 'own' as const })),
        ...(node === null
          ? []
          : [
              ...at(grid.areaOf(node), 'area'),
              ...at(grid.feederOf(node), 'feeder'),
              ...at(grid.busbarOf(node), 'feeder'),
            ]),
      ];
    },
    metersAt: (node) => metersAt(node),
    customersBelow: (node) => counts.get(node) ?? 0,
    customersThrough(section) {
      const s = grid.sections.get(section);
      return s === undefined ? 0 : (counts.get(loadEnd(s, grid)) ?? 0);
    },
  };
}

function loadEnd(s: Section, grid: Grid): NodeId {
  return grid.depth(s.from) > grid.depth(s.to) ? s.from : s.to;
}

/** Customers at or below every node: one walk up the line per customer. */
function customersByNode(customers: readonly Customer[], nodeOf: (c: Customer) => NodeId | null, grid: Grid) {
  const counts = new Map<NodeId, number>();
  for (const c of customers) {
    const node = nodeOf(c);
    if (node === null) continue;
    counts.set(node, (counts.get(node) ?? 0) + 1);
    let at = node;
    for (const s of grid.upstream(node)) {
      at = s.to === at ? s.from : s.to;
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
  }
  return counts;
}

function grouped<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const map = new Map<K, T[]>();
  for (const item of items) {
    const k = key(item);
    const list = map.get(k);
    if (list) list.push(item);
    else map.set(k, [item]);
  }
  return map;
}
