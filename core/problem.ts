/**
 * Bad input as a value. Parsers return records and problems and never throw; the text shown to a person is made
 * from the code, in one file per language.
 */
export const PROBLEM_CODES = [
  'missing-file',
  'missing-column',
  'missing-value',
  'bad-number',
  'bad-time',
  'ambiguous-time',
  'bad-value',
  'unknown-reference',
  'duplicate-key',
  'unknown-column',
  'bad-encoding',
  'truncated',
  'count-mismatch',
  'unknown-format',
  'unknown-revision',
  'out-of-range',
  'clock-error',
  'implausible',
  'island',
  'loop',
  'no-transformer',
  'note',
  'unterminated-quote',
  'no-reference-voltage',
  'missing-samples',
  'time-gap',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** `error`: this record or file is not used. `warning`: used, with the stated reading of it. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** 1-based line of the file; null where the format has no lines. */
  readonly line: number | null;
  readonly field: string | null;
  readonly expected: string;
  readonly got: string;
}

/** What every parser returns: what could be read, and what could not, side by side. */
export interface Parsed<T> {
  readonly records: readonly T[];
  readonly problems: readonly Problem[];
}

/** One line for a log or terminal: `error bad-time complaints.csv:7 received: expected …, got …`. */
export function problemLine(p: Problem): string {
  const where = `${p.file}${p.line === null ? '' : `:${p.line}`}${p.field === null ? '' : ` ${p.field}`}`;
  return `${p.severity} ${p.code} ${where}: expected ${p.expected}; got ${p.got}`;
}
