/** One supply point as the desk sees it: who, where, how it is fed, and what it looks like right now. */
import { z } from 'zod';
import { CATEGORIES } from '../../core/complaint.ts';
import { SILENCE_TYPES } from '../../core/facts.ts';
import { DEVICES, SECTION_KINDS } from '../../core/network.ts';
import { METHODS, STATISTICS } from '../../core/series.ts';
import { CLOCK_CLASSES } from '../../core/time.ts';
import { STATUSES } from './complaint.ts';
import { CustomerHit } from './customer.ts';
import { DisturbanceOut, IncidentRow, StrokeOut, WorksOut } from './incident.ts';
import { Id, Position, TextShape, Time, TimeIn } from './shapes.ts';
import { VerdictShort } from './verdict.ts';

export const MeterOut = z.object({
  meter: z.string(),
  /** `own`: measures this supply point. `area`: the transformer's LV side. `feeder`: feeder head or busbar. */
  relation: z.enum(['own', 'area', 'feeder']),
  node: z.string(),
  phases: z.string(),
  method: z.enum(METHODS),
  statistic: z.enum(STATISTICS),
  clock: z.enum(CLOCK_CLASSES),
  comms: z.string().nullable(),
});
export type MeterOut = z.output<typeof MeterOut>;

/** Limits at a supply point, V; `profile` and `clause` say where they come from. */
export const VoltageLimits = z.object({
  nominalV: z.number(),
  lowV: z.number(),
  highV: z.number(),
  profile: z.string(),
  clause: z.string(),
});
export type VoltageLimits = z.output<typeof VoltageLimits>;

/** Where voltages come from: the customer's own meter, else the area's, and what that means. */
export const VoltageSource = z.object({
  kind: z.enum(['own', 'area', 'feeder', 'none']),
  meter: z.string().nullable(),
  method: z.enum(METHODS).nullable(),
  text: TextShape,
});
export type VoltageSource = z.output<typeof VoltageSource>;

export const PhaseVoltage = z.object({
  phase: z.string(),
  u: z.number(),
  pct: z.number().nullable(),
  time: Time,
  state: z.enum(['low', 'high', 'within', 'unknown']),
});

export const VoltageNow = z.object({
  source: VoltageSource,
  limits: VoltageLimits,
  phases: z.array(PhaseVoltage),
  /** Newest value's time; null where there is none. */
  asOf: Time.nullable(),
  ageS: z.number().nullable(),
  /** Older than it should be: must not look live. */
  stale: z.boolean(),
  silence: z.enum(SILENCE_TYPES).nullable(),
});

export const UpstreamSection = z.object({
  section: z.string(),
  kind: z.enum(SECTION_KINDS),
  device: z.enum(DEVICES),
  voltageKv: z.number().nullable(),
  lengthM: z.number().nullable(),
  installedYear: z.number().nullable(),
  rank: z.number().int().nullable(),
});

export const SupplyPoint = z.object({
  customer: CustomerHit.extend({
    contract: z.string().nullable(),
    contractKva: z.number().nullable(),
    supplyKv: z.number().nullable(),
  }),
  at: Position.nullable(),
  busbar: z.string().nullable(),
  substation: z.string().nullable(),
  neutralEarthing: z.string().nullable(),
  meters: z.array(MeterOut),
  upstream: z.array(UpstreamSection),
  arrears: z.object({
    /** `paid_not_reconnected` goes to the reconnection desk at once. */
    state: z.enum(['none', 'disconnected', 'paid_not_reconnected']),
    disconnectedAt: Time.nullable(),
    paidAt: Time.nullable(),
    reconnectedAt: Time.nullable(),
    /** The meter's own relay, where it reported. */
    relay: z.enum(['open', 'closed', 'unknown']),
    relayAt: Time.nullable(),
  }),
  voltage: VoltageNow,
  /** Running incidents that reach this supply point. */
  incidents: z.array(IncidentRow),
  /** Works planned for the next 7 days or running on the way to this supply point. */
  works: z.array(WorksOut),
  complaints: z.array(
    z.object({
      id: Id,
      received: Time,
      category: z.enum(CATEGORIES),
      status: z.enum(STATUSES),
      verdict: VerdictShort.nullable(),
    }),
  ),
});
export type SupplyPoint = z.output<typeof SupplyPoint>;

export const RESOLUTIONS = ['auto', 'raw', '10min', '1h'] as const;
export const VoltageQuery = z.object({
  from: TimeIn.optional(),
  to: TimeIn.optional(),
  resolution: z.enum(RESOLUTIONS).default('auto'),
});

/** Columns of equal length: `times[i]` is the end of the interval of `meanV[i]`; a gap is null, never 0. */
const Column = z.array(z.number().nullable());
export const PhaseSeries = z.object({ phase: z.string(), meanV: Column, minV: Column, maxV: Column });

/** Everything on one time axis: voltage with limits, events, strokes, works, complaints. */
export const SupplyPointVoltage = z.object({
  supplyPoint: Id,
  from: Time,
  to: Time,
  resolutionS: z.number().nullable(),
  source: VoltageSource,
  limits: VoltageLimits,
  times: z.array(Time),
  phases: z.array(PhaseSeries),
  events: z.array(DisturbanceOut),
  strokes: z.array(StrokeOut),
  works: z.array(WorksOut),
  complaints: z.array(
    z.object({
      id: Id,
      received: Time,
      occurredFrom: Time.nullable(),
      occurredTo: Time.nullable(),
      category: z.enum(CATEGORIES),
      /** of this supply point, or of a neighbour of the same area (then without its id or words) */
      own: z.boolean(),
    }),
  ),
});
export type SupplyPointVoltage = z.output<typeof SupplyPointVoltage>;
