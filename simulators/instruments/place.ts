/** Which places are metered, by what kind of instrument, with which clock. */
import { id, type MeterId, type NodeId, type SupplyPointId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { ClockClass } from '../../core/time.ts';
import type { SimGrid } from '../grid/types.ts';
import type { Rng } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import type { SimMeter } from './types.ts';

const MV_UDIN_V = 5774;
const LV_UDIN_V = 220;
/** Share of transformers with any meter at all. */
const TRANSFORMERS_METERED = 0.92;

export function placeMeters(grid: SimGrid, scenario: Scenario, rng: Rng): SimMeter[] {
  return [
    ...stationMeters(grid, scenario, rng),
    ...transformerMeters(grid, scenario, rng),
    ...customerMeters(grid, scenario, rng),
  ];
}

function stationMeters(grid: SimGrid, scenario: Scenario, rng: Rng): SimMeter[] {
  const clocks = ['gps', 'gps', 'ntp', 'ntp', 'gps'] as const;
  const places: { readonly node: NodeId; readonly role: SimMeter['role'] }[] = [
    { node: grid.busbar, role: 'busbar' },
    ...grid.feeders.map((f) => ({ node: f.head, role: 'feeder' as const })),
  ];
  return places.map(({ node, role }, i) =>
    meter(
      {
        name: `M-${node}`,
        node,
        role,
        level: 'mv',
        phases: 'ABC',
        method: 'urms_half',
        everyMin: 10,
        clock: clocks[i] ?? 'ntp',
        comms: 'C-SS1',
        heldUp: true,
        pst: true,
      },
      scenario,
      rng,
    ),
  );
}

function transformerMeters(grid: SimGrid, scenario: Scenario, rng: Rng): SimMeter[] {
  return grid.areas.flatMap((area, i) => {
    const own = rng.fork(`tx${i}`);
    const recorder = own.chance(scenario.recorderPct / 100);
    if (!recorder && !own.chance(TRANSFORMERS_METERED)) return [];
    const quarter = !recorder && own.chance(0.35);
    const clock = recorder ? 'ntp' : own.chance(0.6) ? 'ntp' : 'free';
    const method = recorder ? 'urms_half' : quarter ? '15min' : '10min';
    const comms = recorder ? `G-${area.id}` : `C-${area.id}`;
    return [
      meter(
        {
          name: `M-${area.id}`,
          node: area.id,
          role: 'transformer',
          level: 'lv',
          phases: 'ABC',
          method,
          everyMin: quarter ? 15 : 10,
          clock,
          comms,
          heldUp: recorder,
          pst: recorder,
        },
        scenario,
        own,
      ),
    ];
  });
}

function customerMeters(grid: SimGrid, scenario: Scenario, rng: Rng): SimMeter[] {
  return grid.customers.flatMap((c, i) => {
    const own = rng.fork(`sp${i}`);
    const mv = c.area === null;
    if (!mv && !own.chance(scenario.coveragePct / 100)) return [];
    const kind = mv
      ? own.chance(0.6)
        ? 'recorder'
        : '15min'
      : own.weighted(scenario.coveragePct > 50 ? DENSE : SPARSE);
    const recorder = kind === 'recorder';
    return [
      meter(
        {
          name: `M-${c.record.supplyPoint}`,
          node: c.node,
          registered: c.record.node ?? c.node,
          role: 'customer',
          level: mv ? 'mv' : 'lv',
          phases: c.phases,
          registeredPhases: c.record.phases,
          method: recorder ? 'urms_half' : kind,
          everyMin: recorder || kind === '10min' ? 10 : kind === '15min' ? 15 : kind === '60min' ? 60 : 0,
          clock: recorder ? 'gps' : own.chance(0.35) ? 'ntp' : 'free',
          comms: mv ? `G-${c.record.supplyPoint}` : `C-${c.area}`,
          heldUp: recorder,
          pst: recorder || kind === '10min',
          customer: i,
        },
        scenario,
        own,
      ),
    ];
  });
}

const SPARSE = [
  ['10min', 3],
  ['15min', 9],
  ['60min', 4],
  ['event_log', 4],
] as const;
/** Where everyone is metered, most report hourly. */
const DENSE = [
  ['10min', 1],
  ['15min', 3],
  ['60min', 11],
  ['event_log', 5],
] as const;

interface Wish {
  readonly name: string;
  readonly node: NodeId;
  readonly registered?: NodeId;
  readonly role: SimMeter['role'];
  readonly level: SimMeter['level'];
  readonly phases: string;
  readonly registeredPhases?: string;
  readonly method: Meter['method'];
  readonly everyMin: SimMeter['everyMin'];
  readonly clock: ClockClass;
  readonly comms: string;
  readonly heldUp: boolean;
  readonly pst: boolean;
  readonly customer?: number;
}

function meter(w: Wish, scenario: Scenario, rng: Rng): SimMeter {
  const minmax = w.role !== 'customer' || w.pst;
  return {
    node: w.node,
    phases: w.phases,
    level: w.level,
    role: w.role,
    everyMin: w.everyMin,
    heldUp: w.heldUp,
    measuresPst: w.pst,
    customer: w.customer ?? null,
    clockErrorMs:
      w.clock === 'gps'
        ? rng.normal(0, 8)
        : w.clock === 'ntp'
          ? rng.normal(0, 350)
          : rng.normal(0, scenario.freeClockS * 1000),
    record: {
      meter: id<MeterId>(w.name),
      node: w.registered ?? w.node,
      supplyPoint: w.customer === undefined ? null : id<SupplyPointId>(w.name.slice(2)),
      phases: w.registeredPhases ?? w.phases,
      method: w.method,
      statistic: minmax ? 'minmax' : 'mean',
      connection: 'LN',
      udinV: w.level === 'mv' ? MV_UDIN_V : LV_UDIN_V,
      clock: w.clock,
      clockSigmaS: w.clock === 'free' ? scenario.freeClockS : null,
      comms: w.comms,
    },
  };
}
