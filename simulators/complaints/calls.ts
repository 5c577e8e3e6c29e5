/** Who calls about an incident, when, and with which words. */
import type { Cause } from '../../core/verdict.ts';
import type { SimCustomer, SimGrid } from '../grid/types.ts';
import { DAY_MS, dayStart, HOUR_MS, hourOf, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import { inStorm } from '../storms/storm.ts';
import type { Storm } from '../storms/types.ts';
import type { VoltageDiary } from './diary.ts';
import type { Exposure } from './exposures.ts';
import type { FamilyName } from './texts/families.ts';
import { atHomeOrLater, ticketOf } from './ticket.ts';
import type { DraftComplaint } from './types.ts';

export interface CallPlan {
  readonly grid: SimGrid;
  readonly diary: VoltageDiary;
  readonly storms: readonly Storm[];
  readonly toMs: number;
  readonly callRate: number;
  /** Live: everybody calls within so many seconds, at any hour. */
  readonly latestCallS?: number;
}

/** Chance that one customer calls about one exposure, by trade (guesses; nobody publishes them). */
const CALLS: Readonly<
  Record<Exposure['kind'], readonly [home: number, shop: number, workshop: number, factory: number]>
> = {
  outage: [0.065, 0.1, 0.14, 0.6],
  brief: [0.015, 0.03, 0.06, 0.35],
  dip: [0.012, 0.02, 0.05, 0.35],
  low: [0.38, 0.45, 0.5, 0.5],
  high: [0.3, 0.3, 0.35, 0.5],
  neutral_high: [0.6, 0.7, 0.7, 0.8],
  neutral_low: [0.3, 0.4, 0.5, 0.6],
  open_phase: [0.2, 0.3, 0.6, 0.8],
  loose: [0.9, 0.9, 0.9, 0.9],
  flicker: [0.28, 0.25, 0.1, 0.1],
  surge: [0.28, 0.3, 0.2, 0.2],
};

export function callsAbout(plan: CallPlan, e: Exposure, rng: Rng, forced = false): DraftComplaint[] {
  const customer = plan.grid.customers[e.customer];
  if (customer === undefined) return [];
  if (!forced && !rng.chance(Math.min(0.95, chanceOf(e, customer) * plan.callRate))) return [];
  const first = oneCall(plan, e, customer, rng);
  if (first === null) return [];
  const long = e.kind === 'outage' && e.endMs - first.receivedMs > 70 * MINUTE_MS;
  if (!long || !rng.chance(0.25)) return [first];
  const receivedMs = first.receivedMs + rng.range(30, 0.8 * ((e.endMs - first.receivedMs) / MINUTE_MS)) * MINUTE_MS;
  const again = ticketOf(
    {
      customer,
      index: e.customer,
      family: 'repeatCall',
      whenMs: e.startMs,
      receivedMs,
      habit: false,
      requestType: '催办',
      truth: truthAt(e, receivedMs, false),
    },
    rng,
  );
  return receivedMs < plan.toMs ? [first, { ...again, repeatOf: first }] : [first];
}

function chanceOf(e: Exposure, c: SimCustomer): number {
  const trade = ['home', 'shop', 'workshop', 'factory'].indexOf(c.trade);
  const base = CALLS[e.kind][trade] ?? 0;
  if (e.kind === 'dip') return base * (e.pct < 50 ? 2.2 : e.pct < 70 ? 1.2 : e.pct < 80 ? 0.35 : 0.08);
  if (e.kind === 'low') return base * Math.min(1, e.hours / 25);
  if (e.kind === 'high') return base * Math.min(1, e.hours / 60);
  if (e.kind !== 'outage') return base;
  const works = e.incident.works;
  const told = works?.notifiedAtMs !== null && works !== null && e.incident.cause !== 'works_unnotified';
  const asleep = hourOf(e.startMs) < 6 ? 0.5 : 1;
  const long = e.endMs - e.startMs > 2 * HOUR_MS ? 1.3 : 1;
  return (
    base *
    asleep *
    long *
    (told ? (e.incident.cause === 'works_overrun' ? 2 : 0.5) : e.incident.cause === 'works_unnotified' ? 1.4 : 1)
  );
}

function oneCall(plan: CallPlan, e: Exposure, customer: SimCustomer, rng: Rng): DraftComplaint | null {
  const when = momentOf(plan, e, rng);
  if (when === null) return null;
  const damage =
    e.kind === 'surge' ||
    (e.kind === 'neutral_high' && rng.chance(0.6)) ||
    ((e.kind === 'dip' || e.kind === 'brief') && rng.chance(0.06)) ||
    (e.kind === 'high' && rng.chance(0.15));
  const receivedMs =
    plan.latestCallS === undefined
      ? atHomeOrLater(when.ms + lagMs(e, damage, rng), rng)
      : when.ms + rng.range(5, plan.latestCallS) * 1000;
  if (receivedMs >= plan.toMs) return null;
  const family = familyOf(plan, e, customer, damage, receivedMs, rng);
  const requestType = damage
    ? '投诉'
    : e.kind === 'outage' || e.kind === 'open_phase' || e.kind === 'loose'
      ? rng.chance(0.85)
        ? '报修'
        : '投诉'
      : rng.weighted([
          ['报修', 4],
          ['投诉', 3],
          ['意见', 1],
          ['咨询', 1],
        ] as const);
  return ticketOf(
    {
      customer,
      index: e.customer,
      family,
      whenMs: when.ms,
      receivedMs,
      habit: when.habit,
      requestType,
      truth: truthAt(e, receivedMs, damage),
    },
    rng,
  );
}

/** The moment the caller has in mind. */
function momentOf(plan: CallPlan, e: Exposure, rng: Rng): { readonly ms: number; readonly habit: boolean } | null {
  if (plan.latestCallS !== undefined) return { ms: e.startMs, habit: false };
  if (e.kind === 'low' || e.kind === 'high') {
    const days = plan.diary.badDays(e.customer, e.kind === 'low');
    return days.length === 0 ? null : { ms: rng.pick(days) + rng.range(0, 20) * MINUTE_MS, habit: rng.chance(0.6) };
  }
  if (e.kind === 'loose')
    return { ms: rng.range(e.startMs, Math.min(e.endMs, e.startMs + 2 * DAY_MS)), habit: rng.chance(0.4) };
  if (e.kind === 'flicker') {
    const effect = e.incident.effects.find((x) => x.kind === 'heavy_load');
    const hours = effect?.hours ?? [9, 17];
    const day = dayStart(rng.range(e.startMs, e.endMs));
    const ms = day + rng.range(hours[0], hours[1]) * HOUR_MS;
    return ms < e.startMs || ms >= e.endMs ? null : { ms, habit: rng.chance(0.6) };
  }
  const works = e.incident.works;
  if (e.incident.cause === 'works_overrun' && works?.plannedEndMs != null && rng.chance(0.7)) {
    return { ms: works.plannedEndMs + rng.range(5, 25) * MINUTE_MS, habit: false };
  }
  if (e.kind === 'neutral_high' || e.kind === 'neutral_low' || e.kind === 'open_phase')
    return { ms: e.startMs + rng.range(0, 10) * MINUTE_MS, habit: false };
  return { ms: e.startMs, habit: false };
}

function lagMs(e: Exposure, damage: boolean, rng: Rng): number {
  if (damage) return rng.logNormal(5 * 60, 1.1) * MINUTE_MS;
  if (e.kind === 'outage') return Math.min(rng.logNormal(14, 1), (e.endMs - e.startMs) / MINUTE_MS + 20) * MINUTE_MS;
  if (e.kind === 'low' || e.kind === 'high' || e.kind === 'flicker') return rng.logNormal(40, 1.3) * MINUTE_MS;
  if (e.kind === 'loose') return rng.logNormal(90, 1.2) * MINUTE_MS;
  if (e.kind === 'dip' || e.kind === 'brief') return rng.logNormal(45, 1.3) * MINUTE_MS;
  return Math.min(rng.logNormal(18, 1), (e.endMs - e.startMs) / MINUTE_MS + 60) * MINUTE_MS;
}

function familyOf(
  plan: CallPlan,
  e: Exposure,
  c: SimCustomer,
  damage: boolean,
  receivedMs: number,
  rng: Rng,
): FamilyName {
  const works = e.incident.works;
  switch (e.kind) {
    case 'outage':
      if (
        e.incident.cause === 'works_overrun' &&
        works?.plannedEndMs != null &&
        receivedMs > works.plannedEndMs &&
        rng.chance(0.85)
      )
        return 'outageOverrun';
      if (e.incident.cause.startsWith('works') && rng.chance(0.5)) return 'outageWorks';
      return rng.chance(0.08) ? 'frequent' : 'outage';
    case 'brief':
      return damage ? 'damagedPlain' : c.trade === 'factory' ? 'production' : rng.chance(0.1) ? 'frequent' : 'brief';
    case 'dip':
      return damage
        ? 'damagedPlain'
        : c.trade === 'factory' || c.trade === 'workshop'
          ? 'production'
          : e.pct < 40 && rng.chance(0.5)
            ? 'brief'
            : 'blink';
    case 'low':
      return rng.chance(0.55) ? 'dim' : 'wontStart';
    case 'high':
      return damage ? 'damagedPlain' : 'tooBright';
    case 'neutral_high':
      return damage ? 'neutralBright' : rng.chance(0.6) ? 'tooBright' : 'neutralBright';
    case 'neutral_low':
      return rng.chance(0.7) ? 'dim' : 'partial';
    case 'open_phase':
      return rng.chance(0.8) ? 'partial' : 'dim';
    case 'loose':
      return 'loose';
    case 'flicker':
      return 'flicker';
    case 'surge':
      return inStorm(plan.storms, e.startMs) ? 'damaged' : 'damagedPlain';
  }
}

/** A works call is judged by its own time: before the announced end it was announced, after it it is an overrun. */
function truthAt(e: Exposure, receivedMs: number, damage: boolean): DraftComplaint['truth'] {
  const works = e.incident.works;
  let cause: Cause = e.incident.cause;
  if (cause === 'works_overrun' && works?.plannedEndMs != null && receivedMs <= works.plannedEndMs)
    cause = 'works_notified';
  const sections =
    works !== null && cause.startsWith('works')
      ? works.sections
      : e.incident.section === null
        ? []
        : [e.incident.section];
  return { cause, subcause: e.incident.subcause, incident: e.incident.id, sections, customer: e.customer, damage };
}
