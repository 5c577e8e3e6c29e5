/** Requests against the schemas of the contract: what was not understood, field by field. */
import type { z } from 'zod';
import type { TimeFault } from '../../core/time.ts';
import { parseTime } from '../../core/time.ts';
import { type FieldError, HttpProblem } from './http-problem.ts';

/** Longest piece of a wrong value that is sent back. */
const GOT_MAX = 60;

/** The parsed value, or a 400 that names every wrong field as `part.field`. */
export function checked<S extends z.ZodType>(schema: S, value: unknown, part: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpProblem(
    400,
    `${part} was not understood`,
    result.error.issues.map((issue) => fieldError(issue, value, part)),
  );
}

function fieldError(issue: z.core.$ZodIssue, value: unknown, part: string): FieldError {
  const path = [part, ...issue.path.map(String)].join('.');
  return { path, expected: expectation(issue), got: shown(at(value, issue.path)) };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'unrecognized_keys':
      return `no field ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  return text.length > GOT_MAX ? `${text.slice(0, GOT_MAX)}…` : text;
}

const FAULTS: Readonly<Record<TimeFault, string>> = {
  'not-iso': 'an ISO 8601 time',
  'no-such-date': 'a date the calendar has',
  gap: 'a wall time that exists in this zone',
  'unknown-zone': 'a known time zone',
};

/** A time of a request as epoch ms; without an offset it is read in `zone`. */
export function instant(text: string, zone: string, path: string): number {
  // `+08:00` unescaped in an address line arrives as ` 08:00`.
  const repaired = text.replace(/(T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) (\d{2}:?\d{2})$/i, '$1+$2');
  const parsed = parseTime(repaired, zone);
  if (parsed.ok) return parsed.ms;
  throw new HttpProblem(400, `${path} was not understood`, [
    { path, expected: FAULTS[parsed.fault], got: shown(text) },
  ]);
}

/** `from` and `to` of a request; what is missing comes from the default. `from` must lie before `to`. */
export function range(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  zone: string,
  fallback: { readonly fromMs: (toMs: number) => number; readonly toMs: number },
): { readonly fromMs: number; readonly toMs: number } {
  const toMs = query.to === undefined ? fallback.toMs : instant(query.to, zone, 'query.to');
  const fromMs = query.from === undefined ? fallback.fromMs(toMs) : instant(query.from, zone, 'query.from');
  if (fromMs >= toMs) {
    throw new HttpProblem(400, 'from must lie before to', [
      { path: 'query.from', expected: 'before query.to', got: query.from ?? 'nothing' },
    ]);
  }
  return { fromMs, toMs };
}
