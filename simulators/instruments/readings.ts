/** Interval values of every meter that stores them, in the rows of readings.csv. Dark meters write nothing. */
import type { SimGrid } from '../grid/types.ts';
import { MINUTE_MS, stamp } from '../local-time.ts';
import { STEP_MS } from '../physics/load.ts';
import type { LoadFlow } from '../physics/load-flow.ts';
import { atWork, type GridState, type PlayedDip, type Span } from '../physics/state.ts';
import type { Triple } from '../physics/vector-group.ts';
import { noiseAt } from '../random.ts';
import { type Gap, gapAt } from './silence.ts';
import type { SimMeter } from './types.ts';

export const READING_COLUMNS = [
  'meter',
  'time',
  'interval_s',
  'ua',
  'ub',
  'uc',
  'ua_min',
  'ub_min',
  'uc_min',
  'ua_max',
  'ub_max',
  'uc_max',
  'i_a',
  'i_b',
  'i_c',
  'p_a',
  'p_b',
  'p_c',
  'pst_a',
  'pst_b',
  'pst_c',
  'f',
  'quality',
  'known_at',
] as const;

export interface ReadingPlan {
  readonly grid: SimGrid;
  readonly flow: LoadFlow;
  readonly state: GridState;
  readonly meters: readonly SimMeter[];
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seed: number;
  /** Called once for every step after the load flow is solved. */
  readonly onStep?: (ms: number) => void;
}

/** Everything a meter adds up between two rows. */
interface Sums {
  n: number;
  darkMs: number;
  u: [number, number, number];
  i: [number, number, number];
  p: [number, number, number];
  low: [number, number, number];
  high: [number, number, number];
  pst: [number, number, number];
  touched: boolean;
}

/** Two halves of a ten-minute step let 10-, 15- and 60-minute intervals all end on a border. */
const HALF_MS = STEP_MS / 2;
/** A meter without battery lives through so short a loss on its capacitor, and measures it. */
export const RIDE_THROUGH_MS = 4000;
/** "An event lies inside": bit of the quality column. */
const DURING_EVENT = 32;
const LETTERS = ['A', 'B', 'C'] as const;

export function makeReadings(plan: ReadingPlan): string[] {
  const rows: string[] = [READING_COLUMNS.join(',')];
  const meters = plan.meters.filter((m) => m.everyMin > 0);
  const sums = meters.map(() => empty());
  const darks = meters.map((m) => [...plan.state.darkAt(m.node), ...plan.state.switchedOff(m.node)]);
  for (let t = plan.fromMs; t < plan.toMs; t += STEP_MS) {
    plan.flow.solve(t);
    plan.onStep?.(t);
    for (const [k, m] of meters.entries()) {
      const base = plan.flow.voltsAt(m.node);
      const currents = currentsOf(plan, m);
      for (let half = 0; half < 2; half++) {
        const at = t + half * HALF_MS;
        add(plan, m, sums[k] as Sums, at, base, currents, darks[k] ?? []);
        const end = at + HALF_MS;
        if ((end - plan.fromMs) % (m.everyMin * MINUTE_MS) !== 0) continue;
        const row = rowOf(plan, m, sums[k] as Sums, end);
        if (row !== null) rows.push(row);
        sums[k] = empty();
      }
    }
  }
  return rows;
}

const empty = (): Sums => ({
  n: 0,
  darkMs: 0,
  u: [0, 0, 0],
  i: [0, 0, 0],
  p: [0, 0, 0],
  low: [1e9, 1e9, 1e9],
  high: [0, 0, 0],
  pst: [0, 0, 0],
  touched: false,
});

interface Currents {
  readonly i: Triple;
  readonly p: Triple;
}

function currentsOf(plan: ReadingPlan, m: SimMeter): Currents | null {
  if (m.role === 'transformer') return { i: plan.flow.areaAmps(m.node), p: plan.flow.areaWatts(m.node) };
  if (m.role !== 'feeder') return null;
  const third = plan.flow.feederWatts(m.node) / 3;
  const amps = third / (plan.flow.voltsAt(m.node)[0] * 0.95);
  return { i: [amps, amps, amps], p: [third, third, third] };
}

