/**
 * Sort and sweep: signals that overlap in time within their joint uncertainty and are connected in the network become
 * one group. Supply-side faults (dip, interruption, outage …) join across a busbar; voltage troubles and contact
 * signatures stay in their area and go on for days.
 */
import type { NodeId } from '../../core/ids.ts';
import type { IncidentKind } from '../../core/verdict.ts';
import { CROSS_FEEDER_SIGMA_MS, JOIN_SIGMAS, JOIN_SLACK_MS } from '../params/clock.ts';
import { push } from './case-index.ts';
import type { Signal } from './model.ts';

const HOUR_MS = 3_600_000;

/** Kinds that live on for hours or days, and the silence after which a new incident begins, ms [M]. */
const LASTING: Readonly<Partial<Record<IncidentKind, number>>> = {
  // Low evenings pause over a cool week; the weak line is the same.
  undervoltage: 8 * 24 * HOUR_MS,
  overvoltage: 8 * 24 * HOUR_MS,
  unbalance: 8 * 24 * HOUR_MS,
  flicker: 26 * HOUR_MS,
  loose_contact: 48 * HOUR_MS,
  broken_neutral: 6 * HOUR_MS,
  phase_loss: 2 * HOUR_MS,
  rvc: 26 * HOUR_MS,
};
/** Kinds that are joined over a whole feeder: a fuse on the 10 kV side touches several areas. */
const FEEDER_WIDE: ReadonlySet<IncidentKind> = new Set(['phase_loss']);

/** Groups of signals, each in order of start; groups in order of their first. */
export function groupSignals(signals: readonly Signal[]): Signal[][] {
  const lasting = new Map<string, Signal[]>();
  const faults = new Map<NodeId, Signal[]>();
  for (const s of signals) {
    if (LASTING[s.kind] === undefined) push(faults, s.at.root, s);
    else push(lasting, `${s.kind}|${placeKey(s)}`, s);
  }
  const groups = [
    ...[...faults.values()].flatMap(sweepFaults),
    ...[...lasting.values()].flatMap((list) => sweepLasting(list)),
  ];
  return groups.sort((a, b) => (a[0]?.startMs ?? 0) - (b[0]?.startMs ?? 0));
}

function placeKey(s: Signal): string {
  if (FEEDER_WIDE.has(s.kind) || s.at.area === null) return s.at.feeder ?? s.at.busbar;
  return s.at.area;
}

function sweepLasting(list: readonly Signal[]): Signal[][] {
  const gap = LASTING[list[0]?.kind ?? 'rvc'] ?? 0;
  const out: Signal[][] = [];
  let open: Signal[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const s of list) {
    if (s.startMs > until) {
      open = [];
      out.push(open);
    }
    open.push(s);
    until = Math.max(until, (s.endMs ?? s.startMs) + gap);
  }
  return out;
}

interface OpenGroup {
  readonly signals: Signal[];
  /** Sharpest instant so far. */
  startMs: number;
  sigmaMs: number;
  readonly areas: Set<NodeId>;
  readonly feeders: Set<NodeId>;
  busbar: NodeId;
}

/** Longest time a group stays open for others, ms: three joint deviations of two hourly methods. */
const OPEN_MAX_MS = 2 * HOUR_MS;

function sweepFaults(list: readonly Signal[]): Signal[][] {
  const all: OpenGroup[] = [];
  let open: OpenGroup[] = [];
  for (const s of list) {
    open = open.filter((g) => s.startMs - g.startMs <= OPEN_MAX_MS);
    let best: OpenGroup | null = null;
    let bestZ = 1;
    for (const g of open) {
      const z = closeness(g, s);
      if (z < bestZ || (z === bestZ && best === null)) {
        best = g;
        bestZ = z;
      }
    }
    if (best !== null) join(best, s);
    else {
      const made = start(s);
      open.push(made);
      all.push(made);
    }
  }
  return all.map((g) => g.signals);
}

function start(s: Signal): OpenGroup {
  return {
    signals: [s],
    startMs: s.startMs,
    sigmaMs: s.sigmaMs,
    areas: new Set(s.at.area === null ? [] : [s.at.area]),
    feeders: new Set(s.at.feeder === null ? [] : [s.at.feeder]),
    busbar: s.at.busbar,
  };
}

function join(g: OpenGroup, s: Signal): void {
  g.signals.push(s);
  if (s.sigmaMs < g.sigmaMs) {
    g.startMs = s.startMs;
    g.sigmaMs = s.sigmaMs;
  }
  if (s.at.area !== null) g.areas.add(s.at.area);
  if (s.at.feeder !== null) g.feeders.add(s.at.feeder);
}

/** 0 = same instant, 1 = just at the limit, infinity = not connected or too far apart. */
function closeness(g: OpenGroup, s: Signal): number {
  const sigma = Math.hypot(g.sigmaMs, s.sigmaMs);
  const z = Math.abs(s.startMs - g.startMs) / (JOIN_SIGMAS * sigma + JOIN_SLACK_MS);
  if (z > 1) return Number.POSITIVE_INFINITY;
  if (s.at.area !== null && g.areas.has(s.at.area)) return z;
  if (s.at.feeder !== null && g.feeders.has(s.at.feeder)) return z;
  if (s.at.area === null && s.at.feeder === null && s.at.busbar === g.busbar) return z;
  if (g.feeders.size === 0 && s.at.busbar === g.busbar) return z;
  return s.at.busbar === g.busbar && sigma <= CROSS_FEEDER_SIGMA_MS ? z : Number.POSITIVE_INFINITY;
}
