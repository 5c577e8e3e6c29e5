/** `gridwitness compliance FILE…`: limits of a profile over the period of the files. */
import { complianceLines } from '../../collector/compliance-lines.ts';
import type { FormatResult } from '../../collector/formats/format.ts';
import type { FullMapping } from '../../collector/formats/makers/mapping.ts';
import { OperationalError } from '../../core/assert.ts';
import { PROFILES, type ProfileId } from '../../core/case.ts';
import type { Command } from '../command.ts';
import { mappingOption } from '../mapping-file.ts';
import { type Row, reportProblems, writeRows } from '../output.ts';
import { readRecordedFile } from '../recorded-file.ts';
import { badUse, profileOption, voltsOption, zoneOption } from '../shared-options.ts';

export const command: Command = {
  configure: (command) => {
    command
      .description('Share of voltage values inside the limits of a profile, as read and over 10 minutes')
      .argument('<file...>', 'readings: CSV of analysers and loggers, readings.csv, DSMR telegrams')
      .option('--profile <id>', PROFILES.join(', '), 'gb')
      .option('--udin <volts>', 'declared voltage in V (gb 220, en50160 230, ieee 120 where not given)')
      .option('--zone <name>', 'zone of times in the file and in the result', 'Asia/Shanghai')
      .option('--mapping <file>', 'names of the columns of a CSV, YAML or JSON (docs/formats/csv.md)')
      .option('--json', 'JSON lines instead of a table');
  },
  run: async (files, options) => {
    const profile = profileOption(options['profile'], PROFILES);
    const udinV = voltsOption(options['udin']);
    const zone = zoneOption(options['zone']);
    if (profile === null) return badUse(`--profile must be one of ${PROFILES.join(', ')}`);
    if (udinV === undefined) return badUse('--udin must be a voltage above 0');
    if (zone === null) return badUse(`--zone: no such zone ${String(options['zone'])}`);
    const own = await mappingOption(options['mapping']);
    if (!own.ok) return badUse(own.message);
    const { mapping } = own;
    let failed = false;
    const rows: Row[] = [];
    for (const file of files) {
      const lines = await linesOf(file, { profile, udinV, zone, mapping });
      failed ||= lines === null;
      rows.push(...(lines ?? []));
    }
    const json = options['json'] === true;
    await writeRows(json ? rows : rows.map(tableRow), json);
    return failed ? 1 : 0;
  },
};

/** Null where the file could not be done; what was wrong has then been said. */
async function linesOf(
  file: string,
  options: {
    readonly profile: ProfileId;
    readonly udinV: number | null;
    readonly zone: string;
    readonly mapping: FullMapping | null;
  },
): Promise<readonly Row[] | null> {
  let read: FormatResult;
  try {
    read = await readRecordedFile(file, options.zone, options.mapping);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return null;
  }
  reportProblems(read.problems);
  const tables = read.records.filter((r) => r.kind === 'readings');
  if (tables.length < read.records.length) {
    process.stderr.write(`error: ${file} is a waveform: compliance needs readings over a period\n`);
  }
  if (tables.length === 0) return null;
  const lines = tables.flatMap((table) => complianceLines(table, { file, ...options }));
  if (lines.length === 0) process.stderr.write(`error: ${file} holds no known voltage, or no limit applies to it\n`);
  return lines.length === 0 ? null : lines;
}

/** For the eye: the columns that fit a screen. */
function tableRow(line: Row): Row {
  const names = ['channel', 'clause', 'lowV', 'highV', 'intervalS', 'n', 'unknown', 'above', 'below'] as const;
  const pct = line['qualificationRatePct'];
  return {
    ...Object.fromEntries(names.map((n) => [n, line[n]])),
    'rate %': typeof pct === 'number' ? pct.toFixed(2) : null,
    'needed %': line['requiredPct'],
    pass: line['pass'],
    minV: line['minV'],
    maxV: line['maxV'],
  };
}
