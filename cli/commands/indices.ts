/** `gridwitness indices CASE_OR_FILE…`: SARFI, sag energy and reliability of sites and of their system. */
import { stat } from 'node:fs/promises';
import { OperationalError } from '../../core/assert.ts';
import { PROFILES } from '../../core/case.ts';
import { dailySaidiMin, majorDays, withoutDays } from '../../core/indices/major-days.ts';
import { reliability, SUSTAINED_MS } from '../../core/indices/reliability.ts';
import { siteSags } from '../../core/indices/sag-energy.ts';
import { siteSarfi, systemSarfi } from '../../core/indices/sarfi.ts';
import { TOGETHER_MS } from '../../core/indices/together.ts';
import { severitySemiF47 } from '../../core/limits/semi-f47-severity.ts';
import type { Lang } from '../../core/text.ts';
import { formatTime, parseTime } from '../../core/time.ts';
import type { Command } from '../command.ts';
import { type Row, table, writeJsonLines } from '../output.ts';
import { indicesOfCase } from '../run/indices-case.ts';
import { indicesOfFile } from '../run/indices-files.ts';
import {
  type ReliabilityStandard,
  reliabilityLine,
  reliabilityRow,
  siteLine,
  siteRow,
  systemLine,
  systemRows,
} from '../run/indices-lines.ts';
import type { IndexedSource, IndexSettings } from '../run/indices-settings.ts';
import { badUse, profileOption, voltsOption, zoneOption } from '../shared-options.ts';

export const command: Command = {
  configure: (command) => {
    command
      .description('SARFI, sag energy, SAIFI, SAIDI and their kin, by site and for the system, by time watched')
      .argument('<case-or-file...>', 'case folders, or files of readings, telegrams and recordings')
      .option('--from <time>', "begin of the period (the case's own, else that of the readings)")
      .option('--to <time>', 'its end')
      .option('--per <days>', 'days the rates are scaled to: 30 or 365', '30')
      .option(
        '--together <seconds>',
        'events within so long of the first are one; 0 = each counts',
        String(TOGETHER_MS / 1000),
      )
      .option('--assume-observed', 'sites that report nothing but events count as watched all through')
      .option('--major-day-min <minutes>', 'T_MED: days with more SAIDI than this are also shown left out')
      .option('--cemi <n,n,…>', 'the n of CEMI-n', '1,3,5')
      .option('--zone <name>', "zone of times without offset and of days (the case's own, else Asia/Shanghai)")
      .option('--profile <id>', `${PROFILES.join(', ')} (the case's own, else gb)`)
      .option('--udin <volts>', 'declared voltage in V')
      .option('--lang <lang>', 'zh or en', 'zh')
      .option('--json', 'JSON lines instead of tables');
  },
  run: async (paths, options) => {
    const asked = readOptions(options);
    if (typeof asked === 'string') return badUse(asked);
    let failed = false;
    for (const path of paths) {
      try {
        const source = await ((await isFolder(path)) ? indicesOfCase : indicesOfFile)(path, asked.settings);
        await write(source, asked);
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
        process.stderr.write(`error: ${error.message}\n`);
        failed = true;
      }
    }
    return failed ? 1 : 0;
  },
};

interface Asked {
  readonly settings: IndexSettings;
  readonly perDays: number;
  readonly togetherMs: number;
  readonly cemi: readonly number[];
  /** T_MED, min; null = major days are not looked for. */
  readonly majorDayMin: number | null;
  readonly lang: Lang;
  readonly json: boolean;
}

