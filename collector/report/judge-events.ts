/** Limits on events: rapid voltage changes by their rate, and dips against a ride-through curve. */
import type { Disturbance } from '../../core/event.ts';
import { CLASSIFIERS } from '../../core/limits/index.ts';
import { type PhenomenonLimit, sideOfLimit } from '../../core/limits/phenomenon.ts';
import type { Judged } from './judge.ts';

const HOUR_MS = 3_600_000;

/** `canSee`: the meter measures Urms(1/2) and was there for enough of the period, so that no event means none happened. */
export function judgeEvents(limit: PhenomenonLimit, events: readonly Disturbance[], canSee: boolean): Judged {
  const { seen, beyond, max } =
    limit.phenomenon === 'ride_through' ? rideThrough(limit, events) : changes(limit, events);
  const unclear = beyond > 0 ? false : !canSee;
  return {
    expected: null,
    valid: seen,
    unknown: 0,
    flagged: 0,
    noSupply: 0,
    above: beyond,
    below: 0,
    insidePct: seen === 0 ? null : (100 * (seen - beyond)) / seen,
    completenessPct: null,
    min: null,
    max,
    low5: null,
    high95: null,
    verdict: unclear ? 'cannot_say' : limit.indicative ? 'indicative' : beyond > 0 ? 'fail' : 'pass',
    doubt: unclear ? 'method_blind' : null,
  };
}

interface Counted {
  readonly seen: number;
  readonly beyond: number;
  readonly max: number | null;
}

function rideThrough(limit: PhenomenonLimit, events: readonly Disturbance[]): Counted {
  const curve = CLASSIFIERS.find((c) => c.id === limit.curve);
  const sides = events.map((e) => curve?.classify(e) ?? null);
  return {
    seen: sides.filter((s) => s !== null).length,
    beyond: sides.filter((s) => s === 'outside').length,
    max: null,
  };
}

/** Hour by hour of the clock: as many changes as came set the limit of each. */
function changes(limit: PhenomenonLimit, events: readonly Disturbance[]): Counted {
  const own = events.filter((e) => e.kind === 'rvc' && e.pct !== null);
  const hours = new Map<number, number[]>();
  for (const e of own) {
    const hour = Math.floor(e.startMs / HOUR_MS);
    hours.set(hour, [...(hours.get(hour) ?? []), e.pct ?? 0]);
  }
  let beyond = 0;
  for (const sizes of hours.values()) {
    const row = limit.perHour?.find((r) => sizes.length <= r.upToPerHour) ?? limit.perHour?.at(-1);
    const high = row?.maxPct ?? limit.high;
    beyond += sizes.filter((pct) => sideOfLimit(pct, { low: null, high }) === 'above').length;
  }
  const all = own.map((e) => e.pct ?? 0);
  return { seen: own.length, beyond, max: all.length === 0 ? null : Math.max(...all) };
}
