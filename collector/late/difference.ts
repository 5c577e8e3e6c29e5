/** What folding again changed: facts that are new or other than before, and those that are no longer found. */
import type { VoltageSummary } from '../../core/case.ts';
import { type Disturbance, disturbanceKey } from '../../core/event.ts';
import type { Aggregate10Min, AggregateKey, DisturbanceKey, HourKey } from '../../core/ports.ts';
import type { Out } from './window.ts';

export interface FoundAt {
  readonly disturbance: Disturbance;
  /** End of the reading that made it certain. */
  readonly atMs: number;
}

/** Facts said earlier that the readings known now no longer show, as they were said. */
export interface Withdrawn {
  readonly disturbances: readonly DisturbanceKey[];
  readonly voltages: readonly HourKey[];
  readonly aggregates: readonly AggregateKey[];
}

export interface Difference {
  readonly disturbances: readonly FoundAt[];
  readonly voltages: readonly VoltageSummary[];
  readonly aggregates: readonly Aggregate10Min[];
  readonly withdrawn: Withdrawn;
}

export const hourKey = (v: HourKey): string => `${v.meter}|${v.dayStartMs}|${v.hour}`;
export const aggregateKey = (a: AggregateKey): string => `${a.meter}|${a.phase}|${a.endMs}`;

/** Nothing came before: all is new. */
export function allNew(news: readonly Out[]): Difference {
  return {
    disturbances: foundAt(news),
    voltages: news.flatMap((o) => o.voltages),
    aggregates: news.flatMap((o) => o.aggregates ?? []),
    withdrawn: { disturbances: [], voltages: [], aggregates: [] },
  };
}

/** `knownAtMs`: when the reading that changed it came; a fact found anew is not known before that. */
export function differenceOf(news: readonly Out[], former: readonly Out[], knownAtMs: number): Difference {
  const now = allNew(news);
  const before = allNew(former);
  const events = diff(
    now.disturbances.map((f) => f.disturbance),
    before.disturbances.map((f) => f.disturbance),
    disturbanceKey,
  );
  const changed = new Set(events.changed);
  const hours = diff(now.voltages, before.voltages, hourKey);
  const tens = diff(now.aggregates, before.aggregates, aggregateKey);
  return {
    disturbances: now.disturbances
      .filter((f) => changed.has(f.disturbance))
      .map(({ disturbance: d, atMs }) => ({
        disturbance: { ...d, knownAtMs: Math.max(d.knownAtMs, knownAtMs) },
        atMs,
      })),
    voltages: hours.changed,
    aggregates: tens.changed,
    withdrawn: { disturbances: events.gone, voltages: hours.gone, aggregates: tens.gone },
  };
}

function foundAt(outs: readonly Out[]): readonly FoundAt[] {
  return outs.flatMap(({ disturbances, atMs }) => disturbances.map((disturbance) => ({ disturbance, atMs })));
}

function diff<T extends object>(now: readonly T[], before: readonly T[], keyOf: (fact: T) => string) {
  const old = new Map(before.map((fact) => [keyOf(fact), fact]));
  const kept = new Map(now.map((fact) => [keyOf(fact), fact]));
  const changed = [...kept].flatMap(([key, fact]) => {
    const was = old.get(key);
    return was !== undefined && contentOf(was) === contentOf(fact) ? [] : [fact];
  });
  return { changed, gone: [...old].flatMap(([key, fact]) => (kept.has(key) ? [] : [fact])) };
}

/** When it became known is no part of what it says. */
const contentOf = (fact: object): string => JSON.stringify({ ...fact, knownAtMs: 0 });
