/** One 10 kV feeder: breaker, trunk of ring main units or poles, laterals behind drop-out fuses, transformer places, MV customers. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { Rng } from '../random.ts';
import { CONDUCTORS } from './conductors.ts';
import type { Draft } from './draft.ts';
import { moved } from './place.ts';
import type { SimFeeder } from './types.ts';

export interface FeederPlan {
  readonly name: string;
  readonly line: string;
  readonly town: string;
  readonly bearingDeg: number;
  readonly cableNodes: number;
  readonly cableSpacingM: number;
  readonly poles: number;
  readonly poleSpacingM: number;
  /** Trunk pole whose section carries a recloser at its supply end; null = none. */
  readonly recloserAt: number | null;
  readonly areas: number;
  readonly mvCustomers: number;
}

/** Where a transformer or an MV customer hangs on. */
export interface MvPlace {
  readonly node: NodeId;
  readonly overhead: boolean;
  readonly bearingDeg: number;
}

export interface BuiltFeeder {
  readonly feeder: SimFeeder;
  readonly areaPlaces: readonly MvPlace[];
  readonly customerPlaces: readonly MvPlace[];
  readonly lastTrunkNode: NodeId;
}

interface TrunkNode {
  readonly node: NodeId;
  readonly overhead: boolean;
  readonly headingDeg: number;
}

/** Every third trunk section begins with a load-break switch. */
const SWITCH_EVERY = 3;

export function buildFeeder(draft: Draft, plan: FeederPlan, busbar: NodeId, rng: Rng): BuiltFeeder {
  const head = draft.node(`${plan.name}-H`, 'feeder_head', moved(draft.at(busbar), plan.bearingDeg, 25));
  const breaker = draft.line(
    `${plan.name}-CB`,
    busbar,
    head,
    { ...CONDUCTORS.mvCable300, kind: 'switch' },
    {
      phases: 'ABC',
      year: rng.int(2006, 2016),
      device: 'breaker',
      lengthM: 25,
    },
  );
  const trunkSections: SectionId[] = [];
  const trunk = drawTrunk(draft, plan, head, trunkSections, rng);
  const overheadNodes = trunk.filter((t) => t.overhead).length;
  const last = trunk[trunk.length - 1];
  if (last === undefined) throw new Error('invariant broken: a feeder without a trunk');
  return {
    feeder: {
      head,
      breaker,
      name: plan.line,
      overheadShare: overheadNodes / trunk.length,
      trunk: [breaker, ...trunkSections],
    },
    areaPlaces: spread(trunk, plan.areas).map((t, i) => lateral(draft, plan, t, i, rng)),
    customerPlaces: spread(trunk, plan.mvCustomers).map((t) => ({
      node: t.node,
      overhead: t.overhead,
      bearingDeg: t.headingDeg + 90,
    })),
    lastTrunkNode: last.node,
  };
}

function drawTrunk(draft: Draft, plan: FeederPlan, head: NodeId, sections: SectionId[], rng: Rng): TrunkNode[] {
  const trunk: TrunkNode[] = [];
  const year = { cable: rng.int(2008, 2019), overhead: rng.int(1996, 2012) };
  let from = head;
  let headingDeg = plan.bearingDeg;
  for (let i = 0; i < plan.cableNodes + plan.poles; i++) {
    const overhead = i >= plan.cableNodes;
    const pole = i - plan.cableNodes;
    headingDeg += rng.normal(0, overhead ? 9 : 16);
    const stepM = (overhead ? plan.poleSpacingM : plan.cableSpacingM) * rng.range(0.8, 1.2);
    const name = overhead ? `${plan.name}-P${two(pole + 1)}` : `${plan.name}-R${two(i + 1)}`;
    const node = draft.node(name, overhead ? 'pole' : 'rmu', moved(draft.at(from), headingDeg, stepM));
    const conductor = !overhead
      ? CONDUCTORS.mvCable300
      : pole > plan.poles * 0.6
        ? CONDUCTORS.mvOverhead70
        : CONDUCTORS.mvOverhead120;
    const device =
      overhead && pole === plan.recloserAt ? 'recloser' : i > 0 && i % SWITCH_EVERY === 0 ? 'switch' : 'none';
    sections.push(
      draft.line(`${plan.name}-L${two(i + 1)}`, from, node, conductor, {
        phases: 'ABC',
        device,
        year: (overhead ? year.overhead : year.cable) + rng.int(0, 3),
      }),
    );
    trunk.push({ node, overhead, headingDeg });
    from = node;
  }
  return trunk;
}

/** A side line of one to three spans behind a drop-out fuse; in cable networks a short cable behind the fuse of the ring main unit. */
function lateral(draft: Draft, plan: FeederPlan, trunk: TrunkNode, index: number, rng: Rng): MvPlace {
  const bearingDeg = trunk.headingDeg + (index % 2 === 0 ? 90 : -90) + rng.normal(0, 12);
  const name = `${plan.name}-D${two(index + 1)}`;
  if (!trunk.overhead) {
    const node = draft.node(`${name}-1`, 'cabinet', moved(draft.at(trunk.node), bearingDeg, rng.range(40, 140)));
    draft.line(`${name}-1`, trunk.node, node, CONDUCTORS.mvCable120, {
      phases: 'ABC',
      device: 'fuse',
      year: rng.int(2008, 2021),
    });
    return { node, overhead: false, bearingDeg };
  }
  let from = trunk.node;
  const spans = rng.int(1, 3);
  const year = rng.int(1998, 2015);
  for (let i = 1; i <= spans; i++) {
    const node = draft.node(
      `${name}-${i}`,
      'pole',
      moved(draft.at(from), bearingDeg + rng.normal(0, 8), rng.range(90, 220)),
    );
    draft.line(`${name}-${i}`, from, node, CONDUCTORS.mvOverhead70, {
      phases: 'ABC',
      device: i === 1 ? 'dropout_fuse' : 'none',
      year,
    });
    from = node;
  }
  return { node: from, overhead: true, bearingDeg };
}

/** `count` places along the trunk, evenly, the first node left out where there is room. */
function spread(trunk: readonly TrunkNode[], count: number): TrunkNode[] {
  return Array.from({ length: count }, (_, i) => {
    const at = trunk[Math.min(trunk.length - 1, Math.floor(((i + 0.7) * trunk.length) / count))];
    if (at === undefined) throw new Error('invariant broken: empty trunk');
    return at;
  });
}

export const two = (n: number): string => String(n).padStart(2, '0');
