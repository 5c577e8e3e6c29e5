/**
 * Voltages of the whole LV side at one moment: drop along the feeder, through the transformer, along the mains with their
 * neutral, into the service. One backward-forward sweep per call, started from the voltages of the call before.
 */
import type { NodeId } from '../../core/ids.ts';
import { SOURCE_X_OHM, TRANSFORMER_UK_PU, TRANSFORMER_UR_PU, YYN0_ZERO_SEQUENCE } from '../grid/conductors.ts';
import { phasesOf, type SimGrid } from '../grid/types.ts';
import { hourOf, MINUTE_MS } from '../local-time.ts';
import { noiseAt } from '../random.ts';
import { loadW, STEP_MS, type Weather } from './load.ts';
import { compileMv, type MvDrops } from './mv-drops.ts';
import type { Triple } from './vector-group.ts';

export interface LoadFlow {
  /** Solve for the ten minutes that contain `ms`. */
  solve(ms: number): void;
  /** Phase-neutral voltages of an LV node, or phase-earth voltages of an MV node, V. */
  voltsAt(node: NodeId): Triple;
  /** Current from the transformer into its area, A by phase. */
  areaAmps(area: NodeId): Triple;
  /** Power the area draws by phase, W. */
  areaWatts(area: NodeId): Triple;
  /** Load of a customer, W. */
  customerWatts(index: number): number;
  /** Active power through the feeder head, W. */
  feederWatts(head: NodeId): number;
}

const NOMINAL_V = 400 / Math.sqrt(3);
const TAN_PHI = 0.33;
const COS: Triple = [1, -0.5, -0.5];
const SIN: Triple = [0, -Math.sqrt(3) / 2, Math.sqrt(3) / 2];

export function createLoadFlow(grid: SimGrid, seed: number, weather: Weather): LoadFlow {
  const mv = compileMv(grid);
  const sweep = newSweep(grid);
  const { lv, watts } = sweep;
  let drops: MvDrops | null = null;
  const at = (node: NodeId): number => (lv.index.get(node) ?? -1) * 3;
  const volts = (k: number): number => Math.hypot(sweep.vr[k]!, sweep.vi[k]!);
  const amps = (k: number): number => Math.hypot(sweep.ir[k]!, sweep.ii[k]!);
  return {
    solve(ms) {
      const middle = Math.floor(ms / STEP_MS) * STEP_MS + STEP_MS / 2;
      for (let c = 0; c < watts.length; c++) watts[c] = loadW(grid.customers[c]!, c, middle, seed, weather);
      loadCurrents(sweep);
      backward(sweep);
      drops = mv.drops(busbarKv(middle, seed, weather), watts, (a) => powerAt(sweep, lv.areaNode[a]!));
      for (let a = 0; a < grid.areas.length; a++) sweep.kvOfArea[a] = drops.areaKv(a);
      forward(sweep);
    },
    voltsAt(node) {
      if (lv.index.has(node)) return triple((ph) => volts(at(node) + ph));
      const kv = drops?.nodeKv(node) ?? START_KV;
      return triple(() => (kv * 1000) / Math.sqrt(3));
    },
    areaAmps: (area) => triple((ph) => amps(at(area) + ph)),
    areaWatts: (area) => triple((ph) => phaseWatts(sweep, at(area) + ph)),
    customerWatts: (index) => watts[index] ?? Number.NaN,
    feederWatts: (head) => drops?.feederWatts(head) ?? Number.NaN,
  };
}

/** MV voltage before the first solution, kV. */
const START_KV = 10.2;
const triple = (f: (ph: number) => number): Triple => [f(0), f(1), f(2)];

/** Voltages (vr + j·vi) and currents (ir + j·ii) of every LV node by phase, index 3·node + phase. */
interface Sweep {
  readonly lv: ReturnType<typeof compileLv>;
  readonly watts: Float64Array;
  readonly kvOfArea: Float64Array;
  readonly vr: Float64Array;
  readonly vi: Float64Array;
  readonly ir: Float64Array;
  readonly ii: Float64Array;
}

function newSweep(grid: SimGrid): Sweep {
  const lv = compileLv(grid);
  const n = lv.count * 3;
  return {
    lv,
    watts: new Float64Array(grid.customers.length),
    kvOfArea: new Float64Array(grid.areas.length).fill(START_KV),
    vr: Float64Array.from({ length: n }, (_, k) => NOMINAL_V * COS[(k % 3) as 0 | 1 | 2]),
    vi: Float64Array.from({ length: n }, (_, k) => NOMINAL_V * SIN[(k % 3) as 0 | 1 | 2]),
    ir: new Float64Array(n),
    ii: new Float64Array(n),
  };
}

function loadCurrents({ lv, watts, vr, vi, ir, ii }: Sweep): void {
  ir.fill(0);
  ii.fill(0);
  for (let c = 0; c < watts.length; c++) {
    const node = lv.customerNode[c]!;
    if (node < 0) continue;
    const phases = lv.customerPhases[c]!;
    const p = watts[c]! / phases.length;
    const q = watts[c]! > 0 ? p * TAN_PHI : 0;
    for (const ph of phases) {
      const k = node * 3 + ph;
      const u2 = vr[k]! * vr[k]! + vi[k]! * vi[k]!;
      ir[k]! += (p * vr[k]! + q * vi[k]!) / u2;
      ii[k]! += (p * vi[k]! - q * vr[k]!) / u2;
    }
  }
}

