/**
 * Was this meter watching? P(recorded | happened) of one meter for one kind over one window: its method, its
 * statistic, and whether its data of that time are there. Absence of a record counts only as far as this.
 */

import { usualChance } from '../../core/can-see.ts';
import type { MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { SeenKind } from '../../core/usual-sight.ts';
import { METHOD_STEP_MS } from '../params/clock.ts';
import { ONLINE_UNKNOWN, POWER_OFF_RECORDED } from '../params/coverage.ts';
import { type CaseIndex, push } from './case-index.ts';

const HOUR_MS = 3_600_000;

export interface Watch {
  /** P(recorded | kind happened between from and to at this meter, lasting `durationMs`), 0–1. */
  sees(meter: Meter, kind: SeenKind, window: { fromMs: number; toMs: number; durationMs: number | null }): number;
  /** Share of the window with this meter's data present, 0–1; null where the case cannot tell (event logs only). */
  present(meter: Meter, fromMs: number, toMs: number): number | null;
}

export function watchOf(index: CaseIndex): Watch {
  const covered = new Map<MeterId, Map<number, number>>();
  for (const v of index.facts.voltages) {
    const hours = covered.get(v.meter) ?? new Map<number, number>();
    hours.set(Math.floor((v.dayStartMs + v.hour * HOUR_MS) / HOUR_MS), Math.min(1, v.coveredS / 3600));
    covered.set(v.meter, hours);
  }
  const silent = silences(index);
  const tellsPowerOff = new Set(
    index.facts.meterEvents.filter((e) => e.kind === 'power_off' || e.kind === 'last_gasp').map((e) => e.meter),
  );

  function present(meter: Meter, fromMs: number, toMs: number): number | null {
    const gone = silent.get(meter.meter)?.some((s) => s.fromMs < toMs && fromMs < s.toMs) ?? false;
    if (gone) return 0;
    const hours = covered.get(meter.meter);
    if (hours === undefined) return meter.method === 'event_log' || meter.method === 'urms_half' ? null : 0;
    const first = Math.floor(fromMs / HOUR_MS);
    const last = Math.max(first, Math.floor((toMs - 1) / HOUR_MS));
    let sum = 0;
    for (let h = first; h <= last; h++) sum += hours.get(h) ?? 0;
    return sum / (last - first + 1);
  }

  return {
    present,
    sees(meter, kind, w) {
      const here = present(meter, w.fromMs, w.toMs);
      const bySamples = methodSees(meter, kind, w.durationMs) * (here ?? ONLINE_UNKNOWN);
      const byPowerOff =
        tellsPowerOff.has(meter.meter) && here !== 0 && (kind === 'outage' || kind === 'interruption')
          ? POWER_OFF_RECORDED
          : 0;
      return Math.max(bySamples, byPowerOff);
    },
  };
}

/** By method and statistic alone. An event shorter than the method's step is seen in proportion, at best. */
function methodSees(meter: Meter, kind: SeenKind, durationMs: number | null): number {
  const usual = usualChance(kind, meter);
  if (durationMs === null || meter.statistic === 'minmax') return usual;
  if (kind !== 'outage' && kind !== 'interruption') return usual;
  const step = METHOD_STEP_MS[meter.method];
  return Math.min(usual, 0.97 * Math.min(1, durationMs / step));
}

/** Times a meter's path was known to be down. */
function silences(index: CaseIndex): Map<MeterId, { fromMs: number; toMs: number }[]> {
  const byMeter = new Map<MeterId, MeterEvent[]>();
  for (const e of index.facts.meterEvents) {
    if (e.kind === 'comms_lost' || e.kind === 'comms_back') push(byMeter, e.meter, e);
  }
  const out = new Map<MeterId, { fromMs: number; toMs: number }[]>();
  for (const [meter, events] of byMeter) {
    events.sort((a, b) => a.timeMs - b.timeMs);
    events.forEach((e, i) => {
      if (e.kind !== 'comms_lost') return;
      const back = events.slice(i + 1).find((x) => x.kind === 'comms_back');
      push(out, meter, { fromMs: e.timeMs, toMs: back?.timeMs ?? Number.POSITIVE_INFINITY });
    });
  }
  return out;
}
