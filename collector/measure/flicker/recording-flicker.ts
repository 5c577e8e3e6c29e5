/** Flicker of every voltage channel of a recording: waveforms sample by sample, RMS records by the approximation. */
import type { Recording, RmsTable } from '../../formats/recording.ts';
import { unitScale, voltageGroups } from '../voltage-groups.ts';
import { type Lamp, LINE_HZ, type LineHz } from './chain.ts';
import { type FlickerState, finishFlicker, resumeFlicker, startFlicker, stepFlicker } from './flicker.ts';
import { type FlickerMethod, type FlickerValue, SETTLE_S } from './intervals.ts';
import { finishRmsFlicker, startRmsFlicker, stepRmsFlicker } from './rms-input.ts';

export interface RecordingFlickerOptions {
  readonly lamp: Lamp;
  /** V, phase-neutral where the record holds phases; its pairs then have √3 of it. Null = dips by the slow reference. */
  readonly udinV: number | null;
  /** Length of a Pst, s. */
  readonly periodS: number;
  /** Intervals end on ticks of the clock, or follow each other from the settling on. */
  readonly align: 'clock' | 'start';
  /** Names wanted; null = every voltage. */
  readonly channels: readonly string[] | null;
}

/** Why a channel has no value at all. */
export type Refusal = 'too-short' | 'too-slow' | 'dead' | 'line-frequency';

export interface ChannelFlicker {
  readonly channel: string;
  readonly method: FlickerMethod;
  readonly lineHz: LineHz | null;
  readonly rateHz: number;
  /** Length of the record, gaps included. */
  readonly seconds: number;
  /** What the filters were given to settle, s. */
  readonly settleS: number;
  readonly values: readonly FlickerValue[];
  readonly refused: Refusal | null;
}

/** Below this rate squares of the voltage fold over into what is seen, Hz. */
const RATE_MIN_HZ = 1600;
/** A record shorter than this has no time for the full settling, s. */
const SHORT_S = 90;
/** Then this must do: Pinst is right to about 2 %. */
const SHORT_SETTLE_S = 15;
/** Less than this after the settling shows nothing, s. */
const SHOWN_MIN_S = 1;
/** Rates nearer than this to each other are one. */
const SAME_RATE_PU = 0.005;
/** Nominal frequency, as stated, may be off by this, Hz. */
const LINE_TOLERANCE_HZ = 3;
/** A channel that never reaches this share of the liveliest of its group is not connected. */
const ALIVE_SHARE = 0.5;
const NOISE_MAX_V = 0.5;

interface Span {
  readonly first: number;
  readonly end: number;
  readonly rateHz: number;
}

/** One entry per voltage channel that is wanted, in order of the groups. */
export function recordingFlicker(recording: Recording, options: RecordingFlickerOptions): ChannelFlicker[] {
  const spans = spansOf(recording);
  const seconds = secondsOf(recording.timesMs);
  const groups = voltageGroups(recording.analogs);
  const hasPhases = groups.some((g) => g.connection === 'LN');
  return groups.flatMap((group) => {
    const isPairs = hasPhases && group.connection === 'LL' && options.udinV !== null;
    const own = isPairs ? { ...options, udinV: Math.sqrt(3) * (options.udinV ?? 0) } : options;
    const members = group.members.flatMap(({ index, name }) => {
      const analog = recording.analogs[index];
      return analog === undefined ? [] : [{ name, scale: unitScale(analog) ?? 1, values: analog.values }];
    });
    const levels = members.map((m) => m.scale * rmsOf(m.values));
    const alive = Math.max(NOISE_MAX_V, ALIVE_SHARE * Math.max(...levels));
    return members.flatMap((member, m) => {
      if (!isWanted(member.name, options)) return [];
      const head = headOf(member.name, { method: 'waveform', seconds, lineHz: recording.lineHz });
      const rateHz = Math.max(0, ...spans.map((s) => s.rateHz));
      const isDead = !((levels[m] ?? 0) >= alive);
      const refused = refusal(head, rateHz < RATE_MIN_HZ, isDead);
      const values = refused === null ? waveformValues(recording, spans, member, { ...head, options: own }) : [];
      return [{ ...head, rateHz, refused, values }];
    });
  });
}

/** The same of an RMS record; only where its values come each half cycle. */
export function rmsTableFlicker(table: RmsTable, options: RecordingFlickerOptions): ChannelFlicker[] {
  const seconds = secondsOf(table.timesMs);
  const lineHz = 500 / table.stepMs;
  return table.channels.flatMap(({ name, valuesV }) => {
    if (!isWanted(name, options)) return [];
    const head = headOf(name, { method: 'urms_half', seconds, lineHz });
    const rateHz = 1000 / table.stepMs;
    const isDead = !(rmsOf(valuesV) >= NOISE_MAX_V);
    const refused = head.lineHz === null ? 'too-slow' : refusal(head, false, isDead);
    return [
      { ...head, rateHz, refused, values: refused === null ? rmsValues(table, valuesV, { ...head, options }) : [] },
    ];
  });
}

