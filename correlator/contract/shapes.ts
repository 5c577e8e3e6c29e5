/** The small shapes every answer is made of: instants, texts, ids, paging, and the one form of an error. */
import { z } from 'zod';

/** An instant in an answer: ISO 8601 with the offset of the configured zone, `2026-07-01T20:15:03.250+08:00`. */
export const Time = z.iso
  .datetime({ offset: true })
  .meta({ description: 'ISO 8601 with offset of the configured zone' });

const TIME_IN =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(?:[Zz]|[+-]\d{2}:?\d{2}|\s\d{2}:?\d{2})?)?$/;

/**
 * An instant in a request: ISO 8601; without an offset it is read in the configured zone. A blank where `+` was meant
 * (an address line decodes `+` so) is understood.
 */
export const TimeIn = z
  .string()
  .max(40)
  .regex(TIME_IN, 'expected an ISO 8601 time such as 2026-07-01T20:15:00+08:00')
  .meta({
    description: 'ISO 8601; without offset it is read in the configured zone',
    examples: ['2026-07-01T20:15:00+08:00'],
  });

/** One sentence in both languages. */
export const TextShape = z.object({ zh: z.string(), en: z.string() });

/** An id in a path or a body: any printable text that fits a column. */
export const Id = z.string().trim().min(1).max(200);

/** `true`/`false` in a query string. */
export const Flag = z.enum(['true', 'false']).transform((v) => v === 'true');

/** A whole number in a query string, with bounds. */
export const count = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** WGS 84 degrees. */
export const Position = z.object({ lon: z.number(), lat: z.number() });

/** One field of a request that was not understood. `path` is dotted: `body.occurredFrom`. */
export const FieldError = z.object({ path: z.string(), expected: z.string(), got: z.string() });

/** RFC 9457 problem details, plus the fields that were wrong. */
export const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  text: TextShape,
  errors: z.array(FieldError),
});
export type ProblemDocument = z.output<typeof ProblemDocument>;

/** An input problem of an imported file, as core/problem.ts names it. */
export const InputProblem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.number().int().nullable(),
  field: z.string().nullable(),
  expected: z.string(),
  got: z.string(),
});
export type InputProblem = z.output<typeof InputProblem>;
