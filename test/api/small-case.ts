/**
 * A hand-made network for the API tests: one feeder with two areas, four customers, meters, a working day with one
 * outage. Small enough to be read whole; every number differs.
 */

import type { Disturbance } from '../../core/event.ts';
import type { Complaint, Stroke, Works } from '../../core/facts.ts';
import { id, type NodeId, type SupplyPointId } from '../../core/ids.ts';
import type { Customer, GridNode, Meter, NodeKind, Section } from '../../core/network.ts';
import type { Reading } from '../../core/series.ts';

export const ZONE = 'Asia/Shanghai';
/** 2026-07-01 20:00 in Guangzhou. */
export const T0_MS = Date.UTC(2026, 6, 1, 12, 0, 0);
export const MIN_MS = 60_000;

const node = (own: string, kind: NodeKind, lon: number | null, lat: number | null): GridNode => ({
  id: id(own),
  kind,
  at: lon === null || lat === null ? null : { lon, lat },
  neutralEarthing: kind === 'substation' ? 'low_resistance' : null,
});

export const nodes: readonly GridNode[] = [
  node('SS1', 'substation', 113.3, 23.12),
  node('BB1', 'busbar', 113.3001, 23.12),
  node('F1', 'feeder_head', 113.301, 23.1205),
  node('P1', 'pole', 113.305, 23.122),
  node('TR1', 'transformer_lv', 113.306, 23.123),
  node('TR2', 'transformer_lv', 113.309, 23.124),
  node('MB1', 'meter_box', 113.3065, 23.1235),
  node('MB2', 'meter_box', null, null),
];

const section = (own: string, from: string, to: string, more: Partial<Section> = {}): Section => ({
  id: id(own),
  from: id(from),
  to: id(to),
  kind: 'overhead',
  phases: 'ABC',
  voltageKv: 10,
  lengthM: 420,
  rOhmPerKm: 0.27,
  xOhmPerKm: 0.35,
  sKva: null,
  vectorGroup: null,
  installedYear: 1998,
  device: 'none',
  normallyOpen: false,
  ...more,
});

export const sections: readonly Section[] = [
  section('S-HV', 'SS1', 'BB1', { kind: 'switch' }),
  section('S-CB', 'BB1', 'F1', { kind: 'switch', device: 'breaker' }),
  section('S-1', 'F1', 'P1', { lengthM: 630 }),
  section('S-T1', 'P1', 'TR1', { kind: 'transformer', sKva: 315, vectorGroup: 'Dyn11', device: 'dropout_fuse' }),
  section('S-T2', 'P1', 'TR2', { kind: 'transformer', sKva: 200, vectorGroup: 'Dyn11', device: 'dropout_fuse' }),
  section('S-L1', 'TR1', 'MB1', { phases: 'ABCN', voltageKv: 0.4, lengthM: 85 }),
  section('S-L2', 'TR2', 'MB2', { phases: 'ABCN', voltageKv: 0.4, lengthM: 140 }),
];

const customer = (
  own: string,
  account: string,
  at: string,
  name: string,
  phone: string,
  address: string,
  more: Partial<Customer> = {},
): Customer => ({
  supplyPoint: id<SupplyPointId>(own),
  account,
  node: id<NodeId>(at),
  area: null,
  phases: 'A',
  nominalV: 220,
  kind: 'residential',
  name,
  phone,
  address,
  contract: null,
  contractKva: 8,
  supplyKv: 0.22,
  meterNo: `M${account}`,
  disconnectedAtMs: null,
  paidAtMs: null,
  reconnectedAtMs: null,
  ...more,
});

export const customers: readonly Customer[] = [
  customer('SP1', '0801100017', 'MB1', '陈大文', '13812345678', '天河区石牌西路12号301'),
  customer('SP2', '0801100025', 'MB1', '李小红', '13987654321', '天河区石牌西路12号302', { phases: 'B' }),
  customer('SP3', '0801100033', 'MB2', '王建国', '02038881234', '天河区龙口东路5号', {
    disconnectedAtMs: T0_MS - 30 * 3_600_000,
    paidAtMs: T0_MS - 3 * 3_600_000,
  }),
  customer('SP4', '0801100041', 'MB2', '何记五金', '13711112222', '天河区龙口东路7号', {
    phases: 'ABC',
    kind: 'commercial',
  }),
];

