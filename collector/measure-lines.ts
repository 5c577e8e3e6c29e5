/** Aggregated values of a recording as JSON lines. No field is left out; unknown is null. */
import { formatTime } from '../core/time.ts';
import type { Aggregate, AggregateInterval } from './measure/cycles/aggregate.ts';
import type { MeasuredQuantity } from './measure/cycles/quantities.ts';
import type { RecordingAggregates } from './measure/cycles/recording-aggregates.ts';

export const INTERVALS = ['cycles', '3s', '10s', '10min', '2h'] as const;
export type Interval = (typeof INTERVALS)[number];

export interface ChannelLine {
  readonly channel: string;
  readonly unit: 'V' | 'A';
  readonly rms: number | null;
  readonly thdPct: number | null;
  readonly thd40Pct: number | null;
  readonly thd50Pct: number | null;
  /** Orders 2 to 50, in % of order 1; null where they were not asked for. */
  readonly harmonicsPct: readonly (number | null)[] | null;
}

export interface UnbalanceLine {
  readonly channels: string;
  readonly u2Pct: number | null;
  readonly u0Pct: number | null;
}

export interface MeasureLine {
  readonly type: 'measure';
  readonly file: string;
  readonly interval: '10/12-cycle' | AggregateInterval;
  readonly start: string;
  readonly end: string;
  readonly n: number;
  readonly coveredPct: number | null;
  readonly flagged: boolean;
  readonly hz: number | null;
  readonly channels: readonly ChannelLine[];
  readonly unbalance: readonly UnbalanceLine[];
}

export interface FrequencyLine {
  readonly type: 'frequency';
  readonly file: string;
  readonly end: string;
  readonly hz: number | null;
  readonly flagged: boolean;
}

/** In the order asked for; without `intervals` the longest one with a known value, and the frequency where it is known. */
export function measureLines(
  found: RecordingAggregates,
  options: { readonly file: string; readonly zone: string; readonly intervals: readonly Interval[] | null },
): (MeasureLine | FrequencyLine)[] {
  const intervals = options.intervals ?? longestKnown(found);
  return intervals.flatMap((interval): (MeasureLine | FrequencyLine)[] => {
    if (interval === '10s') return frequencyLines(found, options);
    return rowsOf(found, interval).map((row) => measureLine(found.quantities, row, options));
  });
}

function longestKnown(found: RecordingAggregates): Interval[] {
  const orders = ['2h', '10min', '3s'] as const;
  const known = orders.find((i) => rowsOf(found, i).some((row) => row.values.some((v) => !Number.isNaN(v))));
  const frequency = found.frequency.some((f) => !Number.isNaN(f.hz));
  return [known ?? 'cycles', ...(frequency ? ['10s' as const] : [])];
}

type MeasuredRow = Omit<Aggregate, 'interval'> & { readonly interval: MeasureLine['interval'] };

function rowsOf(found: RecordingAggregates, interval: Exclude<Interval, '10s'>): readonly MeasuredRow[] {
  if (interval === '3s') return found.cycles150;
  if (interval === '10min') return found.tenMinutes;
  if (interval === '2h') return found.twoHours;
  return found.blocks.map((b): MeasuredRow => {
    const hz = (1000 * b.cycles) / (b.endMs - b.startMs);
    return { ...b, interval: '10/12-cycle', n: 1, coveredPct: 100, hz };
  });
}

function measureLine(
  quantities: readonly MeasuredQuantity[],
  row: MeasuredRow,
  { file, zone }: { readonly file: string; readonly zone: string },
): MeasureLine {
  const { channels, unbalance } = valuesOf(quantities, row.values);
  return {
    type: 'measure',
    file,
    interval: row.interval,
    start: formatTime(row.startMs, zone),
    end: formatTime(row.endMs, zone),
    n: row.n,
    coveredPct: known(row.coveredPct),
    flagged: row.flagged,
    hz: known(row.hz),
    channels,
    unbalance,
  };
}

/** The flat values by channel and group. Quantities of a channel stand together, `rms` first; `u2` before `u0`. */
function valuesOf(quantities: readonly MeasuredQuantity[], values: readonly number[]) {
  const channels: ChannelLine[] = [];
  const unbalance: UnbalanceLine[] = [];
  quantities.forEach((q, i) => {
    const at = (offset: number) => known(values[i + offset]);
    if (q.kind === 'u2') unbalance.push({ channels: q.channel, u2Pct: at(0), u0Pct: at(1) });
    if (q.kind !== 'rms' || q.unit === 'Pct') return;
    let orders = 0;
    while (quantities[i + 4 + orders]?.kind === `h${orders + 2}`) orders++;
    const harmonicsPct = orders === 0 ? null : Array.from({ length: orders }, (_, k) => at(4 + k));
    const [rms, thdPct, thd40Pct, thd50Pct] = [at(0), at(1), at(2), at(3)];
    channels.push({ channel: q.channel, unit: q.unit, rms, thdPct, thd40Pct, thd50Pct, harmonicsPct });
  });
  return { channels, unbalance };
}

function frequencyLines(
  found: RecordingAggregates,
  { file, zone }: { readonly file: string; readonly zone: string },
): FrequencyLine[] {
  return found.frequency.map((f) => {
    return { type: 'frequency', file, end: formatTime(f.endMs, zone), hz: known(f.hz), flagged: f.flagged };
  });
}

/** Eight digits: more than any instrument has. */
const DIGITS = 8;

function known(v: number | undefined): number | null {
  return v === undefined || Number.isNaN(v) ? null : Number(v.toPrecision(DIGITS));
}
