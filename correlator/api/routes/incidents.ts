/** Incidents: a period's list, and one with everything that belongs to it. */

import { type IncidentId, id } from '../../../core/ids.ts';
import { oneOfEach } from '../../../core/one-of-each.ts';
import { formatTime } from '../../../core/time.ts';
import type { Incident } from '../../../core/verdict.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { notFound } from '../http-problem.ts';
import { complaintCounts } from '../incident-view.ts';
import { verdictShort } from '../present-complaint.ts';
import { disturbanceOut, incidentFinder, incidentRow, strokeOut, worksOut } from '../present-incident.ts';
import { range } from '../validate.ts';

const DEFAULT_SPAN_MS = 7 * 86_400_000;
/** Clocks differ: events this far outside the incident still belong to it. */
const SLACK_MS = 5_000;

const contextOf = (deps: Deps) => ({
  network: deps.service.network(),
  zone: deps.zone,
  nowMs: deps.now(),
  complaintsOf: complaintCounts(deps.service),
});

export const listIncidents: Answering<'listIncidents'> = {
  id: 'listIncidents',
  answer({ query }, deps) {
    const { fromMs, toMs } = range(query, deps.zone, { fromMs: (to) => to - DEFAULT_SPAN_MS, toMs: deps.now() + 1 });
    const hits = deps.service
      .incidents()
      .filter((i) => i.startMs < toMs && (i.endMs ?? Number.POSITIVE_INFINITY) >= fromMs)
      .sort((a, b) => b.startMs - a.startMs || (a.id < b.id ? -1 : 1));
    const context = contextOf(deps);
    return {
      items: hits.slice(0, query.limit).map((i) => incidentRow(i, context)),
      from: formatTime(fromMs, deps.zone),
      to: formatTime(toMs, deps.zone),
      total: hits.length,
    };
  },
};

export const getIncident: Answering<'getIncident'> = {
  id: 'getIncident',
  async answer({ params, person }, deps) {
    const own = id<IncidentId>(params.id);
    const incident = deps.service.incidents().find((i) => i.id === own) ?? (await deps.service.records.incident(own));
    if (!incident) throw notFound('incident');
    await deps.audit({ person: person.id, action: 'read incident', subject: own });
    const context = contextOf(deps);
    const facts = deps.service.facts();
    const strokes = new Set(incident.strokes);
    const works = new Set(incident.works);
    const incidentOf = incidentFinder([incident]);
    return {
      incident: incidentRow(incident, context),
      disturbances: (await disturbancesOf(incident, deps)).map((d) => disturbanceOut(d, { ...context, incidentOf })),
      strokes: facts.strokes.filter((s) => strokes.has(s.id)).map((s) => strokeOut(s, null, deps.zone)),
      works: facts.works.filter((w) => works.has(w.id)).map((w) => worksOut(w, context.nowMs, deps.zone)),
      complaints: complaintsOf(incident, deps),
    };
  },
};

async function disturbancesOf(incident: Incident, deps: Deps) {
  const range = { fromMs: incident.startMs - SLACK_MS, toMs: (incident.endMs ?? deps.now()) + SLACK_MS };
  return incident.meters.length === 0 ? [] : oneOfEach(await deps.service.records.disturbances(incident.meters, range));
}

function complaintsOf(incident: Incident, deps: Deps) {
  return [...deps.service.complaintRows().values()].flatMap((row) => {
    const latest = deps.service.latestVerdict(row.complaint.id);
    if (latest?.verdict.incident !== incident.id) return [];
    return [
      {
        id: row.complaint.id,
        received: formatTime(row.complaint.receivedMs, deps.zone),
        verdict: verdictShort(latest.verdict),
      },
    ];
  });
}
