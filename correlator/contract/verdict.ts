/** Verdicts on the wire: the same fields, in the same words, as the result lines of the command line. */
import { z } from 'zod';
import { CATEGORIES, SYMPTOMS } from '../../core/complaint.ts';
import { CAUSES, CONCLUSIONS, PLACES } from '../../core/verdict.ts';
import { Id, TextShape, Time, TimeIn } from './shapes.ts';

export const CauseShares = z.partialRecord(z.enum(CAUSES), z.number());

export const EvidenceItem = z.object({
  kind: z.string(),
  /** log2, positive = towards the named cause. */
  logLr: z.number(),
  facts: z.array(z.string()),
  numbers: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  text: TextShape,
});
export type EvidenceItem = z.output<typeof EvidenceItem>;

export const NextStep = z.object({ step: z.string(), text: TextShape, gainBits: z.number() });

export const DamageAnswer = z.object({
  answer: z.enum(['met', 'not_met', 'cannot_say']),
  cause: z.string().nullable(),
  deadlines: z.record(z.string(), z.string()),
});

export const Verdict = z.object({
  type: z.literal('verdict'),
  complaint: Id,
  category: z.enum(CATEGORIES),
  symptoms: z.array(z.enum(SYMPTOMS)),
  conclusion: z.enum(CONCLUSIONS),
  cause: z.enum(CAUSES).nullable(),
  p: z.number(),
  causes: CauseShares,
  where: z.enum(PLACES).nullable(),
  subcause: z.string().nullable(),
  incident: z.string().nullable(),
  expectedByChance: z.number().nullable(),
  coverage: z.number().nullable(),
  evidence: z.array(EvidenceItem),
  next: NextStep.nullable(),
  damage: DamageAnswer.nullable(),
  say: TextShape,
});
export type Verdict = z.output<typeof Verdict>;

/** A verdict with its two times: what was known when, and when it was computed. */
export const DatedVerdict = z.object({ verdict: Verdict, asKnownAt: Time, madeAt: Time });
export type DatedVerdict = z.output<typeof DatedVerdict>;

/** The part of a verdict that changes matter in. */
export const VerdictShort = z.object({
  conclusion: z.enum(CONCLUSIONS),
  cause: z.enum(CAUSES).nullable(),
  p: z.number(),
  where: z.enum(PLACES).nullable(),
  incident: z.string().nullable(),
});
export type VerdictShort = z.output<typeof VerdictShort>;

/** One step of a verdict's history: what stood before (null for the first) and what stands after. */
export const VerdictChange = z.object({
  asKnownAt: Time,
  madeAt: Time,
  before: VerdictShort.nullable(),
  after: VerdictShort,
  changed: z.array(z.enum(['conclusion', 'cause', 'p', 'where', 'incident'])),
});
export type VerdictChange = z.output<typeof VerdictChange>;

export const VerdictQuery = z.object({ asKnownAt: TimeIn.optional() });
