/** A meter's voltage over a window as columns: raw values while they fit a screen, else 10-minute or hourly ones. */
import { declaredChannels } from '../../core/declared.ts';
import type { Meter } from '../../core/network.ts';
import type { Aggregate10Min, Range, SeriesStore } from '../../core/ports.ts';
import type { PhaseTag } from '../../core/quantity.ts';
import type { RESOLUTIONS, SupplyPointVoltage } from '../contract/supply-point.ts';

export interface Curve {
  readonly resolutionS: number | null;
  readonly timesMs: readonly number[];
  readonly phases: SupplyPointVoltage['phases'];
}

type Resolution = (typeof RESOLUTIONS)[number];

const HOUR_MS = 3_600_000;
/** Windows up to here show every value. */
const RAW_SPAN_MS = 6 * HOUR_MS;
/** Windows up to here show 10-minute values, beyond hourly ones. */
const TEN_MIN_SPAN_MS = 14 * 24 * HOUR_MS;
/** Most points of one phase; more is no longer a picture. */
const POINTS_MAX = 5_000;

/** One value of one phase; null = not known. */
interface Cell {
  readonly phase: PhaseTag;
  readonly timeMs: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export async function readCurve(
  series: SeriesStore,
  meter: Meter | null,
  window: Range,
  resolution: Resolution,
): Promise<Curve> {
  if (meter === null) return { resolutionS: null, timesMs: [], phases: [] };
  const spanMs = window.toMs - window.fromMs;
  const wanted = resolution === 'auto' ? automatic(spanMs) : resolution;
  if (wanted === 'raw') {
    const raw = await rawCells(series, meter, window);
    if (raw.length > 0 && raw.length <= POINTS_MAX * 6) return { resolutionS: null, ...columns(raw) };
  }
  const aggregates = declaredChannels(meter, await series.readAggregates(meter.meter, window));
  const cells = aggregates.map(tenMinuteCell);
  if (cells.length === 0 && wanted !== 'raw') {
    // Nothing aggregated yet (a fresh import): the readings themselves, as far as they fit.
    const raw = await rawCells(series, meter, window);
    return raw.length <= POINTS_MAX * 6
      ? { resolutionS: null, ...columns(raw) }
      : { resolutionS: 3600, ...columns(hourly(raw)) };
  }
  if (wanted === '1h') return { resolutionS: 3600, ...columns(hourly(cells)) };
  return { resolutionS: 600, ...columns(cells) };
}

function automatic(spanMs: number): Exclude<Resolution, 'auto'> {
  if (spanMs <= RAW_SPAN_MS) return 'raw';
  return spanMs <= TEN_MIN_SPAN_MS ? '10min' : '1h';
}

async function rawCells(series: SeriesStore, meter: Meter, window: Range): Promise<readonly Cell[]> {
  const [mean, min, max] = await Promise.all([
    series.readPoints(meter.meter, 'u', window),
    series.readPoints(meter.meter, 'uMin', window),
    series.readPoints(meter.meter, 'uMax', window),
  ]);
  const at = (phase: string, timeMs: number) => `${phase}|${timeMs}`;
  const lows = new Map(min.map((p) => [at(p.phase, p.timeMs), p.value]));
  const highs = new Map(max.map((p) => [at(p.phase, p.timeMs), p.value]));
  return declaredChannels(meter, mean).map((p) => ({
    phase: p.phase,
    timeMs: p.timeMs,
    mean: finite(p.value),
    min: finite(lows.get(at(p.phase, p.timeMs)) ?? p.value),
    max: finite(highs.get(at(p.phase, p.timeMs)) ?? p.value),
  }));
}

function tenMinuteCell(a: Aggregate10Min): Cell {
  return { phase: a.phase, timeMs: a.endMs, mean: a.uMeanV, min: a.uMinV ?? a.uMeanV, max: a.uMaxV ?? a.uMeanV };
}

/** Stamped with the hour's end on the UTC grid. */
function hourly(cells: readonly Cell[]): readonly Cell[] {
  const sums = new Map<string, { phase: PhaseTag; timeMs: number; sum: number; n: number; min: number; max: number }>();
  for (const c of cells) {
    if (c.mean === null) continue;
    const timeMs = Math.ceil(c.timeMs / HOUR_MS) * HOUR_MS;
    const key = `${c.phase}|${timeMs}`;
    const s = sums.get(key) ?? { phase: c.phase, timeMs, sum: 0, n: 0, min: c.mean, max: c.mean };
    s.sum += c.mean;
    s.n++;
    s.min = Math.min(s.min, c.min ?? c.mean);
    s.max = Math.max(s.max, c.max ?? c.mean);
    sums.set(key, s);
  }
  return [...sums.values()].map((s) => ({
    phase: s.phase,
    timeMs: s.timeMs,
    mean: s.sum / s.n,
    min: s.min,
    max: s.max,
  }));
}

const VOLTAGE_PHASES: readonly string[] = ['A', 'B', 'C', 'AB', 'BC', 'CA'];

/** A distance this many times the usual one is a gap; less is the jitter of a sender. */
const GAP_STEPS = 1.5;

/** Times with one more in each gap, where every phase is null: a line drawn through it would be an invention. */
function withGaps(timesMs: readonly number[]): number[] {
  const steps = timesMs.slice(1).map((ms, i) => ms - (timesMs[i] as number));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  if (usual === undefined) return [...timesMs];
  return timesMs.flatMap((ms, i) => ((steps[i] ?? 0) > usual * GAP_STEPS ? [ms, ms + usual] : [ms]));
}

/** One time column for all phases; where a phase has no value at a time, null. */
function columns(cells: readonly Cell[]): Pick<Curve, 'timesMs' | 'phases'> {
  const timesMs = withGaps([...new Set(cells.map((c) => c.timeMs))].sort((a, b) => a - b));
  const row = new Map(timesMs.map((ms, i) => [ms, i]));
  const byPhase = new Map<PhaseTag, SupplyPointVoltage['phases'][number]>();
  const empty = () => new Array<number | null>(timesMs.length).fill(null);
  for (const c of cells) {
    if (!VOLTAGE_PHASES.includes(c.phase)) continue;
    let of = byPhase.get(c.phase);
    if (of === undefined) {
      of = { phase: c.phase, meanV: empty(), minV: empty(), maxV: empty() };
      byPhase.set(c.phase, of);
    }
    const i = row.get(c.timeMs) as number;
    of.meanV[i] = c.mean;
    of.minV[i] = c.min;
    of.maxV[i] = c.max;
  }
  const phases = [...byPhase.values()].sort(
    (a, b) => VOLTAGE_PHASES.indexOf(a.phase) - VOLTAGE_PHASES.indexOf(b.phase),
  );
  return { timesMs, phases };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
