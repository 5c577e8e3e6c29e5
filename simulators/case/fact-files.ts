/** disturbances, meter_events, operations, strokes, works, complaints: what was written down while it happened. */
import type { SimComplaint } from '../complaints/types.ts';
import type { Played } from '../happenings/types.ts';
import type { SimDisturbance, SimMeterEvent } from '../instruments/events.ts';
import { stamp } from '../local-time.ts';
import type { Rng } from '../random.ts';
import type { detectStrokes } from '../storms/storm.ts';
import { csv } from './csv.ts';

export const DISTURBANCE_COLUMNS = [
  'meter',
  'start',
  'duration_ms',
  'kind',
  'phases',
  'pct',
  'pct_a',
  'pct_b',
  'pct_c',
  'known_at',
];
export const METER_EVENT_COLUMNS = ['meter', 'time', 'kind', 'known_at'];
export const OPERATION_COLUMNS = ['time', 'section', 'op', 'phases', 'clock', 'source', 'known_at'];
export const STROKE_COLUMNS = [
  'time',
  'lat',
  'lon',
  'peak_ka',
  'semi_major_km',
  'semi_minor_km',
  'bearing_deg',
  'cloud',
  'multiplicity',
  'known_at',
];
export const WORKS_COLUMNS = [
  'id',
  'section',
  'planned_start',
  'planned_end',
  'actual_start',
  'actual_end',
  'notified_at',
  'kind',
  'status',
  'known_at',
];
export const COMPLAINT_COLUMNS = [
  'id',
  'received',
  'account',
  'supply_point',
  'address',
  'text',
  'occurred_from',
  'occurred_to',
  'channel',
  'request_type',
  'parent',
];

const at = (ms: number | null): string => (ms === null ? '' : stamp(ms));

export function disturbancesFile(list: readonly SimDisturbance[], toMs: number): string {
  return csv(
    DISTURBANCE_COLUMNS,
    list.map((d) => {
      // Only what the meter truly measures has a value: a single-phase meter knows nothing of the others.
      const phase = (i: 0 | 1 | 2): number | null => d.perPhase?.[i] ?? null;
      const running = d.startMs + d.durationMs >= toMs;
      return [
        d.meter,
        at(d.startMs),
        running ? null : d.durationMs,
        d.kind,
        d.phases,
        d.pct,
        phase(0),
        phase(1),
        phase(2),
        at(Math.min(d.knownAtMs, running ? d.startMs + 60_000 : d.knownAtMs)),
      ];
    }),
  );
}

export function meterEventsFile(list: readonly SimMeterEvent[]): string {
  return csv(
    METER_EVENT_COLUMNS,
    list.map((e) => [e.meter, at(e.timeMs), e.kind, at(e.knownAtMs)]),
  );
}

/** Telemetry has the clock of the control centre, crews write down what their watch says; some operations are never written down. */
export function operationsFile(played: readonly Played[], toMs: number, rng: Rng): string {
  const rows = played
    .flatMap((p) => p.operations)
    .filter((o) => o.timeMs < toMs && !rng.chance(0.04))
    .map((o) => ({
      o,
      timeMs: o.source === 'scada' ? o.timeMs + rng.normal(0, 1500) : Math.round(o.timeMs / 60_000) * 60_000,
    }))
    .sort((a, b) => a.timeMs - b.timeMs);
  return csv(
    OPERATION_COLUMNS,
    rows.map(({ o, timeMs }) => [
      at(timeMs),
      o.section,
      o.op,
      o.phases,
      o.source === 'scada' ? 'scada' : 'human',
      o.source,
      at(o.knownAtMs),
    ]),
  );
}

export function strokesFile(strokes: ReturnType<typeof detectStrokes>): string {
  return csv(
    STROKE_COLUMNS,
    strokes.map((s) => [
      at(s.timeMs),
      s.at.lat.toFixed(5),
      s.at.lon.toFixed(5),
      s.peakKa.toFixed(1),
      s.major.toFixed(2),
      s.minor.toFixed(2),
      s.bearing.toFixed(0),
      s.cloud ? 1 : 0,
      0,
      at(s.timeMs + 15_000),
    ]),
  );
}

export function worksFile(played: readonly Played[], toMs: number): string {
  return csv(
    WORKS_COLUMNS,
    played
      .flatMap((p) => (p.works === null ? [] : [p.works]))
      .map((w) => {
        const past = (ms: number | null): string => (ms === null || ms >= toMs ? '' : stamp(ms));
        return [
          w.id,
          w.sections.join(';'),
          at(w.plannedStartMs),
          at(w.plannedEndMs),
          past(w.actualStartMs),
          past(w.actualEndMs),
          at(w.notifiedAtMs),
          w.kind,
          w.status,
          at(w.knownAtMs),
        ];
      }),
  );
}

export function complaintsFile(list: readonly SimComplaint[]): string {
  return csv(
    COMPLAINT_COLUMNS,
    list.map((c) => [
      c.id,
      at(c.receivedMs),
      c.account,
      null,
      c.address,
      c.text,
      at(c.occurredFromMs),
      at(c.occurredToMs),
      c.channel,
      c.requestType,
      c.parent,
    ]),
  );
}
