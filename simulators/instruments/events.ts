/** What recorders and smart meters write down by themselves: disturbances, power off and on, last gasps, lost connections. */
import type { DisturbanceKind } from '../../core/event.ts';
import type { MeterEventKind } from '../../core/facts.ts';
import type { SimGrid } from '../grid/types.ts';
import type { Effect, Played } from '../happenings/types.ts';
import { HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { LoadFlow } from '../physics/load-flow.ts';
import { atWork, type GridState } from '../physics/state.ts';
import { mvPhases, type Triple } from '../physics/vector-group.ts';
import type { Rng } from '../random.ts';
import { RIDE_THROUGH_MS } from './readings.ts';
import { type Gap, gapAt } from './silence.ts';
import type { SimMeter } from './types.ts';

export interface SimDisturbance {
  readonly meter: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly kind: DisturbanceKind;
  readonly phases: string;
  readonly pct: number | null;
  readonly perPhase: Triple | null;
  readonly knownAtMs: number;
}

export interface SimMeterEvent {
  readonly meter: string;
  readonly timeMs: number;
  readonly kind: MeterEventKind;
  readonly knownAtMs: number;
}

export interface EventPlan {
  readonly grid: SimGrid;
  readonly flow: LoadFlow;
  readonly state: GridState;
  readonly meters: readonly SimMeter[];
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
  readonly played: readonly Played[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Recorders step by half a cycle. */
const HALF_CYCLE_MS = 10;
const DIP_PCT = 90;
const INTERRUPTION_PCT = 10;
/** Longer than this a loss of supply is called an outage. */
const OUTAGE_FROM_MS = MINUTE_MS;
const LAST_GASP_ARRIVES = 0.72;

export function makeDisturbances(plan: EventPlan, rng: Rng): SimDisturbance[] {
  const out: SimDisturbance[] = [];
  for (const m of plan.meters) {
    if (m.record.method !== 'urms_half') continue;
    const own = rng.fork(m.record.meter);
    out.push(...dips(plan, m, own), ...losses(plan, m, own), ...lasting(plan, m, own));
  }
  return out.filter((d) => d.startMs >= plan.fromMs && d.startMs < plan.toMs).sort((a, b) => a.startMs - b.startMs);
}

function pctOf(plan: EventPlan, m: SimMeter, ms: number, pu: Triple): Triple {
  plan.flow.solve(ms);
  const base = plan.flow.voltsAt(m.node);
  const udin = m.record.udinV ?? 220;
  const of = (p: 0 | 1 | 2): number => Math.round(((pu[p] * base[p]) / udin) * 1000) / 10;
  return [of(0), of(1), of(2)];
}

const touched = (pct: Triple, below: number, phases: string): string =>
  [...'ABC'].filter((l, i) => phases.includes(l) && (pct[i] ?? 100) < below).join('');

function dips(plan: EventPlan, m: SimMeter, rng: Rng): SimDisturbance[] {
  const darks = plan.state.darkAt(m.node);
  const out: SimDisturbance[] = [];
  for (const dip of plan.state.dips) {
    // Not there to be hurt, or gone right after: then the loss itself is the event.
    if (darks.some((d) => (dip.startMs >= d.startMs && dip.startMs < d.endMs) || Math.abs(d.startMs - dip.endMs) < 5))
      continue;
    const pct = pctOf(plan, m, dip.startMs, plan.state.dipPu(dip, m.node));
    const earth = dip.shape.length === 1;
    const seen = touched(pct, DIP_PCT, m.phases);
    if (seen === '') continue;
    const durationMs = Math.round((dip.endMs - dip.startMs) / HALF_CYCLE_MS) * HALF_CYCLE_MS + HALF_CYCLE_MS;
    const startMs = dip.startMs + m.clockErrorMs + rng.range(0, HALF_CYCLE_MS);
    const lowest = Math.min(...pct);
    const kind =
      earth && m.level === 'mv' ? 'earth_fault' : Math.max(...pct) < INTERRUPTION_PCT ? 'interruption' : 'dip';
    out.push({
      meter: m.record.meter,
      startMs,
      durationMs,
      kind,
      phases: seen,
      pct: lowest,
      perPhase: pct,
      knownAtMs: knownAt(plan, m, startMs + durationMs, rng),
    });
  }
  return out;
}

function losses(plan: EventPlan, m: SimMeter, rng: Rng): SimDisturbance[] {
  return plan.state.darkAt(m.node).map((d) => {
    const startMs = d.startMs + m.clockErrorMs;
    const durationMs = Math.round((d.endMs - d.startMs) / HALF_CYCLE_MS) * HALF_CYCLE_MS;
    const left = Math.round(rng.range(0, 1.2) * 10) / 10;
    return {
      meter: m.record.meter,
      startMs,
      durationMs,
      kind: durationMs > OUTAGE_FROM_MS ? 'outage' : 'interruption',
      phases: m.phases,
      pct: left,
      perPhase: [left, left, left],
      knownAtMs: knownAt(plan, m, d.endMs, rng),
    };
  });
}

/** Phase loss, earth faults, machines and surges as a recorder sees them. */
function lasting(plan: EventPlan, m: SimMeter, rng: Rng): SimDisturbance[] {
  const out: SimDisturbance[] = [];
  const add = (kind: DisturbanceKind, e: Effect, perPhase: Triple | null, phases: string, pct: number | null): void => {
    const durationMs = Math.round(e.endMs - e.startMs);
    out.push({
      meter: m.record.meter,
      startMs: e.startMs + m.clockErrorMs,
      durationMs,
      kind,
      phases,
      pct,
      perPhase,
      knownAtMs: knownAt(plan, m, kind === 'phase_loss' ? e.startMs + MINUTE_MS : e.endMs, rng),
    });
  };
  for (const e of plan.state.bendings(m.node)) {
    if (e.kind !== 'open_phase') continue;
    plan.flow.solve(e.startMs);
    const volts = plan.state.bent(m.node, plan.flow.voltsAt(m.node), e.startMs, plan.flow.customerWatts);
    const udin = m.record.udinV ?? 220;
    const pct = volts.map((v) => Math.round((v / udin) * 1000) / 10) as unknown as Triple;
    add('phase_loss', e, pct, touched(pct, DIP_PCT, m.phases), Math.min(...pct));
  }
  for (const p of plan.played) {
    for (const e of p.effects) {
      if (e.kind === 'earth_fault' && m.level === 'mv') {
        const pct = pctOf(plan, m, e.startMs, mvPhases(e.phase, e.residualPu));
        add('earth_fault', e, pct, e.phase, Math.min(...pct));
      }
      if (e.kind === 'surge' && plan.grid.topo.feeds(e.section, m.node))
        add('transient', { ...e, endMs: e.startMs }, null, m.phases, null);
    }
  }
  return [...out, ...machineSteps(plan, m, rng)];
}

/** A welder is rarely calm for the second that a rapid voltage change needs: only some of its steps are logged. */
function machineSteps(plan: EventPlan, m: SimMeter, rng: Rng): SimDisturbance[] {
  const out: SimDisturbance[] = [];
  for (const { effect, dropV } of plan.state.heavyLoads(m.node)) {
    const pct = Math.round((dropV / 220) * 1000) / 10;
    if (pct < 3) continue;
    for (let t = effect.startMs; t < effect.endMs; t += rng.exponential(HOUR_MS / 3)) {
      if (!atWork(effect, t)) continue;
      out.push({
        meter: m.record.meter,
        startMs: t + m.clockErrorMs,
        durationMs: rng.int(3, 40) * HALF_CYCLE_MS,
        kind: 'rvc',
        phases: m.phases,
        pct,
        perPhase: [pct, pct, pct],
        knownAtMs: knownAt(plan, m, t, rng),
      });
    }
  }
  return out;
}

function knownAt(plan: EventPlan, m: SimMeter, ms: number, rng: Rng): number {
  const gap = gapAt(plan.gaps, m.record.comms, ms);
  return (gap === null ? ms : gap.endMs) + rng.range(4_000, 90_000);
}

export function makeMeterEvents(plan: EventPlan, rng: Rng): SimMeterEvent[] {
  const out: SimMeterEvent[] = [];
  for (const m of plan.meters) {
    if (m.record.method === 'urms_half') continue;
    const own = rng.fork(m.record.meter);
    for (const d of plan.state.darkAt(m.node)) {
      if (d.endMs - d.startMs < RIDE_THROUGH_MS) continue;
      const add = (kind: MeterEventKind, ms: number, knownAtMs: number): void => {
        out.push({ meter: m.record.meter, timeMs: ms + m.clockErrorMs, kind, knownAtMs });
      };
      const reachable = gapAt(plan.gaps, m.record.comms, d.startMs) === null;
      if (reachable && own.chance(LAST_GASP_ARRIVES)) add('last_gasp', d.startMs, d.startMs + own.range(3_000, 60_000));
      const read = d.endMs + own.range(1, 15) * MINUTE_MS;
      add('power_off', d.startMs, read);
      add('power_on', d.endMs, read);
    }
    for (const d of plan.state.switchedOff(m.node)) {
      out.push({
        meter: m.record.meter,
        timeMs: d.startMs + m.clockErrorMs,
        kind: 'relay_open',
        knownAtMs: d.startMs + own.range(5, 60) * 1000,
      });
      if (d.endMs < plan.toMs)
        out.push({
          meter: m.record.meter,
          timeMs: d.endMs + m.clockErrorMs,
          kind: 'relay_closed',
          knownAtMs: d.endMs + own.range(5, 60) * 1000,
        });
    }
  }
  for (const gaps of plan.gaps.values()) {
    for (const g of gaps) {
      for (const m of plan.meters) {
        if (m.record.comms !== g.comms || m.role !== 'transformer') continue;
        out.push({
          meter: m.record.meter,
          timeMs: g.startMs,
          kind: 'comms_lost',
          knownAtMs: g.startMs + 5 * MINUTE_MS,
        });
        out.push({ meter: m.record.meter, timeMs: g.endMs, kind: 'comms_back', knownAtMs: g.endMs });
      }
    }
  }
  return out.filter((e) => e.timeMs >= plan.fromMs && e.timeMs < plan.toMs).sort((a, b) => a.timeMs - b.timeMs);
}
