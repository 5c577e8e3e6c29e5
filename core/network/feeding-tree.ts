/** The feeding tree under construction: who feeds whom, and each node's interval in depth-first order. Pure. */
import type { NodeId, SectionId } from '../ids.ts';
import type { GridNode, Section } from '../network.ts';

export interface GridFault {
  readonly kind: 'loop' | 'island' | 'unknown-node';
  readonly section: SectionId | null;
  readonly node: NodeId | null;
}

/** One node's place in the feeding tree. `enter`/`leave` are its interval: descendants lie inside. */
export interface Place {
  readonly parent: SectionId | null;
  readonly parentNode: NodeId | null;
  readonly depth: number;
  readonly feeder: NodeId | null;
  readonly area: NodeId | null;
  readonly busbar: NodeId | null;
  readonly substation: NodeId | null;
  enter: number;
  leave: number;
}

export interface FeedingTree {
  readonly places: ReadonlyMap<NodeId, Place>;
  /** Sections leaving a node on its load side. */
  readonly children: ReadonlyMap<NodeId, readonly Section[]>;
  /** One per closed section that is not needed to feed anything: opening it would break a ring. */
  readonly loops: readonly GridFault[];
}

/**
 * Breadth first from all sources at once: every node is fed over the fewest sections, so a tie that somebody forgot to
 * mark as open cuts a loop in its middle instead of feeding one feeder round the whole other one. Interval numbers are
 * then given depth first along the finished tree.
 */
export function feedingTree(
  sources: readonly GridNode[],
  nodes: ReadonlyMap<NodeId, GridNode>,
  touching: ReadonlyMap<NodeId, readonly Section[]>,
): FeedingTree {
  const places = new Map<NodeId, Place>();
  const children = new Map<NodeId, Section[]>();
  const loops: GridFault[] = [];
  const used = new Set<SectionId>();
  const queue = sources.map((s) => s.id);
  for (const source of sources) places.set(source.id, placeOf(source, null, null, undefined));
  for (const at of queue) {
    for (const edge of touching.get(at) ?? []) {
      if (used.has(edge.id)) continue;
      used.add(edge.id);
      const other = edge.from === at ? edge.to : edge.from;
      if (places.has(other)) {
        loops.push({ kind: 'loop', section: edge.id, node: other });
        continue;
      }
      push(children, at, edge);
      places.set(other, placeOf(nodes.get(other) as GridNode, edge, at, places.get(at)));
      queue.push(other);
    }
  }
  let clock = 0;
  for (const source of sources) clock = numberFrom(source.id, clock, places, children);
  return { places, children, loops };
}

/** Number one source's tree; returns the next free number. No recursion: a feeder may be thousands of poles deep. */
function numberFrom(
  source: NodeId,
  first: number,
  places: ReadonlyMap<NodeId, Place>,
  children: ReadonlyMap<NodeId, readonly Section[]>,
): number {
  let next = first;
  const stack: { id: NodeId; child: number }[] = [{ id: source, child: 0 }];
  (places.get(source) as Place).enter = next++;
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as { id: NodeId; child: number };
    const edge = children.get(top.id)?.[top.child++];
    if (edge === undefined) {
      (places.get(top.id) as Place).leave = next++;
      stack.pop();
      continue;
    }
    const child = edge.from === top.id ? edge.to : edge.from;
    (places.get(child) as Place).enter = next++;
    stack.push({ id: child, child: 0 });
  }
  return next;
}

function placeOf(node: GridNode, parent: Section | null, parentNode: NodeId | null, up: Place | undefined): Place {
  const own = (kind: GridNode['kind'], above: NodeId | null | undefined) =>
    node.kind === kind ? node.id : (above ?? null);
  return {
    parent: parent?.id ?? null,
    parentNode,
    depth: (up?.depth ?? -1) + 1,
    feeder: own('feeder_head', up?.feeder),
    area: own('transformer_lv', up?.area),
    busbar: own('busbar', up?.busbar),
    substation: own('substation', up?.substation),
    enter: 0,
    leave: 0,
  };
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
