/** Dead letters: messages that could not be read and facts a store refused, kept until a person has dealt with them. */
import { z } from 'zod';
import { count, Id, Time } from './shapes.ts';

export const LETTER_STATES = ['open', 'done', 'all'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** Tried again in one request, at most. */
export const RETRY_MAX = 200;

const Words = z.string().trim().max(200).optional();

export const LettersQuery = z.object({
  limit: count(1, 200, 50),
  cursor: z.string().max(60).optional(),
  /** Part of the reason, small and capital letters alike. */
  reason: Words,
  /** Part of the subject or the meter. */
  subject: Words,
  state: z.enum(LETTER_STATES).default('open'),
});
export type LettersQuery = z.output<typeof LettersQuery>;

export const LetterOut = z.object({
  id: z.string(),
  at: Time,
  /** What it is: `message`, `poll`, `reading`, `aggregate`, `disturbance`, `state`. */
  kind: z.string(),
  /** A topic, a meter, or the store and the meter. */
  subject: z.string(),
  meter: z.string().nullable(),
  reason: z.string(),
  /** The store that refused it; null = it was not understood and reached none. */
  store: z.string().nullable(),
  /** Fields a store left out while it kept the others; null = nothing was kept. */
  lost: z.array(z.string()).nullable(),
  done: z.object({ at: Time, by: z.string() }).nullable(),
});
export type LetterOut = z.output<typeof LetterOut>;

/** Newest first. */
export const LetterPage = z.object({ items: z.array(LetterOut), next: z.string().nullable() });
export type LetterPage = z.output<typeof LetterPage>;

/** `text`: the bytes as UTF-8. `base64`: bytes that are no text. `json`: a fact, or the words of a poll's answer. */
export const LetterDetail = LetterOut.extend({
  raw: z.object({ form: z.enum(['text', 'base64', 'json']), body: z.string() }),
});
export type LetterDetail = z.output<typeof LetterDetail>;

/** Those named, or all open ones that fit the words, newest first, from `cursor` on. */
export const RetryRequest = z
  .union([
    z.strictObject({ ids: z.array(Id).min(1).max(RETRY_MAX) }),
    z.strictObject({
      all: z.literal(true),
      reason: Words,
      subject: Words,
      cursor: z.string().max(60).nullish(),
    }),
  ])
  .meta({ examples: [{ ids: ['00000001-0'] }, { all: true }] });
export type RetryRequest = z.output<typeof RetryRequest>;

export const RetryResult = z.object({
  results: z.array(z.object({ id: z.string(), done: z.boolean(), reason: z.string().nullable() })),
  /** Of `all`: where the next request begins; null = every one was tried. */
  next: z.string().nullable(),
});
export type RetryResult = z.output<typeof RetryResult>;
