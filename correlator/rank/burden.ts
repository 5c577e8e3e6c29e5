/**
 * What one incident cost its customers, in customer-hour equivalents, from the network and the records; who called
 * does not matter, so silent districts count in full. Damage claims are the one part that only complaints can tell.
 */
import type { CaseIndex } from '../incidents/case-index.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { affected, areaCustomers, darkCustomers } from '../match/affected.ts';
import { BURDEN, OUTAGE_DEFAULT_H } from '../params/rank.ts';

const HOUR_MS = 3_600_000;
/** An outage is counted to at most this, h: longer records lost their end. */
const OUTAGE_MAX_H = 48;
/** A contact fault that flares up for weeks bothers at most this many hours [M]. */
const SIGNATURE_MAX_H = 48;
/** Share of an area's customers that a voltage trouble of the area touches, a contact or neutral fault [M]. */
const LOW_SHARE = 0.5;
const SIGNATURE_SHARE = 0.3;

/** Customer-hour equivalents (weights: params/rank.ts). Works and upstream are left out by the ranking, not here. */
export function burdenOf(index: CaseIndex, k: IncidentModel): number {
  const dark = darkCustomers(index, k);
  const local = areaCustomers(index, k);
  let sum = 0;
  if (k.kind === 'outage') sum += BURDEN.outageHour * dark * clamp(lastedH(index, k), 0.05, OUTAGE_MAX_H);
  if (k.kind === 'interruption') sum += BURDEN.interruptionEvent * dark;
  for (const part of affected(index, k)) if (part.group === 'dip') sum += BURDEN.dipEvent * part.customers;
  switch (k.kind) {
    case 'undervoltage':
    case 'overvoltage':
    case 'unbalance':
      return sum + BURDEN.lowVoltageHour * LOW_SHARE * local * recordedH(k);
    case 'flicker':
    case 'rvc':
      return sum + BURDEN.flickerHour * SIGNATURE_SHARE * local * Math.max(recordedH(k), 0.25 * k.signals.length);
    case 'loose_contact':
      return sum + BURDEN.signatureHour * clamp(recordedH(k), 1, SIGNATURE_MAX_H);
    case 'broken_neutral':
      return (
        sum +
        BURDEN.signatureHour * Math.max(1, SIGNATURE_SHARE * local) * clamp(lastedH(index, k), 0.5, SIGNATURE_MAX_H)
      );
    case 'phase_loss':
      return sum + BURDEN.signatureHour * Math.max(1, local) * clamp(lastedH(index, k), 0.5, OUTAGE_MAX_H);
    default:
      return sum;
  }
}

function lastedH(index: CaseIndex, k: IncidentModel): number {
  if (k.endMs !== null) return (k.endMs - k.startMs) / HOUR_MS;
  return k.running ? (index.toMs - k.startMs) / HOUR_MS : OUTAGE_DEFAULT_H;
}

/** Hours the meter that saw most of it recorded; records without an end count half an hour. */
function recordedH(k: IncidentModel): number {
  const perMeter = new Map<string, number>();
  for (const s of k.signals) {
    const h = s.endMs === null ? 0.5 : (s.endMs - s.startMs) / HOUR_MS;
    const key = s.meter ?? s.fact;
    perMeter.set(key, (perMeter.get(key) ?? 0) + h);
  }
  return Math.max(0, ...perMeter.values());
}

const clamp = (x: number, lo: number, hi: number): number => Math.min(hi, Math.max(lo, x));
