/** What is judged: one answer per complaint, incidents, sections in order. Made from result lines, or by a practice. */
import type { Problem } from '../../core/problem.ts';
import { parseTime } from '../../core/time.ts';
import { type JsonObject, jsonLines, numberField, numbersField, textField, textsField } from './json-lines.ts';
import { ROUTED } from './truth.ts';

export interface Answer {
  readonly complaint: string;
  /** The named cause, or `routed`. */
  readonly said: string;
  /** Probability of what was said, 0–1. */
  readonly p: number;
  /** All probabilities; for a routed answer `routed` alone with 1. */
  readonly causes: ReadonlyMap<string, number>;
  readonly conclusion: string;
  readonly incident: string | null;
}
export interface SaidIncident {
  readonly startMs: number;
  readonly endMs: number | null;
  readonly sections: readonly string[];
  readonly meters: readonly string[];
}
/** A place in a list; equal `score` = the list itself gives no order between them. */
export interface Listed {
  readonly section: string;
  readonly score: number;
}
export interface Answers {
  readonly name: string;
  readonly verdicts: ReadonlyMap<string, Answer>;
  readonly incidents: ReadonlyMap<string, SaidIncident>;
  readonly list: readonly Listed[];
  readonly problems: readonly Problem[];
}

/** Result lines of `correlate`. Lines of other types are passed over. */
export function parseAnswers(lines: Iterable<string>, file: string, zone: string, name: string): Answers {
  const verdicts = new Map<string, Answer>();
  const incidents = new Map<string, SaidIncident>();
  const ranks: { section: string; rank: number }[] = [];
  const problems: Problem[] = [];
  for (const { line, value } of jsonLines(lines, file, problems)) {
    const type = textField(value, 'type');
    const verdict = type === 'verdict' ? answerOf(value) : null;
    const incident = type === 'incident' ? incidentOf(value, zone) : null;
    const section = type === 'priority' ? textField(value, 'section') : null;
    if (verdict !== null) verdicts.set(verdict.complaint, verdict);
    else if (incident !== null) incidents.set(textField(value, 'id') ?? '', incident);
    else if (section !== null) ranks.push({ section, rank: numberField(value, 'rank') ?? ranks.length + 1 });
    else if (type === 'verdict' || type === 'incident' || type === 'priority') {
      const expected = `a whole ${type} line`;
      const got = JSON.stringify(value).slice(0, 80);
      problems.push({ code: 'missing-value', severity: 'error', file, line, field: null, expected, got });
    }
  }
  const list = ranks.sort((a, b) => a.rank - b.rank).map(({ section, rank }) => ({ section, score: -rank }));
  return { name, verdicts, incidents, list, problems };
}

function answerOf(value: JsonObject): Answer | null {
  const complaint = textField(value, 'complaint');
  const conclusion = textField(value, 'conclusion');
  const cause = textField(value, 'cause');
  if (complaint === null || conclusion === null) return null;
  const incident = textField(value, 'incident');
  if (conclusion === ROUTED) {
    return { complaint, said: ROUTED, p: 1, causes: new Map([[ROUTED, 1]]), conclusion, incident };
  }
  if (cause === null) return null;
  const causes = numbersField(value, 'causes');
  return { complaint, said: cause, p: numberField(value, 'p') ?? causes.get(cause) ?? 0, causes, conclusion, incident };
}

function incidentOf(value: JsonObject, zone: string): SaidIncident | null {
  const start = parseTime(textField(value, 'start') ?? '', zone);
  const end = parseTime(textField(value, 'end') ?? '', zone);
  if (!start.ok) return null;
  return {
    startMs: start.ms,
    endMs: end.ok ? end.ms : null,
    sections: [...numbersField(value, 'sections').keys()],
    meters: textsField(value, 'meters'),
  };
}
