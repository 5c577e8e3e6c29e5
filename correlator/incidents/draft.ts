/** An incident before strokes and history: when, who was dark, which prior cause, which works. One maker per origin. */
import type { NodeId } from '../../core/ids.ts';
import type { Cause, IncidentKind } from '../../core/verdict.ts';
import { ONCE_BUS_QUIET, ONCE_SHARES, type Scope, WORKS_SHARE } from '../params/causes.ts';
import { JOIN_SIGMAS } from '../params/clock.ts';
import type { CallCluster, OutageCall } from './calls.ts';
import type { CaseIndex } from './case-index.ts';
import {
  type CausePrior,
  callsPrior,
  type DipReading,
  dipPrior,
  kindPrior,
  mix,
  outagePrior,
  scopeOfTop,
} from './cause.ts';
import type { Hang } from './hang.ts';
import { lowVoltageSubcause, type VoltageIndex } from './low-voltage.ts';
import type { DeviceShare, Signal, WorksMatch } from './model.ts';
import { deviceShares, longest, outSignals } from './place.ts';
import type { Watch } from './watch.ts';
import { matchWorks, type WorksWindow } from './works.ts';

export interface DraftContext {
  readonly index: CaseIndex;
  readonly watch: Watch;
  readonly works: readonly WorksWindow[];
  readonly voltages: VoltageIndex;
  readonly lowAreas: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
}

export interface Draft {
  readonly kind: IncidentKind;
  readonly source: 'records' | 'works' | 'calls';
  readonly startMs: number;
  readonly sigmaMs: number;
  readonly endMs: number | null;
  readonly running: boolean;
  readonly scope: Scope;
  readonly signals: readonly Signal[];
  readonly calls: readonly OutageCall[];
  readonly top: Hang;
  readonly devices: readonly DeviceShare[];
  readonly prior: CausePrior;
  readonly works: readonly WorksMatch[];
  readonly dip: DipReading | null;
  readonly subcause: string | null;
}

/** An outage longer than this is `outage`, a shorter one `interruption`. @source DL/T 836: sustained > 3 min [M]. */
const SUSTAINED_MS = 180_000;

export function draftFromSignals(c: DraftContext, signals: readonly Signal[]): Draft {
  const kind = kindOf(signals);
  const out = outSignals(signals);
  const top = commonTop(c.index, out.length > 0 ? out : signals);
  const burst = burstOf(signals);
  const lasting = kindPrior(kind) !== null;
  const startMs = lasting ? (signals[0] as Signal).startMs : burst.startMs;
  const devices = deviceShares(c.index, c.watch, signals, top);
  const base = {
    kind,
    source: 'records',
    startMs,
    sigmaMs: burst.sigmaMs,
    ...endOf(c.index, out.length > 0 ? out : signals),
    signals,
    calls: [],
    top: c.index.hang(top),
  } as const;
  if (out.length > 0) {
    const works = matchWorks(c.index.grid, c.works, {
      startMs,
      sigmaMs: burst.sigmaMs,
      top,
      devices,
      fault: faulted(signals),
    });
    const best = devices[0]?.top ?? top;
    const prior = outagePrior(c.index, devices);
    return { ...base, scope: scopeOfTop(c.index, best), devices, prior, works, dip: null, subcause: null };
  }
  const scope = signals.length === 1 && scopeOfTop(c.index, top) === 'service' ? 'service' : scopeOfTop(c.index, top);
  const named = kind === 'overvoltage' ? overvoltagePrior(c.index, signals) : kindPrior(kind);
  if (named !== null) {
    const low = c.lowAreas.get(base.top.feeder ?? ('' as NodeId)) ?? new Set<NodeId>();
    const subcause = kind === 'undervoltage' ? lowVoltageSubcause(c.index, c.voltages, signals, low) : null;
    return { ...base, scope, devices: [], prior: named, works: [], dip: null, subcause };
  }
  const { prior, reading } = dipPrior(c.index, c.watch, signals);
  return { ...base, scope, devices: [], prior, works: [], dip: reading, subcause: null };
}

/** Protection spoke, or somebody met the dip of a short circuit. */
function faulted(signals: readonly Signal[]): boolean {
  return signals.some((s) => s.kind === 'dip' || s.operation?.op === 'trip' || s.operation?.op === 'fuse_blown');
}

/** High only once and for hours, the transformer's own meter quiet: a neutral, not the daily noon of solar roofs [M]. */
const ONCE_MS = 12 * 3_600_000;

function overvoltagePrior(index: CaseIndex, signals: readonly Signal[]): CausePrior {
  const first = signals[0] as Signal;
  const last = Math.max(...signals.map((s) => s.endMs ?? s.startMs));
  const area = first.at.area;
  const bus = area === null ? [] : (index.metersOfArea.get(area) ?? []).filter((m) => m.node === area);
  const busHigh = signals.some((s) => s.at.node === area);
  const once = last - first.startMs < ONCE_MS;
  const plain = kindPrior('overvoltage') ?? new Map();
  if (!once || busHigh || area === null) return plain;
  return mix([{ p: 1, shares: bus.length > 0 ? ONCE_BUS_QUIET : ONCE_SHARES }]);
}

