/** Health, liveness, readiness: what is running and how far it has come. */
import { z } from 'zod';
import { PROFILES } from '../../core/case.ts';
import { TextShape, Time } from './shapes.ts';

export const Progress = z.object({ done: z.number(), total: z.number(), what: TextShape });
export type Progress = z.output<typeof Progress>;

export const STORE_STATES = ['ready', 'failed'] as const;

export const Health = z.object({
  /** `starting`: pages work, history is still being read. `degraded`: a store does not answer. */
  status: z.enum(['starting', 'ready', 'degraded']),
  version: z.string(),
  zone: z.string(),
  profile: z.enum(PROFILES),
  time: Time,
  startedAt: Time,
  /** How much of the history is loaded; null when nothing is being loaded. */
  history: Progress.nullable(),
  stores: z.object({ records: z.enum(STORE_STATES), series: z.enum(STORE_STATES) }),
  correlation: z.object({
    /** When the running answers were last recomputed; null before the first time. */
    computedAt: Time.nullable(),
    computing: z.boolean(),
    incidents: z.number().int(),
    lastDurationMs: z.number().nullable(),
    failures: z.number().int(),
  }),
  person: z.object({ id: z.string(), role: z.enum(['desk', 'operator', 'engineer', 'admin', 'auditor']) }),
});
export type Health = z.output<typeof Health>;

export const Alive = z.object({ alive: z.literal(true) });
export const Ready = z.object({ ready: z.boolean(), records: z.enum(STORE_STATES), series: z.enum(STORE_STATES) });
