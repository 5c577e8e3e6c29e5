/**
 * A small town for tests: one substation busbar, two feeders, two transformer areas each, a few supply points with an
 * own meter or none. Made by hand; nothing in it comes from the simulator.
 *
 *   SS ─ BB ─┬─ F1 (breaker) ─ P1 ─┬─ T11 (drop-out fuse): supply points 111…115
 *            │                     └─ P2 (recloser) ─ T12: 121…125
 *            └─ F2 (breaker) ─ P3 ─┬─ T21: 211…215
 *                                  └─ T22: 221…225
 */
import type { CaseFacts } from '../../core/case.ts';
import type { Category, Symptom, Triage } from '../../core/complaint.ts';
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import type { Complaint, Operation, Stroke, Works } from '../../core/facts.ts';
import { id, type NodeId, type SupplyPointId } from '../../core/ids.ts';
import type { Customer, Device, GridNode, Meter, NodeKind, Section, SectionKind } from '../../core/network.ts';

export const NOON = Date.UTC(2026, 6, 1, 4); // 12:00 in Shanghai
export const MIN = 60_000;
export const HOUR = 3_600_000;

const LON = 113.3;
const LAT = 23.1;
const node = (name: string, kind: NodeKind, eastKm: number, northKm: number): GridNode => ({
  id: id(name),
  kind,
  at: { lon: LON + eastKm / 102.4, lat: LAT + northKm / 110.8 },
  neutralEarthing: kind === 'substation' ? 'coil' : null,
});

const section = (
  from: string,
  to: string,
  kind: SectionKind,
  lengthM: number,
  device: Device = 'none',
  more: Partial<Section> = {},
): Section => ({
  id: id(`${from}-${to}`),
  from: id(from),
  to: id(to),
  kind,
  phases: 'ABCN',
  voltageKv: kind === 'service' ? 0.38 : 10,
  lengthM,
  rOhmPerKm: 0.3,
  xOhmPerKm: 0.35,
  sKva: kind === 'transformer' ? 400 : null,
  vectorGroup: null,
  installedYear: 2010,
  device,
  normallyOpen: false,
  ...more,
});

export const AREAS = ['T11', 'T12', 'T21', 'T22'] as const;

function network(): { nodes: GridNode[]; sections: Section[] } {
  const nodes = [
    node('SS', 'substation', 0, 0),
    node('BB', 'busbar', 0, 0.01),
    node('F1', 'feeder_head', 0.1, 0),
    node('P1', 'pole', 2, 0),
    node('P2', 'pole', 4, 0),
    node('F2', 'feeder_head', 0, 0.1),
    node('P3', 'pole', 0, 3),
  ];
  const sections = [
    section('SS', 'BB', 'cable', 20),
    section('BB', 'F1', 'cable', 50, 'breaker'),
    section('F1', 'P1', 'overhead', 2000),
    section('P1', 'P2', 'overhead', 2000, 'recloser'),
    section('BB', 'F2', 'cable', 50, 'breaker'),
    section('F2', 'P3', 'overhead', 3000),
  ];
  const hang = { T11: ['P1', 2, -0.2], T12: ['P2', 4, -0.2], T21: ['P3', -0.2, 3], T22: ['P3', 0.2, 3] } as const;
  for (const area of AREAS) {
    const [pole, e, n] = hang[area];
    nodes.push(node(area, 'transformer_lv', e, n));
    sections.push(section(pole, area, 'transformer', 5, 'dropout_fuse'));
    nodes.push(node(`${area}B`, 'branch_box', e + 0.1, n));
    sections.push(section(area, `${area}B`, 'overhead', 150, 'none', { voltageKv: 0.38 }));
    for (let i = 1; i <= 5; i++) {
      const name = `${area}-${i}`;
      nodes.push(node(name, 'supply', e + 0.1 + i * 0.01, n));
      sections.push(section(`${area}B`, name, 'service', 20));
    }
  }
  return { nodes, sections };
}

const PHASE = ['A', 'B', 'C', 'A', 'ABC'] as const;
export function customer(area: string, i: number, more: Partial<Customer> = {}): Customer {
  return {
    supplyPoint: id(`${area}-${i}`),
    account: `0${AREAS.indexOf(area as (typeof AREAS)[number])}00${i}99`,
    node: id<NodeId>(`${area}-${i}`),
    area: null,
    phases: PHASE[i - 1] ?? 'A',
    nominalV: 220,
    kind: 'residential',
    name: '',
    phone: '',
    address: `广州市海珠区${{ T11: '新港', T12: '江南', T21: '昌岗', T22: '赤岗' }[area]}路${i * 12}号`,
    contract: null,
    contractKva: null,
    supplyKv: null,
    meterNo: null,
    disconnectedAtMs: null,
    paidAtMs: null,
    reconnectedAtMs: null,
    ...more,
  };
}

