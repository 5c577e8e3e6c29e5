/** Core facts as rows: natural key, times, meter, and the fact itself as `body`. */
import type { CaseFacts, VoltageSummary } from '../../core/case.ts';
import { disturbanceKey } from '../../core/event.ts';
import type { FactKind } from './tables.ts';

export interface FactRow {
  readonly kind: FactKind;
  readonly key: string;
  readonly time_ms: number | null;
  readonly end_ms: number | null;
  readonly known_at_ms: number;
  readonly meter: string | null;
  readonly body: unknown;
}

export const FACT_COLUMNS =
  'kind text, key text, time_ms float8, end_ms float8, known_at_ms float8, meter text, body jsonb';

/** Field of a case → the kind its rows have. Adding a kind of fact is one line here and one in tables.ts. */
export const KIND_OF = {
  nodes: 'node',
  sections: 'section',
  meters: 'meter',
  disturbances: 'disturbance',
  meterEvents: 'meter_event',
  operations: 'operation',
  strokes: 'stroke',
  works: 'works',
  findings: 'finding',
  repairs: 'repair',
} as const satisfies Partial<Record<keyof CaseFacts, FactKind>>;
export type FactField = keyof typeof KIND_OF;
export type FactLists = { readonly [F in FactField]?: CaseFacts[F] };

const ROWS: { readonly [F in FactField]: (fact: CaseFacts[F][number]) => FactRow } = {
  nodes: (n) => row('node', n.id, n),
  sections: (s) => row('section', s.id, s),
  meters: (m) => row('meter', m.meter, m, { meter: m.meter }),
  disturbances: (d) =>
    row('disturbance', disturbanceKey(d), d, {
      time_ms: d.startMs,
      end_ms: d.durationMs === null ? null : d.startMs + d.durationMs,
      known_at_ms: d.knownAtMs,
      meter: d.meter,
    }),
  meterEvents: (e) =>
    row('meter_event', `${e.meter}|${e.timeMs}|${e.kind}`, e, {
      time_ms: e.timeMs,
      known_at_ms: e.knownAtMs,
      meter: e.meter,
    }),
  operations: (o) =>
    row('operation', `${o.section}|${o.timeMs}|${o.op}`, o, { time_ms: o.timeMs, known_at_ms: o.knownAtMs }),
  strokes: (s) => row('stroke', s.id, s, { time_ms: s.timeMs, known_at_ms: s.knownAtMs }),
  works: (w) => row('works', w.id, w, { time_ms: w.plannedStartMs ?? w.actualStartMs, known_at_ms: w.knownAtMs }),
  findings: (f) => row('finding', f.id, f, { time_ms: f.foundAtMs }),
  repairs: (r) => row('repair', r.id, r, { time_ms: r.doneAtMs }),
};

export function factRows(facts: FactLists): readonly FactRow[] {
  return (Object.keys(KIND_OF) as FactField[]).flatMap((field) => rowsOf(field, facts[field] ?? []));
}

function rowsOf<F extends FactField>(field: F, list: readonly CaseFacts[F][number][]): readonly FactRow[] {
  return list.map((fact) => ROWS[field](fact));
}

function row(
  kind: FactKind,
  key: string,
  body: unknown,
  times: Partial<Pick<FactRow, 'time_ms' | 'end_ms' | 'known_at_ms' | 'meter'>> = {},
): FactRow {
  return { kind, key, time_ms: null, end_ms: null, known_at_ms: 0, meter: null, ...times, body };
}

/** Hours of one meter's day, keyed by hour of day: 24 small rows in one. */
export interface VoltageDayRow {
  readonly meter: string;
  readonly day_start_ms: number;
  readonly hours: Readonly<Record<string, Pick<VoltageSummary, 'perPhase' | 'coveredS'>>>;
}

export const VOLTAGE_COLUMNS = 'meter text, day_start_ms float8, hours jsonb';

export function voltageDayRows(voltages: readonly VoltageSummary[]): readonly VoltageDayRow[] {
  const days = new Map<string, { meter: string; day_start_ms: number; hours: Record<string, unknown> }>();
  for (const v of voltages) {
    const key = `${v.meter}|${v.dayStartMs}`;
    const day = days.get(key) ?? { meter: v.meter, day_start_ms: v.dayStartMs, hours: {} };
    day.hours[v.hour] = { perPhase: v.perPhase, coveredS: v.coveredS };
    days.set(key, day);
  }
  return [...days.values()] as readonly VoltageDayRow[];
}

export function voltagesOf(day: VoltageDayRow): readonly VoltageSummary[] {
  return Object.entries(day.hours).map(([hour, of]) => ({
    meter: day.meter as VoltageSummary['meter'],
    dayStartMs: day.day_start_ms,
    hour: Number(hour),
    perPhase: of.perPhase,
    coveredS: of.coveredS,
  }));
}
