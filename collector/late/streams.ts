/** All streams of a collector: each with its memory, written down together. */
import type { VoltageSummary } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Aggregate10Min } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';
import { type Found, finishMeter, isCurrent, type MeterFoldState } from '../detect/meter-fold.ts';
import { freshCourse } from './course.ts';
import { allNew, type Difference, differenceOf, type FoundAt, type Withdrawn } from './difference.ts';
import type { Tail } from './joined.ts';
import { type KeptState, type Mending, mending, type Overdue, overdueBy, overdueOf, takePassed } from './mending.ts';
import { packStream, type StreamContext, unpackStream } from './stream.ts';
import { advance, insert, openWindow, type PassedState, WINDOW_SIZE, type Window, type WindowSize } from './window.ts';

export interface StreamsOptions {
  /** Null = no such meter. */
  readonly contextOf: (meter: MeterId) => StreamContext | null;
  readonly aggregates: boolean;
  /** Absent = `WINDOW_SIZE`. */
  readonly size?: WindowSize;
}

/** Found and withdrawn by one push; `repeated`: readings that came before, by meter. */
export interface FoundIn {
  readonly key: string;
  readonly found: readonly FoundAt[];
}

export interface StreamsOutput {
  readonly disturbances: readonly Disturbance[];
  readonly voltages: readonly VoltageSummary[];
  readonly aggregates: readonly Aggregate10Min[];
  readonly withdrawn: Withdrawn;
  /** With the reading that made each certain. */
  readonly found: readonly FoundIn[];
  readonly states: readonly KeptState[];
  readonly repeated: ReadonlyMap<string, number>;
}

export interface Streams {
  overdue(): readonly Overdue[];
  /** `start` null = from the first reading there is. */
  mend(overdue: Overdue, start: Pick<PassedState, 'text' | 'tail'> | null): Mending;
  /** By stream, each in order of time. */
  push(readings: ReadonlyMap<string, readonly Reading[]>): StreamsOutput;
  finish(): StreamsOutput;
  checkpoint(): unknown;
}

interface Stream {
  readonly context: StreamContext;
  window: Window;
  overdue: Overdue | null;
  /** Newest arrival among its readings. */
  knownAtMs: number;
}

/** What is written down of a stream: its state, and readings that wait for their other parts. */
interface Saved {
  readonly meter: MeterId;
  /** Packed. */
  readonly state: unknown;
  readonly tail: Tail | null;
  readonly waiting: readonly Reading[];
  readonly overdue?: Overdue | null;
  readonly knownAtMs: number;
}

export function createStreams(checkpoint: unknown, options: StreamsOptions): Streams {
  const streams = new Map<string, Stream>();
  const size = options.size ?? WINDOW_SIZE;
  for (const [key, saved] of Object.entries((checkpoint ?? {}) as Record<string, Partial<Saved>>)) {
    const stream = takeUp(saved, options);
    if (stream !== null) streams.set(key, stream);
  }
  const streamOf = (key: string, first: Reading): Stream | null => {
    const known = streams.get(key);
    if (known !== undefined) return known;
    const context = options.contextOf(first.meter);
    if (context === null) return null;
    const made: Stream = { context, window: openWindow(null, null), overdue: null, knownAtMs: first.knownAtMs };
    streams.set(key, made);
    return made;
  };
  const stepOuts = (window: Window, context: StreamContext, hold: boolean) =>
    advance(window, context, { aggregates: options.aggregates, hold, size });
  const step = (stream: Stream, hold: boolean): Difference => {
    const { news, former } = stepOuts(stream.window, stream.context, hold);
    return former.length === 0 ? allNew(news) : differenceOf(news, former, stream.knownAtMs);
  };
  return {
    push(readings) {
      const repeated = new Map<string, number>();
      const differences: Difference[] = [];
      const found: FoundIn[] = [];
      const states: KeptState[] = [];
      for (const [key, own] of readings) {
        const stream = own[0] === undefined ? null : streamOf(key, own[0]);
        if (stream === null) continue;
        for (const r of own) {
          stream.knownAtMs = Math.max(stream.knownAtMs, r.knownAtMs);
          const how = insert(stream.window, r);
          if (how === 'known') repeated.set(r.meter, (repeated.get(r.meter) ?? 0) + 1);
          if (how === 'older') stream.overdue = overdueBy(stream, key, r);
        }
        const difference = step(stream, true);
        differences.push(difference);
        if (difference.disturbances.length > 0) found.push({ key, found: difference.disturbances });
        states.push(...takePassed(key, stream.window));
      }
      return { ...merged(differences), found, states, repeated };
    },
    finish() {
      const differences: Difference[] = [];
      for (const stream of streams.values()) {
        differences.push(step(stream, false));
        const { meter } = stream.window.state;
        if (meter === null) continue;
        const found: Found = { disturbances: [], voltages: [], aggregates: options.aggregates ? [] : null };
        finishMeter(meter, found);
        differences.push(allNew([{ ...found, at: 0, atMs: stream.window.tail?.endMs ?? 0 }]));
      }
      streams.clear();
      return { ...merged(differences), found: [], states: [], repeated: new Map() };
    },
    overdue: () => [...streams.values()].map(overdueOf).filter((o) => o !== null),
    mend: (overdue, start) => {
      const stream = streams.get(overdue.key) as Stream;
      const advanced = (window: Window) => stepOuts(window, stream.context, true);
      const isOnlyStream = [...streams.values()].every((s) => s === stream || s.context.meter !== stream.context.meter);
      return mending(stream, overdue, start, { advanced, clock: stream.context.clock, isOnlyStream });
    },
    checkpoint: () => Object.fromEntries([...streams].map(([key, stream]) => [key, savedOf(stream)])),
  };
}

function merged(
  differences: readonly Difference[],
): Pick<StreamsOutput, 'disturbances' | 'voltages' | 'aggregates' | 'withdrawn'> {
  return {
    disturbances: differences.flatMap((d) => d.disturbances.map((f) => f.disturbance)),
    voltages: differences.flatMap((d) => d.voltages),
    aggregates: differences.flatMap((d) => d.aggregates),
    withdrawn: {
      disturbances: differences.flatMap((d) => d.withdrawn.disturbances),
      voltages: differences.flatMap((d) => d.withdrawn.voltages),
      aggregates: differences.flatMap((d) => d.withdrawn.aggregates),
    },
  };
}

function savedOf({ context, window: w, knownAtMs, overdue }: Stream): Saved {
  return {
    meter: context.meter.meter,
    state: packStream(w.state),
    tail: w.tail,
    waiting: w.slots.slice(w.folded).flat(),
    overdue,
    knownAtMs,
  };
}

/** Null for what an earlier version wrote: it lacks what newer detectors keep. */
function takeUp(saved: Partial<Saved>, options: StreamsOptions): Stream | null {
  const old = saved as Partial<MeterFoldState>;
  const packed = saved.state ?? (old.bank === undefined ? undefined : { course: freshCourse(), meter: old });
  const state = packed === undefined ? undefined : unpackStream(packed);
  if (state === undefined || (state.meter !== null && !isCurrent(state.meter))) return null;
  const id = saved.meter ?? state.meter?.params.meter;
  const context = id === undefined ? null : options.contextOf(id);
  if (context === null) return null;
  const window = openWindow(state, saved.tail ?? null);
  for (const r of saved.waiting ?? []) insert(window, r);
  return { context, window, overdue: saved.overdue ?? null, knownAtMs: saved.knownAtMs ?? 0 };
}
