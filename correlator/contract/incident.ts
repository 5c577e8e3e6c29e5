/** Incidents and works on the wire. */
import { z } from 'zod';
import { WORKS_KINDS } from '../../core/facts.ts';
import { CAUSES, INCIDENT_KINDS, PLACES } from '../../core/verdict.ts';
import { count, Id, Time, TimeIn } from './shapes.ts';
import { CauseShares, VerdictShort } from './verdict.ts';

export const ExpectedRestore = z.object({ p50: Time, p90: Time, asOf: Time, source: z.string() });

export const Incident = z.object({
  type: z.literal('incident'),
  id: Id,
  start: Time,
  end: Time.nullable(),
  kind: z.enum(INCIDENT_KINDS),
  causes: CauseShares,
  where: z.partialRecord(z.enum(PLACES), z.number()),
  sections: z.record(z.string(), z.number()),
  meters: z.array(z.string()),
  strokes: z.array(z.string()),
  works: z.array(z.string()),
  expectedRestore: ExpectedRestore.nullable(),
});
export type Incident = z.output<typeof Incident>;

/** An incident with what a list row shows: its likeliest cause and place, and how far it reaches. */
export const IncidentRow = Incident.extend({
  running: z.boolean(),
  cause: z.enum(CAUSES).nullable(),
  p: z.number().nullable(),
  likelyWhere: z.enum(PLACES).nullable(),
  section: z.string().nullable(),
  feeders: z.array(z.string()),
  areas: z.array(z.string()),
  /** Customers in the areas and at the meters it was seen at: an upper bound, not a count of the dark. */
  customers: z.number().int(),
  complaints: z.number().int(),
});
export type IncidentRow = z.output<typeof IncidentRow>;

export const IncidentsQuery = z.object({ from: TimeIn.optional(), to: TimeIn.optional(), limit: count(1, 500, 200) });
export const IncidentList = z.object({ items: z.array(IncidentRow), from: Time, to: Time, total: z.number().int() });

export const DisturbanceOut = z.object({
  meter: z.string(),
  feeder: z.string().nullable(),
  area: z.string().nullable(),
  kind: z.string(),
  start: Time,
  durationMs: z.number().nullable(),
  openEnd: z.boolean(),
  pct: z.number().nullable(),
  phases: z.string(),
  method: z.string(),
  knownAt: Time,
  /** The incident it belongs to, where one was found. */
  incident: z.string().nullable(),
});
export type DisturbanceOut = z.output<typeof DisturbanceOut>;

export const StrokeOut = z.object({
  id: z.string(),
  time: Time,
  lon: z.number(),
  lat: z.number(),
  peakKa: z.number().nullable(),
  cloud: z.boolean(),
  /** From the place asked about, m; null where its position is unknown. */
  distanceM: z.number().nullable(),
  knownAt: Time,
});
export type StrokeOut = z.output<typeof StrokeOut>;

export const WorksOut = z.object({
  id: z.string(),
  kind: z.enum(WORKS_KINDS),
  status: z.string().nullable(),
  sections: z.array(z.string()),
  plannedStart: Time.nullable(),
  plannedEnd: Time.nullable(),
  actualStart: Time.nullable(),
  actualEnd: Time.nullable(),
  notifiedAt: Time.nullable(),
  state: z.enum(['planned', 'running', 'overrunning', 'over', 'unknown']),
  knownAt: Time,
});
export type WorksOut = z.output<typeof WorksOut>;

export const IncidentDetail = z.object({
  incident: IncidentRow,
  disturbances: z.array(DisturbanceOut),
  strokes: z.array(StrokeOut),
  works: z.array(WorksOut),
  complaints: z.array(z.object({ id: Id, received: Time, verdict: VerdictShort })),
});
export type IncidentDetail = z.output<typeof IncidentDetail>;
