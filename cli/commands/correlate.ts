/** `gridwitness correlate`: a case folder in, JSON lines out: all incidents, one verdict per complaint, all sections ranked. */
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { OperationalError } from '../../core/assert.ts';
import type { CaseFacts, CaseInput } from '../../core/case.ts';
import { incidentLine, priorityLine, verdictLine } from '../../core/lines.ts';
import { parseTime } from '../../core/time.ts';
import { type Answers, correlate } from '../../correlator/answer.ts';
import { indexCase } from '../../correlator/incidents/case-index.ts';
import { nominalV } from '../../correlator/incidents/nominal.ts';
import { loadCaseFolder } from '../../correlator/io/case-folder.ts';
import type { Command } from '../command.ts';
import { type Row, reportProblems, writeJsonLines, writeRows } from '../output.ts';

const EXIT_BAD_USE = 2;

export const command: Command = {
  configure(c) {
    c.requiredOption('--case <DIR>', 'case folder')
      .requiredOption('--out <FILE>', 'JSON lines: incidents, verdicts, priorities')
      .option('--as-known-at <TIME>', 'leave out what was learnt later (default: everything counts as known)')
      .option('--json', 'summary as a JSON line');
  },
  async run(_args, options) {
    const startedAt = performance.now();
    const { input, problems } = await loadCaseFolder(String(options['case']));
    reportProblems(problems);
    const zone = input.settings.zone;
    const asKnown = options['asKnownAt'] === undefined ? null : parseTime(String(options['asKnownAt']), zone);
    if (asKnown !== null && !asKnown.ok) {
      process.stderr.write('--as-known-at wants a time like 2026-07-01T14:05+08:00\n');
      return EXIT_BAD_USE;
    }
    const facts = await fold(input, asKnown?.ok ? asKnown.ms : Number.POSITIVE_INFINITY);
    progress(
      `${facts.disturbances.length} disturbances, ${facts.strokes.length} strokes, ${facts.complaints.length} complaints`,
    );
    const answers = correlate(facts, asKnown?.ok ? { asKnownAtMs: asKnown.ms } : {});
    await writeAnswers(String(options['out']), answers, zone);
    await writeRows([summary(answers, startedAt)], options['json'] === true);
    return 0;
  },
};

/** Readings go through the detectors first; what they find joins the recorded disturbances. */
async function fold(input: CaseInput, knownUntilMs: number): Promise<CaseFacts> {
  const { readings, ...facts } = input;
  const known = readings.filter((r) => r.knownAtMs <= knownUntilMs);
  if (known.length === 0) return facts;
  progress(`folding ${known.length} readings`);
  const { foldReadings } = await import('../../collector/fold.ts');
  const index = indexCase(facts);
  const folded = foldReadings(known, facts.meters, {
    zone: facts.settings.zone,
    profile: facts.settings.profile,
    nominalV: (m) => nominalV(index, m),
  });
  reportProblems(folded.problems);
  return {
    ...facts,
    disturbances: [...facts.disturbances, ...folded.disturbances],
    voltages: [...facts.voltages, ...folded.voltages],
  };
}

/** Written beside and renamed: a reader never sees half a result. */
async function writeAnswers(path: string, a: Answers, zone: string): Promise<void> {
  const part = `${path}.part`;
  try {
    const out = createWriteStream(part);
    const failed = finished(out);
    await writeJsonLines(lines(a, zone), out);
    out.end();
    await failed;
    await rename(part, path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperationalError(`result ${path} cannot be written: ${why}`, { retryable: false, cause });
  }
}

function* lines(a: Answers, zone: string): Generator<Row> {
  for (const i of a.incidents) yield incidentLine(i, zone);
  for (const v of a.verdicts) yield verdictLine(v);
  for (const p of a.priorities) yield priorityLine(p);
}

function summary(a: Answers, startedAt: number): Row {
  const count = (conclusion: string): number => a.verdicts.filter((v) => v.conclusion === conclusion).length;
  return {
    incidents: a.incidents.length,
    verdicts: a.verdicts.length,
    confirmed: count('confirmed') + count('partly'),
    not_found: count('not_found'),
    open: count('open'),
    routed: count('routed'),
    sections: a.priorities.length,
    seconds: Number(((performance.now() - startedAt) / 1000).toFixed(1)),
  };
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
