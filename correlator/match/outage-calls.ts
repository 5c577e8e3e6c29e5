/** Complaints that say "no supply", placed and timed: the raw material of incidents that only calls speak of. */
import type { ComplaintContext } from '../evidence/context.ts';
import type { OutageCall } from '../incidents/calls.ts';

type Placed = Pick<ComplaintContext, 'complaint' | 'triage' | 'site' | 'time'>;

export function outageCalls(placed: readonly Placed[]): OutageCall[] {
  return placed.flatMap(({ complaint, triage, site, time }) => {
    const out = triage.symptoms.includes('outage');
    const cutOff = site.customer?.disconnectedAtMs != null && site.customer.disconnectedAtMs <= time.receivedMs;
    if (
      !out ||
      complaint.parent !== null ||
      site.at === null ||
      site.identity < 0.5 ||
      cutOff ||
      triage.neighbours === 'no'
    )
      return [];
    if (triage.category !== 'outage' && triage.category !== 'works' && triage.category !== 'hazard') return [];
    return [
      {
        complaint: complaint.id,
        customer: site.customer?.account ?? complaint.id,
        at: site.at,
        aboutMs: time.stated ? time.fromMs : time.receivedMs,
        receivedMs: time.receivedMs,
      },
    ];
  });
}
