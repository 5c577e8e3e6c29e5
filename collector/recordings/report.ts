/** From a file's bytes to the report the console shows, and to the curves of a window of it. Pure. */
import type { ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { RecordedPart, RecordingReport } from '../../core/recording-report.ts';
import { onceEach } from '../detect/observations.ts';
import { detectRecording } from '../detect/recording-events.ts';
import { detectRmsTable } from '../detect/rms-table-events.ts';
import { readRecorded } from '../formats/index.ts';
import type { ReadingTable, Recorded, Recording, RmsTable } from '../formats/recording.ts';
import { detectTable } from '../table-events.ts';
import { type MeasuredGroup, measuredGroups } from './groups.ts';
import { unpackUpload } from './unpack.ts';

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly zone: string;
  readonly profile: ProfileId;
  /** Declared voltage, V, on the side the file states; null = as the file or its first cycles say. */
  readonly udinV: number | null;
}

/** A part with what its curves are drawn from. */
export interface OpenPart {
  readonly record: Recorded;
  readonly groups: readonly MeasuredGroup[];
}

export interface OpenRecording {
  readonly report: Omit<RecordingReport, 'id'>;
  readonly parts: readonly OpenPart[];
}

/** Never throws: whatever could not be read or judged is a problem of the report. */
export function openRecording(upload: Upload): OpenRecording {
  const { inputs, problems: unpacking } = unpackUpload(upload.name, upload.bytes, upload.zone);
  const problems: Problem[] = [...unpacking];
  const channelList: string[] = [];
  const parts: OpenPart[] = [];
  const described: Omit<RecordedPart, 'repeated'>[] = [];
  for (const input of inputs) {
    const read = readRecorded(input);
    problems.push(...read.problems);
    channelList.push(...read.channelList);
    for (const record of read.records) {
      const groups = record.kind === 'waveform' ? measuredGroups(record, upload.udinV) : [];
      const found = eventsOf(record, input.name, upload);
      problems.push(...found.problems);
      parts.push({ record, groups });
      described.push(describe(record, groups, input.name, found.disturbances));
    }
  }
  return { report: { file: upload.name, channelList, parts: countedOnce(described, parts), problems }, parts };
}

/** An instrument stores one disturbance in several observations: it stays with the one that shows it whole. */
function countedOnce(described: readonly Omit<RecordedPart, 'repeated'>[], parts: readonly OpenPart[]): RecordedPart[] {
  const shown = described.map(({ kind, disturbances }, i) => {
    return { observation: parts[i]?.record.observation ?? null, form: kind, disturbances };
  });
  const counted = new Set(onceEach(shown));
  return described.map((part) => ({
    ...part,
    disturbances: part.disturbances.filter((d) => counted.has(d)),
    repeated: part.disturbances.filter((d) => !counted.has(d)),
  }));
}

function eventsOf(record: Recorded, file: string, upload: Upload) {
  // What the file itself declares stands in for the option.
  const options = { file, profile: upload.profile, udinV: upload.udinV ?? record.observation?.declaredV ?? null };
  if (record.kind === 'readings') return detectTable(record, { ...options, zone: upload.zone });
  if (record.kind === 'rms') return detectRmsTable(record, options);
  return detectRecording(record, { ...options, meter: id(stationOf(record)) });
}

function describe(
  record: Recorded,
  groups: readonly MeasuredGroup[],
  file: string,
  disturbances: readonly Disturbance[],
): Omit<RecordedPart, 'repeated'> {
  if (record.kind === 'waveform') return describeWaveform(record, groups, disturbances);
  return record.kind === 'rms' ? describeRms(record, disturbances) : describeTable(record, file, disturbances);
}

const stationOf = (r: Recording | RmsTable): string => [r.station, r.device].filter((part) => part !== '').join('/');

function describeWaveform(
  r: Recording,
  groups: readonly MeasuredGroup[],
  disturbances: readonly Disturbance[],
): Omit<RecordedPart, 'repeated'> {
  const at = (sample: number): number => r.timesMs[sample] ?? 0;
  const rates = r.rates.map((rate) => rate.rateHz).filter((hz) => hz > 0);
  return {
    kind: 'waveform',
    title: stationOf(r),
    station: r.station,
    device: r.device,
    startMs: r.startMs,
    durationMs: r.timesMs.length === 0 ? 0 : at(r.timesMs.length - 1) - at(0),
    triggerMs: r.triggerMs === null ? null : r.triggerMs - r.startMs,
    lineHz: r.lineHz,
    samples: r.timesMs.length,
    rateHz: rates.length === 0 ? null : { min: Math.min(...rates), max: Math.max(...rates) },
    channels: r.analogs.map((a) => ({ name: a.name, unit: a.unit, side: a.side })),
    groups: groups.map((g) => ({
      connection: g.connection,
      members: g.members.map(({ channel, name }) => ({ channel, name })),
      udinV: g.udinV,
      udinFrom: g.udinFrom,
    })),
    switches: r.digitals.map((d) => ({
      name: d.name,
      initial: d.initial,
      changes: d.changes.map((c) => ({ atMs: at(c.sample), state: c.state })),
    })),
    gaps: r.breaks.map((b) => ({ fromMs: at(b - 1), toMs: at(b) })),
    disturbances,
  };
}

function describeRms(r: RmsTable, disturbances: readonly Disturbance[]): Omit<RecordedPart, 'repeated'> {
  const at = (i: number): number => r.timesMs[i] ?? 0;
  const { declaredV } = r.observation;
  return {
    kind: 'rms',
    title: r.observation.name,
    station: r.station,
    device: r.device,
    startMs: r.startMs,
    durationMs: r.timesMs.length === 0 ? 0 : at(r.timesMs.length - 1) - at(0),
    triggerMs: null,
    lineHz: null,
    samples: r.timesMs.length,
    rateHz: null,
    channels: r.channels.map((c) => ({ name: c.name, unit: 'V', side: null })),
    groups: [
      {
        connection: r.channels.some((c) => c.channel.length === 2) ? 'LL' : 'LN',
        members: r.channels.map(({ channel, name }) => ({ channel, name })),
        udinV: declaredV,
        udinFrom: declaredV === null ? null : 'file',
      },
    ],
    switches: [],
    gaps: r.breaks.map((b) => ({ fromMs: at(b - 1), toMs: at(b) })),
    disturbances,
  };
}

function describeTable(
  table: ReadingTable,
  file: string,
  disturbances: readonly Disturbance[],
): Omit<RecordedPart, 'repeated'> {
  const startMs = table.readings.reduce((least, r) => Math.min(least, r.startMs), Number.POSITIVE_INFINITY);
  const endMs = table.readings.reduce((most, r) => Math.max(most, r.endMs), Number.NEGATIVE_INFINITY);
  return {
    kind: 'readings',
    title: table.readings[0]?.meter ?? file,
    station: '',
    device: table.readings[0]?.meter ?? '',
    startMs: Number.isFinite(startMs) ? startMs : 0,
    durationMs: Number.isFinite(startMs) ? endMs - startMs : 0,
    triggerMs: null,
    lineHz: null,
    samples: table.readings.length,
    rateHz: null,
    channels: Object.values(table.channels).map((name) => ({ name, unit: 'V', side: null })),
    groups: [],
    switches: [],
    gaps: [],
    disturbances,
  };
}
