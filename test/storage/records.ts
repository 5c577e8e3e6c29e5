/** Facts for the record store suites. */
import type { Complaint, Operation, Stroke, Works } from '../../core/facts.ts';
import { type IncidentId, id, type NodeId } from '../../core/ids.ts';
import type { Customer, GridNode, Meter, Section } from '../../core/network.ts';
import type { ComplaintRow, VerdictRow } from '../../core/ports.ts';
import type { Incident, Priority, Verdict } from '../../core/verdict.ts';

/** 2026-07-01T20:00:00+08:00 */
export const T0_MS = Date.UTC(2026, 6, 1, 12);
export const MIN_MS = 60_000;

export function customer(n: number, over: Partial<Customer> = {}): Customer {
  return {
    supplyPoint: id(`SP${n}`),
    account: `0312${String(n).padStart(8, '0')}`,
    node: null,
    area: id<NodeId>('TA1'),
    phases: 'A',
    nominalV: 220,
    kind: 'residential',
    name: `住户${n}`,
    phone: `1390000${String(n).padStart(4, '0')}`,
    address: `广州市越秀区测试路${n}号`,
    contract: null,
    contractKva: 8,
    supplyKv: 0.4,
    meterNo: null,
    disconnectedAtMs: null,
    paidAtMs: null,
    reconnectedAtMs: null,
    ...over,
  };
}

export function node(name: string, over: Partial<GridNode> = {}): GridNode {
  return { id: id(name), kind: 'pole', at: { lon: 113.2644, lat: 23.1291 }, neutralEarthing: null, ...over };
}

export function section(name: string, from: string, to: string): Section {
  return {
    id: id(name),
    from: id(from),
    to: id(to),
    kind: 'overhead',
    phases: 'ABC',
    voltageKv: 10,
    lengthM: 412.5,
    rOhmPerKm: 0.27,
    xOhmPerKm: null,
    sKva: null,
    vectorGroup: null,
    installedYear: 1998,
    device: 'breaker',
    normallyOpen: false,
  };
}

export function meter(name: string): Meter {
  return {
    meter: id(name),
    node: id('n1'),
    supplyPoint: null,
    phases: 'ABC',
    method: 'urms_half',
    statistic: 'mean',
    connection: 'LN',
    udinV: 220,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
  };
}

export function stroke(name: string, timeMs: number): Stroke {
  return {
    id: id(name),
    timeMs,
    at: { lon: 113.27, lat: 23.13 },
    peakKa: -31.4,
    semiMajorKm: 0.6,
    semiMinorKm: 0.3,
    bearingDeg: 40,
    cloud: false,
    multiplicity: null,
    knownAtMs: timeMs + 9_000,
  };
}

export function works(name: string, over: Partial<Works> = {}): Works {
  return {
    id: id(name),
    sections: [id('S1'), id('S2')],
    plannedStartMs: T0_MS,
    plannedEndMs: T0_MS + 60 * MIN_MS,
    actualStartMs: null,
    actualEndMs: null,
    notifiedAtMs: null,
    kind: 'planned',
    status: 'open',
    knownAtMs: T0_MS - 10 * MIN_MS,
    ...over,
  };
}

export function operation(timeMs: number): Operation {
  return { timeMs, section: id('S1'), op: 'trip', phases: 'ABC', clock: 'scada', source: null, knownAtMs: timeMs };
}

export function complaintRow(name: string, receivedMs: number, over: Partial<Complaint> = {}): ComplaintRow {
  return {
    complaint: {
      id: id(name),
      receivedMs,
      account: null,
      supplyPoint: null,
      address: null,
      text: "昨晚灯一直闪，冰箱也坏了。\n“很急” \\ '; drop table complaint; -- 😀",
      occurredFromMs: null,
      occurredToMs: null,
      channel: 'phone',
      requestType: '报修',
      parent: null,
      ...over,
    },
    triage: {
      category: 'supply_quality',
      p: 0.93,
      second: 'outage',
      symptoms: ['lamps_flicker', 'appliance_damaged'],
      storm: false,
      neighbours: 'unsaid',
      when: 'night',
      because: ['灯', '闪'],
    },
    status: 'received',
    knownAtMs: receivedMs + 1_500,
  };
}

export function verdictRow(complaint: string, asKnownAtMs: number, p: number): VerdictRow {
  const verdict: Verdict = {
    complaint: id(complaint),
    category: 'supply_quality',
    symptoms: ['lamps_flicker'],
    conclusion: p >= 0.8 ? 'confirmed' : 'open',
    cause: 'lightning',
    p,
    causes: { lightning: p, unknown: 1 - p },
    where: 'own_feeder',
    subcause: null,
    incident: id<IncidentId>('I1'),
    expectedByChance: 0.02,
    coverage: 0.9,
    evidence: [{ kind: 'prior', logLr: -2.5, facts: [], numbers: { n: 3 }, text: { zh: '先验', en: 'prior' } }],
    next: null,
    damage: null,
    say: { zh: '查到', en: 'found' },
  };
  return { verdict, asKnownAtMs, madeAtMs: asKnownAtMs + 700 };
}

export function incident(name: string, startMs: number, endMs: number | null): Incident {
  return {
    id: id(name),
    startMs,
    endMs,
    kind: 'dip',
    causes: { lightning: 0.7, unknown: 0.3 },
    where: { own_feeder: 1 },
    sections: { [id<Section['id']>('S1')]: 0.6 },
    meters: [id('m1')],
    strokes: [id('L1')],
    works: [],
    expectedRestore: null,
  };
}

export function priority(rank: number, sectionName: string): Priority {
  return {
    rank,
    section: id(sectionName),
    action: 'fit_arresters',
    benefit: 120 / rank,
    low: 60 / rank,
    high: 200 / rank,
    pTopK: 0.8,
    because: [{ zh: '雷击三次', en: 'three strokes' }],
  };
}
