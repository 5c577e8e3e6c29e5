/** Logged values of an observation: RMS cycle by cycle around a disturbance, or slow readings of a trend. */
import { id } from '../../../core/ids.ts';
import { LINE_PAIRS, PHASES, type PhaseTag, type QuantityId } from '../../../core/quantity.ts';
import type { Method, Reading, VoltageChannel } from '../../../core/series.ts';
import type { Observation, ReadingTable, RmsTable } from '../recording.ts';
import { breaksOf, byTimes, stepOf, type TimedChannel } from './channels.ts';
import { declaredOf, phaseOf } from './declared.ts';
import { CHARACTERISTIC, MEASURED } from './ids.ts';
import type { RawObservation } from './observation.ts';

export interface TableContext {
  readonly startMs: number;
  readonly meter: string;
  facts(declaredV: number | null): Observation;
}

interface Logged {
  readonly characteristic: string;
  readonly measured: number | null;
  readonly quantity: QuantityId;
  /** True where one value speaks for the whole meter. */
  readonly total: boolean;
}
const LOGGED: readonly Logged[] = [
  { characteristic: CHARACTERISTIC.rms, measured: MEASURED.voltage, quantity: 'u', total: false },
  { characteristic: CHARACTERISTIC.rms, measured: MEASURED.current, quantity: 'i', total: false },
  { characteristic: CHARACTERISTIC.thd, measured: MEASURED.voltage, quantity: 'thdu', total: false },
  { characteristic: CHARACTERISTIC.pst, measured: null, quantity: 'pst', total: false },
  { characteristic: CHARACTERISTIC.plt, measured: null, quantity: 'plt', total: false },
  { characteristic: CHARACTERISTIC.frequency, measured: null, quantity: 'f', total: true },
  { characteristic: CHARACTERISTIC.negativeUnbalance, measured: MEASURED.voltage, quantity: 'u2', total: true },
  { characteristic: CHARACTERISTIC.zeroUnbalance, measured: MEASURED.voltage, quantity: 'u0', total: true },
];

/** Values closer than this follow the course of a disturbance; slower ones are readings. ms. */
const RMS_STEP_MAX_MS = 900;
/** Upper end of each method's interval, s. */
const METHOD_UP_TO_S = [
  [1, '1s'],
  [10, '10s'],
  [60, '1min'],
  [600, '10min'],
  [900, '15min'],
] as const;

interface Placed {
  readonly channel: TimedChannel;
  readonly quantity: QuantityId;
  readonly phase: PhaseTag;
}

/** Channels of quantities nobody here evaluates (angles, harmonics, powers) are left out. */
export function loggedTables(
  o: RawObservation,
  channels: readonly TimedChannel[],
  context: TableContext,
): (RmsTable | ReadingTable)[] {
  return byTimes(channels).flatMap((group): (RmsTable | ReadingTable)[] => {
    const placed = group.flatMap(place);
    const timesMs = group[0]?.timesMs ?? new Float64Array(0);
    const stepMs = stepOf(timesMs);
    if (placed.length === 0) return [];
    if (stepMs <= RMS_STEP_MAX_MS) return rmsTable(o, placed, timesMs, context);
    return [readingTable(placed, timesMs, stepMs, context)];
  });
}

function place(channel: TimedChannel): Placed[] {
  const { definition } = channel.instance;
  const characteristics = new Set(definition.series.map((s) => s.characteristic));
  const found = LOGGED.find(
    (l) =>
      characteristics.has(l.characteristic) &&
      (l.measured === null || l.measured === definition.measured) &&
      isMain(definition.series, l),
  );
  if (found === undefined) return [];
  const phase = found.total ? 'total' : phaseOf(definition.phase);
  return phase === null ? [] : [{ channel, quantity: found.quantity, phase }];
}

/** Times are marked RMS by some writers: what counts is a series of values with that characteristic. */
const isMain = (series: TimedChannel['instance']['definition']['series'], l: Logged): boolean =>
  series.some((s) => s.characteristic === l.characteristic && s.units !== 2 && s.units !== 1 && s.units !== 3);

