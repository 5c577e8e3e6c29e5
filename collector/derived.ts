/**
 * What follows from readings on its way to the series stores: it goes into the spool like what came in, so that every
 * store takes it in order, at its own pace, and none loses it. The same fact twice is one fact in every store.
 */
import type { Disturbance } from '../core/event.ts';
import type { Aggregate10Min, CollectorState, SeriesStore } from '../core/ports.ts';

/** One write, as a store will be asked for it. */
export type Derived =
  | { readonly kind: 'disturbances'; readonly facts: readonly Disturbance[] }
  | { readonly kind: 'aggregates'; readonly facts: readonly Aggregate10Min[] }
  | { readonly kind: 'states'; readonly facts: readonly CollectorState[] }
  | {
      readonly kind: 'withdrawn';
      readonly disturbances: Withdrawal['disturbances'];
      readonly aggregates: Withdrawal['aggregates'];
    };
type Withdrawal = Parameters<SeriesStore['withdraw']>[0];

/** The writing half of a series store, as far as it is for derived facts. */
export type DerivedOut = Pick<SeriesStore, 'writeDisturbances' | 'writeAggregates' | 'writeCollector' | 'withdraw'>;

/** Facts of one entry: bounds what is written again after a crash. */
const FACTS_PER_ENTRY = 1_000;
/** A state that says the same as before is written once in this time, ms: a day of them must fit beside the readings. */
const STATE_EVERY_MS = 60_000;

/** `append` resolves when the entry is durable. Nothing is refused here: what a store will not keep it says later. */
export function derivedOutbox(append: (derived: Derived) => Promise<unknown>): DerivedOut {
  const said = new Map<string, { readonly atMs: number; readonly shown: string }>();

  async function inParts<T>(all: readonly T[], of: (facts: readonly T[]) => Derived): Promise<readonly never[]> {
    for (let at = 0; at < all.length; at += FACTS_PER_ENTRY) await append(of(all.slice(at, at + FACTS_PER_ENTRY)));
    return [];
  }

  function isNews(s: CollectorState): boolean {
    const key = `${s.source}|${s.meter}`;
    const before = said.get(key);
    const shown = `${s.silence}|${s.errors}|${s.gap}`;
    if (before?.shown === shown && s.atMs - before.atMs < STATE_EVERY_MS && s.atMs >= before.atMs) return false;
    said.set(key, { atMs: s.atMs, shown });
    return true;
  }

  return {
    writeDisturbances: (facts) => inParts(facts, (part) => ({ kind: 'disturbances', facts: part })),
    writeAggregates: (facts) => inParts(facts, (part) => ({ kind: 'aggregates', facts: part })),
    writeCollector: (facts) => inParts(facts.filter(isNews).map(pointOf), (part) => ({ kind: 'states', facts: part })),
    async withdraw({ disturbances, aggregates }) {
      await append({ kind: 'withdrawn', disturbances, aggregates });
    },
  };
}

/** What stores keep of a state; the page's own details stay in memory. */
function pointOf(s: CollectorState): CollectorState {
  return {
    source: s.source,
    meter: s.meter,
    atMs: s.atMs,
    lagMs: s.lagMs,
    gap: s.gap,
    errors: s.errors,
    clockOffsetMs: s.clockOffsetMs,
    clockUncertaintyMs: s.clockUncertaintyMs ?? null,
    clockDriftPpm: s.clockDriftPpm ?? null,
    completenessPct: s.completenessPct ?? null,
    silence: s.silence,
    silenceP: s.silenceP ?? null,
  };
}
