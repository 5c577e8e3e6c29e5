/**
 * A meter against the others of its transformer area: a drop that nobody on the same phase shares, and phase labels that fit
 * the area only in another order. Doubts to be shown; what is an event is decided elsewhere and is not touched by them.
 */
import type { Doubt } from '../../core/data-quality.ts';
import type { MeterId } from '../../core/ids.ts';
import { PHASES, type Phase } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';

/** Means of one minute are compared; so many of them are remembered. */
const MINUTE_MS = 60_000;
const MINUTES_MAX = 90;

/** A drop against the meter's own hour that is worth a question, and what still counts as quiet, share of its mean [guess]. */
const DROP_PU = 0.04;
const QUIET_PU = 0.008;
/** Fewer neighbours than this on the phase say nothing. */
const NEIGHBOURS_MIN = 3;
const HISTORY_MIN = 10;
/** A current that grew by more than this explains a drop at the meter's own service line: its customer's load, A and share. */
const LOAD_GREW_A = 1;
const LOAD_GREW_PU = 0.3;

/** Minutes for a word on phase order, how well another order must fit, and by how much better than the labels. */
const ORDER_MINUTES = 45;
const ORDER_NEIGHBOURS = 8;
const ORDER_FITS = 0.8;
const ORDER_BETTER = 0.3;
const ORDERS = ['BCA', 'CAB', 'ACB', 'BAC', 'CBA'] as const;
const UNUSABLE = QUALITY.notAvailable | QUALITY.implausible | QUALITY.clock | QUALITY.stale | QUALITY.suspect;

interface Cell {
  sum: number;
  count: number;
}
interface Minute {
  readonly atMs: number;
  readonly u: Partial<Record<Phase, Cell>>;
  readonly i: Partial<Record<Phase, Cell>>;
}

export class Neighbours {
  readonly #minutes = new Map<MeterId, Minute[]>();

  note(r: Reading): void {
    if ((r.quality & UNUSABLE) !== 0) return;
    const atMs = Math.floor(r.endMs / MINUTE_MS) * MINUTE_MS;
    const own = this.#minutes.get(r.meter) ?? [];
    let minute = own.findLast((m) => m.atMs <= atMs);
    if (minute?.atMs !== atMs) {
      const newest = own.at(-1);
      // Late values would need a place in the middle: what is compared is the last hour as it came.
      if (newest !== undefined && newest.atMs > atMs) return;
      minute = { atMs, u: {}, i: {} };
      own.push(minute);
      if (own.length > MINUTES_MAX) own.shift();
      this.#minutes.set(r.meter, own);
    }
    for (const phase of PHASES) {
      const values = r.values[phase];
      if (values?.u !== undefined) put(minute.u, phase, values.u);
      if (values?.i !== undefined) put(minute.i, phase, values.i);
    }
  }

