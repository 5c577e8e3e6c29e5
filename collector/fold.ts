/**
 * Readings through the detectors, the whole flow on one screen. Pure. Batch (`foldReadings`) and live (`createLiveFold`)
 * run the same code; the live form carries plain JSON state from push to push.
 */
import { channelUdinV } from '../core/declared.ts';
import type { Meter } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';
import { QUALITY, type Reading } from '../core/series.ts';
import { type Found, finishMeter, isCurrent, type MeterFoldState, startMeter, stepMeter } from './detect/meter-fold.ts';
import type { FoldOptions, FoldOutput, LiveFold } from './live-fold.ts';
import { wallClock } from './measure/hours.ts';
import { checkReading } from './sanity/check.ts';
import { FRESH_WATCH, type WatchState, watchReading } from './sanity/watch.ts';

export type { FoldOptions, FoldOutput } from './live-fold.ts';

/** A live fold that may also be ended: what is still running comes out open-ended, what is half full comes out as it is. */
export interface EndableFold extends LiveFold {
  finish(): FoldOutput;
}

/** Kinds of refused readings that are counted instead of named one by one. */
interface Counts {
  unknownMeter: Map<string, number>;
  late: Map<string, number>;
}

/**
 * Fold a batch. Readings may be in any order; the same reading twice counts once. Impossible and doubtful values are
 * taken out or flagged first, as the collector does with live ones. `aggregates: false` leaves the 10-minute rows out.
 */
export function foldReadings(
  readings: readonly Reading[],
  meters: readonly Meter[],
  options: FoldOptions & { readonly aggregates?: boolean },
): FoldOutput {
  const fold = createLiveFold(meters, options, null);
  const byMeter = new Map(meters.map((m) => [m.meter, m]));
  const problems: Problem[] = [];
  const out = [...groupByMeter(readings)].flatMap(([meterId, own]) => {
    const meter = byMeter.get(meterId);
    const checked = meter === undefined ? own : judge(own, lineNeutralV(meter, options), problems);
    return [fold.push(checked)];
  });
  return merge([...out, fold.finish(), { disturbances: [], voltages: [], aggregates: [], problems }]);
}

/** See `CreateLiveFold`: `checkpoint` is what `checkpoint()` gave, or null. Readings of one meter must come in order. */
export function createLiveFold(
  meters: readonly Meter[],
  options: FoldOptions & { readonly aggregates?: boolean },
  checkpoint: unknown,
): EndableFold {
  const byMeter = new Map(meters.map((m) => [m.meter, m]));
  const saved = Object.entries((checkpoint ?? {}) as Record<string, MeterFoldState>);
  const states = new Map<string, MeterFoldState>(saved.filter(([, state]) => isCurrent(state)));
  const clock = wallClock(options.zone);
  return {
    push: (readings) => {
      const found = nothing(options.aggregates !== false);
      const counts: Counts = { unknownMeter: new Map(), late: new Map() };
      for (const reading of readings) {
        const meter = byMeter.get(reading.meter);
        if (meter === undefined) count(counts.unknownMeter, reading.meter);
        else {
          // One meter may send one-second and ten-minute values side by side: each kind has its own fold.
          const key = `${reading.meter}|${reading.method}`;
          let state = states.get(key);
          if (state === undefined) {
            state = startMeter(meter, reading, options.profile, options.nominalV(meter));
            states.set(key, state);
          }
          if (!stepMeter(state, reading, clock, found)) count(counts.late, reading.meter);
        }
      }
      return { ...found, aggregates: found.aggregates ?? [], problems: countProblems(counts) };
    },
    checkpoint: () => Object.fromEntries(states),
    finish: () => {
      const found = nothing(options.aggregates !== false);
      for (const state of states.values()) finishMeter(state, found);
      states.clear();
      return { ...found, aggregates: found.aggregates ?? [], problems: [] };
    },
  };
}

const nothing = (aggregates: boolean): Found => ({
  disturbances: [],
  voltages: [],
  aggregates: aggregates ? [] : null,
});

function groupByMeter(readings: readonly Reading[]): Map<Reading['meter'], Reading[]> {
  const groups = new Map<Reading['meter'], Reading[]>();
  for (const r of readings) {
    const own = groups.get(r.meter);
    if (own === undefined) groups.set(r.meter, [r]);
    else own.push(r);
  }
  for (const own of groups.values()) own.sort((a, b) => a.endMs - b.endMs);
  return groups;
}

/** The collector's sanity rules over one meter's readings in order. */
function judge(readings: readonly Reading[], nominalLnV: number, problems: Problem[]): Reading[] {
  let watch: WatchState = FRESH_WATCH;
  return readings.map((r) => {
    const checked = checkReading(r, nominalLnV);
    const watched = watchReading(checked.reading, watch, nominalLnV);
    watch = watched.state;
    problems.push(...checked.problems, ...watched.problems.filter((p) => !p.got.startsWith('the same')));
    // A table of the past is no display that froze: values rounded to volts repeat for hours.
    const quality = watched.reading.quality & ~(QUALITY.stale & ~r.quality);
    return quality === watched.reading.quality ? watched.reading : { ...watched.reading, quality };
  });
}

function lineNeutralV(meter: Meter, options: FoldOptions): number {
  return channelUdinV(meter, 'A', options.nominalV(meter));
}

function merge(parts: readonly FoldOutput[]): FoldOutput {
  return {
    disturbances: parts.flatMap((p) => p.disturbances).sort((a, b) => a.startMs - b.startMs),
    voltages: parts.flatMap((p) => p.voltages),
    aggregates: parts.flatMap((p) => p.aggregates),
    problems: parts.flatMap((p) => p.problems),
  };
}

function count(of: Map<string, number>, key: string): void {
  of.set(key, (of.get(key) ?? 0) + 1);
}

function countProblems(counts: Counts): Problem[] {
  const base = { severity: 'warning', file: 'readings', line: null, field: 'meter' } as const;
  return [
    ...[...counts.unknownMeter].map(
      ([meter, n]): Problem => ({
        ...base,
        code: 'unknown-reference',
        expected: 'a known meter',
        got: `${meter} (${n} readings)`,
      }),
    ),
    ...[...counts.late].map(
      ([meter, n]): Problem => ({
        ...base,
        code: 'note',
        expected: 'readings in order of time',
        got: `${n} repeated or late readings of ${meter} left out`,
      }),
    ),
  ];
}
