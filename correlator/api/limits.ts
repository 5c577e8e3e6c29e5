/** Voltage limits where a voltage was measured, in volts, and on which side of them a value lies. */
import type { ProfileId } from '../../core/case.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { sideOf, voltsOf } from '../../core/limits/limit.ts';
import type { Customer, Meter } from '../../core/network.ts';
import type { VoltageLimits } from '../contract/supply-point.ts';

/** Declared voltage of what `meter` measures; without a meter, that of the customer. */
export function declaredV(customer: Customer, meter: Meter | null): number {
  return meter?.udinV ?? customer.nominalV;
}

/**
 * Limits of the customer's own contract profile where one is named, else of the server's. Above the voltages a profile
 * speaks of, its event thresholds stand in, and `clause` says so.
 */
export function limitsOf(customer: Customer, meter: Meter | null, fallback: ProfileId): VoltageLimits {
  const profile = LIMIT_PROFILES[profileOf(customer.contract) ?? fallback];
  const nominalV = declaredV(customer, meter);
  const limit = profile.voltageLimits(meter?.connection ?? 'LN', nominalV)[0];
  if (limit === undefined) {
    const { dipPct, swellPct } = profile.thresholds;
    return {
      nominalV,
      ...voltsOf({ lowPct: dipPct, highPct: swellPct }, nominalV),
      profile: profile.id,
      clause: `${profile.title}: event thresholds`,
    };
  }
  return { nominalV, ...voltsOf(limit, nominalV), profile: profile.id, clause: limit.clause };
}

export function sideOfLimits(u: number, limits: VoltageLimits): 'low' | 'high' | 'within' | 'unknown' {
  const limit = {
    id: limits.profile,
    text: { zh: '', en: '' },
    clause: limits.clause,
    lowPct: (limits.lowV / limits.nominalV) * 100,
    highPct: (limits.highV / limits.nominalV) * 100,
    inclusive: true,
    requiredPct: 100,
    intervalS: 600,
    unconfirmed: false,
  };
  const side = sideOf(u, limit, limits.nominalV);
  return side === 'below' ? 'low' : side === 'above' ? 'high' : side === 'inside' ? 'within' : 'unknown';
}

function profileOf(contract: string | null): ProfileId | null {
  return contract !== null && contract in LIMIT_PROFILES ? (contract as ProfileId) : null;
}
