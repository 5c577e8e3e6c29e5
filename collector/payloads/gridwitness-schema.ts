/**
 * Shapes of our own JSON, version 1. One source for what is accepted and for the published JSON Schema files
 * (`docs/schemas/`, written by the test that holds them). Numbers may come as text, with a decimal comma or a unit.
 */
import { z } from 'zod';
import { COUNTER_IDS } from '../../core/counters.ts';
import { DISTURBANCE_KINDS } from '../../core/event.ts';
import { METER_EVENT_KINDS } from '../../core/facts.ts';
import type { QuantityId } from '../../core/quantity.ts';
import { METHODS, STATISTICS } from '../../core/series.ts';
import { toMeasured, toNumber } from './json.ts';

const NUMBER = { type: ['number', 'string'] } as const;
const measured = (unit: string, description: string) =>
  z
    .unknown()
    .transform((v) => toMeasured(v, unit))
    .meta({ ...NUMBER, description });
const PHASE_KEYS = z.enum(['A', 'B', 'C', 'AB', 'BC', 'CA', 'N', 'total']);
const perPhase = (unit: string, description: string) =>
  z.partialRecord(PHASE_KEYS, measured(unit, description)).optional();
const time = (description: string) => z.string().meta({ description });

/** Field of the message to quantity, for the fields that hold one number per phase. */
export const PER_PHASE = {
  u: 'u',
  u_min: 'uMin',
  u_max: 'uMax',
  i: 'i',
  p: 'p',
  q: 'q',
  pst: 'pst',
  plt: 'plt',
  thdu: 'thdu',
} as const satisfies Record<string, QuantityId>;

export const readingSchema = z.object({
  time: time('End of the interval, ISO 8601; without offset it is read in the zone of the source.'),
  u: perPhase('V', 'RMS voltage, V'),
  u_min: perPhase('V', 'Lowest RMS voltage in the interval, V'),
  u_max: perPhase('V', 'Highest RMS voltage in the interval, V'),
  i: perPhase('A', 'RMS current, A'),
  p: perPhase('W', 'Active power, W'),
  q: perPhase('var', 'Reactive power, var'),
  pst: perPhase('', 'Short-term flicker severity'),
  plt: perPhase('', 'Long-term flicker severity'),
  thdu: perPhase('', 'Total harmonic distortion of voltage, %'),
  f: measured('Hz', 'Frequency, Hz').optional(),
  u2: measured('', 'Negative-sequence unbalance, %').optional(),
  u0: measured('', 'Zero-sequence unbalance, %').optional(),
});
export const readingsSchema = z.object({
  v: z.literal(1),
  interval_s: z
    .unknown()
    .transform(toNumber)
    .pipe(z.number().positive())
    .meta({ ...NUMBER, exclusiveMinimum: 0, description: 'Length of each interval, s' }),
  statistic: z.enum(STATISTICS).default('mean'),
  method: z.enum(METHODS).optional(),
  readings: z.array(z.unknown()),
});

const nullable = (description: string) =>
  z
    .unknown()
    .optional()
    .transform((v) => (v === null || v === undefined ? null : toNumber(v)))
    .meta({ type: ['number', 'string', 'null'], description });
export const eventSchema = z.object({
  kind: z.enum(DISTURBANCE_KINDS),
  start: time('Begin of the event, ISO 8601.'),
  duration_ms: nullable('Length, ms; null or absent = still running'),
  phases: z
    .string()
    .regex(/^A?B?C?$/)
    .default(''),
  pct: nullable('% of the declared voltage: what is left (dip, interruption), the maximum (swell), the change (rvc)'),
  pct_a: nullable('The same of phase A'),
  pct_b: nullable('The same of phase B'),
  pct_c: nullable('The same of phase C'),
});
export const eventsSchema = z.object({ v: z.literal(1), events: z.array(z.unknown()) });

export const stateSchema = z.object({
  v: z.literal(1),
  event: z.enum(METER_EVENT_KINDS),
  time: time('When it happened, ISO 8601.'),
});

const count = z
  .unknown()
  .transform((v) => (v === null ? null : toNumber(v)))
  .meta({ type: ['integer', 'string', 'null'], minimum: 0, description: 'What the counter stands at; null = unknown' });
export const countersSchema = z.object({
  v: z.literal(1),
  time: time('When the counters were read, ISO 8601.'),
  counters: z.partialRecord(z.enum(COUNTER_IDS), count),
});

export const failureSchema = z.object({
  end: z
    .string()
    .nullable()
    .meta({ description: 'When the supply came back, ISO 8601; null = the clock was not set then' }),
  duration_ms: z
    .unknown()
    .transform(toNumber)
    .pipe(z.number().nonnegative())
    .meta({ ...NUMBER, minimum: 0, description: 'How long it was away, ms' }),
});
export const failuresSchema = z.object({ v: z.literal(1), failures: z.array(z.unknown()) });

/** File name → JSON Schema (draft 2020-12) of each kind of message, as a sender should write it. */
export function publishedSchemas(): Readonly<Record<string, unknown>> {
  const all = {
    readings: readingsSchema.extend({ readings: z.array(readingSchema) }),
    events: eventsSchema.extend({ events: z.array(eventSchema) }),
    state: stateSchema,
    counters: countersSchema,
    failures: failuresSchema.extend({ failures: z.array(failureSchema) }),
  };
  return Object.fromEntries(
    Object.entries(all).map(([part, schema]) => [
      `gridwitness-v1-${part}.json`,
      {
        title: `gridwitness/v1/<meter>/${part}`,
        ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
      },
    ]),
  );
}
