/** `gridwitness flicker FILE…`: Pinst, Pst and Plt of recordings; the meter's own where a file holds slow values. */
import type { FormatResult } from '../../collector/formats/format.ts';
import type { ReadingTable, Recorded } from '../../collector/formats/recording.ts';
import { LAMPS, type Lamp } from '../../collector/measure/flicker/chain.ts';
import type { FlickerValue } from '../../collector/measure/flicker/intervals.ts';
import {
  type ChannelFlicker,
  type RecordingFlickerOptions,
  recordingFlicker,
  rmsTableFlicker,
} from '../../collector/measure/flicker/recording-flicker.ts';
import { OperationalError } from '../../core/assert.ts';
import type { Lang } from '../../core/text.ts';
import { formatTime } from '../../core/time.ts';
import type { Command } from '../command.ts';
import {
  BY_METER,
  COLUMN,
  FLAG_TEXT,
  METHOD_TEXT,
  NO_VOLTAGE,
  noPst,
  REFUSED,
  SHORT_SETTLE,
  slowValues,
} from '../flicker-text.ts';
import { type Row, reportProblems, writeRows } from '../output.ts';
import { readRecordedFile } from '../recorded-file.ts';
import { badUse, profileOption, voltsOption, zoneOption } from '../shared-options.ts';

interface Settings extends RecordingFlickerOptions {
  readonly zone: string;
  readonly lang: Lang;
  readonly isJson: boolean;
}

const LANGS = ['zh', 'en'] as const;
const ALIGNMENTS = ['clock', 'start'] as const;
const STANDARD_MIN = 10;
const FULL_SETTLE_S = 60;

export const command: Command = {
  configure: (command) => {
    command
      .description('flicker of voltages: Pinst, Pst per ten minutes, Plt per two hours (IEC 61000-4-15)')
      .argument('<file...>', 'recordings: waveforms or half-cycle RMS; from tables the Pst of the meter itself')
      .option('--lamp <volts>', `the lamp the eye looks at: ${LAMPS.join(' or ')}`, '230')
      .option('--udin <volts>', 'declared voltage in V for the marks of dips and swells; without it a slow mean')
      .option('--channel <list>', 'names of channels; without it every voltage')
      .option('--short <min>', 'another length of a Pst in minutes, without Plt')
      .option('--align <to>', 'clock: intervals end on ticks of the clock; start: they follow the settling', 'clock')
      .option('--zone <name>', 'zone of times in the file and in the result', 'Asia/Shanghai')
      .option('--lang <lang>', 'zh or en', 'zh')
      .option('--json', 'JSON lines instead of a table');
  },
  run: async (files, options) => {
    const settings = readSettings(options);
    if (typeof settings === 'string') return badUse(settings);
    let failed = false;
    const rows: Row[] = [];
    for (const file of files) {
      const done = await flickerOfFile(file, settings);
      failed ||= done.length === 0;
      for (const row of done) rows.push(row);
    }
    await writeRows(rows, settings.isJson);
    return failed ? 1 : 0;
  },
};

/** What was wrong with the call, as a text. */
function readSettings(options: Readonly<Record<string, unknown>>): Settings | string {
  const lamp: Lamp | undefined = LAMPS.find((l) => String(l) === String(options['lamp']).replace(/\s*V$/i, ''));
  const udinV = voltsOption(options['udin']);
  const align = profileOption(options['align'], ALIGNMENTS);
  const lang = profileOption(options['lang'], LANGS);
  const zone = zoneOption(options['zone']);
  const minutes = options['short'] === undefined ? STANDARD_MIN : Number(options['short']);
  if (lamp === undefined) return `--lamp must be ${LAMPS.join(' or ')}`;
  if (udinV === undefined) return '--udin must be a voltage above 0';
  if (align === null) return `--align must be one of ${ALIGNMENTS.join(', ')}`;
  if (lang === null) return '--lang must be zh or en';
  if (zone === null) return `--zone: no such zone ${String(options['zone'])}`;
  if (!(minutes > 0 && minutes <= 120)) return '--short must be minutes, up to 120';
  const channels = options['channel'] === undefined ? null : String(options['channel']).split(',');
  const isJson = options['json'] === true;
  return { lamp, udinV, align, lang, zone, periodS: minutes * 60, channels, isJson };
}

/** No row where nothing could be said; why has then been said. */
async function flickerOfFile(file: string, settings: Settings): Promise<Row[]> {
  let read: FormatResult;
  try {
    read = await readRecordedFile(file, settings.zone);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return [];
  }
  reportProblems(read.problems);
  const rows = read.records.flatMap((record) => rowsOf(record, file, settings));
  // Said once: a file may hold the same slow values in many tables.
  const slow = read.records.find((record) => record.kind === 'readings');
  if (rows.length === 0 && slow !== undefined) {
    process.stderr.write(`${file}: ${slowValues(usualIntervalS(slow))[settings.lang]}\n`);
  }
  return rows;
}

