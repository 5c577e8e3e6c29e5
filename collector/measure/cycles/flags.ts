/**
 * Flagging: values that overlap a dip, a swell or an interruption are kept and marked, so that one event is not counted
 * a second time as a strange frequency or flicker. @source IEC 61000-4-30:2015 4.7 (unconfirmed)
 */
import type { Disturbance } from '../../../core/event.ts';
import type { Interval } from '../../../core/time.ts';

const FLAGGING: readonly Disturbance['kind'][] = ['dip', 'swell', 'interruption'];

/**
 * What the events of a record flag, in order of start, overlaps joined. An event is stamped with the end of the first
 * window beyond its threshold, and the voltage moved inside that window: `windowMs` (one cycle) before the stamp.
 * An event without end lasts to the end of its run (`runEndsMs`, UTC, rising): beyond it nothing is known.
 */
export function flaggingIntervals(
  events: readonly Disturbance[],
  record: { readonly windowMs: number; readonly runEndsMs: readonly number[] },
): Interval[] {
  const found = events
    .filter((e) => FLAGGING.includes(e.kind))
    .map((e) => {
      const { startMs, durationMs } = e.enclosingDip ?? e;
      const runEndMs = record.runEndsMs.find((end) => end >= startMs) ?? Number.POSITIVE_INFINITY;
      return { startMs: startMs - record.windowMs, endMs: durationMs === null ? runEndMs : startMs + durationMs };
    });
  return joined(found);
}

/** In order of start, none touching another. */
export function joined(intervals: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.startMs - b.startMs)) {
    const last = out.at(-1);
    if (last === undefined || next.startMs > last.endMs) out.push(next);
    else out[out.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, next.endMs) };
  }
  return out;
}

/** Whether any of the joined intervals shares an instant with `[startMs, endMs)`. */
export function isFlagged(events: readonly Interval[], startMs: number, endMs: number): boolean {
  let [lo, hi] = [0, events.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (events[mid] !== undefined && events[mid].endMs <= startMs) lo = mid + 1;
    else hi = mid;
  }
  const first = events[lo];
  return first !== undefined && first.startMs < endMs;
}