function add(
  plan: ReadingPlan,
  m: SimMeter,
  sum: Sums,
  at: number,
  base: Triple,
  currents: Currents | null,
  darks: readonly Span[],
): void {
  const dark = overlapMs(darks, at, at + HALF_MS);
  sum.darkMs += dark;
  if (dark > 0) sum.touched = true;
  if (dark >= HALF_MS && !m.heldUp) return;
  const lit = 1 - dark / HALF_MS;
  const calm = plan.state.bent(m.node, base, at + HALF_MS / 2, plan.flow.customerWatts);
  sum.n++;
  for (let ph = 0; ph < 3; ph++) {
    const p = ph as 0 | 1 | 2;
    const spread = 0.004 + 0.006 * noiseAt(plan.seed, 500 + ph, at / HALF_MS);
    const u = calm[p] * (m.heldUp ? lit : 1);
    sum.u[p] += u;
    const seesLoss = dark > 0 && (m.heldUp || dark < RIDE_THROUGH_MS);
    sum.low[p] = Math.min(sum.low[p], calm[p] * (seesLoss ? lowestOf200ms(0, dark) : 1 - spread));
    sum.high[p] = Math.max(sum.high[p], calm[p] * (1 + spread));
    if (currents !== null) {
      sum.i[p] += currents.i[p] * lit;
      sum.p[p] += currents.p[p] * lit;
    }
    sum.pst[p] = Math.max(sum.pst[p], 0.15 + 0.25 * noiseAt(plan.seed, 600 + ph, at / STEP_MS));
  }
  shake(plan, m, sum, at, calm);
}

/** Dips, machines and loose contacts: what they leave in the lowest value and in the flicker of the interval. */
function shake(plan: ReadingPlan, m: SimMeter, sum: Sums, at: number, calm: Triple): void {
  for (const dip of dipsWithin(plan.state.dips, at, at + HALF_MS)) {
    const pu = plan.state.dipPu(dip, m.node);
    for (const p of [0, 1, 2] as const) {
      const lowest = lowestOf200ms(pu[p], dip.endMs - dip.startMs);
      sum.low[p] = Math.min(sum.low[p], calm[p] * lowest);
      if (pu[p] < 0.9) sum.touched = true;
      sum.pst[p] = Math.max(sum.pst[p], Math.min(8, (1 - pu[p]) * 9));
    }
  }
  for (const { effect, dropV } of plan.state.heavyLoads(m.node)) {
    if (!atWork(effect, at)) continue;
    for (const p of [0, 1, 2] as const) {
      sum.low[p] = Math.min(sum.low[p], calm[p] - dropV);
      sum.pst[p] = Math.max(sum.pst[p], pstOfSteps((dropV / calm[p]) * 100, effect.perHour / 60));
    }
  }
  for (const e of plan.state.bendings(m.node)) {
    if (e.kind !== 'loose' || at < e.startMs || at >= e.endMs) continue;
    const luck = 0.5 + noiseAt(plan.seed, 700, at / HALF_MS);
    for (const p of [0, 1, 2] as const) {
      sum.low[p] = Math.min(sum.low[p], calm[p] * (1 - 0.04 * e.ohm * luck));
      sum.pst[p] = Math.max(sum.pst[p], 0.6 + 0.7 * e.ohm * luck);
    }
  }
}

/** The lowest 200-ms value that contains a dip of this depth and length (RMS over the window). */
const lowestOf200ms = (pu: number, forMs: number): number =>
  forMs >= 200 ? pu : Math.sqrt((forMs * pu * pu + (200 - forMs)) / 200);

/** Steps that give Pst = 1, % at changes per minute. @source IEC 61000-4-15 Ed.2 Table 5, 230 V / 50 Hz. */
const PST_ONE: readonly (readonly [number, number])[] = [
  [1, 2.715],
  [2, 2.191],
  [7, 1.45],
  [39, 0.894],
  [110, 0.722],
];

