/** Voltage along the four feeders, balanced and by the usual drop formula: (R·P + X·Q) / U. */
import type { NodeId } from '../../core/ids.ts';
import type { SimGrid } from '../grid/types.ts';
import { mvImpedance } from './short-circuit.ts';

export interface MvDrops {
  areaKv(index: number): number;
  nodeKv(node: NodeId): number;
  feederWatts(head: NodeId): number;
}

export interface CompiledMv {
  /** `areaPower(i)`: W drawn by area i; MV customers come from `customerWatts`. */
  drops(busbarKv: number, customerWatts: ArrayLike<number>, areaPower: (index: number) => number): MvDrops;
}

interface Tap {
  readonly node: NodeId;
  readonly feeder: NodeId | null;
  readonly watts: (customerWatts: ArrayLike<number>, areaPower: (index: number) => number) => number;
}

const TAN_PHI = 0.35;

export function compileMv(grid: SimGrid): CompiledMv {
  const taps: Tap[] = grid.areas.map((a, i) => ({ node: a.mvNode, feeder: a.feeder, watts: (_, area) => area(i) }));
  for (const [i, c] of grid.customers.entries()) {
    if (c.area === null) taps.push({ node: c.node, feeder: grid.topo.feederOf(c.node), watts: (w) => w[i] ?? 0 });
  }
  // Ohm that the path to a node shares with the path to each tap; none with the taps of other feeders.
  const known = new Map<NodeId, Float64Array>();
  const ohmsTo = (node: NodeId): Float64Array => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const feeder = grid.topo.feederOf(node);
    const row = Float64Array.from(taps, (tap) => {
      if (feeder === null || tap.feeder !== feeder) return 0;
      const common = grid.topo.commonNode(node, tap.node);
      const z = common === null ? { r: 0, x: 0 } : mvImpedance(grid, common);
      return z.r + z.x * TAN_PHI;
    });
    known.set(node, row);
    return row;
  };
  return {
    drops(busbarKv, customerWatts, areaPower) {
      const watts = Float64Array.from(taps, (t) => t.watts(customerWatts, areaPower));
      const nodeKv = (node: NodeId): number => {
        const ohms = ohmsTo(node);
        let volts = 0;
        for (let i = 0; i < ohms.length; i++) volts += (ohms[i]! * watts[i]!) / (busbarKv * 1000);
        return busbarKv - volts / 1000;
      };
      return {
        nodeKv,
        areaKv: (index) => nodeKv(grid.areas[index]?.mvNode ?? grid.busbar),
        feederWatts: (head) => taps.reduce((sum, t, i) => sum + (t.feeder === head ? watts[i]! : 0), 0),
      };
    },
  };
}
