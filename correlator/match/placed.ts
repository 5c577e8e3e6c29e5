/** A complaint understood, placed and timed: everything that is known before any incident is looked at. */
import type { Triage } from '../../core/complaint.ts';
import type { Complaint } from '../../core/facts.ts';
import type { ComplaintId } from '../../core/ids.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { AddressIndex } from './address.ts';
import { claimedKind } from './claimed.ts';
import { speaksOfHabit } from './habit.ts';
import { isRouted } from './routing.ts';
import { type Site, siteOf } from './site.ts';
import { spokenTime } from './spoken-time.ts';
import { claimTime } from './window.ts';

export type Placed = Pick<ComplaintContext, 'complaint' | 'triage' | 'site' | 'time' | 'claimed'>;

export interface PlacingTools {
  readonly index: CaseIndex;
  readonly addresses: AddressIndex;
  readonly complaints: ReadonlyMap<ComplaintId, Complaint>;
  readonly triage: (text: string) => Triage;
}

/**
 * A repeat contact takes from the one it repeats whatever it does not say itself: place, time, and the matter, where
 * its own words are only "please hurry". `read` = a person's reading of the text in place of the classifier's.
 */
export function placeComplaint(p: PlacingTools, complaint: Complaint, read?: Triage): Placed {
  const root = rootOf(p.complaints, complaint);
  const own = read ?? p.triage(complaint.text);
  const first = root === complaint ? own : p.triage(root.text);
  const triage = isRouted(own) && !isRouted(first) ? first : own;
  const site: Site = siteOf(p.index, p.addresses, complaint);
  const told = complaint.occurredFromMs !== null || complaint.occurredToMs !== null ? complaint : root;
  const zone = p.index.facts.settings.zone;
  const inFields = told.occurredFromMs !== null || told.occurredToMs !== null;
  const spoken = inFields ? null : spokenTime(root.text, root.receivedMs, zone);
  const time = claimTime({
    receivedMs: root.receivedMs,
    occurredFromMs: spoken?.fromMs ?? told.occurredFromMs,
    occurredToMs: spoken?.toMs ?? told.occurredToMs,
    claim: triage.category === 'damage_claim',
    part: triage.when,
    zone,
  });
  const placed = site.how === 'none' && root !== complaint ? siteOf(p.index, p.addresses, root) : site;
  return { complaint, triage, site: placed, time, claimed: claimedKind(triage, speaksOfHabit(complaint.text)) };
}

/** The first contact of a chain of repeats; a broken or circular chain ends where it breaks. */
export function rootOf(all: ReadonlyMap<ComplaintId, Complaint>, c: Complaint): Complaint {
  const seen = new Set<ComplaintId>();
  let at = c;
  while (at.parent !== null && !seen.has(at.id)) {
    seen.add(at.id);
    const up = all.get(at.parent);
    if (up === undefined) break;
    at = up;
  }
  return at;
}
