/** Magnitudes, distortion, unbalance and frequency of a whole recording, and what they aggregate to. */
import type { Interval } from '../../../core/time.ts';
import type { Recording } from '../../formats/recording.ts';
import { type UrmsHalf, urmsHalf } from '../urms-half.ts';
import { type Aggregate, type CycleBlock, finishAggregation, startAggregation, stepAggregation } from './aggregate.ts';
import { blockMeter, type MeasuredRun } from './block-values.ts';
import { isFlagged, joined } from './flags.ts';
import { type FollowedWave, type TenSecondHz, tenSecondFrequencies } from './frequency.ts';
import { type Measured, type MeasuredQuantity, measuredChannels } from './quantities.ts';
import { cycleWindows, marksOf } from './windows.ts';

export interface RecordingAggregates {
  /** What the `values` of blocks and aggregates are, in their order. */
  readonly quantities: readonly MeasuredQuantity[];
  readonly blocks: readonly CycleBlock[];
  /** 150/180 cycles: about 3 s. */
  readonly cycles150: readonly Aggregate[];
  readonly tenMinutes: readonly Aggregate[];
  readonly twoHours: readonly Aggregate[];
  readonly frequency: readonly TenSecondHz[];
  /** Highest order of a harmonic the sampling rate can show; 0 where there was no window. */
  readonly orderMax: number;
  /** Channel whose zero crossings set the windows; null where no voltage is alive: then there are no values. */
  readonly reference: string | null;
}

export interface AggregateOptions {
  /** Dips, swells and interruptions, UTC: values that overlap them are flagged. See `flaggingIntervals`. */
  readonly events?: readonly Interval[];
  /** Every order as a quantity of its own. */
  readonly harmonics?: boolean;
}

/** Below this share of its highest Urms(1/2) the voltage of a channel is gone. */
const GONE_SHARE = 0.1;
/** No declared voltage, primary or secondary, is lower than this, V: a channel that never exceeds it shows noise. */
const NOISE_MAX_V = 0.5;

/** Values of every 10/12-cycle window, run by gapless run: windows never cross a gap. */
export function recordingAggregates(recording: Recording, options: AggregateOptions = {}): RecordingAggregates {
  const measured = measuredChannels(recording, options.harmonics ?? false);
  const events = joined(options.events ?? []);
  const runs = gaplessRuns(recording);
  const halves = runs.map((run) => voltageHalves(recording, measured, run));
  const highest = measured.channels.map((_, c) => highestV(halves.map((h) => h[c])));
  const gone = measured.channels.map((c, i) => goneLevel(c.unit, highest[i] ?? 0));
  const reference = referenceChannel(measured, highest);
  const empty = { quantities: measured.quantities, blocks: [], cycles150: [], tenMinutes: [], twoHours: [] };
  if (reference === null) return { ...empty, frequency: [], orderMax: 0, reference: null };
  const blocks: CycleBlock[] = [];
  const waves: FollowedWave[][] = [];
  let orderMax = 0;
  runs.forEach((run, r) => {
    const followed = followedWaves(measured, reference, run, halves[r] ?? [], gone);
    waves.push(followed);
    const [lead] = followed;
    if (lead === undefined) return;
    const meter = blockMeter(measured, run, gone, options.harmonics ?? false);
    for (const w of cycleWindows(marksOf(lead.half), lead, { startMs: recording.startMs, nominalHz: run.nominalHz })) {
      const [startMs, endMs] = [recording.startMs + w.fromMs, recording.startMs + w.toMs];
      const { cycles, tenMinutesEndMs } = w;
      const flagged = isFlagged(events, startMs, endMs);
      blocks.push({ startMs, endMs, cycles, tenMinutesEndMs, flagged, values: meter.values(w) });
    }
    orderMax = Math.max(orderMax, meter.orderMax());
  });
  const aggregates = aggregateAll(blocks);
  const of = (interval: Aggregate['interval']) => aggregates.filter((a) => a.interval === interval);
  return {
    quantities: measured.quantities,
    blocks,
    cycles150: of('150/180-cycle'),
    tenMinutes: of('10min'),
    twoHours: of('2h'),
    frequency: tenSecondFrequencies(waves, recording.startMs, events),
    orderMax,
    reference: measured.channels[reference]?.name ?? null,
  };
}

function aggregateAll(blocks: readonly CycleBlock[]): Aggregate[] {
  const state = startAggregation();
  const out = blocks.flatMap((block) => stepAggregation(state, block));
  return [...out, ...finishAggregation(state)];
}

function gaplessRuns(recording: Recording): MeasuredRun[] {
  const edges = [0, ...recording.breaks, recording.timesMs.length];
  return edges
    .slice(1)
    .map((end, i) => ({ timesMs: recording.timesMs, first: edges[i] ?? 0, end, nominalHz: recording.lineHz }));
}

/** Urms(1/2) per channel; undefined for currents. */
function voltageHalves(recording: Recording, measured: Measured, run: MeasuredRun): (UrmsHalf | undefined)[] {
  const out = new Array<UrmsHalf | undefined>(measured.channels.length).fill(undefined);
  for (const group of measured.groups) {
    const channels = group.members.map((m) => measured.channels[m]?.values ?? new Float64Array(0));
    urmsHalf(recording.timesMs, channels, run).forEach((half, i) => {
      const m = group.members[i];
      if (m !== undefined) out[m] = half;
    });
  }
  return out;
}

/** Currents have no level of their own: any is one. */
function goneLevel(unit: 'V' | 'A', highest: number): number {
  if (unit === 'A') return 0;
  return highest > NOISE_MAX_V ? GONE_SHARE * highest : Number.POSITIVE_INFINITY;
}

function highestV(halves: readonly (UrmsHalf | undefined)[]): number {
  let highest = 0;
  for (const half of halves) for (const v of half?.valuesV ?? []) if (v > highest) highest = v;
  return highest;
}

/** A channel that never reaches this share of the liveliest of its group is not connected. */
const ALIVE_SHARE = 0.5;

/** The first channel of the first group that carries voltage. */
function referenceChannel(measured: Measured, highestV: readonly number[]): number | null {
  for (const group of measured.groups) {
    const liveliest = Math.max(...group.members.map((m) => highestV[m] ?? 0));
    const alive = group.members.find((m) => (highestV[m] ?? 0) > ALIVE_SHARE * liveliest);
    if (alive !== undefined && liveliest > NOISE_MAX_V) return alive;
  }
  return null;
}

/** The reference channel and the others of its group, in this order. */
function followedWaves(
  measured: Measured,
  reference: number,
  run: MeasuredRun,
  halves: readonly (UrmsHalf | undefined)[],
  gone: readonly number[],
): FollowedWave[] {
  const group = measured.groups.find((g) => g.members.includes(reference))?.members ?? [];
  return [reference, ...group.filter((m) => m !== reference)].flatMap((m) => {
    const [half, channel] = [halves[m], measured.channels[m]];
    if (half === undefined || channel === undefined) return [];
    const { timesMs, first, end } = run;
    return [{ timesMs, values: channel.values, first, end, half, goneV: gone[m] ?? 0 }];
  });
}
