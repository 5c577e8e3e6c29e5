/** What comes in over HTTP besides complaints: files to import, readings pushed by machines. */
import { z } from 'zod';
import { METHODS, STATISTICS } from '../../core/series.ts';
import { Flag, Id, InputProblem, TimeIn } from './shapes.ts';

/** What can be imported: a table of a case folder, or `network` = one of its first four, told from the headings. */
export const IMPORT_KINDS = [
  'network',
  'nodes',
  'sections',
  'customers',
  'meters',
  'readings',
  'disturbances',
  'meter_events',
  'operations',
  'strokes',
  'works',
  'complaints',
  'findings',
  'repairs',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export const ImportParams = z.object({ kind: z.enum(IMPORT_KINDS) });
export const ImportQuery = z.object({ dryRun: Flag.default(false), datum: z.string().max(20).optional() });
/** Header values are ASCII: a file name with other letters comes percent-encoded. */
export const ImportHeaders = z.object({
  'x-file-name': z.string().max(400).optional(),
  'x-zone': z.string().max(60).optional(),
  'x-encoding': z.string().max(30).optional(),
});
export const ImportResult = z.object({
  /** The table it turned out to be; null = the file could not be used as what was asked for. */
  kind: z.enum(IMPORT_KINDS).nullable(),
  file: z.string(),
  encoding: z.string().nullable(),
  /** Rows understood. */
  records: z.number().int(),
  /** Rows written; 0 in a dry run. */
  stored: z.number().int(),
  dryRun: z.boolean(),
  errors: z.number().int(),
  warnings: z.number().int(),
  /** The first 500. */
  problems: z.array(InputProblem),
});
export type ImportResult = z.output<typeof ImportResult>;

const PHASE_KEYS = ['A', 'B', 'C', 'AB', 'BC', 'CA', 'N', 'total'] as const;
/** Value per phase; null = the meter does not know. */
const PerPhase = z.partialRecord(z.enum(PHASE_KEYS), z.number().nullable());

/** One row of our own JSON dialect, version 1: `time` is the end of the interval. */
export const PushedReading = z.strictObject({
  time: TimeIn,
  u: PerPhase.optional(),
  u_min: PerPhase.optional(),
  u_max: PerPhase.optional(),
  i: PerPhase.optional(),
  p: PerPhase.optional(),
  q: PerPhase.optional(),
  thdu: PerPhase.optional(),
  pst: PerPhase.optional(),
  plt: PerPhase.optional(),
  f: z.number().nullable().optional(),
});

/** Readings of one meter in one request. */
export const ReadingsPush = z.strictObject({
  v: z.literal(1),
  meter: Id,
  interval_s: z.number().min(0).max(86_400),
  statistic: z.enum(STATISTICS).default('mean'),
  method: z.enum(METHODS).optional(),
  readings: z.array(PushedReading).min(1).max(5_000),
});
export type ReadingsPush = z.input<typeof ReadingsPush>;

/** Answered only when every row is on disk. */
export const ReadingsTaken = z.object({ accepted: z.number().int(), meter: Id });