const meter = (own: string, at: string, supplyPoint: string | null, more: Partial<Meter> = {}): Meter => ({
  meter: id(own),
  node: id<NodeId>(at),
  supplyPoint: supplyPoint === null ? null : id<SupplyPointId>(supplyPoint),
  phases: 'ABC',
  method: '10min',
  statistic: 'minmax',
  connection: 'LN',
  udinV: 220,
  clock: 'ntp',
  clockSigmaS: null,
  comms: 'HUB-7',
  ...more,
});

export const meters: readonly Meter[] = [
  meter('M-TR1', 'TR1', null, { method: 'urms_half' }),
  meter('M-TR2', 'TR2', null, { method: 'urms_half', comms: 'HUB-8' }),
  meter('M-SP1', 'MB1', 'SP1', { phases: 'A' }),
];

/** An outage of area 1, 24 minutes, ended 66 minutes before T0. */
export const outage: Disturbance = {
  meter: id('M-TR1'),
  channel: null,
  kind: 'outage',
  startMs: T0_MS - 90 * MIN_MS,
  durationMs: 24 * MIN_MS,
  openEnd: false,
  pct: 0.4,
  phases: 'ABC',
  perPhase: { A: 0.4, B: 0.3, C: 0.5 },
  method: 'urms_half',
  class: {},
  enclosingDip: null,
  signature: null,
  numbers: {},
  knownAtMs: T0_MS - 89 * MIN_MS,
};

export const stroke: Stroke = {
  id: id('ST1'),
  timeMs: T0_MS - 90 * MIN_MS - 40,
  at: { lon: 113.3052, lat: 23.1221 },
  peakKa: -31.5,
  semiMajorKm: 0.5,
  semiMinorKm: 0.3,
  bearingDeg: 15,
  cloud: false,
  multiplicity: 2,
  knownAtMs: T0_MS - 88 * MIN_MS,
};

export const works: Works = {
  id: id('W1'),
  sections: [id('S-T2')],
  plannedStartMs: T0_MS - 20 * MIN_MS,
  plannedEndMs: T0_MS + 100 * MIN_MS,
  actualStartMs: T0_MS - 18 * MIN_MS,
  actualEndMs: null,
  notifiedAtMs: null,
  kind: 'maintenance',
  status: 'running',
  knownAtMs: T0_MS - 21 * MIN_MS,
};

/** An earlier call about the outage, from the neighbour. */
export const earlier: Complaint = {
  id: id('C-EARLIER'),
  receivedMs: T0_MS - 80 * MIN_MS,
  account: '0801100025',
  supplyPoint: id<SupplyPointId>('SP2'),
  address: null,
  text: '家里突然停电了,整栋楼都黑了',
  occurredFromMs: null,
  occurredToMs: null,
  channel: '95598',
  requestType: '报修',
  parent: null,
};

/** Three hours of 10-minute values of SP1's meter up to T0, falling by 0.7 V a step; the outage is a gap. */
export function readings(): Reading[] {
  return Array.from({ length: 18 }, (_, i) => T0_MS - (17 - i) * 10 * MIN_MS).flatMap((endMs, i) => {
    const inOutage = endMs > outage.startMs && endMs <= outage.startMs + 30 * MIN_MS;
    if (inOutage) return [];
    const u = 224.6 - 0.7 * i;
    return [
      {
        meter: id('M-SP1'),
        startMs: endMs - 10 * MIN_MS,
        endMs,
        values: { A: { u, uMin: u - 3.1, uMax: u + 2.2 } },
        method: '10min',
        statistic: 'minmax',
        quality: 0,
        knownAtMs: endMs + 2_000,
        deviceTimeMs: endMs,
      } satisfies Reading,
    ];
  });
}
