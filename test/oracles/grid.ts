/** Slow and plain answers about a feeding network, by searching again for every question. Oracle of the grid index. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { GridNode, Section } from '../../core/network.ts';

export interface PlainNet {
  readonly nodes: readonly GridNode[];
  readonly sections: readonly Section[];
}

const closed = (net: PlainNet): readonly Section[] => net.sections.filter((s) => !s.normallyOpen);

/** Nodes that still have supply when `without` is taken out. */
export function fed(net: PlainNet, without: SectionId | null = null): ReadonlySet<NodeId> {
  const reached = new Set(net.nodes.filter((n) => n.kind === 'substation').map((n) => n.id));
  for (let grew = true; grew; ) {
    grew = false;
    for (const s of closed(net)) {
      if (s.id === without || reached.has(s.from) === reached.has(s.to)) continue;
      reached.add(s.from).add(s.to);
      grew = true;
    }
  }
  return reached;
}

/** Fewest closed sections between the node and any substation; -1 where there is none. */
export function hops(net: PlainNet, node: NodeId): number {
  let rim = new Set(net.nodes.filter((n) => n.kind === 'substation').map((n) => n.id));
  const seen = new Set(rim);
  for (let n = 0; rim.size > 0; n++) {
    if (rim.has(node)) return n;
    const next = new Set<NodeId>();
    for (const s of closed(net)) {
      if (rim.has(s.from) && !seen.has(s.to)) next.add(s.to);
      if (rim.has(s.to) && !seen.has(s.from)) next.add(s.from);
    }
    for (const id of next) seen.add(id);
    rim = next;
  }
  return -1;
}
