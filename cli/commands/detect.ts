/** `gridwitness detect FILE…`: disturbances of recordings. One line per polyphase event. */

import { onceEach } from '../../collector/detect/observations.ts';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { detectRmsTable } from '../../collector/detect/rms-table-events.ts';
import { type FormatResult, stemOf } from '../../collector/formats/format.ts';
import type { FullMapping } from '../../collector/formats/makers/mapping.ts';
import type { Recorded, Recording } from '../../collector/formats/recording.ts';
import { detectTable } from '../../collector/table-events.ts';
import { OperationalError } from '../../core/assert.ts';
import { PROFILES, type ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { disturbanceLine } from '../../core/lines.ts';
import type { Problem } from '../../core/problem.ts';
import type { Command } from '../command.ts';
import { mappingOption } from '../mapping-file.ts';
import { reportProblems, writeRows } from '../output.ts';
import { readRecordedFile } from '../recorded-file.ts';
import { badUse, profileOption, voltsOption, zoneOption } from '../shared-options.ts';

const REFERENCES = ['declared', 'sliding'] as const;
type Reference = (typeof REFERENCES)[number];

interface Settings {
  readonly profile: ProfileId;
  readonly udinV: number | null;
  readonly reference: Reference;
  readonly zone: string;
  readonly mapping: FullMapping | null;
}

export const command: Command = {
  configure: (command) => {
    command
      .description(
        'Disturbances of recordings: COMTRADE (.cfg with .dat, .cff), CSV of analysers and loggers, DSMR telegrams',
      )
      .argument('<file...>', 'recordings')
      .option('--profile <id>', PROFILES.join(', '), 'gb')
      .option(
        '--udin <volts>',
        'declared voltage in V on the side the file states; phase-neutral for L-N channels, phase-phase for L-L',
      )
      .option(
        '--reference <kind>',
        'what 100 % is: declared, or sliding (waveforms of medium and high voltage; begins at --udin)',
        'declared',
      )
      .option('--zone <name>', 'zone of times in the file and in the result', 'Asia/Shanghai')
      .option('--mapping <file>', 'names of the columns of a CSV, YAML or JSON (docs/formats/csv.md)')
      .option('--json', 'JSON lines instead of a table');
  },
  run: async (files, options) => {
    const profile = profileOption(options['profile'], PROFILES);
    const udinV = voltsOption(options['udin']);
    const zone = zoneOption(options['zone']);
    if (profile === null) return badUse(`--profile must be one of ${PROFILES.join(', ')}`);
    const reference = profileOption(options['reference'], REFERENCES);
    if (reference === null) return badUse(`--reference must be one of ${REFERENCES.join(', ')}`);
    if (udinV === undefined) return badUse('--udin must be a voltage above 0');
    if (zone === null) return badUse(`--zone: no such zone ${String(options['zone'])}`);
    const own = await mappingOption(options['mapping']);
    if (!own.ok) return badUse(own.message);
    const { mapping } = own;
    let failed = false;
    const found: Disturbance[] = [];
    for (const file of files) {
      const done = await detectFile(file, { profile, udinV, reference, zone, mapping });
      failed ||= done === null;
      found.push(...(done ?? []));
    }
    const lines = found.map((d) => disturbanceLine(d, zone));
    const json = options['json'] === true;
    await writeRows(json ? lines : found.map((d) => tableRow(d, zone)), json);
    return failed ? 1 : 0;
  },
};

/** Null where the file could not be done; what was wrong has then been said. */
async function detectFile(file: string, settings: Settings): Promise<readonly Disturbance[] | null> {
  let read: FormatResult;
  try {
    read = await readRecordedFile(file, settings.zone, settings.mapping);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return null;
  }
  reportProblems(read.problems);
  if (read.records.length === 0) {
    if (read.channelList.length > 0) process.stderr.write(`channels of ${file}: ${read.channelList.join(', ')}\n`);
    return null;
  }
  const shown = read.records.map((record) => {
    const result = eventsOf(record, file, settings);
    reportProblems(result.problems);
    return { observation: record.observation ?? null, form: record.kind, disturbances: result.disturbances };
  });
  return onceEach(shown);
}

function eventsOf(
  record: Recorded,
  file: string,
  settings: Settings,
): { readonly disturbances: readonly Disturbance[]; readonly problems: readonly Problem[] } {
  if (record.kind === 'rms') return detectRmsTable(record, { file, ...settings });
  // What the file itself declares stands in for the option.
  const udinV = settings.udinV ?? record.observation?.declaredV ?? null;
  if (record.kind === 'readings') return detectTable(record, { file, ...settings, udinV });
  return detectRecording(record, { meter: id(meterName(record, file)), file, ...settings, udinV });
}

function meterName(r: Recording, file: string): string {
  const name = [r.station, r.device].filter((part) => part !== '').join('/');
  return name === '' ? stemOf(file) : name;
}

/** For the eye: the columns of the JSON line that fit a screen. */
function tableRow(d: Disturbance, zone: string): Readonly<Record<string, unknown>> {
  const line = disturbanceLine(d, zone);
  return {
    start: line['start'],
    kind: d.kind,
    durationMs: d.durationMs ?? (d.openEnd ? 'open' : null),
    pct: d.pct === null ? null : d.pct.toFixed(1),
    phases: d.phases,
    signature: d.signature,
    class: d.class['en50160'] ?? d.class['ieee'] ?? null,
    channel: d.channel,
    meter: d.meter,
  };
}
