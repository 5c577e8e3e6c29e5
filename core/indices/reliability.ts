/**
 * How often and how long customers are without supply.
 * @source SAIFI, SAIDI, CAIDI, ASAI, MAIFI, MAIFI_E, CEMI-n: IEEE 1366-2012 (sustained above 5 min and CEMI as "n or
 * more": unconfirmed); DL/T 836.1-2016 SAIFI-1, SAIDI-1, ASAI-1 (sustained above 3 min: unconfirmed)
 */
import type { Disturbance } from '../event.ts';
import type { IndexPeriod } from './site.ts';

/** One loss of supply of all customers of a group. */
export interface Interruption {
  readonly startMs: number;
  /** Null = unknown. */
  readonly durationMs: number | null;
  /** Still running when the data ended: it lasted at least until then. */
  readonly openEnd: boolean;
  /** Named a long one by who reported it: decides where the length is unknown. */
  readonly isLong: boolean;
  readonly times: number;
}

/** Customers that are interrupted together. */
export interface SupplyGroup {
  readonly customers: number;
  /** Null or 0 = not watched: its customers are left out and said, not counted as never interrupted. */
  readonly observedMs: number | null;
  /** Whether losses of seconds would be on record: without it the group says nothing of momentary ones. */
  readonly seesMomentary: boolean;
  readonly interruptions: readonly Interruption[];
}

export interface ReliabilityOptions {
  readonly period: IndexPeriod;
  /** Longer than this is sustained, up to it momentary, ms: 5 min (IEEE 1366), 3 min (DL/T 836, EN 50160). */
  readonly sustainedFromMs: number;
  /** The n of CEMI-n. */
  readonly cemi: readonly number[];
}

export interface Reliability {
  readonly customers: number;
  readonly customersUnknown: number;
  /** Null without a watched customer, as all that follow. */
  readonly saifi: number | null;
  readonly saidiMin: number | null;
  readonly caidiMin: number | null;
  readonly asaiPct: number | null;
  /** Over the customers whose momentary interruptions would show: null without one. */
  readonly maifi: number | null;
  readonly maifiE: number | null;
  readonly momentaryCustomers: number;
  /** Share of customers with n or more sustained interruptions, %. */
  readonly cemiPct: readonly { readonly n: number; readonly pct: number | null }[];
  /** Customer interruptions of unknown length: SAIDI is without them, a lower bound. */
  readonly unknownLength: number;
}

export const SUSTAINED_MS = { ieee1366: 300_000, dlt836: 180_000 } as const;
/** Momentary interruptions that begin within so long of the first are one momentary event, ms. @source IEEE 1366 */
const MOMENTARY_EVENT_MS = 300_000;
const MIN_MS = 60_000;

/** Minutes count whole with the interruption they belong to, on the side of the period it began in. */
export function reliability(groups: readonly SupplyGroup[], options: ReliabilityOptions): Reliability {
  const { period } = options;
  const known = groups.filter((g) => g.observedMs !== null && g.observedMs > 0);
  const customers = known.reduce((n, g) => n + g.customers, 0);
  const customersUnknown = groups.reduce((n, g) => n + g.customers, 0) - customers;
  let [sustained, minutes, unknownLength] = [0, 0, 0];
  let [momentary, momentaryEvents, momentaryCustomers] = [0, 0, 0];
  const often = new Map(options.cemi.map((n) => [n, 0]));
  for (const group of known) {
    const own = group.interruptions
      .filter((i) => i.startMs >= period.fromMs && i.startMs < period.toMs)
      .map((i) => judged(i, options));
    const long = own.filter((i) => i.isSustained);
    const count = long.reduce((n, i) => n + i.times, 0);
    sustained += group.customers * count;
    minutes += group.customers * long.reduce((sum, i) => sum + (i.lengthMs ?? 0) / MIN_MS, 0);
    unknownLength += group.customers * long.reduce((n, i) => n + (i.lengthMs === null ? i.times : 0), 0);
    if (group.seesMomentary) {
      momentaryCustomers += group.customers;
      momentary += group.customers * own.reduce((n, i) => n + (i.isSustained ? 0 : i.times), 0);
      momentaryEvents += group.customers * countMomentaryEvents(own);
    }
    for (const n of options.cemi) if (count >= n) often.set(n, (often.get(n) ?? 0) + group.customers);
  }
  const perCustomer = (v: number): number | null => (customers === 0 ? null : v / customers);
  const saidiMin = perCustomer(minutes);
  const periodMin = (period.toMs - period.fromMs) / MIN_MS;
  return {
    customers,
    customersUnknown,
    saifi: perCustomer(sustained),
    saidiMin,
    caidiMin: sustained === 0 ? null : minutes / sustained,
    asaiPct: saidiMin === null || periodMin <= 0 ? null : 100 * (1 - saidiMin / periodMin),
    maifi: momentaryCustomers === 0 ? null : momentary / momentaryCustomers,
    maifiE: momentaryCustomers === 0 ? null : momentaryEvents / momentaryCustomers,
    momentaryCustomers,
    cemiPct: options.cemi.map((n) => ({ n, pct: customers === 0 ? null : (100 * (often.get(n) ?? 0)) / customers })),
    unknownLength,
  };
}

interface Judged {
  readonly startMs: number;
  readonly times: number;
  readonly isSustained: boolean;
  readonly lengthMs: number | null;
}

function judged(i: Interruption, { period, sustainedFromMs }: ReliabilityOptions): Judged {
  const lengthMs = i.durationMs ?? (i.openEnd ? Math.max(0, period.toMs - i.startMs) : null);
  const isSustained = lengthMs === null ? i.isLong : lengthMs > sustainedFromMs;
  return { startMs: i.startMs, times: i.times, isSustained, lengthMs };
}

/** A reclosing sequence is one event, and none where it ends as a sustained interruption. */
function countMomentaryEvents(interruptions: readonly Judged[]): number {
  let count = 0;
  let first: number | null = null;
  let pending = 0;
  for (const i of [...interruptions].sort((a, b) => a.startMs - b.startMs)) {
    if (first === null || i.startMs - first > MOMENTARY_EVENT_MS) {
      count += pending;
      first = i.startMs;
      pending = i.isSustained ? 0 : i.times;
    } else if (i.isSustained) pending = 0;
    if (i.isSustained) first = null;
  }
  return count + pending;
}

/**
 * Losses of supply among a meter's events, those that overlap as one. A loss that one phase alone had is `phase_loss`
 * and no interruption of the supply.
 */
export function interruptionsOf(events: readonly Disturbance[]): readonly Interruption[] {
  const out: Interruption[] = [];
  const losses = events.filter((d) => d.kind === 'outage' || d.kind === 'interruption');
  for (const d of [...losses].sort((a, b) => a.startMs - b.startMs)) {
    const own: Interruption = {
      startMs: d.startMs,
      durationMs: d.durationMs,
      openEnd: d.openEnd,
      isLong: d.kind === 'outage',
      times: d.method === 'counter' ? (d.numbers['count'] ?? 1) : 1,
    };
    const last = out.at(-1);
    const touches = last !== undefined && last.durationMs !== null && own.durationMs !== null;
    if (last === undefined || !touches || own.startMs > last.startMs + (last.durationMs ?? 0)) out.push(own);
    else {
      const endMs = Math.max(last.startMs + (last.durationMs ?? 0), own.startMs + (own.durationMs ?? 0));
      out[out.length - 1] = { ...last, durationMs: endMs - last.startMs, isLong: last.isLong || own.isLong };
    }
  }
  return out;
}