const isWanted = (name: string, { channels }: RecordingFlickerOptions): boolean =>
  channels === null || channels.includes(name);

function headOf(channel: string, of: { method: FlickerMethod; seconds: number; lineHz: number }) {
  const lineHz = LINE_HZ.find((hz) => Math.abs(hz - of.lineHz) < LINE_TOLERANCE_HZ) ?? null;
  return {
    channel,
    method: of.method,
    lineHz,
    seconds: of.seconds,
    settleS: of.seconds < SHORT_S ? SHORT_SETTLE_S : SETTLE_S,
  };
}

type Head = ReturnType<typeof headOf>;

function refusal(head: Head, isSlow: boolean, isDead: boolean): Refusal | null {
  if (isDead) return 'dead';
  if (head.lineHz === null) return 'line-frequency';
  if (isSlow) return 'too-slow';
  return head.seconds < head.settleS + SHOWN_MIN_S ? 'too-short' : null;
}

interface Task extends Head {
  readonly options: RecordingFlickerOptions;
}

function waveformValues(
  recording: Recording,
  spans: readonly Span[],
  { values, scale }: { readonly values: Float64Array; readonly scale: number },
  { lineHz, settleS, options }: Task,
): FlickerValue[] {
  const out: FlickerValue[] = [];
  const { lamp, udinV, periodS, align } = options;
  let running: { readonly state: FlickerState; readonly rateHz: number } | null = null;
  for (const span of spans) {
    if (span.rateHz < RATE_MIN_HZ || lineHz === null) continue;
    const offsetMs = recording.timesMs[span.first] ?? 0;
    const atMs = align === 'clock' ? recording.startMs + offsetMs : offsetMs;
    if (running !== null && Math.abs(span.rateHz / running.rateHz - 1) > SAME_RATE_PU) {
      out.push(...finishFlicker(running.state));
      running = null;
    }
    if (running === null) {
      const startMs = align === 'clock' ? atMs : null;
      const state = startFlicker({ sampleRateHz: span.rateHz, lineHz, lamp, udinV, startMs, periodS, settleS });
      running = { state, rateHz: span.rateHz };
    } else resumeFlicker(running.state, atMs, out);
    const samples = values.subarray(span.first, span.end);
    for (const v of stepFlicker(running.state, scale === 1 ? samples : samples.map((x) => x * scale))) out.push(v);
  }
  return running === null ? out : [...out, ...finishFlicker(running.state)];
}

function rmsValues(table: RmsTable, valuesV: Float64Array, { lineHz, settleS, options }: Task): FlickerValue[] {
  if (lineHz === null) return [];
  const { lamp, udinV, periodS, align } = options;
  const firstMs = align === 'clock' ? table.startMs + (table.timesMs[0] ?? 0) : null;
  const state = startRmsFlicker({ lineHz, lamp, udinV, firstMs, stepMs: table.stepMs, periodS, settleS });
  return [...stepRmsFlicker(state, gapless(table, valuesV)), ...finishRmsFlicker(state)];
}

/** What lies in a gap is missing, value by value, so that the clock goes on. */
function gapless({ timesMs, stepMs }: RmsTable, valuesV: Float64Array): Float64Array {
  const slot = (i: number) => Math.round(((timesMs[i] ?? 0) - (timesMs[0] ?? 0)) / stepMs);
  const out = new Float64Array(slot(timesMs.length - 1) + 1).fill(Number.NaN);
  for (let i = 0; i < timesMs.length; i++) out[slot(i)] = valuesV[i]!;
  return out;
}

/** Gapless stretches of one sampling rate. */
function spansOf({ timesMs, breaks, rates }: Recording): Span[] {
  const cuts = new Set([0, ...breaks, timesMs.length]);
  rates.forEach(({ rateHz, endSample }, i) => {
    const next = rates[i + 1];
    if (next !== undefined && Math.abs(next.rateHz / rateHz - 1) > SAME_RATE_PU) cuts.add(endSample);
  });
  const edges = [...cuts].filter((c) => c <= timesMs.length).sort((a, b) => a - b);
  return edges.slice(1).flatMap((end, i) => {
    const first = edges[i] ?? 0;
    const lengthMs = (timesMs[end - 1] ?? 0) - (timesMs[first] ?? 0);
    return lengthMs > 0 ? [{ first, end, rateHz: (1000 * (end - 1 - first)) / lengthMs }] : [];
  });
}

const secondsOf = (timesMs: Float64Array): number => ((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)) / 1000;

/** NaN left out; NaN where nothing is known. */
function rmsOf(values: Float64Array): number {
  let [sum, n] = [0, 0];
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    sum += v * v;
    n++;
  }
  return Math.sqrt(sum / n);
}
