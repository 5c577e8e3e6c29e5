/** One supply point: who, how it is fed, what it looks like now. Every look is written to the audit log first. */

import { declaredChannels } from '../../../core/declared.ts';
import type { Works } from '../../../core/facts.ts';
import { id, type SectionId, type SupplyPointId } from '../../../core/ids.ts';
import type { Customer, Section } from '../../../core/network.ts';
import { oneOfEach } from '../../../core/one-of-each.ts';
import { formatTime } from '../../../core/time.ts';
import type { SupplyPoint } from '../../contract/supply-point.ts';
import type { NetworkIndex } from '../../io/network-index.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { notFound } from '../http-problem.ts';
import { complaintCounts } from '../incident-view.ts';
import { limitsOf, sideOfLimits } from '../limits.ts';
import { customerHit, verdictShort } from '../present-complaint.ts';
import { incidentRow, isRunning, reachOf, worksOut, worksState } from '../present-incident.ts';
import { staleAfterS } from '../staleness.ts';
import { customersOut, supplyNow } from '../supply-state.ts';
import { chooseMeter } from '../voltage-source.ts';

/** Works further ahead than the notice period are no news for a caller. */
const WORKS_AHEAD_MS = 7 * 86_400_000;
const COMPLAINTS_SHOWN = 10;

export const getSupplyPoint: Answering<'getSupplyPoint'> = {
  id: 'getSupplyPoint',
  async answer({ params, person }, deps) {
    const customer = await deps.service.records.customer(id<SupplyPointId>(params.id));
    if (customer === null) throw notFound('supply point');
    await deps.audit({ person: person.id, action: 'read supply point', subject: customer.supplyPoint });
    const network = deps.service.network();
    const node = network.nodeOf(customer);
    const upstream = node === null ? [] : network.grid.upstream(node);
    const substation = node === null ? null : network.grid.substationOf(node);
    return {
      customer: {
        ...customerHit(customer, network),
        contract: customer.contract,
        contractKva: customer.contractKva,
        supplyKv: customer.supplyKv,
      },
      at: network.positionOf(node),
      busbar: node === null ? null : network.grid.busbarOf(node),
      substation,
      neutralEarthing: substation === null ? null : (network.grid.nodes.get(substation)?.neutralEarthing ?? null),
      meters: network.metersOf(customer).map(({ meter, relation }) => ({
        meter: meter.meter,
        relation,
        node: meter.node,
        phases: meter.phases,
        method: meter.method,
        statistic: meter.statistic,
        clock: meter.clock,
        comms: meter.comms,
      })),
      upstream: upstreamOut(upstream, deps),
      arrears: arrearsOf(customer, network, deps),
      voltage: await voltageNow(customer, network, deps),
      incidents: await runningIncidents(customer, network, deps),
      works: worksOnTheWay(upstream, deps).map((w) => worksOut(w, deps.now(), deps.zone)),
      complaints: await recentComplaints(customer, deps),
    };
  },
};

function upstreamOut(upstream: readonly Section[], deps: Deps): SupplyPoint['upstream'] {
  const ranks = new Map<SectionId, number>(deps.service.priorities().map((p) => [p.section, p.rank]));
  return upstream.map((s) => ({
    section: s.id,
    kind: s.kind,
    device: s.device,
    voltageKv: s.voltageKv,
    lengthM: s.lengthM,
    installedYear: s.installedYear,
    rank: ranks.get(s.id) ?? null,
  }));
}

/** The billing record and the meter's own relay, side by side: they may contradict each other. */
function arrearsOf(customer: Customer, network: NetworkIndex, deps: Deps): SupplyPoint['arrears'] {
  const own = new Set(
    network
      .metersOf(customer)
      .filter((m) => m.relation === 'own')
      .map((m) => m.meter.meter),
  );
  const relay = deps.service
    .facts()
    .meterEvents.filter((e) => own.has(e.meter) && (e.kind === 'relay_open' || e.kind === 'relay_closed'))
    .reduce<{ timeMs: number; kind: string } | null>((a, e) => (a === null || e.timeMs >= a.timeMs ? e : a), null);
  const { disconnectedAtMs: off, paidAtMs: paid, reconnectedAtMs: on } = customer;
  const time = (ms: number | null) => (ms === null ? null : formatTime(ms, deps.zone));
  const isOff = off !== null && (on === null || on < off);
  return {
    state: !isOff ? 'none' : paid !== null && paid >= off ? 'paid_not_reconnected' : 'disconnected',
    disconnectedAt: time(off),
    paidAt: time(paid),
    reconnectedAt: time(on),
    relay: relay === null ? 'unknown' : relay.kind === 'relay_open' ? 'open' : 'closed',
    relayAt: time(relay?.timeMs ?? null),
  };
}

