/** `gridwitness report compliance`: limits of a week, month or day as a table, JSON, HTML or PDF. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reportJson, reportRows } from '../../collector/report/lines.ts';
import { PERIOD_KINDS, parsePeriod } from '../../collector/report/period.ts';
import type { Report } from '../../collector/report/report.ts';
import { reportPage } from '../../collector/report-html/page.ts';
import { OperationalError } from '../../core/assert.ts';
import { PROFILES } from '../../core/case.ts';
import { type BandTable, GBT_30137_2013 } from '../../core/limits/gbt-30137.ts';
import type { Lang } from '../../core/text.ts';
import type { Command } from '../command.ts';
import { writeJsonLines, writeRows } from '../output.ts';
import { findChromium, printPdf } from '../run/pdf.ts';
import { reportsOfCase } from '../run/report-case.ts';
import { reportsOfFile } from '../run/report-files.ts';
import { reportsOfServer } from '../run/report-server.ts';
import type { ReportSettings } from '../run/report-settings.ts';
import { badUse, profileOption, voltsOption, zoneOption } from '../shared-options.ts';

const FORMATS = ['table', 'json', 'html', 'pdf'] as const;
type Format = (typeof FORMATS)[number];

export const command: Command = {
  configure: (command) => {
    command
      .description('Compliance of a supply point or meter with the limits of a profile, over a day, week or month')
      .argument('<kind>', 'compliance')
      .argument('[file...]', 'readings (CSV of loggers, PQDIF, readings.csv) or a waveform of hours')
      .option('--case <dir>', 'case folder instead of files')
      .option('--server <url>', 'running server or demo instead of files')
      .option('--supply-point <id...>', 'of a case or server; several allowed')
      .option('--worst <n>', 'of a case: the n with the lowest qualification rate')
      .option('--week <week>', 'ISO week, 2026-W47')
      .option('--month <month>', '2026-10')
      .option('--day <day>', '2026-10-05')
      .option('--zone <name>', "zone of the period and of times without offset (the case's own, else Asia/Shanghai)")
      .option('--profile <id>', `${PROFILES.join(', ')} (the case's own, else gb)`)
      .option('--udin <volts>', 'declared voltage in V')
      .option('--small-system', 'frequency limits of a small or island system')
      .option('--min-completeness <pct>', 'below this share of the expected values nothing passes', '90')
      .option('--gb-columns <s,s,...>', 'upper ends of the duration columns of the GB/T 30137 table, s')
      .option('--with-identity', 'print account, name and address')
      .option('--lang <lang>', 'zh, en, or zh,en', 'zh')
      .option('--format <list>', `${FORMATS.join(', ')}; several with commas`, 'table')
      .option('--out <dir>', 'folder for the files; needed for html and pdf')
      .option('--json', 'short for --format json on stdout');
  },
  run: async (args, options) => {
    const [kind, ...files] = args;
    if (kind !== 'compliance') return badUse(`report knows compliance, not ${String(kind)}`);
    const asked = readOptions(files, options);
    if (typeof asked === 'string') return badUse(asked);
    let failed = false;
    const reports: Report[] = [];
    for (const source of asked.sources) {
      try {
        reports.push(...(await source(asked.settings)));
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
        process.stderr.write(`error: ${error.message}\n`);
        failed = true;
      }
    }
    if (reports.length === 0 && !failed) {
      process.stderr.write('error: no readings to report on\n');
      failed = true;
    }
    const isWritten = await write(reports, asked.formats, asked.langs, asked.out);
    return failed || !isWritten ? 1 : 0;
  },
};

interface Asked {
  readonly sources: readonly ((settings: ReportSettings) => Promise<readonly Report[]>)[];
  readonly settings: ReportSettings;
  readonly formats: readonly Format[];
  readonly langs: readonly Lang[];
  readonly out: string | null;
}

/** What was wrong with the call, as a text. */
function readOptions(files: readonly string[], options: Readonly<Record<string, unknown>>): Asked | string {
  const text = (name: string) => (options[name] === undefined ? null : String(options[name]));
  const [dir, url] = [text('case'), text('server')];
  if ([files.length > 0, dir !== null, url !== null].filter(Boolean).length !== 1) {
    return 'give files, or --case DIR, or --server URL';
  }
  const settings = readSettings(options);
  if (typeof settings === 'string') return settings;
  if (url !== null && settings.supplyPoints.length === 0) return '--server needs --supply-point';
  if (settings.worst !== null && dir === null) return '--worst needs --case';
  const formats = listOf(options['json'] === true ? 'json' : (text('format') ?? ''), FORMATS);
  const langs = listOf(text('lang') ?? '', ['zh', 'en'] as const);
  if (formats === null) return `--format must be of ${FORMATS.join(', ')}`;
  if (langs === null) return '--lang must be zh, en or zh,en';
  const out = text('out');
  if (out === null && formats.some((f) => f === 'html' || f === 'pdf')) return '--format html and pdf need --out DIR';
  const sources =
    dir !== null
      ? [(s: ReportSettings) => reportsOfCase(dir, s)]
      : url !== null
        ? [(s: ReportSettings) => reportsOfServer(url, s)]
        : files.map((file) => (s: ReportSettings) => reportsOfFile(file, s));
  return { sources, settings, formats, langs, out };
}

