/** Which matters leave by another desk. */
import { ROUTED_CATEGORIES, type Triage } from '../../core/complaint.ts';

/** Symptoms that make a `works` complaint one about supply. */
const SUPPLY: readonly string[] = [
  'outage',
  'partial_outage',
  'brief_outage',
  'frequent_outage',
  'lamps_flicker',
  'lamps_dim',
  'lamps_too_bright',
  'appliance_wont_start',
  'appliance_weak',
  'appliance_restarted',
  'appliance_damaged',
  'overvoltage_reported',
  'production_stopped',
  'motor_trouble',
  'motor_reversed',
  'shock_or_leakage',
  'sparks_or_burning',
];

/** A text not understood is never sent away: below this the matter is correlated like any other, and asked about. */
const ROUTE_FROM_P = 0.5;

export function isRouted(t: Triage): boolean {
  if (t.p < ROUTE_FROM_P) return false;
  if (ROUTED_CATEGORIES.includes(t.category)) return true;
  return t.category === 'works' && !t.symptoms.some((s) => SUPPLY.includes(s));
}
