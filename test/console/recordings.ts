/** Made-up answers of the server for tests of the recording page. */
import type { Curve, RecordedEvent, RecordedPart, Recording } from '../../correlator/contract/recording.ts';

export const event = (e: Partial<RecordedEvent>): RecordedEvent => ({
  kind: 'dip',
  channel: 'UA',
  start: '2026-03-01T10:00:00+08:00',
  atMs: 0,
  durationMs: 100,
  openEnd: false,
  pct: 40,
  phases: 'A',
  perPhase: { A: 40 },
  method: 'urms_half',
  class: {},
  signature: null,
  numbers: {},
  ...e,
});

const EMPTY_PART = {
  kind: 'waveform' as const,
  title: 'Hill/R7',
  station: 'Hill',
  device: 'R7',
  start: '2026-03-01T10:00:00+08:00',
  durationMs: 1000,
  triggerMs: null,
  lineHz: 50,
  samples: 1000,
  rateHz: { min: 1000, max: 1000 },
  channels: [],
  groups: [],
  switches: [],
  gaps: [],
  events: [],
  repeated: [],
};
export const part = (p: Partial<RecordedPart>): RecordedPart => ({ ...EMPTY_PART, ...p });

export const recording = (parts: readonly RecordedPart[]): Recording => ({
  id: 'r1',
  file: 'x.cfg',
  profile: 'gb',
  thresholds: { dipPct: 90, swellPct: 110, interruptionPct: 10, hysteresisPct: 2 },
  channelList: [],
  parts: [...parts],
  problems: [],
  problemCount: 0,
});

export const curve = (name: string, timesMs: number[], values: (number | null)[], c: Partial<Curve> = {}): Curve => ({
  name,
  unit: 'V',
  channel: null,
  timesMs,
  min: values,
  max: values,
  ...c,
});
