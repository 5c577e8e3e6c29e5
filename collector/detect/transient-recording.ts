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

/**
 * Each stretch of one rate is a run of its own. Recorders often begin with what triggered them: the first and the last
 * cycle have one neighbour only, which stands in for the other. There an impulse could be an edge seen from one side, so
 * only what rings is said.
 */
export function groupTransients(
  samples: GroupSamples,
  params: Omit<TransientParams, 'stepMs'>,
): readonly Disturbance[] {
  const { timesMs, channels, startMs } = samples;
  return stretches(timesMs, samples.breaks).flatMap(([first, end]) => {
    const stepMs = (timesMs[end - 1]! - timesMs[first]!) / (end - 1 - first);
    const state = startTransient({ ...params, stepMs });
    if (state === null || end - first < 2 * state.lag) return [];
    const run = timesMs.subarray(first, end).map((t) => startMs + t);
    const { lag } = state;
    const found = stepTransient(
      state,
      withNeighbours(run, lag, lag * stepMs),
      channels.map((v) => withNeighbours(v.subarray(first, end), lag, 0)),
    );
    const [fromMs, toMs] = [startMs + timesMs[first]!, startMs + timesMs[end - 1]!];
    const isInside = (d: Disturbance) => d.startMs >= fromMs + lag * stepMs && d.startMs <= toMs - lag * stepMs;
    return [...found, ...finishTransient(state)].filter((d) => d.numbers['ringHz'] !== undefined || isInside(d));
  });
}

/** The second cycle before the first, the last but one after the last; `shift` is what a cycle adds to a value. */
function withNeighbours(values: Float64Array, lag: number, shift: number): Float64Array {
  const n = values.length;
  const out = new Float64Array(n + 2 * lag);
  out.set(values, lag);
  for (let i = 0; i < lag; i++) {
    out[i] = values[lag + i]! - 2 * shift;
    out[n + lag + i] = values[n - 2 * lag + i]! + 2 * shift;
  }
  return out;
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