export function meter(name: string, at: string, more: Partial<Meter> = {}): Meter {
  return {
    meter: id(name),
    node: id(at),
    supplyPoint: null,
    phases: 'ABC',
    method: 'event_log',
    statistic: 'minmax',
    connection: 'LN',
    udinV: 220,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
    ...more,
  };
}

/** Town with a meter at each transformer and feeder head; own meters where a test wants them. */
export function town(more: Partial<CaseFacts> = {}): CaseFacts {
  return {
    settings: { zone: 'Asia/Shanghai', profile: 'gb', fromMs: NOON - 20 * 24 * HOUR, toMs: NOON + 10 * 24 * HOUR },
    ...network(),
    customers: AREAS.flatMap((a) => [1, 2, 3, 4, 5].map((i) => customer(a, i))),
    meters: AREAS.map((a) => meter(`M-${a}`, a)),
    disturbances: [],
    voltages: [],
    meterEvents: [],
    operations: [],
    strokes: [],
    works: [],
    complaints: [],
    findings: [],
    repairs: [],
    ...more,
  };
}

export function disturbance(
  meterId: string,
  kind: DisturbanceKind,
  startMs: number,
  more: Partial<Disturbance> = {},
): Disturbance {
  return {
    meter: id(meterId),
    channel: null,
    kind,
    startMs,
    durationMs: kind === 'dip' ? 200 : HOUR,
    openEnd: false,
    pct: kind === 'dip' ? 55 : 0,
    phases: 'ABC',
    perPhase: {},
    method: 'event_log',
    class: {},
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: startMs + MIN,
    ...more,
  };
}

export function complaint(
  name: string,
  supplyPoint: string,
  receivedMs: number,
  text: string,
  more: Partial<Complaint> = {},
): Complaint {
  return {
    id: id(name),
    receivedMs,
    account: null,
    supplyPoint: id<SupplyPointId>(supplyPoint),
    address: null,
    text,
    occurredFromMs: null,
    occurredToMs: null,
    channel: null,
    requestType: null,
    parent: null,
    ...more,
  };
}

export function works(
  name: string,
  sections: readonly string[],
  startMs: number,
  endMs: number,
  more: Partial<Works> = {},
): Works {
  return {
    id: id(name),
    sections: sections.map((s) => id(s)),
    plannedStartMs: startMs,
    plannedEndMs: endMs,
    actualStartMs: startMs,
    actualEndMs: endMs,
    notifiedAtMs: null,
    kind: 'planned',
    status: null,
    knownAtMs: startMs - 24 * HOUR,
    ...more,
  };
}

export function stroke(
  name: string,
  timeMs: number,
  eastKm: number,
  northKm: number,
  more: Partial<Stroke> = {},
): Stroke {
  return {
    id: id(name),
    timeMs,
    at: { lon: LON + eastKm / 102.4, lat: LAT + northKm / 110.8 },
    peakKa: -35,
    semiMajorKm: null,
    semiMinorKm: null,
    bearingDeg: null,
    cloud: false,
    multiplicity: null,
    knownAtMs: timeMs + MIN,
    ...more,
  };
}

export function operation(sectionId: string, op: Operation['op'], timeMs: number): Operation {
  return { timeMs, section: id(sectionId), op, phases: 'ABC', clock: 'scada', source: null, knownAtMs: timeMs + MIN };
}

/** A reading of the text as plain values, so that tests of evidence do not depend on words: `outage yes|no|unsaid`. */
export function triageOf(category: Category, symptoms: readonly Symptom[], more: Partial<Triage> = {}): Triage {
  return {
    category,
    p: 0.95,
    second: null,
    symptoms,
    storm: false,
    neighbours: 'unsaid',
    when: null,
    because: [],
    ...more,
  };
}

/** Words of the tests, each with its reading. */
export const READINGS: Readonly<Record<string, Triage>> = {
  out: triageOf('outage', ['outage']),
  flicker: triageOf('supply_quality', ['lamps_flicker']),
  restart: triageOf('supply_quality', ['appliance_restarted', 'lamps_flicker']),
  dim: triageOf('supply_quality', ['lamps_dim', 'appliance_wont_start']),
  damaged: triageOf('damage_claim', ['appliance_damaged']),
  bright: triageOf('damage_claim', ['appliance_damaged', 'lamps_too_bright']),
  often: triageOf('outage', ['frequent_outage', 'outage']),
  sparks: triageOf('hazard', ['sparks_or_burning']),
  bill: triageOf('billing', []),
  works: triageOf('works', []),
};

export function read(text: string): Triage {
  const t = READINGS[text];
  if (t === undefined) throw new Error(`no reading for ${text}`);
  return t;
}
