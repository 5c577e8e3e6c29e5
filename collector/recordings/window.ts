/** Curves of one part over a window: what the console draws. */

import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { RecordingWindow, WindowCurve } from '../../core/recording-report.ts';
import type { VoltageChannel } from '../../core/series.ts';
import type { ReadingTable, Recording, RmsTable } from '../formats/recording.ts';
import type { UrmsHalf } from '../measure/urms-half.ts';
import type { MeasuredGroup } from './groups.ts';
import type { OpenPart } from './report.ts';
import { thin } from './thin.ts';

export interface WindowAsk {
  readonly fromMs: number;
  readonly toMs: number;
  /** Stretches a curve may have; a screen is not wider. */
  readonly points: number;
}

export function windowOf(part: OpenPart, ask: WindowAsk): RecordingWindow {
  const { fromMs, toMs } = ask;
  if (part.record.kind === 'readings') return { fromMs, toMs, waves: [], rms: tableCurves(part.record, ask) };
  if (part.record.kind === 'rms') return { fromMs, toMs, waves: [], rms: instrumentCurves(part.record, ask) };
  return { fromMs, toMs, waves: waveCurves(part.record, ask), rms: part.groups.flatMap((g) => rmsCurves(g, ask)) };
}

function waveCurves(r: Recording, ask: WindowAsk): WindowCurve[] {
  return r.analogs.map((a) => ({
    name: a.name,
    unit: a.unit,
    channel: null,
    ...thin({ timesMs: r.timesMs, values: a.values, breaks: r.breaks }, ask),
  }));
}

/** RMS as the instrument computed it: % of the declared voltage, V where the file states none. */
function instrumentCurves(r: RmsTable, ask: WindowAsk): WindowCurve[] {
  const { declaredV } = r.observation;
  return r.channels.map((c) => ({
    name: c.name,
    unit: declaredV === null ? 'V' : '%',
    channel: c.channel,
    ...thin(
      {
        timesMs: r.timesMs,
        values: declaredV === null ? c.valuesV : c.valuesV.map((v) => (100 * v) / declaredV),
        breaks: r.breaks,
      },
      ask,
    ),
  }));
}

/** % of Udin; V where no reference is known. */
function rmsCurves(g: MeasuredGroup, ask: WindowAsk): WindowCurve[] {
  const factor = g.udinV === null ? 1 : 100 / g.udinV;
  return g.members.map((m, k) => {
    const joined = join(g.runs.map((run) => run[k]).filter((u) => u !== undefined));
    const values = factor === 1 ? joined.values : joined.values.map((v) => v * factor);
    return {
      name: m.name,
      unit: g.udinV === null ? 'V' : '%',
      channel: m.channel,
      ...thin({ timesMs: joined.timesMs, values, breaks: joined.breaks }, ask),
    };
  });
}

function join(runs: readonly UrmsHalf[]) {
  const n = runs.reduce((sum, u) => sum + u.timesMs.length, 0);
  const timesMs = new Float64Array(n);
  const values = new Float64Array(n);
  const breaks: number[] = [];
  let at = 0;
  for (const u of runs) {
    if (at > 0 && u.timesMs.length > 0) breaks.push(at);
    timesMs.set(u.timesMs, at);
    values.set(u.valuesV, at);
    at += u.timesMs.length;
  }
  return { timesMs, values, breaks };
}

/** Readings as volts over time, times after the table's first start. */
function tableCurves(table: ReadingTable, ask: WindowAsk): WindowCurve[] {
  const startMs = table.readings.reduce((least, r) => Math.min(least, r.startMs), Number.POSITIVE_INFINITY);
  const meters = [...new Set(table.readings.map((r) => r.meter))];
  const channels: readonly VoltageChannel[] = [...PHASES, ...LINE_PAIRS];
  return meters.flatMap((meter) =>
    channels.flatMap((channel) => {
      const own = table.readings.filter((r) => r.meter === meter && r.values[channel]?.u !== undefined);
      if (own.length === 0) return [];
      const timesMs = Float64Array.from(own, (r) => (r.startMs + r.endMs) / 2 - startMs);
      const values = Float64Array.from(own, (r) => r.values[channel]?.u ?? Number.NaN);
      const name = table.channels[channel] ?? channel;
      const breaks = gapsOf(
        own.map((r) => r.startMs),
        own.map((r) => r.endMs),
      );
      return [
        {
          name: meters.length > 1 ? `${meter} ${name}` : name,
          unit: 'V',
          channel,
          ...thin({ timesMs, values, breaks }, ask),
        },
      ];
    }),
  );
}

/** A distance of more than this many intervals between readings is a gap. */
const GAP_INTERVALS = 1.5;

function gapsOf(startsMs: readonly number[], endsMs: readonly number[]): number[] {
  return startsMs.flatMap((startMs, i) => {
    const before = endsMs[i - 1];
    if (before === undefined) return [];
    const lengthMs = (endsMs[i] ?? startMs) - startMs;
    return startMs - before > GAP_INTERVALS * lengthMs && startMs > before ? [i] : [];
  });
}
