/**
 * Grouping of faults under one source. First the records with a sharp instant, swept in order of time; then the vague
 * ones (values over ten minutes, clocks nobody sets) are laid to the sharp group they fit best: one with a record of
 * the same meter, else of the area, the feeder, the busbar. What is left over is grouped among itself.
 */
import type { MeterId, NodeId } from '../../core/ids.ts';
import {
  CROSS_FEEDER_SIGMA_MS,
  JOIN_SIGMAS,
  JOIN_SLACK_MS,
  SEQUENCE_MS,
  SEQUENCE_SIBLING_MS,
  VAGUE_SIGMA_MS,
} from '../params/clock.ts';
import type { Signal } from './model.ts';
import { lowerBound } from './strokes.ts';

interface Group {
  readonly signals: Signal[];
  /** Sharpest instant so far. */
  startMs: number;
  sigmaMs: number;
  readonly areas: Set<NodeId>;
  readonly feeders: Set<NodeId>;
  /** Feeders with a loss of supply on record. */
  readonly dark: Set<NodeId>;
  readonly meters: Set<MeterId>;
  readonly busbar: NodeId;
  /** Latest end of its dark records; the start where none has one. */
  endMs: number;
}

/** Longest time a group stays open for others, ms. */
const OPEN_MAX_MS = 10 * 60_000;
/** Inrush dips come within this of the return of supply, ms [M]. */
const ENERGISE_MS = 20_000;
/** Values over an hour are never laid across feeders, ms. */
const VAGUE_CROSS_MAX_MS = 900_000 / Math.sqrt(3) + 1;

export function sweepFaults(list: readonly Signal[]): Signal[][] {
  const groups = joinEnergising(sweepSharp(list.filter((s) => s.sigmaMs <= VAGUE_SIGMA_MS)));
  groups.sort((a, b) => a.startMs - b.startMs);
  const starts = Float64Array.from(groups, (g) => g.startMs);
  const loose: Group[] = [];
  for (const s of list) {
    if (s.sigmaMs <= VAGUE_SIGMA_MS) continue;
    const reach = JOIN_SIGMAS * s.sigmaMs + JOIN_SLACK_MS;
    const near = groups.slice(lowerBound(starts, s.startMs - reach), lowerBound(starts, s.startMs + reach));
    const home =
      during(groups, s) ??
      bestOf(near, s) ??
      bestOf(
        loose.filter((g) => Math.abs(g.startMs - s.startMs) <= reach),
        s,
      );
    if (home !== null) join(home, s);
    else loose.push(open(s));
  }
  return [...groups, ...loose].map((g) => g.signals.sort((a, b) => a.startMs - b.startMs));
}

/**
 * A switch operated by hand while its feeder is dark belongs to that outage, however late the crew came; so does a
 * vague loss of supply that lies in the dark or touches its end.
 */
function during(groups: readonly Group[], s: Signal): Group | null {
  if (s.operation?.op === 'trip' || s.at.feeder === null || !DARK.has(s.kind)) return null;
  const slack = s.operation === null ? JOIN_SIGMAS * s.sigmaMs : 0;
  let best: Group | null = null;
  for (const g of groups) {
    if (g.startMs > s.startMs + JOIN_SIGMAS * s.sigmaMs) break;
    const dark = g.endMs - g.startMs > SEQUENCE_MS && s.startMs < g.endMs + slack;
    if (dark && g.dark.has(s.at.feeder)) best = g;
  }
  return best;
}

/** Dips at the moment supply comes back are energising, not another fault: they join the outage that ended. */
function joinEnergising(groups: readonly Group[]): Group[] {
  const ended = groups.filter((g) => g.endMs - g.startMs > SEQUENCE_MS && g.dark.size > 0);
  return groups.filter((g) => {
    if (g.dark.size > 0) return true;
    const home = ended.find(
      (h) =>
        Math.abs(g.startMs - h.endMs) <= ENERGISE_MS &&
        [...g.feeders].every((f) => h.dark.has(f)) &&
        g.feeders.size > 0,
    );
    if (home === undefined) return true;
    for (const s of g.signals) join(home, s);
    return false;
  });
}