  /**
   * Doubts about one meter in the newest minute that it and its neighbours have left behind them. `withOrder` false leaves
   * the order of phases aside: it costs most and hardly ever changes.
   */
  doubts(meter: MeterId, others: readonly MeterId[], nowMs: number, withOrder = true): readonly Doubt[] {
    const own = this.#minutes.get(meter);
    if (own === undefined || own.length < HISTORY_MIN || others.length < NEIGHBOURS_MIN) return [];
    const atMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - 2 * MINUTE_MS;
    const minute = own.findLast((m) => m.atMs <= atMs);
    if (minute === undefined || minute.atMs < atMs - 2 * MINUTE_MS) return [];
    const drops = PHASES.flatMap((phase) => this.#drop(own, minute, phase, others) ?? []);
    const order = withOrder ? this.#order(own, others.slice(0, ORDER_NEIGHBOURS)) : null;
    return order === null ? drops : [...drops, order];
  }

  #drop(own: readonly Minute[], minute: Minute, phase: Phase, others: readonly MeterId[]): Doubt | null {
    if (!fell(own, minute, phase)) return null;
    const change = changeOf(own, minute.atMs, phase);
    if (change === null || change.pu > -DROP_PU || loadGrew(own, minute, phase)) return null;
    const seen = others.flatMap((m) => changeOf(this.#minutes.get(m) ?? [], minute.atMs, phase)?.pu ?? []);
    const quiet = seen.filter((pu) => Math.abs(pu) <= QUIET_PU).length;
    if (seen.length < NEIGHBOURS_MIN || quiet < seen.length) return null;
    const hasCurrent = mean(minute.i[phase]) !== null;
    const worst = seen.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    return {
      kind: 'sensor_artefact',
      phases: phase,
      detail: `${phase} ${change.volts.toFixed(1)} V (${(change.volts - change.usual).toFixed(1)} V), ${quiet} neighbours within ${(100 * worst).toFixed(1)} %`,
      // A current that did not grow leaves no load to explain it; without a current the customer's own load may.
      p: Math.min(0.9, (hasCurrent ? 0.6 : 0.4) + 0.05 * (quiet - NEIGHBOURS_MIN)),
    };
  }

  #order(own: readonly Minute[], others: readonly MeterId[]): Doubt | null {
    const times = own.slice(-ORDER_MINUTES).map((m) => m.atMs);
    if (times.length < ORDER_MINUTES) return null;
    const area = areaMeans(
      times,
      others.map((m) => this.#minutes.get(m) ?? []),
    );
    const mine = phaseRows(times, own);
    const labelled = agreement(mine, area, 'ABC');
    if (labelled === null) return null;
    let best: { readonly order: string; readonly r: number } | null = null;
    for (const order of ORDERS) {
      const r = agreement(mine, area, order);
      if (r !== null && (best === null || r > best.r)) best = { order, r };
    }
    if (best === null || best.r < ORDER_FITS || best.r - labelled < ORDER_BETTER) return null;
    const detail = `${best.order} fits ${best.r.toFixed(2)}, ABC ${labelled.toFixed(2)}`;
    return { kind: 'phase_rotation', phases: '', detail, p: Math.min(0.9, best.r) };
  }
}

function put(cells: Partial<Record<Phase, Cell>>, phase: Phase, value: number): void {
  const cell = cells[phase];
  if (cell === undefined) cells[phase] = { sum: value, count: 1 };
  else {
    cell.sum += value;
    cell.count++;
  }
}

const mean = (cell: Cell | undefined): number | null => (cell === undefined ? null : cell.sum / cell.count);

/** A quick look before the hour is gone through: lower than a few minutes ago. */
function fell(own: readonly Minute[], minute: Minute, phase: Phase): boolean {
  const volts = mean(minute.u[phase]);
  const before = mean(own.findLast((m) => m.atMs <= minute.atMs - 3 * MINUTE_MS)?.u[phase]);
  return volts !== null && before !== null && volts < before * (1 - DROP_PU / 2);
}

/** The voltage of a minute against the mean of those before it. */
function changeOf(minutes: readonly Minute[], atMs: number, phase: Phase) {
  const volts = mean(minutes.find((m) => m.atMs === atMs)?.u[phase]);
  const before = minutes.flatMap((m) => (m.atMs < atMs - MINUTE_MS ? (mean(m.u[phase]) ?? []) : []));
  if (volts === null || before.length < HISTORY_MIN - 3) return null;
  const usual = median(before);
  return usual > 0 ? { volts, usual, pu: volts / usual - 1 } : null;
}

function loadGrew(own: readonly Minute[], minute: Minute, phase: Phase): boolean {
  const amps = mean(minute.i[phase]);
  const before = own.flatMap((m) => (m.atMs < minute.atMs - MINUTE_MS ? (mean(m.i[phase]) ?? []) : []));
  if (amps === null || before.length === 0) return false;
  const usual = median(before);
  return amps - usual > Math.max(LOAD_GREW_A, LOAD_GREW_PU * usual);
}

type Rows = Readonly<Record<Phase, readonly number[]>>;

/** Voltage of each phase at the given minutes; NaN where there is none. */
function phaseRows(times: readonly number[], minutes: readonly Minute[]): Rows {
  const at = new Map(minutes.map((m) => [m.atMs, m]));
  const row = (phase: Phase) => times.map((t) => mean(at.get(t)?.u[phase]) ?? Number.NaN);
  return { A: row('A'), B: row('B'), C: row('C') };
}

/** Mean of the neighbours' deviations from their own mean, so that one far down the line weighs as much as one near. */
function areaMeans(times: readonly number[], neighbours: readonly (readonly Minute[])[]): Rows {
  const rows = neighbours.map((m) => phaseRows(times, m));
  const row = (phase: Phase) => {
    const all = rows.map((r) => deviations(r[phase]));
    return times.map((_, n) => {
      const known = all.flatMap((d) => (Number.isFinite(d[n]) ? [d[n] as number] : []));
      return known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length;
    });
  };
  return { A: row('A'), B: row('B'), C: row('C') };
}

function deviations(row: readonly number[]): readonly number[] {
  const known = row.filter(Number.isFinite);
  const middle = known.reduce((a, b) => a + b, 0) / Math.max(1, known.length);
  return row.map((v) => v - middle);
}

/**
 * Mean correlation of the meter's phases with the area's in the given order, after what all phases share (the 10 kV side) is
 * taken out: only what differs between phases tells them apart. null where too little is known.
 */
function agreement(mine: Rows, area: Rows, order: string): number | null {
  const own = differences(mine);
  const other = differences(area);
  let sum = 0;
  for (const [n, phase] of PHASES.entries()) {
    const r = correlation(own[phase], other[order[n] as Phase]);
    if (r === null) return null;
    sum += r;
  }
  return sum / PHASES.length;
}

function differences(rows: Rows): Rows {
  const row = (phase: Phase) =>
    rows[phase].map((v, n) => v - ((rows.A[n] ?? 0) + (rows.B[n] ?? 0) + (rows.C[n] ?? 0)) / 3);
  return { A: row('A'), B: row('B'), C: row('C') };
}

function correlation(x: readonly number[], y: readonly number[]): number | null {
  const pairs = x.flatMap((v, n) =>
    Number.isFinite(v) && Number.isFinite(y[n]) ? [[v, y[n] as number] as const] : [],
  );
  if (pairs.length < ORDER_MINUTES / 2) return null;
  const mx = pairs.reduce((s, p) => s + p[0], 0) / pairs.length;
  const my = pairs.reduce((s, p) => s + p[1], 0) / pairs.length;
  let [sxy, sxx, syy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    sxy += (a - mx) * (b - my);
    sxx += (a - mx) ** 2;
    syy += (b - my) ** 2;
  }
  return sxx === 0 || syy === 0 ? null : sxy / Math.sqrt(sxx * syy);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
