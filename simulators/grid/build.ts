/** The whole grid from a seed: one 110/10 kV station, one busbar, four feeders, forty areas, six hundred supply points. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import { buildGrid as index } from '../../core/network/grid.ts';
import { type Rng, rngFor } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { type BuiltArea, buildArea } from './area.ts';
import { CONDUCTORS } from './conductors.ts';
import { buildCustomers, type CustomerPlace } from './customers.ts';
import { type Draft, newDraft } from './draft.ts';
import { type BuiltFeeder, buildFeeder, type FeederPlan } from './feeder.ts';
import { placeName } from './people.ts';
import { moved } from './place.ts';
import { SITES, type Site } from './sites.ts';
import { type AreaFate, phasesOf, type SimCustomer, type SimGrid } from './types.ts';

/** Four different feeders: city cable, mixed, long overhead, industrial. */
const PLANS = [
  { cableNodes: 8, cableSpacingM: 380, poles: 0, poleSpacingM: 0, recloserAt: null, areas: 10, mvCustomers: 2 },
  { cableNodes: 2, cableSpacingM: 420, poles: 10, poleSpacingM: 430, recloserAt: 4, areas: 10, mvCustomers: 1 },
  { cableNodes: 0, cableSpacingM: 0, poles: 14, poleSpacingM: 640, recloserAt: 6, areas: 11, mvCustomers: 1 },
  { cableNodes: 4, cableSpacingM: 400, poles: 6, poleSpacingM: 380, recloserAt: null, areas: 9, mvCustomers: 4 },
] as const;
/** Which areas of which feeder have a chronic trouble. */
const FATES: readonly (readonly AreaFate[])[] = [
  [],
  ['transformer_overload', 'phase_imbalance'],
  ['lv_line_long', 'lv_line_long', 'transformer_overload', 'pv'],
  ['tap_wrong'],
];
/** Share of Yyn0 among overhead areas of the long feeder: the old stock. */
const YYN0_SHARE = 0.35;
const LV_CUSTOMERS = 592;

export function buildSimGrid(seed: number, scenario: Scenario): SimGrid {
  const rng = rngFor(seed, 'grid');
  const picked = rng.pick(SITES);
  const site = SITES.find((s) => s.id === scenario.site) ?? picked;
  const neutral = rng.weighted([
    ['low_resistance', 0.6],
    ['coil', 0.4],
  ] as const);
  const draft = newDraft();
  const earthing = scenario.neutral ?? neutral;
  const at = { lon: site.lon, lat: site.lat };
  const substation = draft.node('SS1', 'substation', at, earthing);
  const busbar = draft.node('BB1', 'busbar', moved(at, 90, 15));
  draft.transformer('T1', substation, busbar, {
    sKva: 50_000,
    vectorGroup: 'YNd11',
    voltageKv: 110,
    year: 2009,
    device: 'breaker',
  });

  const places: CustomerPlace[] = [];
  const areas: BuiltArea[] = [];
  const feeders = PLANS.map((plan, f) => {
    const built = drawFeeder(draft, site, plan, f, busbar, rng);
    drawAreas(draft, site, built, f, areas, places, rng.fork(`areas${f}`));
    return built;
  });
  drawTie(draft, feeders);
  const customers = buildCustomers(
    draft,
    areas.map((a) => a.area),
    places,
    scenario,
    rng.fork('customers'),
  );
  return finished(draft, { site: site.station, neutral: earthing, substation, busbar }, feeders, areas, customers);
}

function drawFeeder(
  draft: Draft,
  site: Site,
  plan: (typeof PLANS)[number],
  f: number,
  busbar: NodeId,
  rng: Rng,
): BuiltFeeder {
  const town = site.towns[f];
  if (town === undefined) throw new Error('invariant broken: a site needs a town per feeder');
  const full: FeederPlan = {
    ...plan,
    name: `F${f + 1}`,
    line: town.line,
    town: town.town,
    bearingDeg: town.bearingDeg,
  };
  return buildFeeder(draft, full, busbar, rng.fork(`feeder${f}`));
}

function drawAreas(
  draft: Draft,
  site: Site,
  built: BuiltFeeder,
  f: number,
  areas: BuiltArea[],
  places: CustomerPlace[],
  rng: Rng,
): void {
  const town = site.towns[f]?.town ?? '';
  const overheadOnes = rng.shuffled(
    built.areaPlaces
      .map((p, i) => ({ p, i }))
      .filter(({ p }) => p.overhead)
      .map(({ i }) => i),
  );
  const fateOf = new Map((FATES[f] ?? []).map((fate, k) => [overheadOnes[k], fate]));
  const total = PLANS.reduce((sum, p) => sum + p.areas, 0);
  for (const [i, place] of built.areaPlaces.entries()) {
    const serial = areas.length;
    const customers = Math.floor(LV_CUSTOMERS / total) + (serial < LV_CUSTOMERS % total ? 1 : 0);
    const fate = fateOf.get(i) ?? 'sound';
    const name = placeName(place.overhead, serial);
    const yyn0 = rng.chance(YYN0_SHARE) && f === 2 && fate === 'sound';
    const area = buildArea(
      draft,
      { feederName: `F${f + 1}`, feederHead: built.feeder.head, index: i, name, customers, fate, yyn0 },
      place,
      rng,
    );
    areas.push(area);
    for (let c = 0; c < customers; c++) {
      const box = area.boxes[c % area.boxes.length];
      if (box !== undefined) places.push({ node: box, area: area.area, town, place: name, mv: false });
    }
  }
  for (const place of built.customerPlaces)
    places.push({ node: place.node, area: null, town, place: '工业园', mv: true });
}

/** A normally open tie between the ends of feeders 2 and 4: on the map, never in the feeding tree. */
function drawTie(draft: Draft, feeders: readonly BuiltFeeder[]): void {
  const a = feeders[1]?.lastTrunkNode;
  const b = feeders[3]?.lastTrunkNode;
  if (a === undefined || b === undefined) return;
  draft.line('TIE24', a, b, CONDUCTORS.mvOverhead120, {
    phases: 'ABC',
    year: 2015,
    device: 'switch',
    normallyOpen: true,
  });
}

function finished(
  draft: Draft,
  head: Pick<SimGrid, 'site' | 'neutral' | 'substation' | 'busbar'>,
  feeders: readonly BuiltFeeder[],
  built: readonly BuiltArea[],
  customers: readonly SimCustomer[],
): SimGrid {
  const topo = index({ nodes: draft.nodes, sections: draft.sections });
  if (topo.faults.length > 0) throw new Error(`invariant broken: the simulated grid has ${topo.faults.length} faults`);
  const areas = built.map((a) => a.area);
  const fed = new Map<SectionId, SimCustomer[]>();
  for (const c of customers) {
    for (const s of topo.upstream(c.node)) {
      const list = fed.get(s.id);
      if (list) list.push(c);
      else fed.set(s.id, [c]);
    }
  }
  return {
    ...head,
    nodes: draft.nodes,
    sections: draft.sections,
    feeders: feeders.map((f) => f.feeder),
    areas,
    customers,
    topo,
    areaById: new Map(areas.map((a) => [a.id, a])),
    customerById: new Map(customers.map((c) => [c.record.supplyPoint, c])),
    fedBy: (section) => fed.get(section) ?? [],
    areasFedBy: (section) => areas.filter((a) => topo.feeds(section, a.id)),
  };
}

/** True if the customer is supplied by three phases. */
export const isThreePhase = (c: SimCustomer): boolean => phasesOf(c.phases).length === 3;
