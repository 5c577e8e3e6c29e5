/** Problems of one PQDIF file: the format has no lines, so a problem names record and byte offset. */
import type { Problem, ProblemCode } from '../../../core/problem.ts';

/** More than this many of one code say nothing new; the rest is counted. */
const PER_CODE_MAX = 8;

export interface Said {
  readonly code: ProblemCode;
  readonly severity?: Problem['severity'];
  /** Where: `record 5 at byte 22884`, with more behind it where known. Null = the file as a whole. */
  readonly at: string | null;
  readonly expected: string;
  readonly got: string;
}
export type Say = (said: Said) => void;

export interface Sayings {
  readonly say: Say;
  problems(): Problem[];
}

export function sayings(file: string): Sayings {
  const problems: Problem[] = [];
  const counts = new Map<ProblemCode, number>();
  return {
    say: ({ code, severity = 'error', at, expected, got }) => {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= PER_CODE_MAX) problems.push({ code, severity, file, line: null, field: at, expected, got });
    },
    problems: () => [
      ...problems,
      ...[...counts].flatMap(([code, count]): Problem[] => {
        if (count <= PER_CODE_MAX) return [];
        const got = `${count - PER_CODE_MAX} more of ${code}`;
        return [{ code: 'note', severity: 'warning', file, line: null, field: null, expected: 'fewer faults', got }];
      }),
    ],
  };
}

export const placeOf = (record: { readonly number: number; readonly offset: number }): string =>
  `record ${record.number} at byte ${record.offset}`;
