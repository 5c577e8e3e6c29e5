/** An uploaded recording on the wire. Times of day are instants; times inside a part are ms after its start. */
import { z } from 'zod';
import { PROFILES } from '../../core/case.ts';
import { DISTURBANCE_KINDS, EVENT_SIGNATURES } from '../../core/event.ts';
import { RECORDED_KINDS } from '../../core/recording-report.ts';
import { count, Id, InputProblem, Time } from './shapes.ts';

export const RecordingQuery = z.object({
  profile: z.enum(PROFILES).optional(),
  /** Declared voltage in V on the side the file states; absent = as the file or its first cycles say. */
  udin: z.coerce.number().positive().max(2_000_000).optional(),
});
/** Header values are ASCII: a file name with other letters comes percent-encoded. */
export const RecordingHeaders = z.object({
  'x-file-name': z.string().max(400).optional(),
  'x-zone': z.string().max(60).optional(),
});

export const RecordedEvent = z.object({
  kind: z.enum(DISTURBANCE_KINDS),
  channel: z.string().nullable(),
  start: Time,
  /** ms after the start of the part. */
  atMs: z.number(),
  durationMs: z.number().nullable(),
  openEnd: z.boolean(),
  pct: z.number().nullable(),
  phases: z.string(),
  perPhase: z.record(z.string(), z.number()),
  method: z.string(),
  class: z.record(z.string(), z.string().nullable()),
  signature: z.enum(EVENT_SIGNATURES).nullable(),
  numbers: z.record(z.string(), z.number()),
});
export type RecordedEvent = z.output<typeof RecordedEvent>;

const Channel = z.string();

export const RecordedPart = z.object({
  kind: z.enum(RECORDED_KINDS),
  title: z.string(),
  station: z.string(),
  device: z.string(),
  start: Time,
  durationMs: z.number(),
  triggerMs: z.number().nullable(),
  lineHz: z.number().nullable(),
  samples: z.number().int(),
  rateHz: z.object({ min: z.number(), max: z.number() }).nullable(),
  channels: z.array(z.object({ name: z.string(), unit: z.string(), side: z.enum(['P', 'S']).nullable() })),
  groups: z.array(
    z.object({
      connection: z.enum(['LN', 'LL']),
      members: z.array(z.object({ channel: Channel, name: z.string() })),
      udinV: z.number().nullable(),
      udinFrom: z.enum(['given', 'file', 'record', 'profile']).nullable(),
    }),
  ),
  switches: z.array(
    z.object({
      name: z.string(),
      initial: z.union([z.literal(0), z.literal(1)]),
      changes: z.array(z.object({ atMs: z.number(), state: z.union([z.literal(0), z.literal(1)]) })),
    }),
  ),
  gaps: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
  events: z.array(RecordedEvent),
  /** Seen here too, but another part shows them whole: they count there. */
  repeated: z.array(RecordedEvent),
});
export type RecordedPart = z.output<typeof RecordedPart>;

export const Recording = z.object({
  id: Id,
  file: z.string(),
  profile: z.enum(PROFILES),
  thresholds: z.object({
    dipPct: z.number(),
    swellPct: z.number(),
    interruptionPct: z.number(),
    hysteresisPct: z.number(),
  }),
  channelList: z.array(z.string()),
  parts: z.array(RecordedPart),
  /** The first 200; `problemCount` counts all. */
  problems: z.array(InputProblem),
  problemCount: z.number().int(),
});
export type Recording = z.output<typeof Recording>;

export const WindowParams = z.object({ id: Id, part: z.coerce.number().int().min(0).max(100_000) });
export const WindowQuery = z.object({
  from: z.coerce.number(),
  to: z.coerce.number(),
  points: count(50, 4_000, 1_200),
});

const Curve = z.object({
  name: z.string(),
  unit: z.string(),
  channel: Channel.nullable(),
  timesMs: z.array(z.number()),
  /** Equal to `max` where samples come as they are; null = missing. */
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
});
export type Curve = z.output<typeof Curve>;
export const RecordingWindow = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  waves: z.array(Curve),
  rms: z.array(Curve),
});
export type RecordingWindow = z.output<typeof RecordingWindow>;
