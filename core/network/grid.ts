/**
 * The feeding tree over nodes and sections: parents, ordered upstream paths, ancestor tests in O(1) by interval
 * numbering. Pure; built once per switching state. Loops and islands are faults, the rest is still usable.
 */
import type { NodeId, SectionId } from '../ids.ts';
import type { GridNode, Section } from '../network.ts';
import { type FeedingTree, feedingTree, type GridFault, push } from './feeding-tree.ts';

export type { GridFault } from './feeding-tree.ts';

export interface Grid {
  readonly nodes: ReadonlyMap<NodeId, GridNode>;
  readonly sections: ReadonlyMap<SectionId, Section>;
  readonly faults: readonly GridFault[];
  /** Section that feeds the node; null for a source, an island or an unknown node. */
  parentSection(node: NodeId): Section | null;
  /** Sections from the node up to its source, nearest first. */
  upstream(node: NodeId): readonly Section[];
  /** True if current to `node` flows through `section`. O(1). */
  feeds(section: SectionId, node: NodeId): boolean;
  /** True if `node` is `top` or below it in the feeding tree. O(1). */
  isBelow(node: NodeId, top: NodeId): boolean;
  /** Sections fed through the node, depth first. */
  sectionsBelow(node: NodeId): readonly Section[];
  /** Sections leaving the node on its load side. */
  childSections(node: NodeId): readonly Section[];
  /** `transformer_lv` node of the area the node lies in; null on MV or outside. */
  areaOf(node: NodeId): NodeId | null;
  /** `feeder_head` node the node hangs on; null at and above the busbar. */
  feederOf(node: NodeId): NodeId | null;
  busbarOf(node: NodeId): NodeId | null;
  substationOf(node: NodeId): NodeId | null;
  /** Number of sections from the source; 0 for a source, -1 where not fed. */
  depth(node: NodeId): number;
  /** Length of line between two nodes along the tree, m (unknown lengths count 0); null if they share no source. */
  distanceM(from: NodeId, to: NodeId): number | null;
  /** Deepest node both hang on; null if they share no source. */
  commonNode(a: NodeId, b: NodeId): NodeId | null;
}

export interface GridInput {
  readonly nodes: readonly GridNode[];
  readonly sections: readonly Section[];
  /** Switching at the moment asked for; absent = the sections' normal state. */
  readonly open?: ReadonlySet<SectionId>;
}

/** Sources are `substation` nodes; without any, the nodes no closed section leads to. Ids are unique in the input. */
export function buildGrid(input: GridInput): Grid {
  const nodes = new Map(input.nodes.map((n) => [n.id, n]));
  const sections = new Map(input.sections.map((s) => [s.id, s]));
  const isOpen = (s: Section) => (input.open ? input.open.has(s.id) : s.normallyOpen);
  const faults: GridFault[] = [];
  const touching = new Map<NodeId, Section[]>();
  const fedByFile = new Set<NodeId>();
  for (const s of input.sections) {
    if (!nodes.has(s.from) || !nodes.has(s.to)) {
      faults.push({ kind: 'unknown-node', section: s.id, node: nodes.has(s.from) ? s.to : s.from });
      continue;
    }
    if (isOpen(s)) continue;
    push(touching, s.from, s);
    push(touching, s.to, s);
    fedByFile.add(s.to);
  }
  const stations = input.nodes.filter((n) => n.kind === 'substation');
  const sources = stations.length > 0 ? stations : input.nodes.filter((n) => !fedByFile.has(n.id));
  const tree = feedingTree(sources, nodes, touching);
  faults.push(...tree.loops);
  for (const n of input.nodes) {
    if (!tree.places.has(n.id)) faults.push({ kind: 'island', section: null, node: n.id });
  }
  return gridOver(nodes, sections, faults, tree);
}

function gridOver(
  nodes: ReadonlyMap<NodeId, GridNode>,
  sections: ReadonlyMap<SectionId, Section>,
  faults: readonly GridFault[],
  tree: FeedingTree,
): Grid {
  const { places, children } = tree;
  const isBelow = (node: NodeId, top: NodeId): boolean => {
    const n = places.get(node);
    const t = places.get(top);
    return n !== undefined && t !== undefined && t.enter <= n.enter && n.enter < t.leave;
  };
  const commonNode = (a: NodeId, b: NodeId): NodeId | null => {
    let at: NodeId | null = places.has(a) && places.has(b) ? a : null;
    while (at !== null && !isBelow(b, at)) at = places.get(at)?.parentNode ?? null;
    return at;
  };
  const parentSection = (node: NodeId): Section | null => {
    const parent = places.get(node)?.parent ?? null;
    return parent === null ? null : (sections.get(parent) ?? null);
  };
  return {
    nodes,
    sections,
    faults,
    isBelow,
    commonNode,
    parentSection,
    upstream: (node) => [...pathUp(node, null, tree)].map((s) => sections.get(s) as Section),
    feeds(section, node) {
      const s = sections.get(section);
      const end = s ? loadEnd(s, tree) : null;
      return end !== null && isBelow(node, end);
    },
    sectionsBelow: (node) => sectionsBelow(node, tree),
    childSections: (node) => children.get(node) ?? [],
    areaOf: (node) => places.get(node)?.area ?? null,
    feederOf: (node) => places.get(node)?.feeder ?? null,
    busbarOf: (node) => places.get(node)?.busbar ?? null,
    substationOf: (node) => places.get(node)?.substation ?? null,
    depth: (node) => places.get(node)?.depth ?? -1,
    distanceM(from, to) {
      const top = commonNode(from, to);
      if (top === null) return null;
      let sumM = 0;
      for (const end of [from, to]) for (const s of pathUp(end, top, tree)) sumM += sections.get(s)?.lengthM ?? 0;
      return sumM;
    },
  };
}

/** The end of the section that it feeds; null where the section feeds nothing (open, in an island, closing a ring). */
function loadEnd(s: Section, tree: FeedingTree): NodeId | null {
  if (tree.places.get(s.to)?.parent === s.id) return s.to;
  return tree.places.get(s.from)?.parent === s.id ? s.from : null;
}

/** Sections from the node up to `top` (null = its source), nearest first. */
function* pathUp(node: NodeId, top: NodeId | null, tree: FeedingTree): Generator<SectionId> {
  for (let at = node; at !== top; ) {
    const place = tree.places.get(at);
    if (place === undefined || place.parent === null || place.parentNode === null) return;
    yield place.parent;
    at = place.parentNode;
  }
}

function sectionsBelow(node: NodeId, tree: FeedingTree): Section[] {
  const out: Section[] = [];
  const stack = [...(tree.children.get(node) ?? [])].reverse();
  for (let s = stack.pop(); s !== undefined; s = stack.pop()) {
    out.push(s);
    const end = loadEnd(s, tree);
    const below = end === null ? [] : (tree.children.get(end) ?? []);
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i] as Section);
  }
  return out;
}
