/**
 * Sort and sweep: signals that overlap in time within their joint uncertainty and are connected in the network become
 * one group. Supply-side faults (dip, interruption, outage …) join across a busbar; voltage troubles and contact
 * signatures stay in their area and go on for days.
 */
import type { NodeId } from '../../core/ids.ts';
import type { IncidentKind } from '../../core/verdict.ts';
import { push } from './case-index.ts';
import type { Signal } from './model.ts';
import { sweepFaults } from './sweep-faults.ts';

const HOUR_MS = 3_600_000;

/** Kinds that live on for hours or days, and the silence after which a new incident begins, ms [M]. */
const LASTING: Readonly<Partial<Record<IncidentKind, number>>> = {
  // Low evenings pause over a cool week; the weak line is the same.
  undervoltage: 15 * 24 * HOUR_MS,
  overvoltage: 15 * 24 * HOUR_MS,
  unbalance: 15 * 24 * HOUR_MS,
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