/** A sentence on what is wrong where something is. */
function readOptions(options: Readonly<Record<string, unknown>>): Asked | string {
  const text = (name: string): string | null => (options[name] === undefined ? null : String(options[name]));
  const zone = text('zone') === null ? null : zoneOption(text('zone'));
  const profile = text('profile') === null ? null : profileOption(text('profile'), PROFILES);
  const udinV = voltsOption(options['udin']);
  const lang = profileOption(text('lang'), ['zh', 'en'] as const);
  const perDays = Number(text('per'));
  const togetherS = Number(text('together'));
  const cemi = (text('cemi') ?? '').split(',').map(Number);
  const majorDayMin = text('majorDayMin') === null ? null : Number(text('majorDayMin'));
  if (text('zone') !== null && zone === null) return `--zone: no such zone ${text('zone')}`;
  if (text('profile') !== null && profile === null) return `--profile must be one of ${PROFILES.join(', ')}`;
  if (udinV === undefined) return '--udin must be a voltage above 0';
  if (lang === null) return '--lang must be zh or en';
  if (!(perDays > 0)) return '--per must be a number of days above 0';
  if (!(togetherS >= 0)) return '--together must be seconds from 0 on';
  if (!cemi.every((n) => Number.isInteger(n) && n > 0)) return '--cemi must be whole numbers above 0, with commas';
  if (majorDayMin !== null && !(majorDayMin > 0)) return '--major-day-min must be minutes above 0';
  for (const name of ['from', 'to']) {
    const written = text(name);
    if (written !== null && !parseTime(written, zone ?? 'UTC').ok)
      return `--${name} wants a time like 2026-07-01T00:00+08:00`;
  }
  const assumeObserved = options['assumeObserved'] === true;
  return {
    settings: { zone, profile, udinV, from: text('from'), to: text('to'), assumeObserved },
    perDays,
    togetherMs: togetherS * 1000,
    cemi,
    majorDayMin,
    lang,
    json: options['json'] === true,
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new OperationalError(`${path} cannot be read`, { retryable: false, cause });
  }
}

async function write(source: IndexedSource, asked: Asked): Promise<void> {
  const { period, zone } = source;
  const options = { period, perDays: asked.perDays, togetherMs: asked.togetherMs };
  const figures = source.sites.map((site) => ({
    site,
    sarfi: siteSarfi(site, options),
    sags: siteSags(site, { ...options, severityOf: severitySemiF47 }),
  }));
  const system = systemSarfi(figures);
  const losses = reliabilities(source, asked);
  const head: Row = {
    type: 'indices',
    source: source.name,
    from: formatTime(period.fromMs, zone),
    to: formatTime(period.toMs, zone),
    perDays: asked.perDays,
    togetherS: asked.togetherMs / 1000,
    assumeObserved: asked.settings.assumeObserved,
  };
  if (asked.json) {
    const lines = losses.map(([standard, r]) => reliabilityLine(standard, r));
    return writeJsonLines([head, ...figures.map(siteLine), systemLine(system), ...lines]);
  }
  const tables = [
    figures.map((f) => siteRow(f, asked.perDays, asked.lang)),
    systemRows(system, asked.perDays, asked.lang),
    losses.map(([standard, r]) => reliabilityRow(standard, r, asked.lang)),
  ];
  const title = `${source.name}  ${String(head['from'])} – ${String(head['to'])}`;
  process.stdout.write(`${[title, ...tables.map(table)].join('\n\n')}\n\n`);
}

type Losses = readonly (readonly [ReliabilityStandard, ReturnType<typeof reliability>])[];

function reliabilities({ groups, period, zone }: IndexedSource, { cemi, majorDayMin }: Asked): Losses {
  const ieee = { period, cemi, sustainedFromMs: SUSTAINED_MS.ieee1366 };
  const both: Losses = [
    ['ieee1366', reliability(groups, ieee)],
    ['dlt836', reliability(groups, { ...ieee, sustainedFromMs: SUSTAINED_MS.dlt836 })],
  ];
  if (majorDayMin === null) return both;
  const dayOf = (ms: number) => formatTime(ms, zone).slice(0, 10);
  const days = majorDays(dailySaidiMin(groups, dayOf, ieee), majorDayMin);
  const rest = reliability(withoutDays(groups, dayOf, new Set(days)), ieee);
  return [...both, ['ieee1366_without_major_days', rest]];
}
