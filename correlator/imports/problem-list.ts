/** Collects problems of one file, and keeps half a million equal ones from hiding the others. */
import type { Problem, ProblemCode } from '../../core/problem.ts';

/** Problems of one code and field that are listed one by one; the rest are counted in one line. */
const LISTED_MAX = 1000;
/** Characters of a bad value that are shown. */
const SHOWN_MAX = 80;

export interface ProblemDetail {
  readonly line: number | null;
  readonly field: string | null;
  readonly expected: string;
  readonly got: string;
}

export interface ProblemList {
  readonly file: string;
  error(code: ProblemCode, detail: ProblemDetail): void;
  warning(code: ProblemCode, detail: ProblemDetail): void;
  /** Everything so far, in order; counts of what was not listed come last. */
  all(): readonly Problem[];
}

export function problemList(file: string): ProblemList {
  const problems: Problem[] = [];
  const counts = new Map<string, number>();
  const add = (severity: Problem['severity'], code: ProblemCode, d: ProblemDetail): void => {
    const key = `${severity} ${code} ${d.field ?? ''}`;
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    if (n > LISTED_MAX) return;
    const got = d.got.length > SHOWN_MAX ? `${d.got.slice(0, SHOWN_MAX)}…` : d.got;
    problems.push({ code, severity, file, line: d.line, field: d.field, expected: d.expected, got });
  };
  return {
    file,
    error: (code, detail) => add('error', code, detail),
    warning: (code, detail) => add('warning', code, detail),
    all: () => [...problems, ...unlisted(file, counts)],
  };
}

function unlisted(file: string, counts: ReadonlyMap<string, number>): Problem[] {
  return [...counts]
    .filter(([, n]) => n > LISTED_MAX)
    .map(([key, n]) => {
      const [severity, code, field] = key.split(' ') as [Problem['severity'], ProblemCode, string];
      return {
        code,
        severity,
        file,
        line: null,
        field: field === '' ? null : field,
        expected: `the same as in the ${LISTED_MAX} lines listed`,
        got: `${n - LISTED_MAX} more lines with this problem`,
      };
    });
}
