/** `gridwitness check`: is a case folder, or the configuration, as it should be? Names everything that is not. */
import { readFile } from 'node:fs/promises';
import { OperationalError } from '../../core/assert.ts';
import { type Problem, problemLine } from '../../core/problem.ts';
import { type ReadCase, readCase } from '../../correlator/imports/case.ts';
import { TABLES } from '../../correlator/imports/index.ts';
import { readCaseFiles } from '../../correlator/io/case-folder.ts';
import type { Command } from '../command.ts';
import { type Row, table, writeJsonLines } from '../output.ts';

const EXIT_BAD_USE = 2;

export const command: Command = {
  configure(c) {
    c.option('--case <DIR>', 'case folder: every problem by file, line and field, and what was read')
      .option('--config <FILE>', 'gridwitness.yaml: whether it can be read')
      .option('--json', 'problems and the summary as JSON lines');
  },
  async run(_args, options) {
    const dir = options['case'];
    const config = options['config'];
    if (dir === undefined && config === undefined) {
      process.stderr.write('check wants --case DIR or --config FILE\n');
      return EXIT_BAD_USE;
    }
    const json = options['json'] === true;
    const codes = [
      config === undefined ? 0 : await checkConfig(String(config), json),
      dir === undefined ? 0 : await checkCase(String(dir), json),
    ];
    return Math.max(...codes);
  },
};

/** 1 only where a needed file is missing or cannot be used at all; bad rows are named and the case still works. */
async function checkCase(dir: string, json: boolean): Promise<number> {
  const files = await readCaseFiles(dir);
  const read = readCase(files);
  const errors = read.problems.filter((p) => p.severity === 'error').length;
  const rows = summary(read);
  if (json) {
    await writeJsonLines(read.problems.map((p) => ({ type: 'problem', ...p })));
    await writeJsonLines([{ type: 'case', dir, errors, warnings: read.problems.length - errors, tables: rows }]);
  } else {
    for (const p of read.problems) process.stdout.write(`${problemLine(p)}\n`);
    process.stdout.write(`${table(rows)}\n`);
    const { zone, profile } = read.input.settings;
    process.stdout.write(`zone ${zone}, profile ${profile}, datum ${read.datum}; `);
    process.stdout.write(`${errors} errors, ${read.problems.length - errors} warnings\n`);
  }
  return read.problems.some(isFatal) ? 1 : 0;
}

const NEEDED: readonly string[] = TABLES.filter((t) => t.needed).map((t) => t.file);
const isFatal = (p: Problem): boolean =>
  (p.code === 'missing-file' || p.code === 'missing-column') && NEEDED.includes(p.file.toLowerCase());

function summary({ input, problems, encodings }: ReadCase): Row[] {
  return Object.entries(encodings).map(([file, encoding]) => {
    const own = problems.filter((p) => p.file === file);
    return {
      file,
      encoding,
      records: recordsOf(file, input),
      errors: own.filter((p) => p.severity === 'error').length,
      warnings: own.filter((p) => p.severity === 'warning').length,
    };
  });
}

/** Number of records a file gave; the tables of a case are named like their files. */
function recordsOf(file: string, input: ReadCase['input']): number | null {
  const kind = file.toLowerCase().replace(/\.csv$/, '');
  const name = kind === 'meter_events' ? 'meterEvents' : kind;
  const records: unknown = Object.entries(input).find(([key]) => key === name)?.[1];
  return Array.isArray(records) ? records.length : null;
}

/** The configuration file alone: readable, YAML, an object. Each part names its own unknown keys when it starts. */
async function checkConfig(file: string, json: boolean): Promise<number> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperationalError(`${file} cannot be read: ${why}`, { retryable: false, cause });
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const faults = document.errors.map((e) => e.message.split('\n')[0] ?? e.message);
  if (faults.length === 0 && (typeof document.toJS() !== 'object' || document.toJS() === null)) {
    faults.push('a mapping of sections was expected');
  }
  if (json) await writeJsonLines([{ type: 'config', file, faults }]);
  else
    process.stdout.write(
      faults.length === 0 ? `${file}: can be read\n` : faults.map((f) => `${file}: ${f}\n`).join(''),
    );
  return faults.length === 0 ? 0 : 1;
}
