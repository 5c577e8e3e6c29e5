/** What kind of event a caller claims to have met: decides which meters could have seen it. */
import type { Symptom, Triage } from '../../core/complaint.ts';
import type { SeenKind } from '../../core/usual-sight.ts';

const CLAIMS: readonly (readonly [Symptom, SeenKind])[] = [
  ['outage', 'outage'],
  ['frequent_outage', 'outage'],
  ['partial_outage', 'outage'],
  ['breaker_tripped', 'outage'],
  ['brief_outage', 'interruption'],
  ['production_stopped', 'dip'],
  ['lamps_too_bright', 'overvoltage'],
  ['overvoltage_reported', 'overvoltage'],
  ['appliance_damaged', 'transient'],
  ['appliance_wont_start', 'undervoltage'],
  ['appliance_weak', 'undervoltage'],
  ['lamps_dim', 'undervoltage'],
  ['appliance_restarted', 'dip'],
  ['motor_trouble', 'dip'],
  ['lamps_flicker', 'dip'],
];

/** The first that holds; a word nobody can place counts as a signature (contact, neutral). */
export function claimedKind(t: Triage, habit: boolean): SeenKind {
  if (habit && t.symptoms.includes('lamps_flicker') && !t.symptoms.includes('outage')) return 'flicker';
  const hit = CLAIMS.find(([s]) => t.symptoms.includes(s));
  if (hit !== undefined) return hit[1];
  if (t.category === 'outage' || t.category === 'works') return 'outage';
  if (t.category === 'damage_claim') return 'transient';
  return 'signature';
}
