/**
 * Readings through the detectors, the whole flow on one screen. Pure. Batch (`foldReadings`) and live (`createLiveFold`)
 * run the same code; the live form takes readings as they come and carries plain JSON state from push to push. Whatever
 * the order they came in, once all are there the facts that stand are those of the batch.
 */
import { channelUdinV } from '../core/declared.ts';
import type { Meter } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';
import { QUALITY, type Reading } from '../core/series.ts';
import { type Found, finishMeter } from './detect/meter-fold.ts';
import { groupEnd, joined, type Slot, sameContent } from './late/joined.ts';
import { type StreamContext, type StreamState, stepJudged } from './late/stream.ts';
import { createStreams, type Streams } from './late/streams.ts';
import type { FoldOptions, FoldOutput, LiveFold, LiveOutput } from './live-fold.ts';
import { type WallClock, wallClock } from './measure/hours.ts';
import { checkReading } from './sanity/check.ts';
import { FRESH_WATCH, type WatchState, watchReading } from './sanity/watch.ts';

export type { FoldOptions, FoldOutput } from './live-fold.ts';

type Options = FoldOptions & { readonly aggregates?: boolean };

/** A live fold that may also be ended: what is still running comes out open-ended, what is half full comes out as it is. */
export interface EndableFold extends LiveFold {
  finish(): LiveOutput;
}

/**
 * Fold a batch. Readings may be in any order; the same reading twice counts once. Impossible and doubtful values are
 * taken out or flagged first, as the collector does with live ones. `aggregates: false` leaves the 10-minute rows out.
 */
export function foldReadings(readings: readonly Reading[], meters: readonly Meter[], options: Options): FoldOutput {
  const byMeter = new Map(meters.map((m) => [m.meter, m]));
  const clock = wallClock(options.zone);
  const problems: Problem[] = [];
  const parts: Found[] = [];
  const unknown = new Map<string, number>();
  const repeated = new Map<string, number>();
  for (const own of groupByStream(readings).values()) {
    const [first] = own;
    const meter = first === undefined ? undefined : byMeter.get(first.meter);
    if (first === undefined) continue;
    if (meter === undefined) count(unknown, first.meter, own.length);
    else parts.push(foldStream(own, contextOf(meter, options, clock), options, { problems, repeated }));
  }
  return {
    disturbances: parts.flatMap((p) => p.disturbances).sort((a, b) => a.startMs - b.startMs),
    voltages: parts.flatMap((p) => p.voltages),
    aggregates: parts.flatMap((p) => p.aggregates ?? []),
    problems: [...problems, ...countProblems(unknown, repeated)],
  };
}

/** See `CreateLiveFold`: `checkpoint` is what `checkpoint()` gave, or null. */
export function createLiveFold(meters: readonly Meter[], options: Options, checkpoint: unknown): EndableFold {
  const byMeter = new Map(meters.map((m) => [m.meter, m]));
  const clock = wallClock(options.zone);
  const streams: Streams = createStreams(checkpoint, {
    contextOf: (id) => {
      const meter = byMeter.get(id);
      return meter === undefined ? null : contextOf(meter, options, clock);
    },
    aggregates: options.aggregates !== false,
  });
  return {
    push: (readings) => {
      const unknown = new Map<string, number>();
      const known: Reading[] = [];
      for (const r of readings) {
        if (byMeter.has(r.meter)) known.push(r);
        else count(unknown, r.meter, 1);
      }
      const { repeated, ...out } = streams.push(groupByStream(known));
      return { ...out, problems: countProblems(unknown, repeated) };
    },
    checkpoint: () => streams.checkpoint(),
    overdue: () => streams.overdue(),
    mend: (overdue, start) => streams.mend(overdue, start),
    finish: () => ({ ...streams.finish(), problems: [] }),
  };
}

function contextOf(meter: Meter, options: Options, clock: WallClock): StreamContext {
  const nominalV = options.nominalV(meter);
  const nominalLnV = channelUdinV(meter, 'A', nominalV);
  return { meter, profile: options.profile, nominalV, nominalLnV, clock, seesFrozen: options.seesFrozen ?? false };
}

