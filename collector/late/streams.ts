/** All streams of a collector: each with its memory, written down together. */
import type { VoltageSummary } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Aggregate10Min } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';
import { type Found, finishMeter, isCurrent, type MeterFoldState } from '../detect/meter-fold.ts';
import { freshCourse } from './course.ts';
import { allNew, type Difference, differenceOf, type Withdrawn } from './difference.ts';
import type { Tail } from './joined.ts';
import { packStream, type StreamContext, unpackStream } from './stream.ts';
import { advance, insert, openWindow, WINDOW_SIZE, type Window, type WindowSize } from './window.ts';

export interface StreamsOptions {
  /** Null = no such meter. */
  readonly contextOf: (meter: MeterId) => StreamContext | null;
  readonly aggregates: boolean;
  /** Absent = `WINDOW_SIZE`. */
  readonly size?: WindowSize;
}

/** Found and withdrawn by one push; `repeated`: readings that came before, by meter. */
export interface StreamsOutput {
  readonly disturbances: readonly Disturbance[];
  readonly voltages: readonly VoltageSummary[];
  readonly aggregates: readonly Aggregate10Min[];
  readonly withdrawn: Withdrawn;
  readonly repeated: ReadonlyMap<string, number>;
}

export interface Streams {
  /** By stream, each in order of time. */
  push(readings: ReadonlyMap<string, readonly Reading[]>): StreamsOutput;
  finish(): StreamsOutput;
  checkpoint(): unknown;
}

interface Stream {
  readonly context: StreamContext;
  readonly window: Window;
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
    const made: Stream = { context, window: openWindow(null, null), knownAtMs: first.knownAtMs };
    streams.set(key, made);
    return made;
  };
  const step = (stream: Stream, hold: boolean): Difference => {
    const { news, former } = advance(stream.window, stream.context, { aggregates: options.aggregates, hold, size });
    return former.length === 0 ? allNew(news) : differenceOf(news, former, stream.knownAtMs);
  };
  return {
    push(readings) {
      const repeated = new Map<string, number>();
      const differences: Difference[] = [];
      for (const [key, own] of readings) {
        const stream = own[0] === undefined ? null : streamOf(key, own[0]);
        if (stream === null) continue;
        for (const r of own) {
          stream.knownAtMs = Math.max(stream.knownAtMs, r.knownAtMs);
          if (insert(stream.window, r) === 'known') repeated.set(r.meter, (repeated.get(r.meter) ?? 0) + 1);
        }
        differences.push(step(stream, true));
      }
      return { ...merged(differences), repeated };
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
      return { ...merged(differences), repeated: new Map() };
    },
    checkpoint: () => Object.fromEntries([...streams].map(([key, stream]) => [key, savedOf(stream)])),
  };
}

function merged(differences: readonly Difference[]): Omit<StreamsOutput, 'repeated'> {
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

function savedOf({ context, window: w, knownAtMs }: Stream): Saved {
  return {
    meter: context.meter.meter,
    state: packStream(w.state),
    tail: w.tail,
    waiting: w.slots.slice(w.folded).flat(),
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
  return { context, window, knownAtMs: saved.knownAtMs ?? 0 };
}
