/**
 * The second answer to a damage claim: is what was found one of the causes the household appliance rule names? Met,
 * not met, cannot say, with deadlines. Other legal paths exist: never "no claim", never a word on liability.
 * @source China, household appliance damage rule of 1996 (order 7), residential 220/380 V [M, may be superseded].
 */

import { formatTime } from '../../core/time.ts';
import type { Cause, DamageAnswer } from '../../core/verdict.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import { CONCLUDE, DAMAGE_RULE } from '../params/verdict.ts';

/** Causes the rule names: wiring or phase sequence swapped, neutral broken, phase-neutral contact, high-voltage contact. */
const NAMED: readonly Cause[] = ['neutral_fault', 'wiring_error', 'phase_neutral_contact', 'hv_contact'];

export function damageAnswer(
  c: ComplaintContext,
  causes: ReadonlyMap<Cause, number>,
  incidentStartMs: number | null,
): DamageAnswer | null {
  if (c.triage.category !== 'damage_claim' && !c.triage.symptoms.includes('appliance_damaged')) return null;
  const zone = c.index.facts.settings.zone;
  const happened = incidentStartMs ?? c.time.fromMs;
  const deadlines = {
    visit: formatTime(c.time.receivedMs + DAMAGE_RULE.visitMs, zone),
    claim: formatTime(happened + DAMAGE_RULE.claimMs, zone),
  };
  const named = NAMED.reduce((sum, cause) => sum + (causes.get(cause) ?? 0), 0);
  const residential = c.site.customer === null || c.site.customer.kind === 'residential';
  const best = [...causes].sort((a, b) => b[1] - a[1])[0];
  if (named >= CONCLUDE.confirmed && residential) {
    const cause = NAMED.reduce((a, b) => ((causes.get(b) ?? 0) > (causes.get(a) ?? 0) ? b : a));
    return { answer: 'met', cause, deadlines };
  }
  const known = best !== undefined && best[0] !== 'unknown' && best[0] !== 'inside' && best[1] >= CONCLUDE.confirmed;
  if (known) return { answer: 'not_met', cause: best[0], deadlines };
  return { answer: 'cannot_say', cause: null, deadlines };
}