/** A works window on its own: everybody below its sections was to be dark. */
export function draftFromWorks(c: DraftContext, w: WorksWindow): Draft {
  const top = w.tops.reduce<NodeId | null>((a, b) => (a === null ? b : (c.index.grid.commonNode(a, b) ?? a)), null);
  const place = top ?? c.index.facts.nodes[0]?.id ?? ('' as NodeId);
  const repair = w.works.kind === 'emergency';
  const shares: Partial<Record<Cause, number>> = repair
    ? { works_unnotified: 0.3, line_fault: 0.55, unknown: 0.15 }
    : { works_unnotified: WORKS_SHARE, line_fault: 0.02, unknown: 1 - WORKS_SHARE - 0.02 };
  const running = w.works.actualEndMs === null && w.startMs <= c.index.toMs && w.endMs >= c.index.toMs;
  return {
    kind: 'outage',
    source: 'works',
    startMs: w.startMs,
    sigmaMs: w.actual ? 5 * 60_000 : 20 * 60_000,
    endMs: running ? null : w.endMs,
    running,
    scope: scopeOfTop(c.index, place),
    signals: [],
    calls: [],
    top: c.index.hang(place),
    devices: w.tops.map((t) => ({ top: t, p: 1 })),
    prior: mix([{ p: 1, shares }]),
    works: [{ works: w.works, log2: 0, aligned: true, damage: false }],
    dip: null,
    subcause: null,
  };
}

export function draftFromCalls(c: DraftContext, cluster: CallCluster): Draft {
  const at = c.index.hang(cluster.place);
  const deep = cluster.calls.reduce<NodeId>(
    (a, b) => c.index.grid.commonNode(a, b.at.node) ?? a,
    cluster.calls[0]?.at.node ?? cluster.place,
  );
  const top = c.index.hang(deep);
  const devices: DeviceShare[] =
    at.area === null
      ? [{ top: cluster.place, p: 1 }]
      : [
          { top: top.node, p: top.node === at.area ? 0.3 : 0.45 },
          { top: at.area, p: top.node === at.area ? 0.4 : 0.35 },
          ...(at.feeder === null ? [] : [{ top: at.feeder, p: 0.2 }]),
        ];
  const spread = (cluster.endMs - cluster.startMs) / 2;
  const outage = {
    startMs: cluster.startMs,
    sigmaMs: Math.max(20 * 60_000, spread),
    top: top.node,
    devices,
    fault: false,
  };
  return {
    kind: 'outage',
    source: 'calls',
    startMs: cluster.startMs,
    sigmaMs: outage.sigmaMs,
    endMs: null,
    running: false,
    scope: scopeOfTop(c.index, devices[0]?.top ?? top.node),
    signals: [],
    calls: cluster.calls,
    top,
    devices,
    prior: callsPrior(),
    works: matchWorks(c.index.grid, c.works, outage),
    dip: null,
    subcause: null,
  };
}

/** No instant is better known: a dip begins a window or two after its fault, ms. @source gps class ±0.05–0.1 s. */
const INSTANT_MIN_MS = 50;
/** Records averaged at most: their errors are not all independent [M]. */
const AVERAGED_MAX = 4;

/** Instant of the first burst: records that agree with the sharpest of the earliest, weighted by their precision. */
function burstOf(signals: readonly Signal[]): { startMs: number; sigmaMs: number } {
  const best = Math.min(...signals.map((s) => s.sigmaMs));
  const lead = signals.find((s) => s.sigmaMs <= 2 * best) as Signal;
  let weight = 0;
  let sum = 0;
  let n = 0;
  for (const s of signals) {
    if (Math.abs(s.startMs - lead.startMs) > JOIN_SIGMAS * Math.hypot(s.sigmaMs, lead.sigmaMs) + 200) continue;
    const w = 1 / s.sigmaMs ** 2;
    weight += w;
    sum += w * (s.startMs - lead.startMs);
    n += 1;
  }
  return {
    startMs: lead.startMs + sum / weight,
    sigmaMs: Math.max(INSTANT_MIN_MS, best / Math.sqrt(Math.min(n, AVERAGED_MAX))),
  };
}

const ORDER: readonly IncidentKind[] = ['dip', 'swell', 'earth_fault', 'transient', 'frequency'];
function kindOf(signals: readonly Signal[]): IncidentKind {
  const out = outSignals(signals);
  const lasted = longest(signals);
  const sustained =
    out.some((s) => s.running || (s.kind === 'outage' && s.endMs === null)) ||
    (lasted !== null && lasted > SUSTAINED_MS);
  if (out.length > 0) return sustained ? 'outage' : 'interruption';
  return ORDER.find((k) => signals.some((s) => s.kind === k)) ?? (signals[0] as Signal).kind;
}

function commonTop(index: CaseIndex, signals: readonly Signal[]): NodeId {
  let top = (signals[0] as Signal).at.node;
  for (const s of signals) top = index.grid.commonNode(top, s.at.node) ?? top;
  return top;
}

/** Longest a record may claim to be still running, ms; older ones simply lost their end. */
const RUNNING_MAX_MS = 7 * 86_400_000;
function endOf(index: CaseIndex, signals: readonly Signal[]): { endMs: number | null; running: boolean } {
  const ends = signals.flatMap((s) => (s.endMs === null ? [] : [s.endMs]));
  const running = signals.some((s) => s.running && index.toMs - s.startMs < RUNNING_MAX_MS);
  if (running) return { endMs: null, running: true };
  return { endMs: ends.length === 0 ? null : Math.max(...ends), running: false };
}