/** Currents add up from the ends to the transformer: children lie behind their parents in the arrays. */
function backward({ lv, ir, ii }: Sweep): void {
  for (let node = lv.count - 1; node >= 0; node--) {
    const parent = lv.parent[node]!;
    if (parent < 0) continue;
    for (let ph = 0; ph < 3; ph++) {
      ir[parent * 3 + ph]! += ir[node * 3 + ph]!;
      ii[parent * 3 + ph]! += ii[node * 3 + ph]!;
    }
  }
}

/** Voltages fall from the transformer to the ends: by the phase's own current, and by that of the neutral all share. */
function forward({ lv, kvOfArea, vr, vi, ir, ii }: Sweep): void {
  for (let node = 0; node < lv.count; node++) {
    const k = node * 3;
    const parent = lv.parent[node]!;
    const r = lv.r[node]!;
    const x = lv.x[node]!;
    const nr = ir[k]! + ir[k + 1]! + ir[k + 2]!;
    const ni = ii[k]! + ii[k + 1]! + ii[k + 2]!;
    const rn = lv.rn[node]!;
    const xn = lv.xn[node]!;
    const noLoadV = parent < 0 ? (kvOfArea[lv.areaIndex[node]!]! / lv.tapKv[node]!) * NOMINAL_V : 0;
    for (let ph = 0; ph < 3; ph++) {
      const upR = parent < 0 ? noLoadV * COS[ph as 0 | 1 | 2] : vr[parent * 3 + ph]!;
      const upI = parent < 0 ? noLoadV * SIN[ph as 0 | 1 | 2] : vi[parent * 3 + ph]!;
      vr[k + ph] = upR - (r * ir[k + ph]! - x * ii[k + ph]!) - (rn * nr - xn * ni);
      vi[k + ph] = upI - (r * ii[k + ph]! + x * ir[k + ph]!) - (rn * ni + xn * nr);
    }
  }
}

const phaseWatts = ({ vr, vi, ir, ii }: Sweep, k: number): number => vr[k]! * ir[k]! + vi[k]! * ii[k]!;
const powerAt = (s: Sweep, node: number): number =>
  phaseWatts(s, node * 3) + phaseWatts(s, node * 3 + 1) + phaseWatts(s, node * 3 + 2);

/** Busbar voltage, kV: the tap changer holds about 10.35 and lags behind the load by a step. */
function busbarKv(ms: number, seed: number, weather: Weather): number {
  const evening = Math.exp(-(((hourOf(ms) - 20.5) / 2.2) ** 2));
  const noise = noiseAt(seed, 7, Math.floor(ms / (30 * MINUTE_MS))) - 0.5;
  return 10.35 - 0.09 * evening * weather.heat(ms) + 0.12 * noise;
}

/** The LV side as flat arrays, parents before children. */
function compileLv(grid: SimGrid) {
  const index = new Map<NodeId, number>();
  const parent: number[] = [];
  const r: number[] = [];
  const x: number[] = [];
  const rn: number[] = [];
  const xn: number[] = [];
  const areaIndex: number[] = [];
  const tapKv: number[] = [];
  for (const [a, area] of grid.areas.entries()) {
    const base = (0.4 * 0.4 * 1000) / area.sKva;
    const leakX = Math.sqrt(TRANSFORMER_UK_PU ** 2 - TRANSFORMER_UR_PU ** 2) * base;
    const zeroX = area.vectorGroup === 'Yyn0' ? ((YYN0_ZERO_SEQUENCE - 1) * leakX) / 3 : 0;
    add(area.id, -1, TRANSFORMER_UR_PU * base, leakX, 0, zeroX, a, area.tapKv);
    for (const s of grid.topo.sectionsBelow(area.id)) {
      const km = (s.lengthM ?? 0) / 1000;
      const z = { r: (s.rOhmPerKm ?? 0) * km, x: (s.xOhmPerKm ?? 0) * km };
      add(s.to, index.get(s.from) ?? -1, z.r, z.x, z.r, z.x, a, area.tapKv);
    }
  }
  function add(
    node: NodeId,
    up: number,
    rOhm: number,
    xOhm: number,
    rnOhm: number,
    xnOhm: number,
    a: number,
    tap: number,
  ): void {
    index.set(node, parent.length);
    parent.push(up);
    r.push(rOhm);
    x.push(xOhm);
    rn.push(rnOhm);
    xn.push(xnOhm);
    areaIndex.push(a);
    tapKv.push(tap);
  }
  return {
    index,
    count: parent.length,
    parent: Int32Array.from(parent),
    r: Float64Array.from(r),
    x: Float64Array.from(x),
    rn: Float64Array.from(rn),
    xn: Float64Array.from(xn),
    areaIndex: Int32Array.from(areaIndex),
    tapKv: Float64Array.from(tapKv),
    areaNode: grid.areas.map((a) => index.get(a.id) ?? -1),
    customerNode: grid.customers.map((c) => index.get(c.node) ?? -1),
    customerPhases: grid.customers.map((c) => phasesOf(c.phases).map((p) => 'ABC'.indexOf(p))),
  };
}

/** How much a phase-earth fault current of 600 A at 10 kV takes from one LV phase and adds to another, per unit. @source U = I·X/2 over 5774 V. */
export const EARTH_FAULT_DROP_PU = (600 * SOURCE_X_OHM) / 5774 / 2;
