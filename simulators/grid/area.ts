/** One transformer area (台区): transformer, LV mains with branch boxes, meter boxes, the places where customers are supplied. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { Rng } from '../random.ts';
import { CONDUCTORS, type Conductor } from './conductors.ts';
import type { Draft } from './draft.ts';
import { type MvPlace, two } from './feeder.ts';
import { moved } from './place.ts';
import type { AreaFate, SimArea } from './types.ts';

export interface AreaPlan {
  readonly feederName: string;
  readonly feederHead: NodeId;
  readonly index: number;
  readonly name: string;
  readonly customers: number;
  readonly fate: AreaFate;
  readonly yyn0: boolean;
}

export interface BuiltArea {
  readonly area: SimArea;
  /** Meter boxes, nearest main first; customers are dealt to them in this order. */
  readonly boxes: readonly NodeId[];
}

const USUAL_TAP_KV = 10.5;
/** A tap two steps off: the LV side stays about 5 % lower. */
const WRONG_TAP_KV = 11.025;

export function buildArea(draft: Draft, plan: AreaPlan, place: MvPlace, rng: Rng): BuiltArea {
  const name = `${plan.feederName}-A${two(plan.index + 1)}`;
  const lv = draft.node(name, 'transformer_lv', moved(draft.at(place.node), place.bearingDeg, 8));
  const sKva =
    plan.fate === 'transformer_overload'
      ? 30
      : place.overhead
        ? rng.pick([80, 100, 100, 125])
        : rng.pick([125, 160, 200]);
  const vectorGroup = plan.yyn0 ? 'Yyn0' : 'Dyn11';
  const tapKv = plan.fate === 'tap_wrong' ? WRONG_TAP_KV : USUAL_TAP_KV;
  const transformer = draft.transformer(`${name}-TX`, place.node, lv, {
    sKva,
    vectorGroup,
    voltageKv: 10,
    year: rng.int(2001, 2020),
    device: place.overhead ? 'dropout_fuse' : 'fuse',
  });
  const boxes: NodeId[] = [];
  let faulty: SectionId | null = null;
  const long = plan.fate === 'lv_line_long';
  for (let m = 1; m <= 2; m++) {
    const thin = long && m === 1;
    const first = drawMain(
      draft,
      { name: `${name}-M${m}`, lv, place, thin, branches: long ? 3 : 2, side: m, boxes },
      rng,
    );
    if (thin) faulty = first;
    if (plan.fate === 'phase_imbalance' && m === 1) faulty = first;
  }
  if (plan.fate === 'transformer_overload' || plan.fate === 'tap_wrong') faulty = transformer;
  if (plan.fate === 'pv') faulty = transformer;
  return {
    boxes,
    area: {
      id: lv,
      name: plan.name,
      feeder: plan.feederHead,
      mvNode: place.node,
      transformer,
      sKva,
      vectorGroup,
      tapKv,
      overhead: place.overhead,
      fate: plan.fate,
      faultySection: faulty,
    },
  };
}

interface MainPlan {
  readonly name: string;
  readonly lv: NodeId;
  readonly place: MvPlace;
  readonly thin: boolean;
  readonly branches: number;
  readonly side: number;
  readonly boxes: NodeId[];
}

function drawMain(draft: Draft, plan: MainPlan, rng: Rng): SectionId {
  const { place, thin } = plan;
  const conductor: Conductor = thin
    ? CONDUCTORS.lvOverhead35
    : place.overhead
      ? CONDUCTORS.lvOverhead120
      : CONDUCTORS.lvCable150;
  const branchLine: Conductor = place.overhead ? CONDUCTORS.lvOverhead35 : CONDUCTORS.lvCable50;
  const bearingDeg = place.bearingDeg + (plan.side === 1 ? 35 : -40) + rng.normal(0, 10);
  const year = thin ? rng.int(1992, 1998) : rng.int(1999, 2019);
  let from = plan.lv;
  let first: SectionId | null = null;
  for (let b = 1; b <= plan.branches; b++) {
    const stepM = thin ? rng.range(100, 125) : place.overhead ? rng.range(50, 95) : rng.range(35, 70);
    const box = draft.node(
      `${plan.name}-B${b}`,
      'branch_box',
      moved(draft.at(from), bearingDeg + rng.normal(0, 8), stepM),
    );
    const section = draft.line(`${plan.name}-${b}`, from, box, conductor, {
      phases: 'ABCN',
      year,
      device: b === 1 ? 'breaker' : 'none',
    });
    first ??= section;
    for (let k = 1; k <= 2; k++) {
      const to = moved(draft.at(box), bearingDeg + (k === 1 ? 90 : -90), rng.range(10, 28));
      const meterBox = draft.node(`${plan.name}-B${b}-X${k}`, 'meter_box', to);
      draft.line(`${plan.name}-B${b}-X${k}`, box, meterBox, branchLine, { phases: 'ABCN', year: year + rng.int(0, 2) });
      plan.boxes.push(meterBox);
    }
    from = box;
  }
  if (first === null) throw new Error('invariant broken: a main without sections');
  return first;
}
