/** Incidents, disturbances, strokes and works in the form of the contract. */
import type { Disturbance } from '../../core/event.ts';
import type { Stroke, Works } from '../../core/facts.ts';
import type { IncidentId, MeterId, NodeId, SectionId } from '../../core/ids.ts';
import { incidentLine } from '../../core/lines.ts';
import { distanceM } from '../../core/network/geo.ts';
import type { LonLat } from '../../core/network.ts';
import { formatTime } from '../../core/time.ts';
import type { Incident, IncidentKind } from '../../core/verdict.ts';
import type { DisturbanceOut, IncidentRow, StrokeOut, WorksOut } from '../contract/incident.ts';
import type { NetworkIndex } from '../io/network-index.ts';

/** Works that ran this much past their plan are overrunning. @source design section 15, the rule of works_overrun */
const OVERRUN_MS = 30 * 60_000;

/** Share with the largest value; null for an empty distribution. */
export function likeliest<K extends string>(shares: Readonly<Partial<Record<K, number>>>): [K, number] | null {
  let best: [K, number] | null = null;
  for (const [key, p] of Object.entries(shares) as [K, number][]) {
    if (best === null || p > best[1]) best = [key, p];
  }
  return best;
}

const MIN_MS = 60_000;
const DAY_MS = 86_400_000;
/**
 * How long an incident without a known end counts as running. Polled meters see that there was a dip, not when it
 * ended: short kinds are over within minutes by definition. An outage nobody ended in a week is a lost record [guess].
 */
const RUNS_AT_MOST_MS: Readonly<Record<IncidentKind, number>> = {
  dip: 10 * MIN_MS,
  swell: 10 * MIN_MS,
  interruption: 10 * MIN_MS,
  transient: 10 * MIN_MS,
  rvc: 10 * MIN_MS,
  flicker: DAY_MS,
  frequency: DAY_MS,
  earth_fault: DAY_MS,
  outage: 7 * DAY_MS,
  undervoltage: 30 * DAY_MS,
  overvoltage: 30 * DAY_MS,
  unbalance: 30 * DAY_MS,
  broken_neutral: 30 * DAY_MS,
  loose_contact: 30 * DAY_MS,
  phase_loss: 30 * DAY_MS,
};

/** An outage known from calls alone, which nobody confirmed and nobody ended, is over after this [guess]. */
const CALLS_ONLY_MS = 12 * 60 * MIN_MS;

/**
 * It has begun, it has no end behind us, and its kind lasts this long. With `dead` (meters without voltage right now) an
 * outage that meters saw runs only while one of them is still dark.
 */
export function isRunning(incident: Incident, nowMs: number, dead?: ReadonlySet<MeterId>): boolean {
  if (incident.startMs > nowMs) return false;
  if (incident.endMs === null && incident.kind === 'outage') {
    if (incident.meters.length === 0 && incident.works.length === 0) return nowMs - incident.startMs < CALLS_ONLY_MS;
    if (dead && incident.meters.length > 0 && !incident.meters.some((m) => dead.has(m))) return false;
  }
  return incident.endMs === null ? nowMs - incident.startMs < RUNS_AT_MOST_MS[incident.kind] : incident.endMs > nowMs;
}

/** Feeders and areas an incident was seen in or is placed in. */
export function reachOf(incident: Incident, network: NetworkIndex): { feeders: NodeId[]; areas: NodeId[] } {
  const nodes = new Set<NodeId>();
  for (const meter of incident.meters) {
    const node = network.meters.get(meter)?.node;
    if (node !== undefined) nodes.add(node);
  }
  for (const section of Object.keys(incident.sections) as SectionId[]) {
    const s = network.grid.sections.get(section);
    if (s && (incident.sections[section] ?? 0) >= 0.05) nodes.add(s.to);
  }
  const feeders = new Set<NodeId>();
  const areas = new Set<NodeId>();
  for (const node of nodes) {
    const feeder = network.grid.feederOf(node);
    const area = network.grid.areaOf(node);
    if (feeder !== null) feeders.add(feeder);
    if (area !== null) areas.add(area);
  }
  return { feeders: [...feeders].sort(), areas: [...areas].sort() };
}

export interface IncidentContext {
  readonly network: NetworkIndex;
  readonly zone: string;
  readonly nowMs: number;
  readonly complaintsOf: ReadonlyMap<IncidentId, number>;
  /** Meters without voltage right now, where the caller asked. */
  readonly dead?: ReadonlySet<MeterId>;
}