async function voltageNow(customer: Customer, network: NetworkIndex, deps: Deps): Promise<SupplyPoint['voltage']> {
  const { meter, source } = chooseMeter(customer, network);
  const limits = limitsOf(customer, meter, deps.profile);
  const points = meter === null ? [] : declaredChannels(meter, await deps.series.lastVoltages([meter.meter]));
  const newestMs = points.length === 0 ? null : Math.max(...points.map((p) => p.timeMs));
  const ageS = newestMs === null ? null : Math.max(0, (deps.now() - newestMs) / 1000);
  const state = deps.collector?.states().find((s) => s.meter === meter?.meter);
  return {
    source,
    limits,
    phases: points.map((p) => ({
      phase: p.phase,
      u: p.value,
      pct: Number.isFinite(p.value) ? (p.value / limits.nominalV) * 100 : null,
      time: formatTime(p.timeMs, deps.zone),
      state: sideOfLimits(p.value, limits),
    })),
    asOf: newestMs === null ? null : formatTime(newestMs, deps.zone),
    ageS,
    stale: ageS === null || meter === null || ageS > staleAfterS(meter),
    silence: state?.silence ?? null,
  };
}

/** Running incidents seen at its meters, in its area, or placed on a section that feeds it. */
async function runningIncidents(
  customer: Customer,
  network: NetworkIndex,
  deps: Deps,
): Promise<SupplyPoint['incidents']> {
  const nowMs = deps.now();
  const facts = deps.service.facts();
  const disturbances = oneOfEach(facts.disturbances);
  const points = await deps.series.lastVoltages([]);
  const supply = supplyNow({ disturbances, meterEvents: facts.meterEvents }, network, points, nowMs);
  const isOut = [...customersOut(facts, network, supply).values()].some((set) => set.has(customer.supplyPoint));
  const own = network.metersOf(customer).find((m) => m.relation === 'own');
  const isLive = own !== undefined && supply.live.has(own.meter.meter);
  const node = network.nodeOf(customer);
  if (node === null) return [];
  const area = network.grid.areaOf(node);
  const meters = new Set(
    network
      .metersOf(customer)
      .filter((m) => m.relation !== 'feeder')
      .map((m) => m.meter.meter),
  );
  const upstream = new Set(network.grid.upstream(node).map((s) => s.id));
  const context = { network, zone: deps.zone, nowMs, complaintsOf: complaintCounts(deps.service), dead: supply.dead };
  return (
    deps.service
      .incidents()
      .filter((i) => isRunning(i, nowMs, supply.dead))
      // Others' outage, seen here as a dip, is not this customer's: theirs is the one that leaves them dark.
      .filter((i) => i.kind !== 'outage' || isOut || (!isLive && i.meters.length === 0))
      .filter(
        (i) =>
          i.meters.some((m) => meters.has(m)) ||
          (area !== null && reachOf(i, network).areas.includes(area)) ||
          (Object.keys(i.sections) as SectionId[]).some((s) => upstream.has(s) && (i.sections[s] ?? 0) >= 0.5),
      )
      .map((i) => incidentRow(i, context))
  );
}

export function worksOnTheWay(upstream: readonly Section[], deps: Deps): readonly Works[] {
  const nowMs = deps.now();
  const on = new Set(upstream.map((s) => s.id));
  return deps.service.facts().works.filter((w) => {
    if (!w.sections.some((s) => on.has(s))) return false;
    const state = worksState(w, nowMs);
    if (state === 'running' || state === 'overrunning') return true;
    return state === 'planned' && (w.plannedStartMs ?? Number.POSITIVE_INFINITY) <= nowMs + WORKS_AHEAD_MS;
  });
}

async function recentComplaints(customer: Customer, deps: Deps): Promise<SupplyPoint['complaints']> {
  const rows = await deps.service.records.complaints({
    limit: COMPLAINTS_SHOWN,
    beforeMs: null,
    supplyPoint: customer.supplyPoint,
  });
  return rows.map((row) => {
    const latest = deps.service.latestVerdict(row.complaint.id);
    return {
      id: row.complaint.id,
      received: formatTime(row.complaint.receivedMs, deps.zone),
      category: row.triage.category,
      status: row.status,
      verdict: latest === null ? null : verdictShort(latest.verdict),
    };
  });
}
