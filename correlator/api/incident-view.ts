/** How many complaints point at each incident. */
import type { IncidentId } from '../../core/ids.ts';
import type { Service } from '../io/service.ts';

export function complaintCounts(service: Service): ReadonlyMap<IncidentId, number> {
  const counts = new Map<IncidentId, number>();
  for (const own of service.complaintRows().keys()) {
    const incident = service.latestVerdict(own)?.verdict.incident;
    if (incident != null) counts.set(incident, (counts.get(incident) ?? 0) + 1);
  }
  return counts;
}
