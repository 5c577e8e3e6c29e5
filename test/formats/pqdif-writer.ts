/**
 * A small writer of PQDIF for tests: records, elements, checksums, compression and instants are laid out here a second
 * time, by hand; only the names of tags are the reader's (the field file proves those).
 * @source IEEE 1159.3-2003 as summed up in standards.md 8.2 (unconfirmed in the text of the standard)
 */
import { zlibSync } from 'fflate';
import {
  CHARACTERISTIC,
  MEASURED,
  QUANTITY_TYPE,
  RECORD_TYPE,
  SIGNATURE,
  STORAGE,
  TAG,
  UNITS,
  VALUE_TYPE,
} from '../../collector/formats/pqdif/ids.ts';
import {
  type Body,
  collection,
  guid,
  number,
  numbers,
  type PhysicalType,
  serialize,
  stamp,
  text,
} from './pqdif-elements.ts';

export interface SeriesDefinition {
  readonly means: keyof typeof VALUE_TYPE;
  readonly units: number;
  readonly characteristic: string;
  /** Bits: 1 values, 2 scaled, 4 increment. */
  readonly storage: number;
  readonly nominal?: number;
}
export interface ChannelDefinition {
  readonly name: string;
  readonly phase: number;
  readonly quantity: string;
  readonly measured: number;
  readonly series: readonly SeriesDefinition[];
}
export interface SeriesInstance {
  /** As stored: raw counts of scaled series, runs of increments. */
  readonly values?: readonly number[];
  readonly type?: PhysicalType;
  readonly scale?: number;
  readonly offset?: number;
  readonly base?: number;
  readonly share?: { readonly channel: number; readonly series: number };
}
export interface ObservationToWrite {
  readonly name: string;
  /** Wall clock in ms as if it were UTC. */
  readonly startMs: number;
  readonly triggerMs?: number;
  readonly channels: readonly { readonly channel: number; readonly series: readonly SeriesInstance[] }[];
}
export interface SourceToWrite {
  readonly name: string;
  readonly location?: string;
  readonly zone?: string;
  readonly utcToStandardS?: number;
  readonly channels: readonly ChannelDefinition[];
  readonly lineHz?: number;
  /** System side over monitor side, by channel. */
  readonly ratios?: Readonly<Record<number, readonly [number, number]>>;
  readonly observations: readonly ObservationToWrite[];
}
export interface FileToWrite {
  readonly zlib: boolean;
  readonly sources: readonly SourceToWrite[];
  /** Compression the container claims: style, algorithm. Absent = what is done. */
  readonly claims?: readonly [number, number];
  /** 0 in every header, as some makers write. */
  readonly withoutChecksums?: boolean;
}

export function writePqdif(file: FileToWrite): Uint8Array {
  const [style, algorithm] = file.claims ?? (file.zlib ? [2, 1] : [0, 0]);
  const bodies: (readonly [keyof typeof RECORD_TYPE, Body, boolean])[] = [
    ['container', containerOf(style, algorithm), false],
    ...file.sources.flatMap((s) => [
      ['source', sourceOf(s), file.zlib] as const,
      ...(s.lineHz === undefined && s.ratios === undefined ? [] : [['settings', settingsOf(s), file.zlib] as const]),
      ...s.observations.map((o) => ['observation', observationOf(o), file.zlib] as const),
    ]),
  ];
  let offset = 0;
  const parts = bodies.map(([type, body, zlib], i) => {
    const plain = serialize(body);
    const bytes = zlib ? zlibSync(plain) : plain;
    const next = i === bodies.length - 1 ? 0 : offset + HEADER + bytes.length;
    offset += HEADER + bytes.length;
    return [header(type, bytes, next, file.withoutChecksums === true), bytes];
  });
  return Uint8Array.from(parts.flat().flatMap((p) => [...p]));
}

const HEADER = 64;

function header(type: keyof typeof RECORD_TYPE, body: Uint8Array, next: number, unchecked: boolean): Uint8Array {
  const out = new Uint8Array(HEADER);
  const view = new DataView(out.buffer);
  out.set(guid(SIGNATURE), 0);
  out.set(guid(RECORD_TYPE[type]), 16);
  view.setUint32(32, HEADER, true);
  view.setUint32(36, body.length, true);
  view.setUint32(40, next, true);
  view.setUint32(44, unchecked ? 0 : adler32(body), true);
  return out;
}

/** Byte by byte as RFC 1950 defines it. */
export function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

const containerOf = (style: number, algorithm: number): Body => [
  numbers(TAG.version, 'uint4', [1, 5, 1, 0]),
  number(TAG.compressionStyle, 'uint4', style),
  number(TAG.compressionAlgorithm, 'uint4', algorithm),
];

