/** `gridwitness evaluate`: how right the answers are, how honest their probabilities, beside two practices of today. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../core/assert.ts';
import type { CaseFacts, CaseInput } from '../../core/case.ts';
import { decodeText } from '../../core/decode-text.ts';
import type { Meter } from '../../core/network.ts';
import { loadCaseFolder } from '../../correlator/io/case-folder.ts';
import { evaluate, type Report, type Scores } from '../../correlator/score/evaluate.ts';
import type { Command } from '../command.ts';
import { type Row, reportProblems, table, writeJsonLines } from '../output.ts';

/** Declared phase-neutral voltage where neither meter nor customer says one, V. @source GB/T 156. */
const LV_NOMINAL_V = 220;
/** Rows of the confusion table. */
const CONFUSED_MAX = 12;

export const command: Command = {
  configure(c) {
    c.requiredOption('--truth <DIR>', 'case folder with truth.jsonl')
      .requiredOption('--result <FILE>', 'JSON lines written by correlate')
      .option('--json', 'the whole report as one JSON line');
  },
  async run(_args, options) {
    const dir = String(options['truth']);
    const truthLines = await readLines(join(dir, 'truth.jsonl'));
    const resultLines = await readLines(String(options['result']));
    const { input } = await loadCaseFolder(dir);
    const report = evaluate({ truthLines, resultLines, facts: await withEvents(input) });
    reportProblems(report.problems);
    if (options['json'] === true) await writeJsonLines([{ type: 'evaluation', ...report }]);
    else process.stdout.write(`${readable(report)}\n`);
    return 0;
  },
};

async function readLines(file: string): Promise<string[]> {
  try {
    return decodeText(await readFile(file)).text.split('\n');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperationalError(`${file} cannot be read: ${why}`, { retryable: false, cause });
  }
}

/** The practices look at events; a case that has only readings gets those the detectors find in them. */
async function withEvents(input: CaseInput): Promise<CaseFacts> {
  const { readings, ...facts } = input;
  if (facts.disturbances.length > 0 || readings.length === 0) return facts;
  const { foldReadings } = await import('../../collector/fold.ts');
  const { zone, profile } = facts.settings;
  const nominal = new Map(facts.customers.map((c) => [c.supplyPoint, c.nominalV]));
  const folded = foldReadings(readings, facts.meters, {
    zone,
    profile,
    nominalV: (m: Meter) =>
      m.udinV ?? (m.supplyPoint === null ? undefined : nominal.get(m.supplyPoint)) ?? LV_NOMINAL_V,
  });
  return { ...facts, disturbances: folded.disturbances };
}

function readable(report: Report): string {
  const all = [report.result, ...report.practices];
  const parts = [
    `${report.result.complaints} complaints with a known cause, ${report.result.unanswered} without an answer`,
    table(MEASURES.map(([name, value]) => ({ measure: name, ...columns(all, value) }))),
    'Lists of sections (gain = true burden)',
    report.result.lists.length === 0 ? 'the truth names no burden' : table(listRows(all)),
    'Reliability of the named cause: what was said, and how often it was right',
    table(reliabilityRows(report.result)),
    'Wrong answers',
    report.result.confusion.length === 0 ? 'none' : table(report.result.confusion.slice(0, CONFUSED_MAX)),
    'log score: mean of -ln p(true cause), p not below 1e-6. Brier: mean of the squared error summed over causes, 0 to 2.',
    'Practice A: nearest event on the feeder within 15 min; B: latest event within 24 h at the own transformer or feeder head.',
  ];
  return parts.join('\n\n');
}

const MEASURES: readonly (readonly [string, (s: Scores) => string])[] = [
  ['cause right', (s) => percent(s.causeAccuracy)],
  ['incident right', (s) => percent(s.incidentAccuracy)],
  ['log score (less is better)', (s) => s.logLoss.toFixed(3)],
  ['Brier (less is better)', (s) => s.brier.toFixed(3)],
  ['ECE (less is better)', (s) => (s.ece === null ? '-' : s.ece.toFixed(3))],
  ['said with p >= 0.8', (s) => percent(s.sure[0]?.coverage ?? null)],
  ['  of these right', (s) => percent(s.sure[0]?.precision ?? null)],
  ['said with p >= 0.9', (s) => percent(s.sure[1]?.coverage ?? null)],
  ['  of these right', (s) => percent(s.sure[1]?.precision ?? null)],
  ['left open or unknown', (s) => percent(s.abstained)],
  ['inside, another cause confirmed', (s) => percent(s.insideConfirmedOtherwise)],
  ['inside, another cause named', (s) => percent(s.insideNamedOtherwise)],
  ['supply cause, told not found', (s) => percent(s.supplyToldNotFound)],
];

function columns(all: readonly Scores[], value: (s: Scores) => string): Row {
  return Object.fromEntries(all.map((s) => [s.name, value(s)]));
}

function listRows(all: readonly Scores[]): Row[] {
  const first = all[0]?.lists ?? [];
  return first.flatMap(({ k }, i) => [
    { measure: `nDCG@${k}`, ...columns(all, (s) => (s.lists[i]?.ndcg ?? Number.NaN).toFixed(3)) },
    { measure: `precision@${k}`, ...columns(all, (s) => percent(s.lists[i]?.precision ?? null)) },
    { measure: `share of burden @${k}`, ...columns(all, (s) => percent(s.lists[i]?.burden ?? null)) },
  ]);
}

function reliabilityRows(scores: Scores): Row[] {
  return scores.reliability.map((b) => ({
    p: `${b.low.toFixed(1)}-${b.high.toFixed(1)}`,
    n: b.n,
    'mean p': b.meanP === null ? '-' : b.meanP.toFixed(3),
    right: b.right === null ? '-' : b.right.toFixed(3),
  }));
}

function percent(share: number | null): string {
  return share === null || Number.isNaN(share) ? '-' : `${(share * 100).toFixed(1)} %`;
}
