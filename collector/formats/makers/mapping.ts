/**
 * How one maker names the columns of its exports, as data: the same shape in our own files and in a user's YAML or JSON.
 * Patterns are regular expressions without regard to case; `(?<phase>…)`, `(?<stat>…)` and `(?<unit>…)` name the parts
 * of a heading that say phase, statistic and unit.
 */
import { z } from 'zod';
import type { PhaseTag } from '../../../core/quantity.ts';

const PHASE_TAGS = ['A', 'B', 'C', 'AB', 'BC', 'CA', 'N', 'total'] as const satisfies readonly PhaseTag[];
/** Quantities a column may be mapped to; lowest and highest voltage come from the statistic. */
export const MAPPED_QUANTITIES = ['u', 'i', 'p', 'q', 'f', 'thdu', 'pst', 'plt', 'u2', 'u0'] as const;
const STATISTICS = ['mean', 'min', 'max'] as const;

const pattern = z.string().min(1).max(400).refine(compiles, { error: 'not a regular expression' });

/** A long pattern over a short heading is quick unless it repeats repeats; those are refused. */
function compiles(source: string): boolean {
  if (/[+*}]\)?[+*{]/.test(source)) return false;
  try {
    return new RegExp(source, 'iu') instanceof RegExp;
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}

const column = z.strictObject({
  pattern,
  quantity: z.enum(MAPPED_QUANTITIES),
  /** Where the pattern has no `(?<phase>…)`. */
  phase: z.enum(PHASE_TAGS).optional(),
  /** Factor to V, A, W, var, Hz, %, over and above the unit in the heading. */
  scale: z.number().positive().max(1e9).default(1),
});

export const mappingSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]{1,40}$/),
  title: z.string().min(1).max(120),
  /** Where the layout is known from. */
  source: z.string().max(400).default('user'),
  /** True where no file and no document of the maker was seen. */
  unconfirmed: z.boolean().default(false),
  /** Each must be found in some column name; none = whatever the columns match. */
  sniff: z.array(pattern).max(10).default([]),
  time: z.union([
    z.strictObject({ stamp: pattern, end: pattern.optional() }),
    z.strictObject({ date: pattern, clock: pattern }),
  ]),
  order: z.enum(['auto', 'dmy', 'mdy']).default('auto'),
  /** What a stamp means where the file has only one. */
  stampMeans: z.enum(['auto', 'start', 'end']).default('auto'),
  /** `wall`: the zone given; `heading`: named in brackets in the time column's heading. */
  zone: z.enum(['wall', 'utc', 'heading']).default('wall'),
  columns: z.array(column).min(1).max(100),
  /** Words for phases and statistics besides the usual ones; blanks, dots, dashes and underscores are left out of both. */
  phases: z.record(z.string(), z.enum(PHASE_TAGS)).default({}),
  statistics: z.record(z.string(), z.enum(STATISTICS)).default({}),
  /** Other words for phases where a line above the heading matches: three wires, so U1 is a line voltage. */
  wiring: z
    .array(z.strictObject({ pattern, phases: z.record(z.string(), z.enum(PHASE_TAGS)) }))
    .max(10)
    .default([]),
});

/** As written, defaults left out. */
export type MakerMapping = z.input<typeof mappingSchema>;
/** With every default filled in. */
export type FullMapping = z.output<typeof mappingSchema>;
export type MappedStatistic = (typeof STATISTICS)[number];

export type MappingRead =
  | { readonly ok: true; readonly mapping: FullMapping }
  | { readonly ok: false; readonly faults: readonly string[] };

/** A user's mapping, checked once; each fault names its place: `columns.2.quantity: …`. */
export function readMapping(value: unknown): MappingRead {
  const parsed = mappingSchema.safeParse(value);
  if (parsed.success) return { ok: true, mapping: parsed.data };
  return { ok: false, faults: parsed.error.issues.map((i) => `${i.path.join('.') || 'mapping'}: ${i.message}`) };
}
