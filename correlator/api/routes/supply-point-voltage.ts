/** Voltage at a supply point with everything that happened there, on one time axis. */

import type { Complaint } from '../../../core/facts.ts';
import { id, type MeterId, type SupplyPointId } from '../../../core/ids.ts';
import { distanceM } from '../../../core/network/geo.ts';
import type { Customer, LonLat, Meter } from '../../../core/network.ts';
import { oneOfEach } from '../../../core/one-of-each.ts';
import type { Range } from '../../../core/ports.ts';
import { formatTime } from '../../../core/time.ts';
import type { SupplyPointVoltage } from '../../contract/supply-point.ts';
import type { NetworkIndex } from '../../io/network-index.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { limitsOf } from '../limits.ts';
import { customerOf } from '../present-complaint.ts';
import { disturbanceOut, incidentFinder, strokeOut, worksOut } from '../present-incident.ts';
import { range } from '../validate.ts';
import { readCurve } from '../voltage-curve.ts';
import { chooseMeter } from '../voltage-source.ts';

const DEFAULT_SPAN_MS = 24 * 3_600_000;
/** Longest window: a year of hours is what a screen can show. */
const SPAN_MAX_MS = 366 * 86_400_000;
/** Strokes shown around a supply point. Farther ones are weather, not neighbours [guess]. */
const STROKES_WITHIN_M = 5_000;
const STROKES_SHOWN = 500;

export const getSupplyPointVoltage: Answering<'getSupplyPointVoltage'> = {
  id: 'getSupplyPointVoltage',
  async answer({ params, query, person }, deps) {
    const customer = await deps.service.records.customer(id<SupplyPointId>(params.id));
    if (customer === null) throw notFound('supply point');
    const window = range(query, deps.zone, { fromMs: (to) => to - DEFAULT_SPAN_MS, toMs: deps.now() });
    if (window.toMs - window.fromMs > SPAN_MAX_MS) {
      throw new HttpProblem(400, 'the window is too long', [
        { path: 'query.from', expected: 'at most 366 days before query.to', got: query.from ?? 'nothing' },
      ]);
    }
    await deps.audit({ person: person.id, action: 'read voltage', subject: customer.supplyPoint });
    const network = deps.service.network();
    const { meter, source } = chooseMeter(customer, network);
    const curve = await readCurve(deps.series, meter, window, query.resolution);
    const axis = { customer, meter, window, network };
    return {
      supplyPoint: customer.supplyPoint,
      from: formatTime(window.fromMs, deps.zone),
      to: formatTime(window.toMs, deps.zone),
      resolutionS: curve.resolutionS,
      source,
      limits: limitsOf(customer, meter, deps.profile),
      times: curve.timesMs.map((ms) => formatTime(ms, deps.zone)),
      phases: curve.phases,
      events: await eventsOn(axis, deps),
      strokes: strokesOn(axis, deps),
      works: worksOn(axis, deps),
      complaints: complaintsOn(axis, deps),
    };
  },
};

interface Axis {
  readonly customer: Customer;
  readonly meter: Meter | null;
  readonly window: Range;
  readonly network: NetworkIndex;
}

/** Events of the customer's own meter and of its area's; of the feeder's where there is nothing nearer. */
async function eventsOn(axis: Axis, deps: Deps): Promise<SupplyPointVoltage['events']> {
  const { network, window } = axis;
  const near = network.metersOf(axis.customer).filter((m) => m.relation !== 'feeder');
  const meters: MeterId[] = (near.length > 0 ? near : network.metersOf(axis.customer)).map((m) => m.meter.meter);
  if (meters.length === 0) return [];
  const incidentOf = incidentFinder(deps.service.incidents());
  const found = await deps.service.records.disturbances(meters, window);
  return oneOfEach(found).map((d) => disturbanceOut(d, { network, zone: deps.zone, incidentOf }));
}

function strokesOn(axis: Axis, deps: Deps): SupplyPointVoltage['strokes'] {
  const at: LonLat | null = axis.network.positionOf(axis.network.nodeOf(axis.customer));
  if (at === null) return [];
  const { fromMs, toMs } = axis.window;
  return deps.service
    .facts()
    .strokes.filter((s) => s.timeMs >= fromMs && s.timeMs < toMs && distanceM(at, s.at) <= STROKES_WITHIN_M)
    .slice(0, STROKES_SHOWN)
    .map((s) => strokeOut(s, at, deps.zone));
}

function worksOn(axis: Axis, deps: Deps): SupplyPointVoltage['works'] {
  const node = axis.network.nodeOf(axis.customer);
  if (node === null) return [];
  const on = new Set(axis.network.grid.upstream(node).map((s) => s.id));
  const { fromMs, toMs } = axis.window;
  return deps.service
    .facts()
    .works.filter((w) => {
      const startMs = w.actualStartMs ?? w.plannedStartMs;
      const endMs = w.actualEndMs ?? w.plannedEndMs ?? Number.POSITIVE_INFINITY;
      return startMs !== null && startMs < toMs && endMs >= fromMs && w.sections.some((s) => on.has(s));
    })
    .map((w) => worksOut(w, deps.now(), deps.zone));
}

/** Its own complaints by id; those of its area only as a mark in time, without a word of who. */
function complaintsOn(axis: Axis, deps: Deps): SupplyPointVoltage['complaints'] {
  const { network, window, customer } = axis;
  const node = network.nodeOf(customer);
  const area = node === null ? null : network.grid.areaOf(node);
  const time = (ms: number | null) => (ms === null ? null : formatTime(ms, deps.zone));
  let neighbour = 0;
  return [...deps.service.complaintRows().values()].flatMap((row) => {
    const c = row.complaint;
    if (!touches(c, window)) return [];
    const by = customerOf(c, network);
    if (by === null) return [];
    const own = by.supplyPoint === customer.supplyPoint;
    const place = network.nodeOf(by);
    const near = area !== null && place !== null && network.grid.areaOf(place) === area;
    if (!own && !near) return [];
    return [
      {
        id: own ? c.id : `neighbour-${++neighbour}`,
        received: formatTime(c.receivedMs, deps.zone),
        occurredFrom: time(c.occurredFromMs),
        occurredTo: time(c.occurredToMs),
        category: row.triage.category,
        own,
      },
    ];
  });
}

function touches(c: Complaint, window: Range): boolean {
  const fromMs = Math.min(c.receivedMs, c.occurredFromMs ?? c.receivedMs);
  return fromMs < window.toMs && c.receivedMs >= window.fromMs;
}
