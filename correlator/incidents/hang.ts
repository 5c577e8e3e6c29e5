/** Where a node hangs: its area, feeder, busbar, and the source everything else shares. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';

export interface Hang {
  readonly node: NodeId;
  readonly area: NodeId | null;
  /** `feeder_head` node; without one, the first node below the busbar or source. null at and above the busbar. */
  readonly feeder: NodeId | null;
  /** Busbar, or the source where no busbar is drawn. Siblings of one busbar see each other's dips. */
  readonly busbar: NodeId;
  readonly root: NodeId;
  /** Section on the way to the source, nearest first. */
  readonly path: readonly SectionId[];
}

/** A memoised look-up. A node outside every feeding tree hangs on itself. */
export function hangs(grid: Grid): (node: NodeId) => Hang {
  const known = new Map<NodeId, Hang>();
  return (node) => {
    const seen = known.get(node);
    if (seen !== undefined) return seen;
    const made = hangOf(grid, node);
    known.set(node, made);
    return made;
  };
}

function hangOf(grid: Grid, node: NodeId): Hang {
  const up = grid.upstream(node);
  const nodes: NodeId[] = [node];
  for (const s of up) nodes.push(s.to === nodes[nodes.length - 1] ? s.from : s.to);
  const root = nodes[nodes.length - 1] ?? node;
  const busbar = grid.busbarOf(node) ?? root;
  const below = nodes.indexOf(busbar) - 1;
  const firstBelow = below >= 0 ? (nodes[below] ?? null) : null;
  return {
    node,
    area: grid.areaOf(node),
    feeder: grid.feederOf(node) ?? firstBelow,
    busbar,
    root,
    path: up.map((s) => s.id),
  };
}
