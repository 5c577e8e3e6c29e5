/** Residual voltage during a short circuit on a 10 kV feeder, seen from anywhere on the same busbar. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import { SOURCE_R_OHM, SOURCE_X_OHM } from '../grid/conductors.ts';
import type { SimGrid } from '../grid/types.ts';

export interface Ohms {
  readonly r: number;
  readonly x: number;
}

/** Where on a section, 0 = supply end, 1 = load end. */
export interface FaultPlace {
  readonly section: SectionId;
  readonly share: number;
}

/** Impedance per phase from the busbar to an MV node. */
export function mvImpedance(grid: SimGrid, node: NodeId): Ohms {
  let r = 0;
  let x = 0;
  for (const s of grid.topo.upstream(node)) {
    if (s.kind === 'transformer' || s.rOhmPerKm === null || s.xOhmPerKm === null) continue;
    const km = (s.lengthM ?? 0) / 1000;
    r += s.rOhmPerKm * km;
    x += s.xOhmPerKm * km;
  }
  return { r, x };
}

/**
 * Residual at `node` (0–1 of the voltage before) for a fault with arc resistance `arcOhm`.
 * Falls from the busbar to the point where the node's path leaves the fault's path, and is flat beyond it.
 */
export function residualPu(grid: SimGrid, fault: FaultPlace, arcOhm: number, node: NodeId): number {
  const section = grid.topo.sections.get(fault.section);
  if (section === undefined) throw new Error(`invariant broken: no section ${fault.section}`);
  const near = mvImpedance(grid, section.from);
  const far = mvImpedance(grid, section.to);
  const total = { r: near.r + (far.r - near.r) * fault.share, x: near.x + (far.x - near.x) * fault.share };
  const shared = sharedImpedance(grid, section.to, node, total);
  const left = Math.hypot(total.r - shared.r + arcOhm, total.x - shared.x);
  return left / Math.hypot(total.r + SOURCE_R_OHM + arcOhm, total.x + SOURCE_X_OHM);
}

/** Impedance the two paths have in common; beyond the fault there is nothing left in common but the fault itself. */
function sharedImpedance(grid: SimGrid, faultEnd: NodeId, node: NodeId, total: Ohms): Ohms {
  const branch = grid.topo.commonNode(faultEnd, node);
  if (branch === null) return { r: 0, x: 0 };
  if (branch === faultEnd) return total;
  return mvImpedance(grid, branch);
}
