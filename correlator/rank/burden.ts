/**
 * What one incident cost its customers, in customer-hour equivalents, from the network and the records; who called
 * does not matter, so silent districts count in full. Damage claims are the one part that only complaints can tell.
 */
import type { CaseIndex } from '../incidents/case-index.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { affected, darkCustomers } from '../match/affected.ts';
import { BURDEN, OUTAGE_DEFAULT_H } from '../params/rank.ts';

const HOUR_MS = 3_600_000;
/** An outage is counted to at most this, h: longer records lost their end. */
const OUTAGE_MAX_H = 48;

export interface Burden {
  readonly total: number;
  readonly outageCustomerHours: number;
  readonly dipEvents: number;
  readonly lowVoltageHours: number;
}

export function burdenOf(index: CaseIndex, k: IncidentModel): Burden {
  const lastedH =
    k.endMs === null
      ? k.running
        ? (index.toMs - k.startMs) / HOUR_MS
        : OUTAGE_DEFAULT_H
      : (k.endMs - k.startMs) / HOUR_MS;
  const dark = darkCustomers(index, k);
  const outageCustomerHours = k.kind === 'outage' ? dark * Math.min(OUTAGE_MAX_H, Math.max(0.05, lastedH)) : 0;
  let dipEvents = 0;
  let lowVoltageHours = 0;
  let signature = 0;
  let blinks = k.kind === 'interruption' ? dark : 0;
  for (const part of affected(index, k)) {
    if (part.group === 'dip') dipEvents += part.customers;
    if (part.group === 'chronic') lowVoltageHours += part.customers * lowHoursPerDay(k);
    if (part.group === 'signature') signature += part.customers * Math.max(1, Math.min(72, lastedH));
    if (part.group === 'outage' && k.kind === 'phase_loss')
      signature += part.customers * Math.min(OUTAGE_MAX_H, Math.max(0.5, lastedH));
  }
  if (k.kind === 'earth_fault' || k.kind === 'transient') blinks = 0;
  const total =
    BURDEN.outageHour * outageCustomerHours +
    BURDEN.interruptionEvent * blinks +
    BURDEN.dipEvent * dipEvents +
    BURDEN.lowVoltageHour * lowVoltageHours +
    BURDEN.signatureHour * signature;
  return { total, outageCustomerHours, dipEvents, lowVoltageHours };
}

/** Low hours on a low day: as recorded, else four (an evening peak) [M]. */
function lowHoursPerDay(k: IncidentModel): number {
  const lengths = k.signals.flatMap((s) => (s.endMs === null ? [] : [Math.min(24, (s.endMs - s.startMs) / HOUR_MS)]));
  if (lengths.length === 0) return 4;
  return lengths.reduce((a, b) => a + b, 0) / lengths.length;
}
