/** What is wrong with the network as a whole: rings, islands, customers without a transformer, places far outside. */
import type { NodeId } from '../../core/ids.ts';
import { distanceM } from '../../core/network/geo.ts';
import { buildGrid, type Grid } from '../../core/network/grid.ts';
import type { Customer, GridNode, LonLat, Section } from '../../core/network.ts';
import type { Problem } from '../../core/problem.ts';
import { type ProblemList, problemList } from './problem-list.ts';

/** Records of one file with the line each begins on. */
export interface Lined<T> {
  readonly file: string;
  readonly records: readonly T[];
  readonly lines: readonly number[];
}

export interface NetworkFiles {
  readonly nodes: Lined<GridNode>;
  readonly sections: Lined<Section>;
  readonly customers: Lined<Customer>;
}

/** Further than this from the middle of the network a place is a slip (swapped or missing digits), m. */
const REGION_M = 300_000;
/** Customers supplied above this need no transformer area of ours, kV. */
const LV_MAX_KV = 1;

/** Nodes whose place cannot be (now null), and every problem found. The network is used as far as it holds together. */
export function checkNetwork(net: NetworkFiles): { readonly nodes: readonly GridNode[]; readonly problems: Problem[] } {
  const lists = {
    nodes: problemList(net.nodes.file),
    sections: problemList(net.sections.file),
    customers: problemList(net.customers.file),
  };
  const nodes = dropFarPlaces(net.nodes, lists.nodes);
  if (nodes.length > 0 && net.sections.records.length > 0) {
    const grid = buildGrid({ nodes, sections: net.sections.records });
    reportLoops(grid, net.sections, lists.sections);
    reportIslands(grid, net, lists.nodes);
    reportCustomers(grid, net.customers, lists.customers);
  }
  return { nodes, problems: [...lists.nodes.all(), ...lists.sections.all(), ...lists.customers.all()] };
}

function dropFarPlaces(nodes: Lined<GridNode>, problems: ProblemList): readonly GridNode[] {
  const centre = middle(nodes.records);
  if (centre === null) return nodes.records;
  return nodes.records.map((node, i) => {
    if (node.at === null || distanceM(node.at, centre) <= REGION_M) return node;
    problems.warning('implausible', {
      line: nodes.lines[i] ?? null,
      field: 'lon',
      expected: `a place within ${REGION_M / 1000} km of the network's middle; counts as unknown`,
      got: `${node.at.lon}, ${node.at.lat}`,
    });
    return { ...node, at: null };
  });
}

function middle(nodes: readonly GridNode[]): LonLat | null {
  const places = nodes.flatMap((n) => (n.at === null ? [] : [n.at]));
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  if (places.length < 3) return null;
  return { lon: median(places.map((p) => p.lon)), lat: median(places.map((p) => p.lat)) };
}

function reportLoops(grid: Grid, sections: Lined<Section>, problems: ProblemList): void {
  const lineOf = new Map(sections.records.map((s, i) => [s.id, sections.lines[i] ?? null]));
  for (const fault of grid.faults) {
    if (fault.kind !== 'loop' || fault.section === null) continue;
    problems.warning('loop', {
      line: lineOf.get(fault.section) ?? null,
      field: 'normally_open',
      expected: 'a network without closed rings; the section feeds nothing here',
      got: `${fault.section} closes a ring at ${fault.node}`,
    });
  }
}

/** One problem per connected piece without supply, not one per node. */
function reportIslands(grid: Grid, net: NetworkFiles, problems: ProblemList): void {
  const lineOf = new Map(net.nodes.records.map((n, i) => [n.id, net.nodes.lines[i] ?? null]));
  const unfed = new Set(grid.faults.flatMap((f) => (f.kind === 'island' && f.node !== null ? [f.node] : [])));
  const near = new Map<NodeId, NodeId[]>();
  for (const s of net.sections.records) {
    if (s.normallyOpen || !unfed.has(s.from) || !unfed.has(s.to)) continue;
    near.set(s.from, [...(near.get(s.from) ?? []), s.to]);
    near.set(s.to, [...(near.get(s.to) ?? []), s.from]);
  }
  const done = new Set<NodeId>();
  for (const start of unfed) {
    if (done.has(start)) continue;
    done.add(start);
    const piece = [start];
    for (const at of piece) {
      for (const next of near.get(at) ?? []) {
        if (done.has(next)) continue;
        done.add(next);
        piece.push(next);
      }
    }
    problems.warning('island', {
      line: lineOf.get(start) ?? null,
      field: 'id',
      expected: 'a closed way to a substation',
      got: `${piece.length} node(s) without supply: ${piece.slice(0, 3).join(', ')}${piece.length > 3 ? ' …' : ''}`,
    });
  }
}

function reportCustomers(grid: Grid, customers: Lined<Customer>, problems: ProblemList): void {
  customers.records.forEach((c, i) => {
    const line = customers.lines[i] ?? null;
    const area = c.area ?? (c.node === null ? null : grid.areaOf(c.node));
    if (c.area !== null && grid.nodes.get(c.area)?.kind !== 'transformer_lv') {
      problems.warning('bad-value', { line, field: 'area', expected: 'a node of kind transformer_lv', got: c.area });
    }
    if (area !== null || (c.supplyKv ?? 0) > LV_MAX_KV) return;
    problems.warning('no-transformer', {
      line,
      field: 'node',
      expected: 'a node below a transformer, or an area',
      got: c.node === null ? 'neither' : `${c.node}, which no transformer feeds`,
    });
  });
}
