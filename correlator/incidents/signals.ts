/**
 * Every record that says "something happened here" in one shape: disturbances, power-off records, breaker operations,
 * and low or high days read from voltage summaries.
 */
import { type Disturbance, disturbanceKey } from '../../core/event.ts';
import type { MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { METHODS, type Method } from '../../core/series.ts';
import { CLOCK_SIGMA_MS } from '../../core/time.ts';
import { METHOD_STEP_MS } from '../params/clock.ts';
import { dropArtefacts } from './artefacts.ts';
import { type CaseIndex, push } from './case-index.ts';
import type { Signal } from './model.ts';
import { operationSignals } from './operation-signals.ts';
import { voltageDays } from './voltage-days.ts';
import { namePatterns } from './voltage-pattern.ts';

/** Longest power-off between its two records; beyond it the power-on record is taken as lost. */
const POWER_OFF_MAX_MS = 3 * 86_400_000;

/** All signals in order of start. Facts at unknown meters or sections are left out (the import reported them). */
export function signalsOf(index: CaseIndex): Signal[] {
  const all = [
    ...index.facts.disturbances.flatMap((d) => fromDisturbance(index, d)),
    ...powerOffs(index),
    ...operationSignals(index),
    ...voltageDays(index),
  ];
  // The same record delivered twice is one fact.
  const out = [...new Map(all.map((s) => [s.fact, s])).values()];
  return namePatterns(index, dropArtefacts(out.sort((a, b) => a.startMs - b.startMs || (a.fact < b.fact ? -1 : 1))));
}

/**
 * Standard deviation of an instant told by a meter, ms: its clock and the step of its method. A value over an interval
 * may be stamped at either end: uniform over twice the step, hence step / sqrt(3).
 */
export function instantSigmaMs(meter: Meter, method: Method): number {
  const clock = meter.clockSigmaS === null ? CLOCK_SIGMA_MS[meter.clock] : meter.clockSigmaS * 1000;
  return Math.hypot(clock, METHOD_STEP_MS[method] / Math.sqrt(3));
}

/** Over within seconds by nature, whatever the record says about its end. */
const SHORT: ReadonlySet<Disturbance['kind']> = new Set(['dip', 'swell', 'rvc', 'transient', 'interruption']);

function fromDisturbance(index: CaseIndex, d: Disturbance): Signal[] {
  const meter = index.meters.get(d.meter);
  if (meter === undefined) return [];
  const method = METHODS.find((m) => m === d.method) ?? meter.method;
  // A counter says that it happened between two reads: anywhere in that stretch, alike.
  const windowMs = d.numbers['windowMs'] ?? 0;
  return [
    {
      fact: disturbanceKey(d),
      kind: d.kind,
      startMs: d.startMs + windowMs / 2,
      sigmaMs: Math.hypot(instantSigmaMs(meter, method), windowMs / Math.sqrt(12)),
      endMs: d.durationMs === null ? null : d.startMs + d.durationMs,
      // Still going on at the end of the record; a length that is merely unknown runs nowhere.
      running: d.openEnd && !SHORT.has(d.kind),
      pct: d.pct,
      phases: d.phases !== '' ? d.phases : meter.phases.replace(/[^ABC]/g, ''),
      perPhase: d.perPhase,
      meter: d.meter,
      at: index.hang(meter.node),
      operation: null,
      event: null,
    },
  ];
}

const OFF: ReadonlySet<MeterEvent['kind']> = new Set(['power_off', 'last_gasp']);
const ON: ReadonlySet<MeterEvent['kind']> = new Set(['power_on', 'comms_back', 'reboot']);

/** power_off or last_gasp up to the next sign of life of the same meter. Two of them in a row are one. */
function powerOffs(index: CaseIndex): Signal[] {
  const byMeter = new Map<MeterId, MeterEvent[]>();
  for (const e of index.facts.meterEvents) push(byMeter, e.meter, e);
  const out: Signal[] = [];
  for (const [id, events] of byMeter) {
    const meter = index.meters.get(id);
    if (meter === undefined) continue;
    events.sort((a, b) => a.timeMs - b.timeMs);
    let offAt = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < events.length; i++) {
      const e = events[i] as MeterEvent;
      if (ON.has(e.kind)) offAt = Number.NEGATIVE_INFINITY;
      if (!OFF.has(e.kind) || e.timeMs - offAt < POWER_OFF_MAX_MS) continue;
      offAt = e.timeMs;
      const on = events.slice(i + 1).find((x) => ON.has(x.kind));
      const known = on !== undefined && on.timeMs - e.timeMs <= POWER_OFF_MAX_MS;
      out.push({
        fact: `event:${id}|${e.timeMs}|${e.kind}`,
        kind: 'outage',
        startMs: e.timeMs,
        sigmaMs: instantSigmaMs(meter, 'event_log'),
        endMs: known ? on.timeMs : null,
        running: on === undefined,
        pct: 0,
        phases: meter.phases.replace(/[^ABC]/g, ''),
        perPhase: {},
        meter: id,
        at: index.hang(meter.node),
        operation: null,
        event: e,
      });
    }
  }
  return out;
}
