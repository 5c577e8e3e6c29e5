/** Voltage along the four feeders, balanced and by the usual drop formula: (R·P + X·Q) / U. */
import type { NodeId } from '../../core/ids.ts';
import { SOURCE_X_OHM } from '../grid/conductors.ts';
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
/** Loads of other substations' customers, which share the 110 kV grid, are not modelled. */
export const SHORT_CIRCUIT_X = SOURCE_X_OHM;

export function compileMv(grid: SimGrid): CompiledMv {
  const taps: Tap[] = grid.areas.map((a, i) => ({ node: a.mvNode, feeder: a.feeder, watts: (_, area) => area(i) }));
  for (const [i, c] of grid.customers.entries()) {
    if (c.area === null) taps.push({ node: c.node, feeder: grid.topo.feederOf(c.node), watts: (w) => w[i] ?? 0 });
  }
  const shared = new Map<string, { readonly r: number; readonly x: number }>();
  const common = (a: NodeId, b: NodeId): { readonly r: number; readonly x: number } => {
    const key = `${a}|${b}`;
    const known = shared.get(key);
    if (known !== undefined) return known;
    const node = grid.topo.commonNode(a, b);
    const z = node === null ? { r: 0, x: 0 } : mvImpedance(grid, node);
    shared.set(key, z);
    return z;
  };
  return {
    drops(busbarKv, customerWatts, areaPower) {
      const watts = taps.map((t) => t.watts(customerWatts, areaPower));
      const nodeKv = (node: NodeId): number => {
        const feeder = grid.topo.feederOf(node);
        let volts = 0;
        for (const [i, tap] of taps.entries()) {
          if (tap.feeder !== feeder || feeder === null) continue;
          const z = common(node, tap.node);
          volts += ((z.r + z.x * TAN_PHI) * (watts[i] ?? 0)) / (busbarKv * 1000);
        }
        return busbarKv - volts / 1000;
      };
      return {
        nodeKv,
        areaKv: (index) => nodeKv(grid.areas[index]?.mvNode ?? grid.busbar),
        feederWatts: (head) => taps.reduce((sum, t, i) => sum + (t.feeder === head ? (watts[i] ?? 0) : 0), 0),
      };
    },
  };
}
