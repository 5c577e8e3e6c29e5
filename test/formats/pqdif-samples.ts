/** Whole PQDIF files by the test writer: one of each way to store values. Small, so that a fuzzer gets far in each. */
import { CHARACTERISTIC, MEASURED, QUANTITY_TYPE, STORAGE, UNITS } from '../../collector/formats/pqdif/ids.ts';
import {
  type ChannelDefinition,
  loggedChannel,
  type ObservationToWrite,
  PHASE,
  rmsChannel,
  type SeriesInstance,
  type SourceToWrite,
  timeSeries,
  waveChannel,
  writePqdif,
} from './pqdif-writer.ts';

const START_MS = Date.UTC(2026, 6, 1, 20, 10, 5, 250);
const RATE_HZ = 3200;

const sine = (n: number, degrees: number, top: number): number[] =>
  Array.from({ length: n }, (_, i) =>
    Math.round(top * Math.sin((2 * Math.PI * 50 * i) / RATE_HZ + (degrees * Math.PI) / 180)),
  );

/** Three phases as scaled 16-bit counts; times stored once as increments, the other channels share them. */
export function scaledWaveforms(n: number): SourceToWrite {
  const storage = STORAGE.values | STORAGE.scaled;
  const counts = (degrees: number): SeriesInstance => ({
    values: sine(n, degrees, 12_000),
    type: 'int2',
    scale: 0.027,
    offset: 0.5,
    base: 230,
  });
  const times: SeriesInstance = { values: [1, n, 1 / RATE_HZ], type: 'real8' };
  const shared: SeriesInstance = { share: { channel: 0, series: 0 } };
  return {
    name: 'recorder',
    location: 'station',
    lineHz: 50,
    channels: [
      waveChannel('Ua', PHASE.A, storage),
      waveChannel('Ub', PHASE.B, storage),
      waveChannel('Uc', PHASE.C, storage),
    ],
    observations: [
      {
        name: 'wave',
        startMs: START_MS,
        triggerMs: START_MS + 5,
        channels: [0, 1, 2].map((channel) => ({
          channel,
          series: [channel === 0 ? times : shared, counts(-120 * channel)],
        })),
      },
    ],
  };
}

/** A trend of 10 minutes with lowest and highest, flicker and frequency; values explicit. */
export function trend(n: number): SourceToWrite {
  const times = Array.from({ length: n }, (_, i) => 600 * (i + 1));
  const of = (first: number, step: number) => times.map((_, i) => first + step * i);
  const observations: ObservationToWrite[] = [
    {
      name: 'trend',
      startMs: START_MS,
      channels: [
        {
          channel: 0,
          series: [
            { values: times },
            { values: of(229, 0.5) },
            { values: of(221, 0.5), type: 'real4' },
            { values: of(236, 0.25) },
          ],
        },
        { channel: 1, series: [{ values: times }, { values: of(0.4, 0.125) }] },
        { channel: 2, series: [{ values: times }, { values: of(49.9, 0.0625) }] },
      ],
    },
  ];
  return {
    name: 'logger',
    zone: 'UTC+08:00',
    channels: [
      rmsChannel('Ua', PHASE.A, ['average', 'minimum', 'maximum'], { nominal: 230 }),
      loggedChannel('Pst', PHASE.A, CHARACTERISTIC.pst, 0),
      loggedChannel('f', 0, CHARACTERISTIC.frequency, 0),
    ],
    observations,
  };
}

/** RMS cycle by cycle in percent of a base, times in cycles; ratio of a transducer; a kind of channel nobody reads. */
export function rmsCourse(n: number): SourceToWrite {
  const cycles = Array.from({ length: n }, (_, i) => i + 1);
  const unread: ChannelDefinition = {
    name: 'magdur',
    phase: PHASE.A,
    quantity: '67f6af8b-f753-11cf-9d89-0080c72e70a3',
    measured: MEASURED.voltage,
    series: [timeSeries(STORAGE.values)],
  };
  return {
    name: 'relay',
    lineHz: 50,
    ratios: { 1: [10_000, 100] },
    channels: [
      rmsChannel('Uab', PHASE.AB, ['value'], { units: UNITS.percent, time: UNITS.cycles }),
      rmsChannel('Ubc', PHASE.BC, ['value'], { time: UNITS.cycles }),
      unread,
    ],
    observations: [
      {
        name: 'dip',
        startMs: START_MS + 60_000,
        channels: [
          { channel: 0, series: [{ values: cycles }, { values: cycles.map((c) => (c < 5 ? 100 : 62)), base: 10_000 }] },
          {
            channel: 1,
            series: [{ share: { channel: 0, series: 0 } }, { values: cycles.map((c) => 100 + c), base: 10_000 }],
          },
          { channel: 2, series: [{ values: [0.1] }] },
        ],
      },
    ],
  };
}

/** A current of phasor kind: stored as complex of two doubles is not written here, its magnitude is. */
const current: ChannelDefinition = {
  name: 'Ia',
  phase: PHASE.A,
  quantity: QUANTITY_TYPE.phasor,
  measured: MEASURED.current,
  series: [
    timeSeries(STORAGE.increment),
    { means: 'value', units: UNITS.amps, characteristic: CHARACTERISTIC.rms, storage: 1 },
  ],
};
const currents: SourceToWrite = {
  name: 'feeder',
  channels: [current],
  observations: [0, 1].map((i) => ({
    name: `i${i}`,
    startMs: START_MS + i * 3_600_000,
    channels: [
      { channel: 0, series: [{ values: [2, 2, 60, 1, 120] }, { values: [10, 11, 12], type: 'real4' as const }] },
    ],
  })),
};

export function samplePqdifFiles(): readonly Uint8Array[] {
  return [
    writePqdif({ zlib: true, sources: [scaledWaveforms(64)] }),
    writePqdif({ zlib: false, sources: [scaledWaveforms(24)] }),
    // Without checksums damage passes into the elements, which is where the reader has to stand it.
    writePqdif({ zlib: false, withoutChecksums: true, sources: [scaledWaveforms(12)] }),
    writePqdif({ zlib: false, withoutChecksums: true, sources: [trend(4)] }),
    writePqdif({ zlib: false, withoutChecksums: true, sources: [rmsCourse(12), currents] }),
    writePqdif({ zlib: true, sources: [trend(3), rmsCourse(9), scaledWaveforms(16)] }),
  ];
}
