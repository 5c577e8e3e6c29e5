/** Supply points: where, on which phase, how much they use, and what the utility's records say about them. */
import { id, type NodeId, type SupplyPointId } from '../../core/ids.ts';
import type { Customer } from '../../core/network.ts';
import type { Rng } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { CONDUCTORS } from './conductors.ts';
import type { Draft } from './draft.ts';
import { personOf } from './people.ts';
import { moved } from './place.ts';
import type { SimArea, SimCustomer } from './types.ts';

export interface CustomerPlace {
  /** Meter box, or the MV node of a customer supplied at 10 kV. */
  readonly node: NodeId;
  readonly area: SimArea | null;
  readonly town: string;
  readonly place: string;
  readonly mv: boolean;
}

/** Diversified evening peak of one home with air conditioning, W (engineering guess). */
const HOME_PEAK_W = 3200;
const OVERLOADED_FACTOR = 1.35;
const PV_W = 13_000;

export function buildCustomers(
  draft: Draft,
  areas: readonly SimArea[],
  places: readonly CustomerPlace[],
  scenario: Scenario,
  rng: Rng,
): SimCustomer[] {
  const boxes = draft.nodes.filter((n) => n.kind === 'meter_box').map((n) => n.id);
  const boxesOf = (area: NodeId): readonly NodeId[] => boxes.filter((b) => b.startsWith(`${area}-M`));
  const dealt = new Map<SimArea, number>();
  return places.map((place, index) => {
    const seat = place.area === null ? 0 : (dealt.get(place.area) ?? 0);
    if (place.area !== null) dealt.set(place.area, seat + 1);
    const own = rng.fork(String(index));
    const trade = tradeOf(place, seat, own);
    const phases = phasesFor(place, seat, trade, own);
    const name = `SP${String(index + 1).padStart(4, '0')}`;
    const node = draft.node(
      `N-${name}`,
      'supply',
      moved(draft.at(place.node), own.range(0, 360), place.mv ? own.range(60, 160) : own.range(4, 18)),
    );
    const conductor = place.mv
      ? CONDUCTORS.mvCable120
      : place.area?.overhead
        ? CONDUCTORS.service16
        : CONDUCTORS.service10;
    const service = draft.line(
      `SV-${name}`,
      place.node,
      node,
      place.mv ? { ...conductor, kind: 'service' } : conductor,
      {
        phases: place.mv ? 'ABC' : `${phases}N`,
        device: place.mv ? 'breaker' : 'fuse',
        year: own.int(1998, 2022),
      },
    );
    const person = personOf(index, trade, place.town, place.place, own);
    return {
      node,
      phases,
      area: place.area?.id ?? null,
      service,
      trade,
      spokenAddress: person.spokenAddress,
      peakW: peakOf(place, trade, own),
      pvW: place.area?.fate === 'pv' && seat % 2 === 0 ? PV_W : 0,
      record: recordOf({ name, node, phases, trade, place, person, areas, scenario, boxesOf }, own.fork('record')),
    };
  });
}

function tradeOf(place: CustomerPlace, seat: number, rng: Rng): SimCustomer['trade'] {
  if (place.mv) return 'factory';
  if (seat === 13) return 'workshop';
  return rng.chance(0.16) ? 'shop' : 'home';
}

/** Phases go round in turn; in the imbalanced area two of three homes hang on A. */
function phasesFor(place: CustomerPlace, seat: number, trade: SimCustomer['trade'], rng: Rng): string {
  if (place.mv || trade === 'workshop') return 'ABC';
  if (trade === 'shop' && rng.chance(0.25)) return 'ABC';
  if (place.area?.fate === 'phase_imbalance') return seat % 6 === 1 ? 'B' : seat % 6 === 4 ? 'C' : 'A';
  return ['A', 'B', 'C'][(seat + Math.floor(seat / 6)) % 3] ?? 'A';
}

function peakOf(place: CustomerPlace, trade: SimCustomer['trade'], rng: Rng): number {
  if (trade === 'factory') return rng.range(250_000, 700_000);
  const factor = trade === 'workshop' ? 3 : trade === 'shop' ? 1.4 : 1;
  const fate = place.area?.fate;
  const area =
    fate === 'transformer_overload'
      ? OVERLOADED_FACTOR
      : fate === 'lv_line_long'
        ? 1.05
        : fate === 'phase_imbalance'
          ? 1.6
          : fate === 'tap_wrong'
            ? 1.45
            : 0.8;
  return HOME_PEAK_W * factor * area * rng.range(0.6, 1.4);
}

interface RecordInput {
  readonly name: string;
  readonly node: NodeId;
  readonly phases: string;
  readonly trade: SimCustomer['trade'];
  readonly place: CustomerPlace;
  readonly person: ReturnType<typeof personOf>;
  readonly areas: readonly SimArea[];
  readonly scenario: Scenario;
  readonly boxesOf: (area: NodeId) => readonly NodeId[];
}

/** Registers are kept by hand: some name a neighbouring area, many don't know the phase. */
function recordOf(input: RecordInput, rng: Rng): Customer {
  const { place, trade, person, scenario } = input;
  const wrongArea = place.area !== null && rng.chance(scenario.topologyErrorPct / 100);
  const neighbours = input.areas.filter((a) => a.feeder === place.area?.feeder && a.id !== place.area?.id);
  const wrongPlace = wrongArea && neighbours.length > 0 ? rng.pick(neighbours) : null;
  const wrongNode = wrongPlace === null ? null : rng.pick(input.boxesOf(wrongPlace.id));
  const unknownPhase = input.phases.length === 1 && rng.chance(scenario.phaseUnknownPct / 100);
  const kind =
    trade === 'home'
      ? 'residential'
      : trade === 'shop'
        ? 'commercial'
        : /卫生院|泵站|养老院|机房/.test(person.name)
          ? 'critical'
          : 'industrial';
  return {
    supplyPoint: id<SupplyPointId>(input.name),
    account: person.account,
    node: wrongNode ?? input.node,
    area: wrongPlace === null ? (place.area?.id ?? null) : wrongPlace.id,
    phases: unknownPhase ? '?' : input.phases,
    nominalV: place.mv ? 10_000 : 220,
    kind,
    name: person.name,
    phone: person.phone,
    address: person.address,
    contract: trade === 'factory' && rng.chance(0.5) ? 'semi-f47' : null,
    contractKva: place.mv ? rng.pick([400, 630, 800, 1250]) : trade === 'workshop' ? 30 : 8,
    supplyKv: place.mv ? 10 : 0.4,
    meterNo: `GZ${String(7_000_000 + Number(input.name.slice(2)) * 137)}`,
    disconnectedAtMs: null,
    paidAtMs: null,
    reconnectedAtMs: null,
  };
}
