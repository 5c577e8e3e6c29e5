/**
 * A meter's own log of supply failures as events: it lost its supply, for how long, and when that ended. What was left
 * of the voltage and on which phases the log does not say. Every read repeats the log: an entry seen again is the same.
 * @source long failure: above 3 min, EN 50160:2010 3.9 and DL/T 836.1-2016 (unconfirmed)
 */
import type { FailureLogEntry } from '../../core/counters.ts';
import { type Disturbance, disturbanceKey } from '../../core/event.ts';
import { classesOf } from '../../core/limits/classify.ts';
import type { Problem } from '../../core/problem.ts';

/** Longer than this is an outage, up to it an interruption, ms. */
export const LONG_FAILURE_FROM_MS = 180_000;

export interface LogEvents {
  /** In order of start, each failure once. */
  readonly disturbances: readonly Disturbance[];
  /** One note per meter whose log holds failures without a time: they are said, and make no event. */
  readonly problems: readonly Problem[];
}

/** `knownAtMs` null = the log was read at an unknown instant: each failure counts as known from its end on. */
export function failureEvents(
  entries: readonly FailureLogEntry[],
  options: { readonly file: string; readonly knownAtMs: number | null },
): LogEvents {
  const found = new Map<string, Disturbance>();
  const unknown = new Map<string, number>();
  for (const entry of entries) {
    if (entry.endMs === null) unknown.set(entry.meter, (unknown.get(entry.meter) ?? 0) + 1);
    else if (entry.durationMs > 0) {
      const event = eventOf(entry, entry.endMs, options.knownAtMs ?? entry.endMs);
      const key = disturbanceKey(event);
      if (!found.has(key)) found.set(key, event);
    }
  }
  const problems = [...unknown].map(
    ([meter, n]): Problem => ({
      code: 'note',
      severity: 'warning',
      file: options.file,
      line: null,
      field: meter,
      expected: 'failures with their time',
      got: `${n} whose time the meter never knew: no events are made of them`,
    }),
  );
  return { disturbances: [...found.values()].sort((a, b) => a.startMs - b.startMs), problems };
}

function eventOf(entry: FailureLogEntry, endMs: number, knownAtMs: number): Disturbance {
  const kind = entry.durationMs > LONG_FAILURE_FROM_MS ? 'outage' : 'interruption';
  const { meter, durationMs } = entry;
  return {
    meter,
    channel: null,
    kind,
    startMs: endMs - durationMs,
    durationMs,
    openEnd: false,
    pct: null,
    phases: '',
    perPhase: {},
    method: 'event_log',
    class: classesOf({ kind, pct: null, durationMs }),
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: Math.max(endMs, knownAtMs),
  };
}
