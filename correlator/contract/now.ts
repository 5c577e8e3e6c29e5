/** What is happening on the grid now, and the live stream's messages. */
import { z } from 'zod';
import { SILENCE_TYPES } from '../../core/facts.ts';
import { CAUSES, CONCLUSIONS } from '../../core/verdict.ts';
import { Progress } from './health.ts';
import { DisturbanceOut, IncidentRow, WorksOut } from './incident.ts';
import { count, Time } from './shapes.ts';

export const FeederNow = z.object({
  feeder: z.string(),
  busbar: z.string().nullable(),
  /** Lowest, mean and highest of the newest voltages, % of declared; null where nothing recent came in. */
  voltage: z
    .object({ minPct: z.number(), meanPct: z.number(), maxPct: z.number(), asOf: Time, meters: z.number().int() })
    .nullable(),
  meters: z.number().int(),
  silentMeters: z.number().int(),
  events24h: z.number().int(),
  complaints24h: z.number().int(),
  customers: z.number().int(),
  /** Customers on or below a meter with a running outage; null where nobody can tell. */
  customersOut: z.number().int(),
  runningIncidents: z.number().int(),
});
export type FeederNow = z.output<typeof FeederNow>;

export const NowQuery = z.object({ events: count(1, 500, 50) });

export const Now = z.object({
  time: Time,
  events: z.array(DisturbanceOut),
  feeders: z.array(FeederNow),
  silence: z.partialRecord(z.enum(SILENCE_TYPES), z.number().int()),
  incidents: z.array(IncidentRow),
  works: z.array(WorksOut),
  totals: z.object({
    meters: z.number().int(),
    silentMeters: z.number().int(),
    customers: z.number().int(),
    customersOut: z.number().int(),
    events24h: z.number().int(),
    complaints24h: z.number().int(),
    openComplaints: z.number().int(),
  }),
});
export type Now = z.output<typeof Now>;

/** One message of the live stream; its SSE `event` is `type`, its SSE `id` the cursor. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), cursor: z.number(), time: Time }),
  z.object({ type: z.literal('change'), cursor: z.number(), time: Time }),
  z.object({ type: z.literal('computed'), time: Time, incidents: z.number().int() }),
  z.object({
    type: z.literal('verdict'),
    time: Time,
    complaint: z.string(),
    conclusion: z.enum(CONCLUSIONS),
    cause: z.enum(CAUSES).nullable(),
    p: z.number(),
    /** true when it replaced an earlier answer. */
    reopened: z.boolean(),
  }),
  z.object({ type: z.literal('complaint'), time: Time, complaint: z.string(), supplyPoint: z.string().nullable() }),
  z.object({ type: z.literal('events'), time: Time, meters: z.array(z.string()), count: z.number().int() }),
  z.object({ type: z.literal('progress'), time: Time, progress: Progress }),
]);
export type LiveEvent = z.output<typeof LiveEvent>;
