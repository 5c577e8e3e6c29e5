/** `gridwitness measure FILE…`: aggregated voltages, currents, distortion, unbalance and frequency of waveforms. */
import { detectRecording } from '../../collector/detect/recording-events.ts';
import type { FormatResult } from '../../collector/formats/format.ts';
import type { Recording } from '../../collector/formats/recording.ts';
import { flaggingIntervals } from '../../collector/measure/cycles/flags.ts';
import { recordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import {
  type FrequencyLine,
  INTERVALS,
  type Interval,
  type MeasureLine,
  measureLines,
} from '../../collector/measure-lines.ts';
import { URMS_KINDS, type UrmsKind, type UrmsLine, urmsLines } from '../../collector/urms-lines.ts';
import { OperationalError } from '../../core/assert.ts';
import { PROFILES, type ProfileId } from '../../core/case.ts';
import { id } from '../../core/ids.ts';
import type { Command } from '../command.ts';
import { type Row, reportProblems, writeRows } from '../output.ts';
import { readRecordedFile } from '../recorded-file.ts';
import { badUse, profileOption, voltsOption, zoneOption } from '../shared-options.ts';

type Line = MeasureLine | FrequencyLine | UrmsLine;

interface Settings {
  readonly profile: ProfileId;
  readonly udinV: number | null;
  readonly zone: string;
  readonly intervals: readonly Interval[] | null;
  readonly harmonics: boolean;
  readonly urms: UrmsKind | null;
}

export const command: Command = {
  configure: (command) => {
    command
      .description('RMS, THD, unbalance and frequency of waveforms, aggregated; values an event touched are flagged')
      .argument('<file...>', 'recordings: waveforms')
      .option('--interval <list>', `some of ${INTERVALS.join(',')}; without it the longest with a known value`)
      .option('--urms <kind>', 'Urms(1/2) or Urms(1) of every window instead: half or cycle')
      .option('--harmonics', 'every order up to 50, in % of the fundamental')
      .option('--profile <id>', `thresholds of the events that flag: ${PROFILES.join(', ')}`, 'gb')
      .option('--udin <volts>', 'declared voltage in V for these events, as in detect')
      .option('--zone <name>', 'zone of times in the file and in the result', 'Asia/Shanghai')
      .option('--json', 'JSON lines instead of a table');
  },
  run: async (files, options) => {
    const profile = profileOption(options['profile'], PROFILES);
    const udinV = voltsOption(options['udin']);
    const zone = zoneOption(options['zone']);
    const intervals = intervalsOption(options['interval']);
    if (profile === null) return badUse(`--profile must be one of ${PROFILES.join(', ')}`);
    if (udinV === undefined) return badUse('--udin must be a voltage above 0');
    if (zone === null) return badUse(`--zone: no such zone ${String(options['zone'])}`);
    if (intervals === undefined) return badUse(`--interval must be some of ${INTERVALS.join(',')}`);
    const urms = URMS_KINDS.find((kind) => kind === options['urms']) ?? null;
    if (options['urms'] !== undefined && urms === null) return badUse('--urms must be half or cycle');
    const harmonics = options['harmonics'] === true;
    let failed = false;
    const lines: Line[] = [];
    for (const file of files) {
      const done = await measureFile(file, { profile, udinV, zone, intervals, harmonics, urms });
      failed ||= done === null;
      for (const line of done ?? []) lines.push(line);
    }
    const json = options['json'] === true;
    await writeRows(json ? lines.map((line) => ({ ...line })) : lines.flatMap(tableRows), json);
    return failed ? 1 : 0;
  },
};

/** Null = not given; undefined = not a list of intervals. */
function intervalsOption(value: unknown): readonly Interval[] | null | undefined {
  if (value === undefined) return null;
  const words = String(value)
    .split(',')
    .map((word) => INTERVALS.find((i) => i === word.trim()));
  return words.every((w) => w !== undefined) ? words : undefined;
}

/** Null where the file could not be done; what was wrong has then been said. */
async function measureFile(file: string, settings: Settings): Promise<readonly Line[] | null> {
  let read: FormatResult;
  try {
    read = await readRecordedFile(file, settings.zone);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return null;
  }
  reportProblems(read.problems);
  const waveforms = read.records.filter((r) => r.kind === 'waveform');
  if (waveforms.length < read.records.length) process.stderr.write(`error: ${file} holds values, no waveform\n`);
  const lines = waveforms.flatMap((recording) => linesOf(recording, file, settings));
  if (waveforms.length > 0 && lines.length === 0)
    process.stderr.write(
      `error: ${file} holds ${settings.urms === null ? 'no 10/12 cycles' : 'no cycle'} of a voltage in a row\n`,
    );
  return lines.length === 0 ? null : lines;
}

function linesOf(recording: Recording, file: string, settings: Settings): Line[] {
  const { profile, udinV, zone, intervals, harmonics, urms } = settings;
  if (urms !== null) return urmsLines(recording, { file, zone, kind: urms });
  const { disturbances, problems } = detectRecording(recording, { meter: id(file), file, profile, udinV });
  reportProblems(problems);
  const ends = [...recording.breaks, recording.timesMs.length];
  const events = flaggingIntervals(disturbances, {
    windowMs: 1000 / recording.lineHz,
    runEndsMs: ends.map((end) => recording.startMs + (recording.timesMs[end - 1] ?? 0)),
  });
  const found = recordingAggregates(recording, { events, harmonics });
  if (found.blocks.length === 0) return [];
  process.stderr.write(`${file}: windows follow ${found.reference}, harmonics up to order ${found.orderMax}\n`);
  return measureLines(found, { file, zone, intervals });
}

/** For the eye: a row per channel and one per three-phase group. */
function tableRows(line: Line): Row[] {
  if (line.type === 'urms') {
    const { end, interval, channel, periodMs } = line;
    return [{ end, interval, channel, 'rms V': line.rmsV?.toPrecision(6) ?? null, 'window ms': periodMs }];
  }
  const hz = line.hz?.toFixed(3) ?? null;
  const end = line.end;
  const flag = line.flagged ? 'flagged' : '';
  const none = { channel: null, rms: null, unit: null, 'THD %': null, 'u2 %': null, 'u0 %': null };
  if (line.type === 'frequency') return [{ end, interval: '10s', ...none, Hz: hz, 'covered %': null, flag }];
  const head = { end, interval: line.interval };
  const tail = { Hz: hz, 'covered %': line.coveredPct?.toFixed(1) ?? null, flag };
  const channels = line.channels.map((c) => {
    const { channel, unit } = c;
    const shown = { channel, unit, rms: c.rms?.toPrecision(6) ?? null, 'THD %': c.thdPct?.toFixed(2) ?? null };
    return { ...head, ...none, ...shown, ...tail };
  });
  const groups = line.unbalance.map((g) => {
    const shown = { channel: g.channels, 'u2 %': g.u2Pct?.toFixed(3) ?? null, 'u0 %': g.u0Pct?.toFixed(3) ?? null };
    return { ...head, ...none, ...shown, ...tail };
  });
  return [...channels, ...groups];
}
