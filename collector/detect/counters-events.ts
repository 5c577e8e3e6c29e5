/**
 * What a meter wrote down by itself, as events beside those of its voltages: its failure log first, then the counters
 * for what neither the log nor a voltage shows. The same loss of supply is counted by up to three of them.
 */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import { type Disturbance, disturbanceKey } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import { classesOf } from '../../core/limits/classify.ts';
import type { Problem } from '../../core/problem.ts';
import { type CounterRise, type CounterState, startCounters, stepCounters } from './counters.ts';
import { failureEvents } from './failure-log.ts';

export interface OwnRecords {
  readonly counters: readonly MeterCounters[];
  readonly failures: readonly FailureLogEntry[];
}

/** `measured` and what the meter wrote, each event once, in order of start. `file` names the source in problems. */
export function withOwnRecords(
  measured: readonly Disturbance[],
  records: OwnRecords,
  file: string,
): { readonly disturbances: readonly Disturbance[]; readonly problems: readonly Problem[] } {
  if (records.counters.length === 0 && records.failures.length === 0) return { disturbances: measured, problems: [] };
  const log = failureEvents(records.failures, { file, knownAtMs: records.counters.at(-1)?.knownAtMs ?? null });
  const events = joinLog(measured, log.disturbances);
  const states = new Map<MeterId, CounterState>();
  const problems: Problem[] = [...log.problems];
  const spent = new Set<string>();
  const counted: Disturbance[] = [];
  for (const read of [...records.counters].sort((a, b) => a.atMs - b.atMs)) {
    const state = states.get(read.meter) ?? startCounters();
    states.set(read.meter, state);
    const step = stepCounters(state, read, file);
    problems.push(...step.problems);
    // Losses first: each may have been counted as a sag as well.
    let losses = 0;
    for (const rise of [...step.rises].sort((x, y) => Number(isLoss(y.kind)) - Number(isLoss(x.kind)))) {
      const left = unexplained(rise, events, spent, losses);
      if (left.count === 0) continue;
      if (isLoss(rise.kind)) losses += left.count;
      counted.push(eventOf(left));
    }
  }
  return { disturbances: [...events, ...counted].sort((a, b) => a.startMs - b.startMs), problems };
}

const isLoss = (kind: Disturbance['kind']): boolean => kind === 'outage' || kind === 'interruption';
const endMs = (d: Disturbance): number => d.startMs + (d.durationMs ?? 0);

/**
 * The log knows how long, the voltages how deep and on which phases: one event of both, named as the log's length
 * says. A loss that voltages alone show stays; it was of one phase, or the log is full.
 */
function joinLog(measured: readonly Disturbance[], log: readonly Disturbance[]): readonly Disturbance[] {
  const free = new Set(measured.filter((d) => isLoss(d.kind)));
  const joined = new Set<Disturbance>();
  const whole = log.map((entry) => {
    const own = [...free].filter(
      (d) => d.meter === entry.meter && d.startMs <= endMs(entry) && entry.startMs <= (d.openEnd ? Infinity : endMs(d)),
    );
    for (const d of own) {
      free.delete(d);
      joined.add(d);
    }
    const [seen] = own;
    if (seen === undefined) return entry;
    const { pct, phases, perPhase, channel } = seen;
    return { ...entry, pct, phases, perPhase, channel, class: classesOf({ ...entry, pct }) };
  });
  return [...measured.filter((d) => !joined.has(d)), ...whole];
}

/**
 * A rise without the events that are in its window already, and for sags without the losses counted in it: a loss of
 * supply is below every sag's threshold first. Each event explains one count of a family, of its own phases where they
 * are known. A loss explains a count of failures whichever length the counter gave it: limits of the two differ.
 */
function unexplained(
  rise: CounterRise,
  events: readonly Disturbance[],
  spent: Set<string>,
  losses: number,
): CounterRise {
  const ofLosses = isLoss(rise.kind);
  const byPhase: Record<string, number> = { ...rise.byPhase };
  const take = (phases: string, n: number) => {
    for (const p of Object.keys(byPhase)) {
      if (phases === '' || phases.includes(p)) byPhase[p] = Math.max(0, (byPhase[p] ?? 0) - n);
    }
  };
  let { count } = rise;
  for (const d of events) {
    const fits = d.kind === rise.kind || (rise.kind !== 'swell' && isLoss(d.kind));
    if (!fits || d.meter !== rise.meter || d.startMs > rise.toMs || endMs(d) < rise.fromMs) continue;
    const key = `${ofLosses ? 'loss' : rise.kind}|${disturbanceKey(d)}`;
    if (count === 0 || spent.has(key)) continue;
    spent.add(key);
    if (ofLosses) count--;
    else take(d.phases, 1);
    if (!ofLosses) count = Math.max(0, ...Object.values(byPhase));
  }
  if (rise.kind === 'dip') {
    take('', losses);
    count = Math.max(0, ...Object.values(byPhase));
  }
  return { ...rise, count, byPhase: Object.fromEntries(Object.entries(byPhase).filter(([, n]) => n > 0)) };
}

/** `numbers`: fewest events that explain the counts, the counts by phase, and the length of the window they lie in. */
function eventOf(rise: CounterRise): Disturbance {
  const { kind, meter, fromMs, toMs, count, knownAtMs } = rise;
  const byPhase = Object.fromEntries(Object.entries(rise.byPhase).map(([p, n]) => [`count${p}`, n]));
  return {
    meter,
    channel: null,
    kind,
    startMs: fromMs,
    durationMs: null,
    openEnd: false,
    pct: null,
    phases: Object.keys(rise.byPhase).join(''),
    perPhase: {},
    method: 'counter',
    class: classesOf({ kind, pct: null, durationMs: null }),
    enclosingDip: null,
    signature: null,
    numbers: { count, ...byPhase, windowMs: toMs - fromMs },
    knownAtMs,
  };
}
