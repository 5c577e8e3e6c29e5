/**
 * Major event days: days whose SAIDI is beyond what the years before make likely. They are shown apart, so that a storm
 * does not hide how the network does on other days.
 * @source 2.5β method, IEEE 1366-2012 Annex B: T_MED = exp(α + 2.5β) of the natural logs of daily SAIDI, zero days left
 * out. α, β over up to five years. Sample deviation (n − 1) by default: which one is meant is unconfirmed.
 */

import type { SupplyGroup } from './reliability.ts';
import type { IndexPeriod } from './site.ts';

export interface MajorDayThreshold {
  readonly days: number;
  readonly alpha: number;
  readonly beta: number;
  /** In the unit of the daily values. */
  readonly tMed: number;
}

const BETAS = 2.5;

/** Null with fewer than two days above 0. Values that are no positive number are left out. */
export function majorDayThreshold(
  dailySaidi: readonly number[],
  deviation: 'sample' | 'population' = 'sample',
): MajorDayThreshold | null {
  const logs = dailySaidi.filter((v) => Number.isFinite(v) && v > 0).map(Math.log);
  if (logs.length < 2) return null;
  const alpha = logs.reduce((a, b) => a + b, 0) / logs.length;
  const squares = logs.reduce((sum, v) => sum + (v - alpha) ** 2, 0);
  const beta = Math.sqrt(squares / (logs.length - (deviation === 'sample' ? 1 : 0)));
  return { days: logs.length, alpha, beta, tMed: Math.exp(alpha + BETAS * beta) };
}

/** SAIDI of each day, min: an interruption over midnight belongs whole to the day it began. `dayOf` names a local day. */
export function dailySaidiMin(
  groups: readonly SupplyGroup[],
  dayOf: (ms: number) => string,
  options: { readonly period: IndexPeriod; readonly sustainedFromMs: number },
): ReadonlyMap<string, number> {
  const known = groups.filter((g) => g.observedMs !== null && g.observedMs > 0);
  const customers = known.reduce((n, g) => n + g.customers, 0);
  const days = new Map<string, number>();
  for (const group of known) {
    for (const i of group.interruptions) {
      if (i.startMs < options.period.fromMs || i.startMs >= options.period.toMs) continue;
      const lengthMs = i.durationMs ?? (i.openEnd ? options.period.toMs - i.startMs : 0);
      if (lengthMs <= options.sustainedFromMs) continue;
      const day = dayOf(i.startMs);
      days.set(day, (days.get(day) ?? 0) + (group.customers * lengthMs) / 60_000 / customers);
    }
  }
  return days;
}

/** Days beyond the threshold, in order. */
export function majorDays(daily: ReadonlyMap<string, number>, tMed: number): readonly string[] {
  return [...daily].flatMap(([day, saidi]) => (saidi > tMed ? [day] : [])).sort();
}

/** The groups without what began on these days: for the indices of the other days. */
export function withoutDays(
  groups: readonly SupplyGroup[],
  dayOf: (ms: number) => string,
  days: ReadonlySet<string>,
): readonly SupplyGroup[] {
  return groups.map((g) => ({ ...g, interruptions: g.interruptions.filter((i) => !days.has(dayOf(i.startMs))) }));
}
