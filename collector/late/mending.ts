/**
 * Readings older than the memory of their stream: the stream is folded again from a state kept before them, over what
 * the series store holds, and goes on from there.
 */
import type { VoltageSummary } from '../../core/case.ts';
import type { MeterId } from '../../core/ids.ts';
import type { HourKey } from '../../core/ports.ts';
import type { Method, Reading } from '../../core/series.ts';
import type { WallClock } from '../measure/hours.ts';
import { type Difference, differenceOf, hourKey } from './difference.ts';
import { unpackStream } from './stream.ts';
import { type Advanced, forgottenToMs, insert, type Out, openWindow, type PassedState, type Window } from './window.ts';

/** Readings came that are older than what is remembered of their stream. */
export interface Overdue {
  readonly key: string;
  readonly meter: MeterId;
  readonly method: Method;
  /** Stamp of the earliest. */
  readonly fromMs: number;
  /** All readings up to this are to be read from the store; later ones are remembered. */
  readonly toMs: number;
  /** Length of its readings, ms; 0 = snapshots. */
  readonly lengthMs: number;
}

export interface MendedStream extends Omit<Difference, 'withdrawn'> {
  readonly states: readonly KeptState[];
  /** Hours of the period of which nothing is said any more, whether anything was or not. */
  readonly emptyHours: readonly HourKey[];
  /** All ten-minute values of the meter in the period are among these: no other kind of its readings makes any. */
  readonly isOnlyStream: boolean;
}

/** A state to begin with again, by stream. */
export interface KeptState extends PassedState {
  readonly key: string;
}

/** Folds a stream again from a kept state over stored readings. */
export interface Mending {
  /** In order of time. */
  take(readings: readonly Reading[]): void;
  /** All that comes out from `fromMs` on; the stream goes on from here. */
  finish(): MendedStream;
}

/** What the mending needs of a stream; it is given the new window. */
export interface Mended {
  window: Window;
  overdue: Overdue | null;
  readonly knownAtMs: number;
}

export function overdueBy(stream: Mended, key: string, r: Reading): Overdue {
  const fromMs = Math.min(stream.overdue?.fromMs ?? r.endMs, r.endMs);
  return { key, meter: r.meter, method: r.method, fromMs, toMs: fromMs, lengthMs: r.endMs - r.startMs };
}

/** As it stands now: the memory moves on. */
export function overdueOf({ overdue, window }: Mended): Overdue | null {
  return overdue === null ? null : { ...overdue, toMs: forgottenToMs(window) ?? overdue.toMs };
}

export function takePassed(key: string, w: Window): readonly KeptState[] {
  const passed = w.passed.map((state) => ({ ...state, key }));
  w.passed = [];
  return passed;
}

/** `start` null = from the first reading there is. */
export function mending(
  stream: Mended,
  overdue: Overdue,
  start: Pick<PassedState, 'text' | 'tail'> | null,
  how: {
    readonly advanced: (window: Window) => Advanced;
    readonly clock: WallClock;
    readonly isOnlyStream: boolean;
  },
): Mending {
  const again = openWindow(start === null ? null : unpackStream(JSON.parse(start.text)), start?.tail ?? null);
  again.isSplit = stream.window.isSplit;
  let outs: Out[] = [];
  const states: KeptState[] = [];
  const take = (readings: readonly Reading[]) => {
    for (const r of readings) insert(again, r);
    const { news, former } = how.advanced(again);
    const gone = new Set(former);
    if (gone.size > 0) outs = outs.filter((o) => !gone.has(o));
    for (const out of news) if (out.atMs >= overdue.fromMs) outs.push(out);
    states.push(...takePassed(overdue.key, again));
  };
  return {
    take,
    finish() {
      take(stream.window.slots.flat());
      stream.window = again;
      stream.overdue = null;
      const { withdrawn: _, ...all } = differenceOf(outs, [], stream.knownAtMs);
      const { isOnlyStream } = how;
      const emptyHours = isOnlyStream ? hoursWithout(all.voltages, overdue, how.clock) : [];
      return { ...all, states, emptyHours, isOnlyStream };
    },
  };
}

const HALF_HOUR_MS = 1_800_000;

function hoursWithout(found: readonly VoltageSummary[], overdue: Overdue, clock: WallClock): readonly HourKey[] {
  const said = new Set(found.map(hourKey));
  const empty = new Map<string, HourKey>();
  // An hour that ended before the late reading began says what it said.
  const firstMs = overdue.fromMs - Math.max(1, overdue.lengthMs);
  for (let ms = firstMs; ms < overdue.toMs; ms += HALF_HOUR_MS) {
    const hour = { meter: overdue.meter, ...clock.place(ms) };
    if (!said.has(hourKey(hour))) empty.set(hourKey(hour), hour);
  }
  return [...empty.values()];
}
