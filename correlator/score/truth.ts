/** `truth.jsonl` (design section 15): what really happened, per complaint, per incident, per section. For judging only. */
import type { Problem } from '../../core/problem.ts';
import { parseTime } from '../../core/time.ts';
import { jsonLines, numberField, textField } from './json-lines.ts';

export interface TrueComplaint {
  readonly complaint: string;
  /** A cause of the contract, or `routed`. */
  readonly cause: string;
  readonly incident: string | null;
}
export interface TrueIncident {
  readonly incident: string;
  readonly cause: string | null;
  readonly section: string | null;
  readonly startMs: number;
  /** null where the truth does not say; then only the start is compared. */
  readonly endMs: number | null;
}
export interface Truth {
  readonly complaints: ReadonlyMap<string, TrueComplaint>;
  readonly incidents: ReadonlyMap<string, TrueIncident>;
  /** Customer-hour equivalents whose true first cause lies in the section. */
  readonly burdens: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** Word in truth for a matter that has nothing to do with supply. */
export const ROUTED = 'routed';

export function parseTruth(lines: Iterable<string>, file: string, zone: string): Truth {
  const complaints = new Map<string, TrueComplaint>();
  const incidents = new Map<string, TrueIncident>();
  const burdens = new Map<string, number>();
  const problems: Problem[] = [];
  const bad = (line: number, field: string, expected: string, got: string): void => {
    problems.push({ code: 'bad-value', severity: 'error', file, line, field, expected, got });
  };
  for (const { line, value } of jsonLines(lines, file, problems)) {
    const complaint = textField(value, 'complaint');
    const incident = textField(value, 'incident');
    const section = textField(value, 'section');
    const cause = textField(value, 'cause');
    if (complaint !== null) {
      if (cause === null) bad(line, 'cause', 'a cause or routed', String(value['cause']));
      else complaints.set(complaint, { complaint, cause, incident });
    } else if (incident !== null) {
      const start = parseTime(textField(value, 'start') ?? '', zone);
      const end = parseTime(textField(value, 'end') ?? '', zone);
      if (!start.ok) bad(line, 'start', 'a time', String(value['start']));
      else incidents.set(incident, { incident, cause, section, startMs: start.ms, endMs: end.ok ? end.ms : null });
    } else if (section !== null) {
      const burden = numberField(value, 'burden');
      if (burden === null || burden < 0) bad(line, 'burden', 'a number from 0', String(value['burden']));
      else burdens.set(section, burden);
    } else bad(line, 'complaint', 'a line about a complaint, an incident or a section', JSON.stringify(value));
  }
  return { complaints, incidents, burdens, problems };
}
