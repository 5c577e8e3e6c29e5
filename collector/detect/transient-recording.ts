/** Transients of one group of a recording, and how they stand beside its other events: one disturbance, one line. */
import type { Disturbance } from '../../core/event.ts';
import { finishTransient, startTransient, stepTransient, type TransientParams } from './transient.ts';

export interface GroupSamples {
  /** From the start of the record, ms. */
  readonly timesMs: Float64Array;
  /** Volts, one per member of the group. */
  readonly channels: readonly Float64Array[];
  /** First samples after gaps. */
  readonly breaks: readonly number[];
  /** Added to the times, epoch ms. */
  readonly startMs: number;
}

/** Distances of samples that differ by more are another rate. Share. */
const SAME_STEP = 0.1;

/** Each stretch of one rate is a run of its own. */
export function groupTransients(
  samples: GroupSamples,
  params: Omit<TransientParams, 'stepMs'>,
): readonly Disturbance[] {
  const { timesMs, channels, startMs } = samples;
  return stretches(timesMs, samples.breaks).flatMap(([first, end]) => {
    const stepMs = (timesMs[end - 1]! - timesMs[first]!) / (end - 1 - first);
    const state = startTransient({ ...params, stepMs });
    if (state === null) return [];
    const found = stepTransient(
      state,
      timesMs.subarray(first, end).map((t) => startMs + t),
      channels.map((v) => v.subarray(first, end)),
    );
    return [...found, ...finishTransient(state)];
  });
}

/** `[first, end)` of at least two samples each. */
function stretches(timesMs: Float64Array, breaks: readonly number[]): [number, number][] {
  const starts = new Set(breaks);
  const out: [number, number][] = [];
  let first = 0;
  for (let i = 1; i <= timesMs.length; i++) {
    const step = i < timesMs.length ? timesMs[i]! - timesMs[i - 1]! : Number.NaN;
    const usual = i - first >= 2 ? (timesMs[i - 1]! - timesMs[first]!) / (i - 1 - first) : step;
    if (i < timesMs.length && !starts.has(i) && Math.abs(step - usual) <= SAME_STEP * usual) continue;
    if (i - first >= 2) out.push([first, i]);
    first = i;
  }
  return out;
}

/** Where Urms(1/2) tells an edge one or two cycles later than it was: so far before a start a transient still is its. */
const BEFORE_CYCLES = 2;
const AFTER_CYCLES = 1;

/**
 * A transient at the beginning, inside or at the end of another event of the group is that event's, which gets its
 * `transientPeakPct` and `transientRingHz`; the others stand alone. In order of start.
 */
export function withTransients(
  events: readonly Disturbance[],
  transients: readonly Disturbance[],
  cycleMs: number,
): Disturbance[] {
  const owners = new Map<Disturbance, Disturbance>();
  const alone: Disturbance[] = [];
  for (const t of transients) {
    const owner = events.find((e) => isPartOf(t, e, cycleMs));
    if (owner === undefined) alone.push(t);
    else if ((owners.get(owner)?.numbers['peakPct'] ?? 0) < (t.numbers['peakPct'] ?? 0)) owners.set(owner, t);
  }
  const marked = events.map((e) => {
    const t = owners.get(e);
    if (t === undefined) return e;
    const { peakPct = 0, ringHz } = t.numbers;
    const more = { transientPeakPct: peakPct, ...(ringHz !== undefined && { transientRingHz: ringHz }) };
    return { ...e, numbers: { ...e.numbers, ...more } };
  });
  return [...marked, ...alone].sort((a, b) => a.startMs - b.startMs);
}

function isPartOf(t: Disturbance, e: Disturbance, cycleMs: number): boolean {
  const whole = e.enclosingDip ?? e;
  const endMs = whole.durationMs === null ? Number.POSITIVE_INFINITY : whole.startMs + whole.durationMs;
  const tEndMs = t.startMs + (t.durationMs ?? 0);
  return tEndMs >= whole.startMs - BEFORE_CYCLES * cycleMs && t.startMs <= endMs + AFTER_CYCLES * cycleMs;
}
