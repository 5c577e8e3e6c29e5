/** What is concluded: confirmed, partly, not found, open. Thresholds are settings; nothing closes by itself. */
import type { Cause, Conclusion } from '../../core/verdict.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import { ownSees } from '../evidence/coverage.ts';
import { REPEATED } from '../params/calls.ts';
import { CONCLUDE } from '../params/verdict.ts';

export function conclude(c: ComplaintContext, causes: ReadonlyMap<Cause, number>, outages: number | null): Conclusion {
  const inside = causes.get('inside') ?? 0;
  const unknown = causes.get('unknown') ?? 0;
  const supply = 1 - inside - unknown;
  if (supply >= CONCLUDE.confirmed) {
    const claimsMany = c.triage.symptoms.includes('frequent_outage') && outages !== null && outages < REPEATED.count;
    return claimsMany && watchedThrough(c, REPEATED.windowMs) ? 'partly' : 'confirmed';
  }
  if (inside >= CONCLUDE.insideForNotFound && canDeny(c)) return 'not_found';
  return 'open';
}

/** Own supply point recorded through the whole window by a method that sees the claimed kind; never for transients. */
export function canDeny(c: ComplaintContext): boolean {
  if (c.claimed === 'transient' || c.claimed === 'mv_earth' || c.triage.symptoms.includes('appliance_damaged'))
    return false;
  return ownSees(c, c.claimed) >= CONCLUDE.seesForNotFound && watchedThrough(c, 0);
}

/** An event log is present unless its path was down; readings must cover the window. */
function watchedThrough(c: ComplaintContext, backMs: number): boolean {
  return c.site.meters.some((m) => {
    const here = c.watch.present(m, c.time.fromMs - backMs, c.time.toMs);
    return here === null || here >= CONCLUDE.windowShare;
  });
}