function sweepSharp(list: readonly Signal[]): Group[] {
  const all: Group[] = [];
  let active: Group[] = [];
  for (const s of list) {
    active = active.filter((g) => s.startMs - g.startMs <= OPEN_MAX_MS);
    let best: Group | null = null;
    let bestZ = 1;
    for (const g of active) {
      const z = closeness(g, s);
      if (z < bestZ || (z === bestZ && best === null)) {
        best = g;
        bestZ = z;
      }
    }
    if (best !== null) join(best, s);
    else {
      const made = open(s);
      active.push(made);
      all.push(made);
    }
  }
  return all;
}

/** 0 = same instant, 1 = just at the limit, infinity = not connected or too far apart. */
function closeness(g: Group, s: Signal): number {
  const sigma = Math.hypot(g.sigmaMs, s.sigmaMs);
  const gap = Math.abs(s.startMs - g.startMs);
  const level = levelOf(g, s);
  if (level === null) return Number.POSITIVE_INFINITY;
  const z = gap / (JOIN_SIGMAS * sigma + JOIN_SLACK_MS);
  if (z <= 1) return level < 3 || sigma <= CROSS_FEEDER_SIGMA_MS ? z : Number.POSITIVE_INFINITY;
  // Trip, reclose, trip again: one fault, and its dips on the siblings too.
  return gap <= (level < 3 ? SEQUENCE_MS : SEQUENCE_SIBLING_MS)
    ? 0.9 + 0.1 * (gap / SEQUENCE_MS)
    : Number.POSITIVE_INFINITY;
}

/** 0 same meter, 1 area, 2 feeder, 3 busbar; null = not connected. */
function levelOf(g: Group, s: Signal): number | null {
  if (s.meter !== null && g.meters.has(s.meter)) return 0;
  if (s.at.area !== null && g.areas.has(s.at.area)) return 1;
  if (s.at.feeder !== null && g.feeders.has(s.at.feeder)) return 2;
  if (s.at.busbar !== g.busbar) return null;
  return s.at.feeder === null || g.feeders.size === 0 ? 2 : 3;
}

/** Nearest in the network, then in time. A vague outage joins another feeder's fault never, a vague dip may. */
function bestOf(groups: readonly Group[], s: Signal): Group | null {
  let best: Group | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const g of groups) {
    const level = levelOf(g, s);
    if (level === null) continue;
    if (level === 3 && (DARK.has(s.kind) || s.sigmaMs > VAGUE_CROSS_MAX_MS)) continue;
    const rank = level + Math.min(0.99, Math.abs(g.startMs - s.startMs) / (10 * s.sigmaMs));
    if (rank >= bestRank) continue;
    best = g;
    bestRank = rank;
  }
  return best;
}

const DARK: ReadonlySet<Signal['kind']> = new Set(['outage', 'interruption']);

function open(s: Signal): Group {
  return {
    signals: [s],
    startMs: s.startMs,
    sigmaMs: s.sigmaMs,
    areas: new Set(s.at.area === null ? [] : [s.at.area]),
    feeders: new Set(s.at.feeder === null ? [] : [s.at.feeder]),
    dark: new Set(DARK.has(s.kind) && s.at.feeder !== null ? [s.at.feeder] : []),
    meters: new Set(s.meter === null ? [] : [s.meter]),
    busbar: s.at.busbar,
    endMs: DARK.has(s.kind) ? (s.endMs ?? s.startMs) : s.startMs,
  };
}

function join(g: Group, s: Signal): void {
  g.signals.push(s);
  if (s.sigmaMs < g.sigmaMs) {
    g.startMs = s.startMs;
    g.sigmaMs = s.sigmaMs;
  }
  if (s.at.area !== null) g.areas.add(s.at.area);
  if (s.at.feeder !== null) g.feeders.add(s.at.feeder);
  if (s.meter !== null) g.meters.add(s.meter);
  if (DARK.has(s.kind) && s.at.feeder !== null) g.dark.add(s.at.feeder);
  if (DARK.has(s.kind)) g.endMs = Math.max(g.endMs, s.endMs ?? s.startMs);
}
