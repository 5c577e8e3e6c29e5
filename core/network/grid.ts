/**
 * The feeding tree over nodes and sections: parents, ordered upstream paths, ancestor tests in O(1) by interval
 * numbering. Pure; built once per switching state. Loops and islands are problems, the rest is still usable.
 */
import type { NodeId, SectionId } from '../ids.ts';
import type { GridNode, Section } from '../network.ts';

export interface GridFault {
  readonly kind: 'loop' | 'island' | 'unknown-node';
  readonly section: SectionId | null;
  readonly node: NodeId | null;
}

/** One node's place in the feeding tree. `enter`/`leave` are its interval: descendants lie inside. */
interface Place {
  readonly parent: SectionId | null;
  readonly parentNode: NodeId | null;
  readonly depth: number;
  readonly feeder: NodeId | null;
  readonly area: NodeId | null;
  readonly busbar: NodeId | null;
  readonly substation: NodeId | null;
  readonly enter: number;
  leave: number;
}

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
  /** Length of line from the source in m (unknown lengths count 0). */
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

/** Sources are `substation` nodes; without any, the nodes no closed section leads to. */
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

  const places = new Map<NodeId, Place>();
  const children = new Map<NodeId, Section[]>();
  let clock = 0;
  for (const source of sources) walk(source);
  for (const n of input.nodes) {
    if (!places.has(n.id)) faults.push({ kind: 'island', section: null, node: n.id });
  }

  function enter(node: GridNode, parent: Section | null, parentNode: NodeId | null): void {
    const up = parentNode === null ? undefined : places.get(parentNode);
    const own = (kind: GridNode['kind'], above: NodeId | null | undefined) =>
      node.kind === kind ? node.id : (above ?? null);
    places.set(node.id, {
      parent: parent?.id ?? null,
      parentNode,
      depth: (up?.depth ?? -1) + 1,
      feeder: own('feeder_head', up?.feeder),
      area: own('transformer_lv', up?.area),
      busbar: own('busbar', up?.busbar),
      substation: own('substation', up?.substation),
      enter: clock++,
      leave: Number.POSITIVE_INFINITY,
    });
  }

  function walk(source: GridNode): void {
    if (places.has(source.id)) return;
    enter(source, null, null);
    const stack: { id: NodeId; next: number }[] = [{ id: source.id, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { id: NodeId; next: number };
      const edges = touching.get(top.id) ?? [];
      const edge = edges[top.next++];
      const place = places.get(top.id) as Place;
      if (edge === undefined) {
        place.leave = clock++;
        stack.pop();
        continue;
      }
      if (edge.id === place.parent) continue;
      const other = edge.from === top.id ? edge.to : edge.from;
      if (places.has(other)) {
        const known = children.get(other)?.includes(edge) ?? false;
        if (!known && !faults.some((f) => f.kind === 'loop' && f.section === edge.id)) {
          faults.push({ kind: 'loop', section: edge.id, node: other });
        }
        continue;
      }
      push(children, top.id, edge);
      enter(nodes.get(other) as GridNode, edge, top.id);
      stack.push({ id: other, next: 0 });
    }
  }

  const isBelow = (node: NodeId, top: NodeId): boolean => {
    const n = places.get(node);
    const t = places.get(top);
    return n !== undefined && t !== undefined && t.enter <= n.enter && n.enter < t.leave;
  };
  const loadEnd = (s: Section): NodeId | null =>
    places.get(s.to)?.parent === s.id ? s.to : places.get(s.from)?.parent === s.id ? s.from : null;
  const upstream = (node: NodeId): readonly Section[] => {
    const path: Section[] = [];
    for (let p = places.get(node); p?.parent != null && p.parentNode !== null; p = places.get(p.parentNode)) {
      path.push(sections.get(p.parent) as Section);
    }
    return path;
  };
  const commonNode = (a: NodeId, b: NodeId): NodeId | null => {
    let at: NodeId | null = places.has(a) && places.has(b) ? a : null;
    while (at !== null && !isBelow(b, at)) at = places.get(at)?.parentNode ?? null;
    return at;
  };
  const lengthUpTo = (node: NodeId, top: NodeId): number => {
    let m = 0;
    for (let at = node; at !== top; ) {
      const p = places.get(at);
      if (p?.parent == null || p.parentNode === null) break;
      m += sections.get(p.parent)?.lengthM ?? 0;
      at = p.parentNode;
    }
    return m;
  };

  return {
    nodes,
    sections,
    faults,
    upstream,
    isBelow,
    commonNode,
    parentSection: (node) => sections.get(places.get(node)?.parent ?? ('' as SectionId)) ?? null,
    feeds(section, node) {
      const s = sections.get(section);
      const end = s ? loadEnd(s) : null;
      return end !== null && isBelow(node, end);
    },
    sectionsBelow(node) {
      const out: Section[] = [];
      const stack = [...(children.get(node) ?? [])].reverse();
      for (let s = stack.pop(); s !== undefined; s = stack.pop()) {
        out.push(s);
        const end = loadEnd(s);
        if (end !== null) stack.push(...[...(children.get(end) ?? [])].reverse());
      }
      return out;
    },
    childSections: (node) => children.get(node) ?? [],
    areaOf: (node) => places.get(node)?.area ?? null,
    feederOf: (node) => places.get(node)?.feeder ?? null,
    busbarOf: (node) => places.get(node)?.busbar ?? null,
    substationOf: (node) => places.get(node)?.substation ?? null,
    depth: (node) => places.get(node)?.depth ?? -1,
    distanceM(from, to) {
      const top = commonNode(from, to);
      return top === null ? null : lengthUpTo(from, top) + lengthUpTo(to, top);
    },
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