const mainOf = (c: TimedChannel): Float64Array | undefined =>
  c.values.average ?? c.values.value ?? c.values.instantaneous;

const isVoltageChannel = (phase: PhaseTag): phase is VoltageChannel =>
  [...PHASES, ...LINE_PAIRS].some((c) => c === phase);

function rmsTable(
  o: RawObservation,
  placed: readonly Placed[],
  timesMs: Float64Array,
  context: TableContext,
): RmsTable[] {
  const voltages = placed.filter((p) => p.quantity === 'u' && isVoltageChannel(p.phase));
  const channels = voltages.flatMap((p) => {
    const { values } = p.channel;
    const valuesV = mainOf(p.channel) ?? values.minimum ?? values.maximum;
    if (valuesV === undefined || !isVoltageChannel(p.phase)) return [];
    const finer = (v: Float64Array | undefined) => (v === undefined || isEqual(v, valuesV) ? valuesV : v);
    const { name } = p.channel.instance.definition;
    return [{ channel: p.phase, name, valuesV, lowestV: finer(values.minimum), highestV: finer(values.maximum) }];
  });
  if (channels.length === 0) return [];
  const firstMs = timesMs[0] ?? 0;
  const stepMs = stepOf(timesMs);
  return [
    {
      kind: 'rms',
      station: o.source.location,
      device: o.source.name,
      startMs: context.startMs + firstMs,
      timesMs: firstMs === 0 ? timesMs : timesMs.map((t) => t - firstMs),
      stepMs,
      breaks: breaksOf(timesMs, stepMs),
      channels,
      observation: context.facts(declaredIn(voltages)),
    },
  ];
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** Of phases where there are any, else of pairs. */
function declaredIn(voltages: readonly Placed[]): number | null {
  for (const length of [1, 2]) {
    for (const p of voltages) {
      const v = p.phase.length === length && p.phase !== 'N' ? declaredOf(p.channel, false) : null;
      if (v !== null) return v;
    }
  }
  return null;
}

/**
 * A stamp is the end of its interval: in the field file the lowest value of a dip stands at the first stamp after it,
 * though the observation begins at its first stamp.
 */
function readingTable(
  placed: readonly Placed[],
  timesMs: Float64Array,
  stepMs: number,
  context: TableContext,
): ReadingTable {
  const seconds = stepMs / 1000;
  const method: Method = METHOD_UP_TO_S.find(([upTo]) => seconds <= upTo * 1.001)?.[1] ?? '60min';
  const lengthMs = Number.isFinite(stepMs) ? stepMs : 0;
  const readings: Reading[] = [];
  let unknown = 0;
  for (let i = 0; i < timesMs.length; i++) {
    const endMs = context.startMs + timesMs[i]!;
    const values: Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>> = {};
    for (const p of placed) {
      const own = valuesAt(p, i);
      if (p.quantity === 'u' && own.u === undefined) unknown++;
      if (Object.keys(own).length > 0) values[p.phase] = { ...values[p.phase], ...own };
    }
    readings.push({
      meter: id(context.meter),
      startMs: endMs - lengthMs,
      endMs,
      values,
      method,
      statistic: lengthMs === 0 ? 'snapshot' : 'mean',
      quality: 0,
      knownAtMs: endMs,
      deviceTimeMs: endMs,
    });
  }
  const voltages = placed.filter((p) => p.quantity === 'u');
  const channels = Object.fromEntries(voltages.map((p) => [p.phase, p.channel.instance.definition.name]));
  const observation = context.facts(declaredIn(voltages));
  return { kind: 'readings', readings, channels, unknown, counters: [], failures: [], observation };
}

function valuesAt(p: Placed, i: number): Partial<Record<QuantityId, number>> {
  const { values } = p.channel;
  const out: Partial<Record<QuantityId, number>> = {};
  const put = (quantity: QuantityId, from: Float64Array | undefined) => {
    const v = from?.[i] ?? Number.NaN;
    if (Number.isFinite(v)) out[quantity] = v;
  };
  put(p.quantity, mainOf(p.channel));
  if (p.quantity === 'u') {
    put('uMin', values.minimum);
    put('uMax', values.maximum);
  }
  return out;
}