function readSettings(options: Readonly<Record<string, unknown>>): ReportSettings | string {
  const zone = options['zone'] === undefined ? null : zoneOption(options['zone']);
  if (zone === null && options['zone'] !== undefined) return `--zone: no such zone ${String(options['zone'])}`;
  const profile = options['profile'] === undefined ? null : profileOption(options['profile'], PROFILES);
  if (profile === null && options['profile'] !== undefined) return `--profile must be one of ${PROFILES.join(', ')}`;
  const udinV = voltsOption(options['udin']);
  if (udinV === undefined) return '--udin must be a voltage above 0';
  const minCompletenessPct = Number(options['minCompleteness']);
  if (!(minCompletenessPct >= 0 && minCompletenessPct <= 100)) return '--min-completeness must be 0 to 100';
  const worst = options['worst'] === undefined ? null : Number(options['worst']);
  if (worst !== null && !(Number.isInteger(worst) && worst > 0)) return '--worst must be a whole number above 0';
  const kinds = PERIOD_KINDS.filter((kind) => options[kind] !== undefined);
  if (kinds.length > 1) return 'only one of --week, --month, --day';
  const kind = kinds[0];
  const asked = kind === undefined ? null : { kind, text: String(options[kind]) };
  if (asked !== null && parsePeriod(asked.kind, asked.text, 'UTC') === null) {
    return `--${asked.kind}: no such ${asked.kind} ${asked.text}`;
  }
  const bands = options['gbColumns'] === undefined ? null : bandsOf(String(options['gbColumns']));
  if (bands === undefined) return '--gb-columns must be rising seconds, like 0.1,0.25,0.5,1,3,10,20,60';
  const points = options['supplyPoint'];
  return {
    zone,
    profile,
    udinV,
    system: options['smallSystem'] === true ? 'small' : 'large',
    asked,
    minCompletenessPct,
    withIdentity: options['withIdentity'] === true,
    supplyPoints: Array.isArray(points) ? points.map(String) : [],
    worst,
    bands,
    nowMs: Date.now(),
  };
}

function bandsOf(text: string): BandTable | undefined {
  const columnsUpToS = text.split(',').map(Number);
  const rises = columnsUpToS.every((s, i) => s > (columnsUpToS[i - 1] ?? 0));
  return rises ? { ...GBT_30137_2013, columnsUpToS } : undefined;
}

function listOf<T extends string>(text: string, known: readonly T[]): readonly T[] | null {
  const names = text.split(',').map((n) => n.trim());
  const found = known.filter((k) => names.includes(k));
  return found.length === names.length ? found : null;
}

/** False where a file could not be made; what was wrong has then been said. */
async function write(
  reports: readonly Report[],
  formats: readonly Format[],
  langs: readonly Lang[],
  out: string | null,
): Promise<boolean> {
  if (formats.includes('table')) await writeRows(reports.flatMap(reportRows), false);
  if (formats.includes('json') && out === null) await writeJsonLines(reports.map(reportJson));
  if (out === null) return true;
  await mkdir(out, { recursive: true });
  const chromium = formats.includes('pdf') ? findChromium(process.env) : null;
  if (formats.includes('pdf') && chromium === null) {
    process.stderr.write(
      'error: no Chromium found to print the PDF; install one or name it in CHROMIUM. The HTML is written instead\n',
    );
  }
  for (const report of reports) {
    const stem = resolve(join(out, fileStem(report)));
    if (formats.includes('json')) await save(`${stem}.json`, `${JSON.stringify(reportJson(report), null, 2)}\n`);
    if (!formats.includes('html') && !formats.includes('pdf')) continue;
    for (const lang of langs) {
      const html = `${stem}.${lang}.html`;
      await save(html, reportPage(report, lang));
      if (chromium === null) continue;
      await printPdf(chromium, html, `${stem}.${lang}.pdf`);
      process.stderr.write(`${stem}.${lang}.pdf\n`);
    }
  }
  return !formats.includes('pdf') || chromium !== null;
}

/** `SP0001-2026-W47-gb`: letters that every file system takes. */
function fileStem(r: Report): string {
  const text = [r.subject.supplyPoint ?? r.subject.meter, r.period.label, r.profile.id].join('-');
  return text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_');
}

async function save(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  process.stderr.write(`${path}\n`);
}