function foldStream(
  own: readonly Reading[],
  context: StreamContext,
  options: Options,
  told: { readonly problems: Problem[]; readonly repeated: Map<string, number> },
): Found {
  const found: Found = { disturbances: [], voltages: [], aggregates: options.aggregates === false ? null : [] };
  const slots = slotsOf(own, () => count(told.repeated, context.meter.meter, 1));
  const state: Pick<StreamState, 'meter'> = { meter: null };
  let watch: WatchState = FRESH_WATCH;
  for (let from = 0; from < slots.length; ) {
    const to = groupEnd(slots, from);
    const reading = joined(slots.slice(from, to));
    from = to;
    const checked = checkReading(reading, context.nominalLnV);
    const watched = watchReading(checked.reading, watch, context.nominalLnV);
    watch = watched.state;
    const tells = (p: Problem) => context.seesFrozen || !p.got.startsWith('the same');
    told.problems.push(...checked.problems, ...watched.problems.filter(tells));
    stepJudged(state, context.seesFrozen ? watched.reading : withoutFrozen(watched.reading, reading), context, found);
  }
  if (state.meter !== null) finishMeter(state.meter, found);
  return found;
}

/** A table of the past is no display that froze: values rounded to volts repeat for hours. */
function withoutFrozen(watched: Reading, given: Reading): Reading {
  const quality = watched.quality & ~(QUALITY.stale & ~given.quality);
  return quality === watched.quality ? watched : { ...watched, quality };
}

/** One meter may send one-second and ten-minute values side by side: each kind has its own fold. In order of time. */
function groupByStream(readings: readonly Reading[]): Map<string, Reading[]> {
  const groups = new Map<string, Reading[]>();
  const lastOf = new Map<string, { readonly method: string; readonly own: Reading[] }>();
  for (const r of readings) {
    const last = lastOf.get(r.meter);
    if (last !== undefined && last.method === r.method) {
      last.own.push(r);
      continue;
    }
    const key = `${r.meter}|${r.method}`;
    let own = groups.get(key);
    if (own === undefined) {
      own = [];
      groups.set(key, own);
    }
    own.push(r);
    lastOf.set(r.meter, { method: r.method, own });
  }
  for (const own of groups.values()) if (!isInOrder(own)) own.sort((a, b) => a.endMs - b.endMs);
  return groups;
}

function isInOrder(own: readonly Reading[]): boolean {
  for (let i = 1; i < own.length; i++) if ((own[i] as Reading).endMs < (own[i - 1] as Reading).endMs) return false;
  return true;
}

function slotsOf(ordered: readonly Reading[], isRepeated: () => void): readonly Slot[] {
  const slots: Reading[][] = [];
  for (const r of ordered) {
    const last = slots[slots.length - 1];
    if (last === undefined || last[0]?.endMs !== r.endMs) {
      slots.push([r]);
      continue;
    }
    const twin = last.findIndex((other) => sameContent(other, r));
    if (twin < 0) last.push(r);
    else {
      isRepeated();
      if ((last[twin]?.knownAtMs ?? 0) < r.knownAtMs) last[twin] = r;
    }
  }
  return slots;
}

function count(of: Map<string, number>, key: string, n: number): void {
  of.set(key, (of.get(key) ?? 0) + n);
}

function countProblems(unknown: ReadonlyMap<string, number>, repeated: ReadonlyMap<string, number>): Problem[] {
  const base = { severity: 'warning', file: 'readings', line: null, field: 'meter' } as const;
  return [
    ...[...unknown].map(
      ([meter, n]): Problem => ({
        ...base,
        code: 'unknown-reference',
        expected: 'a known meter',
        got: `${meter} (${n} readings)`,
      }),
    ),
    ...[...repeated].map(
      ([meter, n]): Problem => ({
        ...base,
        code: 'note',
        expected: 'each reading once',
        got: `${n} repeated readings of ${meter} left out`,
      }),
    ),
  ];
}