export function incidentRow(incident: Incident, context: IncidentContext): IncidentRow {
  const { network, zone, nowMs } = context;
  const cause = likeliest(incident.causes);
  const section = likeliest(incident.sections as Readonly<Record<string, number>>);
  const reach = reachOf(incident, network);
  return {
    ...(incidentLine(incident, zone) as unknown as IncidentRow),
    running: isRunning(incident, nowMs, context.dead),
    cause: cause?.[0] ?? null,
    p: cause?.[1] ?? null,
    likelyWhere: likeliest(incident.where)?.[0] ?? null,
    section: section?.[0] ?? null,
    feeders: reach.feeders,
    areas: reach.areas,
    customers: reach.areas.reduce((n, area) => n + network.customersBelow(area), 0),
    complaints: context.complaintsOf.get(incident.id) ?? 0,
  };
}

/** Which incident a disturbance belongs to: same meter, times that touch within the slack. */
export function incidentFinder(incidents: readonly Incident[]): (d: Disturbance) => IncidentId | null {
  const SLACK_MS = 5_000;
  const byMeter = new Map<MeterId, Incident[]>();
  for (const incident of incidents) {
    for (const meter of incident.meters) {
      const list = byMeter.get(meter);
      if (list) list.push(incident);
      else byMeter.set(meter, [incident]);
    }
  }
  return (d) => {
    const endMs = d.startMs + (d.durationMs ?? 0);
    const hit = byMeter
      .get(d.meter)
      ?.find((i) => i.startMs - SLACK_MS <= endMs && d.startMs <= (i.endMs ?? Number.POSITIVE_INFINITY) + SLACK_MS);
    return hit?.id ?? null;
  };
}

export function disturbanceOut(
  d: Disturbance,
  context: {
    readonly network: NetworkIndex;
    readonly zone: string;
    readonly incidentOf: (d: Disturbance) => IncidentId | null;
  },
): DisturbanceOut {
  const node = context.network.meters.get(d.meter)?.node ?? null;
  return {
    meter: d.meter,
    feeder: node === null ? null : context.network.grid.feederOf(node),
    area: node === null ? null : context.network.grid.areaOf(node),
    kind: d.kind,
    start: formatTime(d.startMs, context.zone),
    durationMs: d.durationMs,
    openEnd: d.openEnd,
    pct: d.pct,
    phases: d.phases,
    method: d.method,
    knownAt: formatTime(d.knownAtMs, context.zone),
    incident: context.incidentOf(d),
  };
}

export function strokeOut(s: Stroke, at: LonLat | null, zone: string): StrokeOut {
  return {
    id: s.id,
    time: formatTime(s.timeMs, zone),
    lon: s.at.lon,
    lat: s.at.lat,
    peakKa: s.peakKa,
    cloud: s.cloud,
    distanceM: at === null ? null : Math.round(distanceM(at, s.at)),
    knownAt: formatTime(s.knownAtMs, zone),
  };
}

/** What state works are in at a moment; a plan without a start is `unknown`. */
export function worksState(w: Works, nowMs: number): WorksOut['state'] {
  const startMs = w.actualStartMs ?? w.plannedStartMs;
  if (w.actualEndMs !== null && w.actualEndMs <= nowMs) return 'over';
  if (startMs === null) return 'unknown';
  if (startMs > nowMs) return 'planned';
  if (w.plannedEndMs === null || nowMs <= w.plannedEndMs) return 'running';
  // Past the plan: without a recorded start nobody says that they ever ran.
  if (w.actualStartMs === null) return 'over';
  return nowMs > w.plannedEndMs + OVERRUN_MS ? 'overrunning' : 'running';
}

export function worksOut(w: Works, nowMs: number, zone: string): WorksOut {
  const time = (ms: number | null) => (ms === null ? null : formatTime(ms, zone));
  return {
    id: w.id,
    kind: w.kind,
    status: w.status,
    sections: [...w.sections],
    plannedStart: time(w.plannedStartMs),
    plannedEnd: time(w.plannedEndMs),
    actualStart: time(w.actualStartMs),
    actualEnd: time(w.actualEndMs),
    notifiedAt: time(w.notifiedAtMs),
    state: worksState(w, nowMs),
    knownAt: formatTime(w.knownAtMs, zone),
  };
}
