/** `gridwitness check`: is a case folder, or the configuration, as it should be? Names everything that is not. */
import { type Problem, problemLine } from '../../core/problem.ts';
import { type ReadCase, readCase } from '../../correlator/imports/case.ts';
import { TABLES } from '../../correlator/imports/index.ts';
import { readCaseFiles } from '../../correlator/io/case-folder.ts';
import type { Command } from '../command.ts';
import { type Row, table, writeJsonLines } from '../output.ts';
import type { ConfigCheckOptions } from '../run/check/config.ts';

const EXIT_BAD_USE = 2;
const LISTEN_S = 10;

export const command: Command = {
  configure(c) {
    c.option('--case <DIR>', 'case folder: every problem by file, line and field, and what was read')
      .option('--config <FILE>', 'gridwitness.yaml: the file, its stores, and each device it names, in plain words')
      .option('--offline', 'with --config: the file alone, nothing is opened or asked')
      .option('--listen <s>', 'with --config: how long each broker is listened to', String(LISTEN_S))
      .option('--lang <lang>', 'with --config: zh or en', 'en')
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
    const lang = options['lang'];
    const listenS = Number(options['listen']);
    if ((lang !== 'zh' && lang !== 'en') || !(listenS > 0)) {
      process.stderr.write('check: --lang is zh or en, --listen a number of seconds above 0\n');
      return EXIT_BAD_USE;
    }
    const codes = [
      config === undefined
        ? 0
        : await configFindings(String(config), { lang, listenS, json, offline: options['offline'] === true }),
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

/** Loaded only when it is asked for: it brings the stores and the device libraries along. */
async function configFindings(file: string, options: ConfigCheckOptions): Promise<number> {
  const { checkConfig } = await import('../run/check/config.ts');
  return checkConfig(file, options);
}
