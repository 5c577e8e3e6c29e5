/** What is happening on the grid now. */
import { channelUdinV } from '../../../core/declared.ts';
import type { Disturbance } from '../../../core/event.ts';
import type { SilenceType } from '../../../core/facts.ts';
import type { MeterId, NodeId, SupplyPointId } from '../../../core/ids.ts';
import type { Meter } from '../../../core/network.ts';
import { oneOfEach } from '../../../core/one-of-each.ts';
import type { ComplaintRow, SeriesPoint } from '../../../core/ports.ts';
import type { PhaseTag } from '../../../core/quantity.ts';
import { formatTime } from '../../../core/time.ts';
import type { FeederNow, Now } from '../../contract/now.ts';
import type { NetworkIndex } from '../../io/network-index.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { complaintCounts } from '../incident-view.ts';
import { customerOf } from '../present-complaint.ts';
import {
  disturbanceOut,
  incidentFinder,
  incidentRow,
  isRunning,
  reachOf,
  worksOut,
  worksState,
} from '../present-incident.ts';
import { staleAfterS } from '../staleness.ts';
import { customersOut, supplyNow } from '../supply-state.ts';

const DAY_MS = 86_400_000;

export const getNow: Answering<'getNow'> = {
  id: 'getNow',
  async answer({ query }, deps) {
    const { service } = deps;
    const nowMs = deps.now();
    const facts = service.facts();
    const network = service.network();
    const disturbances = oneOfEach(facts.disturbances);
    const points = await deps.series.lastVoltages([]);
    const supply = supplyNow({ disturbances, meterEvents: facts.meterEvents }, network, points, nowMs);
    const recent = disturbances.filter((d) => d.startMs > nowMs - DAY_MS && d.startMs <= nowMs);
    const complaints = [...service.complaintRows().values()];
    const recentComplaints = complaints.filter((r) => r.complaint.receivedMs > nowMs - DAY_MS);
    const running = service
      .incidents()
      .filter((i) => isRunning(i, nowMs, supply.dead))
      .sort((a, b) => b.startMs - a.startMs);
    const context = { network, zone: deps.zone, nowMs, complaintsOf: complaintCounts(service), dead: supply.dead };
    const incidentOf = incidentFinder(service.incidents());
    const silences = silenceByMeter(deps);
    const out = customersOut(facts, network, supply);
    const feeders = feedersNow({ recent, recentComplaints, out, silences, running, points }, deps);
    return {
      time: formatTime(nowMs, deps.zone),
      events: newestFirst(disturbances, query.events, nowMs).map((d) =>
        disturbanceOut(d, { network, zone: deps.zone, incidentOf }),
      ),
      feeders,
      silence: counted([...silences.values()]),
      incidents: running.map((i) => incidentRow(i, context)),
      works: facts.works
        .filter((w) => ['running', 'overrunning'].includes(worksState(w, nowMs)))
        .map((w) => worksOut(w, nowMs, deps.zone)),
      totals: {
        meters: facts.meters.length,
        silentMeters: silences.size,
        customers: facts.customers.length,
        customersOut: [...out.values()].reduce((n, set) => n + set.size, 0),
        events24h: recent.length,
        complaints24h: recentComplaints.length,
        openComplaints: complaints.filter((r) => r.status !== 'archived').length,
      },
    };
  },
};

interface Picture {
  readonly recent: readonly Disturbance[];
  readonly recentComplaints: readonly ComplaintRow[];
  readonly out: ReadonlyMap<NodeId | null, ReadonlySet<SupplyPointId>>;
  readonly silences: ReadonlyMap<MeterId, SilenceType>;
  readonly running: Parameters<typeof reachOf>[0][];
  readonly points: readonly SeriesPoint[];
}