function rowsOf(record: Recorded, file: string, settings: Settings): Row[] {
  if (record.kind === 'readings') return meterRows(record, file, settings);
  const found = record.kind === 'rms' ? rmsTableFlicker(record, settings) : recordingFlicker(record, settings);
  if (found.length === 0) process.stderr.write(`${file}: ${NO_VOLTAGE[settings.lang]}\n`);
  return found.flatMap((channel) => channelRows(channel, file, settings));
}

function channelRows(found: ChannelFlicker, file: string, settings: Settings): Row[] {
  const { lang } = settings;
  const say = (text: string) => process.stderr.write(`${file}: ${found.channel}: ${text}\n`);
  if (found.refused !== null) {
    say(REFUSED[found.refused][lang]);
    return [];
  }
  if (found.settleS < FULL_SETTLE_S) say(SHORT_SETTLE[lang]);
  const isWhole = (v: FlickerValue) => v.kind === 'pst' && v.pst !== null && !v.flags.includes('partial');
  if (!found.values.some(isWhole)) say(noPst(settings.periodS / 60)[lang]);
  return found.values.flatMap((value) => valueRows(value, found, file, settings));
}

/** An interval that was not covered whole has no Pst to its name: what remains is its highest Pinst. */
function valueRows(value: FlickerValue, found: ChannelFlicker, file: string, settings: Settings): Row[] {
  if (value.kind === 'pinst' || (value.kind === 'plt' && value.plt === null)) return [];
  const { lang, align, zone, lamp } = settings;
  const time = (ms: number) => (align === 'clock' ? formatTime(ms, zone) : `+${(ms / 1000).toFixed(0)} s`);
  if (settings.isJson) {
    const { kind, startMs, endMs, ...rest } = value;
    const { channel, lineHz, settleS } = found;
    return [{ type: kind, file, channel, start: time(startMs), end: time(endMs), ...rest, lamp, lineHz, settleS }];
  }
  const isPst = value.kind === 'pst';
  const number = isPst ? value.pst : value.plt;
  const marks = value.flags.map((f) => FLAG_TEXT[f][lang]);
  if (value.method === 'urms_half') marks.push(METHOD_TEXT[lang]);
  return [
    {
      [COLUMN.channel[lang]]: found.channel,
      [COLUMN.what[lang]]: isPst ? 'Pst' : 'Plt',
      [COLUMN.end[lang]]: time(value.endMs),
      [COLUMN.value[lang]]: number?.toFixed(3) ?? null,
      [COLUMN.pinstMax[lang]]: isPst ? (value.pinstMax?.toPrecision(4) ?? null) : null,
      [COLUMN.coveredPct[lang]]: isPst ? value.coveredPct.toFixed(1) : null,
      [COLUMN.marks[lang]]: marks.join(lang === 'zh' ? '、' : ', '),
    },
  ];
}

/** Slow values hold no flicker, unless the meter measured it itself. */
function meterRows(table: ReadingTable, file: string, settings: Settings): Row[] {
  const { lang, zone, isJson } = settings;
  const rows: Row[] = [];
  for (const { values, endMs, startMs } of table.readings) {
    for (const [channel, of] of Object.entries(values)) {
      for (const kind of ['pst', 'plt'] as const) {
        const value = of[kind];
        if (value === undefined || (settings.channels !== null && !settings.channels.includes(channel))) continue;
        const end = formatTime(endMs, zone);
        if (isJson) {
          const start = formatTime(startMs, zone);
          rows.push({ type: kind, file, channel, start, end, [kind]: value, method: 'meter', flags: [] });
        } else rows.push(meterRow({ channel, kind, end, value }, lang));
      }
    }
  }
  return rows;
}

function meterRow(
  v: { readonly channel: string; readonly kind: 'pst' | 'plt'; readonly end: string; readonly value: number },
  lang: Lang,
): Row {
  return {
    [COLUMN.channel[lang]]: v.channel,
    [COLUMN.what[lang]]: v.kind === 'pst' ? 'Pst' : 'Plt',
    [COLUMN.end[lang]]: v.end,
    [COLUMN.value[lang]]: v.value.toFixed(3),
    [COLUMN.pinstMax[lang]]: null,
    [COLUMN.coveredPct[lang]]: null,
    [COLUMN.marks[lang]]: BY_METER[lang],
  };
}

/** Median distance of two readings, s; null where there are not two. */
function usualIntervalS({ readings }: ReadingTable): number | null {
  const steps = readings.slice(1).map((r, i) => r.endMs - (readings[i]?.endMs ?? r.endMs));
  const middle = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  return middle === undefined || middle <= 0 ? null : Math.round(middle / 1000);
}
