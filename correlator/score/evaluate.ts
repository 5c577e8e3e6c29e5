/** Judge answers against the truth, beside the two practices of today. Pure: the same three inputs, the same report. */
import type { CaseFacts } from '../../core/case.ts';
import { buildGrid } from '../../core/network/grid.ts';
import type { Problem } from '../../core/problem.ts';
import { type Answer, type Answers, parseAnswers } from './answers.ts';
import { practice } from './practices.ts';
import {
  atLeast,
  brier,
  type Claim,
  expectedCalibrationError,
  type Judged,
  logLoss,
  type ReliabilityBin,
  reliability,
} from './probabilities.ts';
import { type RankScore, scoreList } from './ranking.ts';
import { incidentMatcher } from './same-incident.ts';
import { parseTruth, ROUTED, type TrueComplaint, type Truth } from './truth.ts';

/** Lengths of list a month's crews can do. */
const LIST_LENGTHS = [10, 20, 50] as const;
const SURE_AT = [0.8, 0.9] as const;

export interface EvaluateInput {
  /** Lines of `truth.jsonl`. */
  readonly truthLines: Iterable<string>;
  /** Lines `correlate` wrote. */
  readonly resultLines: Iterable<string>;
  /** The case; `disturbances` should hold those folded from readings where the case has only readings. */
  readonly facts: CaseFacts;
}

export interface Scores {
  readonly name: string;
  /** Complaints the truth speaks of; those without an answer count as wrong and as probability 0. */
  readonly complaints: number;
  readonly unanswered: number;
  readonly causeAccuracy: number;
  /** Of complaints with a true incident: share whose stated incident is that one (see same-incident.ts). */
  readonly incidentAccuracy: number | null;
  readonly incidentsAsked: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly ece: number | null;
  readonly reliability: readonly ReliabilityBin[];
  /** Of answers that were not routed: said with at least `p`. */
  readonly sure: readonly {
    readonly p: number;
    readonly n: number;
    readonly coverage: number;
    readonly precision: number | null;
  }[];
  /** Share of answers not routed that were left open or named `unknown`. */
  readonly abstained: number | null;
  /** Of true `inside`: share for whom another cause was confirmed; and share for whom one was named at all. */
  readonly insideConfirmedOtherwise: number | null;
  readonly insideNamedOtherwise: number | null;
  /** Of true supply causes: share answered `not_found`. */
  readonly supplyToldNotFound: number | null;
  readonly confusion: readonly { readonly truth: string; readonly said: string; readonly n: number }[];
  readonly lists: readonly RankScore[];
}

export interface Report {
  readonly result: Scores;
  readonly practices: readonly Scores[];
  readonly problems: readonly Problem[];
}

export function evaluate(input: EvaluateInput): Report {
  const { facts } = input;
  const zone = facts.settings.zone;
  const truth = parseTruth(input.truthLines, 'truth.jsonl', zone);
  const result = parseAnswers(input.resultLines, 'result', zone, 'result');
  const grid = buildGrid(facts);
  const same = incidentMatcher(grid, facts);
  return {
    result: scoresOf(result, truth, same),
    practices: (['A', 'B'] as const).map((which) => scoresOf(practice(which, facts, grid, truth), truth, same)),
    problems: [...truth.problems, ...result.problems],
  };
}

interface Case {
  readonly truth: TrueComplaint;
  readonly answer: Answer | null;
}

type Same = ReturnType<typeof incidentMatcher>;

function scoresOf(answers: Answers, truth: Truth, same: Same): Scores {
  const cases: Case[] = [...truth.complaints.values()].map((t) => ({
    truth: t,
    answer: answers.verdicts.get(t.complaint) ?? null,
  }));
  const judged: Judged[] = cases.map((c) => ({ truth: c.truth.cause, causes: c.answer?.causes ?? new Map() }));
  const claims = cases.flatMap((c): Claim[] =>
    c.answer === null || c.answer.said === ROUTED ? [] : [{ p: c.answer.p, right: isRight(c) }],
  );
  const bins = reliability(claims);
  const asked = cases.filter((c) => c.truth.incident !== null && truth.incidents.has(c.truth.incident));
  const answered = cases.filter((c) => c.answer !== null && c.answer.said !== ROUTED);
  const inside = cases.filter((c) => c.truth.cause === 'inside');
  const supply = cases.filter((c) => c.truth.cause !== 'inside' && c.truth.cause !== ROUTED);
  return {
    name: answers.name,
    complaints: cases.length,
    unanswered: cases.filter((c) => c.answer === null).length,
    causeAccuracy: share(cases, isRight) ?? Number.NaN,
    incidentAccuracy: share(asked, (c) => incidentRight(c, answers, truth, same)),
    incidentsAsked: asked.length,
    logLoss: logLoss(judged),
    brier: brier(judged),
    ece: claims.length === 0 ? null : expectedCalibrationError(bins),
    reliability: bins,
    sure: claims.length === 0 ? [] : SURE_AT.map((p) => ({ p, ...atLeast(claims, p) })),
    abstained: share(answered, (c) => c.answer?.conclusion === 'open' || c.answer?.said === 'unknown'),
    insideConfirmedOtherwise: share(
      inside,
      (c) => namedOther(c) && /^(confirmed|partly)$/.test(c.answer?.conclusion ?? ''),
    ),
    insideNamedOtherwise: share(inside, namedOther),
    supplyToldNotFound: share(supply, (c) => c.answer?.conclusion === 'not_found'),
    confusion: confusion(cases),
    lists: LIST_LENGTHS.flatMap((k) => scoreList(answers.list, truth.burdens, k) ?? []),
  };
}

/** A matter that is not about supply is right when it was routed; everything else when the very cause was named. */
function isRight(c: Case): boolean {
  return c.answer !== null && c.answer.said === c.truth.cause;
}

const namedOther = (c: Case): boolean => c.answer !== null && c.answer.said !== 'inside';

function incidentRight(c: Case, answers: Answers, truth: Truth, same: Same): boolean {
  const said = answers.incidents.get(c.answer?.incident ?? '');
  const real = truth.incidents.get(c.truth.incident ?? '');
  return said !== undefined && real !== undefined && same(said, real);
}

function share<T>(all: readonly T[], test: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(test).length / all.length;
}

/** Wrong answers, the most frequent first. */
function confusion(cases: readonly Case[]): Scores['confusion'] {
  const counts = new Map<string, { truth: string; said: string; n: number }>();
  for (const c of cases) {
    if (isRight(c)) continue;
    const said = c.answer?.said ?? 'no answer';
    const key = `${c.truth.cause} ${said}`;
    const n = (counts.get(key)?.n ?? 0) + 1;
    counts.set(key, { truth: c.truth.cause, said, n });
  }
  return [...counts.values()].sort((a, b) => b.n - a.n || (a.truth + a.said < b.truth + b.said ? -1 : 1));
}