/** Pst of regular rectangular steps: linear in the step, read off the table by the rate. */
export function pstOfSteps(stepPct: number, perMinute: number): number {
  const rate = Math.min(110, Math.max(1, perMinute));
  const i = Math.max(
    1,
    PST_ONE.findIndex(([r]) => r >= rate),
  );
  const [r0, d0] = PST_ONE[i - 1] ?? [1, 2.715];
  const [r1, d1] = PST_ONE[i] ?? [110, 0.722];
  const share = r1 === r0 ? 0 : Math.log(rate / r0) / Math.log(r1 / r0);
  return stepPct / (d0 * (d1 / d0) ** share);
}

function rowOf(plan: ReadingPlan, m: SimMeter, sum: Sums, endMs: number): string | null {
  if (sum.n === 0) return null;
  const gap = gapAt(plan.gaps, m.record.comms, endMs);
  if (gap !== null && !gap.readLater) return null;
  const mv = m.level === 'mv';
  const shown = m.phases.length === 1 && m.record.phases === '?' ? 'A' : m.phases;
  const source = (letter: string): 0 | 1 | 2 =>
    (m.phases.length === 1 && m.record.phases === '?'
      ? LETTERS.indexOf(m.phases as 'A')
      : LETTERS.indexOf(letter as 'A')) as 0 | 1 | 2;
  const has = (letter: string): boolean => shown.includes(letter);
  const noise = (k: number): number =>
    (noiseAt(plan.seed, 300 + k, endMs / 60_000 + (m.customer ?? 0) * 7) - 0.5) * (mv ? 6 : 0.3);
  const volts = LETTERS.map((l, k) => (has(l) ? fix(sum.u[source(l)] / sum.n + noise(k), mv ? 0 : 1) : ''));
  const minmax = m.record.statistic === 'minmax' && (m.heldUp || sum.darkMs < RIDE_THROUGH_MS);
  const lows = LETTERS.map((l) => (minmax && has(l) ? fix(sum.low[source(l)], mv ? 0 : 1) : ''));
  const highs = LETTERS.map((l) => (minmax && has(l) ? fix(sum.high[source(l)], mv ? 0 : 1) : ''));
  const withCurrent = m.role === 'transformer' || m.role === 'feeder';
  const amps = LETTERS.map((_, k) => (withCurrent ? fix(sum.i[k as 0 | 1 | 2] / sum.n, 1) : ''));
  const watts = LETTERS.map((_, k) => (withCurrent ? fix(sum.p[k as 0 | 1 | 2] / sum.n, 0) : ''));
  const pst = LETTERS.map((l) => (m.measuresPst && has(l) ? fix(sum.pst[source(l)], 2) : ''));
  const f = m.role === 'busbar' ? fix(50 + (noiseAt(plan.seed, 40, endMs / STEP_MS) - 0.5) * 0.06, 3) : '';
  const quality = sum.touched && (m.record.method === 'urms_half' || sum.darkMs > 0) ? String(DURING_EVENT) : '';
  const known = gap === null ? '' : stamp(gap.endMs + 5 * MINUTE_MS);
  return [
    m.record.meter,
    stamp(endMs),
    m.everyMin * 60,
    ...volts,
    ...lows,
    ...highs,
    ...amps,
    ...watts,
    ...pst,
    f,
    quality,
    known,
  ].join(',');
}

const fix = (x: number, digits: number): string => x.toFixed(digits);

function overlapMs(spans: readonly Span[], startMs: number, endMs: number): number {
  let ms = 0;
  for (const s of spans) ms += Math.max(0, Math.min(endMs, s.endMs) - Math.max(startMs, s.startMs));
  return ms;
}

const dipsWithin = (dips: readonly PlayedDip[], startMs: number, endMs: number): readonly PlayedDip[] =>
  dips.filter((d) => d.startMs >= startMs && d.startMs < endMs);
