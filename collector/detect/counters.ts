/**
 * A meter's counters as events. What happened between two reads is the difference: that it did is certain, when is not,
 * so an event starts at the earlier read and has no duration. A fold with plain JSON state, one per meter.
 *
 * A first count is no event, an unknown count (null) bridges to the next known one, a read that is late or repeated
 * changes nothing. A count that went down (reset, wrap, another meter under the same name) or up faster than half
 * cycles can follow makes every count of that read a new base: the others then belong to another past too.
 */
import { COUNTER_IDS, type CounterId, type MeterCounters } from '../../core/counters.ts';
import type { DisturbanceKind } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import { PHASES, type Phase } from '../../core/quantity.ts';

export interface CounterState {
  lastAtMs: number | null;
  /** Last known count and the instant it was read. */
  base: Partial<Record<CounterId, { readonly count: number; readonly atMs: number }>>;
}

/** So many more of one kind in `(fromMs, toMs]`. */
export interface CounterRise {
  readonly meter: MeterId;
  readonly kind: Extract<DisturbanceKind, 'dip' | 'swell' | 'interruption' | 'outage'>;
  readonly fromMs: number;
  readonly toMs: number;
  readonly knownAtMs: number;
  /** By phase where the counters are of phases; empty for failures. */
  readonly byPhase: Readonly<Partial<Record<Phase, number>>>;
  /** Fewest events that explain it: counts of several phases may be one polyphase event. */
  readonly count: number;
}

export const startCounters = (): CounterState => ({ lastAtMs: null, base: {} });

/** No event and its return are shorter than this, ms. @source Urms(1/2) is renewed each half cycle */
const SHORTEST_MS = 10;

/** Take the next read into `state` (changed in place). `file` names the source in problems. */
export function stepCounters(
  state: CounterState,
  read: MeterCounters,
  file: string,
): { readonly rises: readonly CounterRise[]; readonly problems: readonly Problem[] } {
  if (state.lastAtMs !== null && read.atMs <= state.lastAtMs) return { rises: [], problems: [] };
  state.lastAtMs = read.atMs;
  const before = state.base;
  const known = knownCounts(read.counts);
  state.base = { ...before };
  for (const { counter, count } of known) state.base[counter] = { count, atMs: read.atMs };
  const broken = known.flatMap(({ counter, count }) => {
    const fault = faultOf(before[counter], count, read.atMs);
    return fault === null ? [] : [newBase(read.meter, counter, fault, file)];
  });
  if (broken.length > 0) return { rises: [], problems: broken };
  const risen = known.flatMap(({ counter, count }): Risen[] => {
    const base = before[counter];
    return base === undefined || count <= base.count ? [] : [{ counter, by: count - base.count, fromMs: base.atMs }];
  });
  return { rises: risesOf(risen, read), problems: [] };
}

/** Of the two counts of failures one alone can't be told apart from the other: both wait until both are known. */
function knownCounts(counts: MeterCounters['counts']): { readonly counter: CounterId; readonly count: number }[] {
  const wait = FAILURES.some((c) => counts[c] === null);
  return COUNTER_IDS.flatMap((counter) => {
    const count = counts[counter] ?? null;
    return count === null || (wait && FAILURES.includes(counter)) ? [] : [{ counter, count }];
  });
}

const FAILURES: readonly CounterId[] = ['short_failures', 'long_failures'];

interface Risen {
  readonly counter: CounterId;
  readonly by: number;
  readonly fromMs: number;
}

function faultOf(
  base: { readonly count: number; readonly atMs: number } | undefined,
  count: number,
  atMs: number,
): string | null {
  if (base === undefined) return null;
  if (count < base.count) return `${base.count}, then ${count}: reset, wrapped or another meter`;
  const most = (atMs - base.atMs) / SHORTEST_MS;
  return count - base.count > most ? `${count - base.count} more within ${(atMs - base.atMs) / 1000} s` : null;
}

function newBase(meter: MeterId, counter: CounterId, got: string, file: string): Problem {
  const expected = 'a count that goes on (no events are made; counted on from here)';
  return { code: 'implausible', severity: 'warning', file, line: null, field: `${meter} ${counter}`, expected, got };
}

/** One rise per kind and earlier read: counters of phases together, failures without what is counted twice. */
function risesOf(risen: readonly Risen[], read: MeterCounters): CounterRise[] {
  const { meter, atMs: toMs, knownAtMs } = read;
  const rises: CounterRise[] = [];
  for (const fromMs of new Set(risen.map((r) => r.fromMs))) {
    const base = { meter, fromMs, toMs, knownAtMs };
    const by = new Map(risen.filter((r) => r.fromMs === fromMs).map((r) => [r.counter, r.by]));
    for (const [kind, name] of PHASE_COUNTERS) {
      const byPhase = Object.fromEntries(
        PHASES.flatMap((p) => {
          const n = by.get(`${name}_${p}`);
          return n === undefined ? [] : [[p, n]];
        }),
      );
      const count = Math.max(0, ...Object.values(byPhase));
      if (count > 0) rises.push({ ...base, kind, byPhase, count });
    }
  }
  rises.push(...failuresOf(risen, { meter, toMs, knownAtMs }));
  return rises;
}

/**
 * Meters differ in whether the count of failures holds the long ones too (unconfirmed): only what is beyond them is
 * certainly another failure.
 */
function failuresOf(risen: readonly Risen[], base: Pick<CounterRise, 'meter' | 'toMs' | 'knownAtMs'>): CounterRise[] {
  const [all, long] = FAILURES.map((c) => risen.find((r) => r.counter === c));
  const short = (all?.by ?? 0) - (long?.by ?? 0);
  const rise = (kind: CounterRise['kind'], fromMs: number, count: number) => ({
    ...base,
    kind,
    fromMs,
    count,
    byPhase: {},
  });
  return [
    ...(long === undefined ? [] : [rise('outage', long.fromMs, long.by)]),
    ...(all === undefined || short <= 0 ? [] : [rise('interruption', all.fromMs, short)]),
  ];
}
const PHASE_COUNTERS = [
  ['dip', 'sags'],
  ['swell', 'swells'],
] as const;