function feedersNow(picture: Picture, deps: Deps): FeederNow[] {
  const network = deps.service.network();
  const meters = new Map<NodeId, Meter[]>();
  const feederOf = (node: NodeId | null | undefined) => (node == null ? null : network.grid.feederOf(node));
  for (const m of network.meters.values()) {
    const feeder = feederOf(m.node);
    if (feeder !== null) meters.set(feeder, [...(meters.get(feeder) ?? []), m]);
  }
  const events = tally(picture.recent.map((d) => feederOf(network.meters.get(d.meter)?.node)));
  const complaints = tally(picture.recentComplaints.map((r) => feederOfComplaint(r, network)));
  const incidents = tally(picture.running.flatMap((i) => reachOf(i, network).feeders));
  return network.feeders.map((feeder) => {
    const own = meters.get(feeder) ?? [];
    return {
      feeder,
      busbar: network.grid.busbarOf(feeder),
      voltage: voltageOf(own, picture.points, deps),
      meters: own.length,
      silentMeters: own.filter((m) => picture.silences.has(m.meter)).length,
      events24h: events.get(feeder) ?? 0,
      complaints24h: complaints.get(feeder) ?? 0,
      customers: network.customersBelow(feeder),
      customersOut: picture.out.get(feeder)?.size ?? 0,
      runningIncidents: incidents.get(feeder) ?? 0,
    };
  });
}

function feederOfComplaint(row: ComplaintRow, network: NetworkIndex): NodeId | null {
  const customer = customerOf(row.complaint, network);
  const node = customer === null ? null : network.nodeOf(customer);
  return node === null ? null : network.grid.feederOf(node);
}

/** Newest voltages in % of declared, stale ones left out: an old value must not look live. */
function voltageOf(meters: readonly Meter[], points: readonly SeriesPoint[], deps: Deps): FeederNow['voltage'] {
  const of = new Map(meters.map((m) => [m.meter, m]));
  const nowMs = deps.now();
  const fresh = points.flatMap((p) => {
    const meter = of.get(p.meter);
    if (meter === undefined || !(p.value > 0) || nowMs - p.timeMs > staleAfterS(meter) * 1000) return [];
    return [
      { pct: (p.value / declared(meter, p.phase, deps.service.network())) * 100, timeMs: p.timeMs, meter: p.meter },
    ];
  });
  if (fresh.length === 0) return null;
  const pct = fresh.map((f) => f.pct);
  return {
    minPct: Math.min(...pct),
    meanPct: pct.reduce((a, b) => a + b, 0) / pct.length,
    maxPct: Math.max(...pct),
    asOf: formatTime(Math.max(...fresh.map((f) => f.timeMs)), deps.zone),
    meters: new Set(fresh.map((f) => f.meter)).size,
  };
}

/** Declared voltage of a channel; where the meter names none, its customer's, else 220 V between phase and neutral. */
function declared(meter: Meter, phase: PhaseTag, network: NetworkIndex): number {
  const own = meter.supplyPoint === null ? undefined : network.customers.get(meter.supplyPoint);
  return channelUdinV(meter, phase, meter.udinV ?? own?.nominalV ?? 220);
}

function silenceByMeter(deps: Deps): Map<MeterId, SilenceType> {
  const silences = new Map<MeterId, SilenceType>();
  for (const s of deps.collector?.states() ?? []) {
    if (s.meter !== null && s.silence !== null) silences.set(s.meter, s.silence);
  }
  return silences;
}

function counted(types: readonly SilenceType[]): Now['silence'] {
  const counts: Now['silence'] = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function tally(feeders: readonly (NodeId | null)[]): ReadonlyMap<NodeId, number> {
  const counts = new Map<NodeId, number>();
  for (const f of feeders) if (f !== null) counts.set(f, (counts.get(f) ?? 0) + 1);
  return counts;
}

function newestFirst(all: readonly Disturbance[], limit: number, nowMs: number): readonly Disturbance[] {
  return all
    .filter((d) => d.startMs <= nowMs)
    .sort((a, b) => b.startMs - a.startMs)
    .slice(0, limit);
}