const sourceOf = (s: SourceToWrite): Body => [
  text(TAG.sourceName, s.name),
  ...(s.location === undefined ? [] : [text(TAG.sourceLocation, s.location)]),
  ...(s.zone === undefined ? [] : [text(TAG.sourceTimeZone, s.zone)]),
  ...(s.utcToStandardS === undefined ? [] : [number(TAG.utcToStandardS, 'int4', s.utcToStandardS)]),
  collection(
    TAG.channelDefinitions,
    s.channels.map((c) =>
      collection(TAG.channelDefinition, [
        text(TAG.channelName, c.name),
        number(TAG.phase, 'uint4', c.phase),
        { tag: TAG.quantityType, guid: c.quantity },
        number(TAG.quantityMeasured, 'uint4', c.measured),
        collection(
          TAG.seriesDefinitions,
          c.series.map((d) =>
            collection(TAG.seriesDefinition, [
              { tag: TAG.valueType, guid: VALUE_TYPE[d.means] },
              number(TAG.units, 'uint4', d.units),
              { tag: TAG.characteristic, guid: d.characteristic },
              number(TAG.storageMethod, 'uint4', d.storage),
              ...(d.nominal === undefined ? [] : [number(TAG.nominalQuantity, 'real8', d.nominal)]),
            ]),
          ),
        ),
      ]),
    ),
  ),
];

const settingsOf = (s: SourceToWrite): Body => [
  ...(s.lineHz === undefined ? [] : [number(TAG.nominalFrequency, 'real8', s.lineHz)]),
  ...(s.ratios === undefined
    ? []
    : [
        number(TAG.useTransducer, 'bool4', 1),
        collection(
          TAG.channelSettings,
          Object.entries(s.ratios).map(([channel, [system, monitor]]) =>
            collection(TAG.channelSetting, [
              number(TAG.channelDefinitionIndex, 'uint4', Number(channel)),
              number(TAG.systemSideRatio, 'real8', system),
              number(TAG.monitorSideRatio, 'real8', monitor),
            ]),
          ),
        ),
      ]),
];

const observationOf = (o: ObservationToWrite): Body => [
  text(TAG.observationName, o.name),
  stamp(TAG.timeStart, o.startMs),
  ...(o.triggerMs === undefined ? [] : [stamp(TAG.timeTriggered, o.triggerMs)]),
  collection(
    TAG.channelInstances,
    o.channels.map((c) =>
      collection(TAG.channelInstance, [
        number(TAG.channelDefinitionIndex, 'uint4', c.channel),
        collection(
          TAG.seriesInstances,
          c.series.map((s) =>
            collection(TAG.seriesInstance, [
              ...(s.scale === undefined ? [] : [number(TAG.scale, 'real8', s.scale)]),
              ...(s.offset === undefined ? [] : [number(TAG.offset, 'real8', s.offset)]),
              ...(s.base === undefined ? [] : [number(TAG.baseQuantity, 'real8', s.base)]),
              ...(s.values === undefined ? [] : [numbers(TAG.values, s.type ?? 'real8', s.values)]),
              ...(s.share === undefined
                ? []
                : [
                    number(TAG.shareChannel, 'uint4', s.share.channel),
                    number(TAG.shareSeries, 'uint4', s.share.series),
                  ]),
            ]),
          ),
        ),
      ]),
    ),
  ),
];

/** Phases by their number in the standard. */
export const PHASE = { A: 1, B: 2, C: 3, N: 4, AB: 5, BC: 6, CA: 7 } as const;

export const timeSeries = (storage: number, units: number = UNITS.seconds): SeriesDefinition => ({
  means: 'time',
  units,
  characteristic: CHARACTERISTIC.none,
  storage,
});

export function waveChannel(
  name: string,
  phase: number,
  storage: number,
  time: number = STORAGE.increment,
): ChannelDefinition {
  const values = { means: 'value', units: UNITS.volts, characteristic: CHARACTERISTIC.instantaneous, storage } as const;
  const series = [timeSeries(time), values];
  return { name, phase, quantity: QUANTITY_TYPE.waveform, measured: MEASURED.voltage, series };
}

/** RMS voltage: times, then one series per meaning. */
export function rmsChannel(
  name: string,
  phase: number,
  means: readonly SeriesDefinition['means'][],
  of: { readonly storage?: number; readonly units?: number; readonly time?: number; readonly nominal?: number } = {},
): ChannelDefinition {
  const nominal = of.nominal === undefined ? {} : { nominal: of.nominal };
  const series = means.map((m) => ({
    means: m,
    units: of.units ?? UNITS.volts,
    characteristic: CHARACTERISTIC.rms,
    storage: of.storage ?? STORAGE.values,
    ...nominal,
  }));
  const time = timeSeries(STORAGE.values, of.time ?? UNITS.seconds);
  return { name, phase, quantity: QUANTITY_TYPE.valueLog, measured: MEASURED.voltage, series: [time, ...series] };
}

/** One quantity of another kind (flicker, frequency, unbalance). */
export function loggedChannel(name: string, phase: number, characteristic: string, units: number): ChannelDefinition {
  const value = { means: 'value', units, characteristic, storage: STORAGE.values } as const;
  const series = [timeSeries(STORAGE.values), value];
  return { name, phase, quantity: QUANTITY_TYPE.valueLog, measured: MEASURED.voltage, series };
}
