/** A draft becomes an incident: strokes are asked, place and cause put together, the id derived. */
import { type IncidentId, id, type NodeId } from '../../core/ids.ts';
import { formatTime } from '../../core/time.ts';
import type { Cause, CauseShares, Place } from '../../core/verdict.ts';
import type { CaseIndex } from './case-index.ts';
import { scopeOfTop } from './cause.ts';
import type { Draft } from './draft.ts';
import type { SectionHistory } from './history.ts';
import { lightningFinding } from './lightning.ts';
import type { IncidentModel, LightningFinding } from './model.ts';
import { expectedRestore, type OutageLengths } from './restore.ts';
import { nearStrokes, sectionsBefore } from './sections.ts';
import { type StrokeIndex, targetsOf } from './strokes.ts';
import { worksCauses } from './works.ts';

export interface FinishContext {
  readonly index: CaseIndex;
  readonly strokes: StrokeIndex;
  readonly history: SectionHistory;
  readonly lengths: OutageLengths;
  readonly ids: Map<string, number>;
}

const SILENT: LightningFinding = { log2: 0, matches: [], covered: false, stormNear: false, expectedByChance: null };

export function finish(c: FinishContext, d: Draft): IncidentModel {
  const before = sectionsBefore(c, d);
  const asks = d.prior.has('lightning');
  const lightning = asks ? lightningFinding(c.strokes, targetsOf(c.strokes, before), d) : SILENT;
  const causes = causesOf(d, lightning, c.index.toMs);
  const sections = d.source === 'works' ? before : nearStrokes(c.strokes, before, lightning, causes.lightning ?? 0);
  const areas = new Set<NodeId>();
  const feeders = new Set<NodeId>();
  for (const at of [d.top, ...d.signals.map((s) => s.at), ...d.calls.map((x) => x.at)]) {
    if (at.area !== null) areas.add(at.area);
    if (at.feeder !== null) feeders.add(at.feeder);
  }
  return {
    id: incidentId(c, d),
    kind: d.kind,
    startMs: d.startMs,
    sigmaMs: d.sigmaMs,
    endMs: d.endMs,
    running: d.running,
    source: d.source,
    scope: d.scope,
    signals: d.signals,
    calls: d.calls.map((x) => x.complaint),
    top: d.top,
    feeders,
    areas,
    residualPct: lowest(d),
    eventMs: middleLength(d),
    devices: d.devices,
    sections,
    prior: d.prior,
    lightning,
    works: d.works,
    subcause: d.subcause,
    where: whereOf(c.index, d, causes),
    causes,
    expectedRestore: expectedRestore(d, c.lengths, c.index.toMs),
  };
}

/** Stable: the same facts give the same id; a second incident of the same instant, place and kind gets a number. */
function incidentId(c: FinishContext, d: Draft): IncidentId {
  const when = formatTime(d.startMs, 'UTC').replace(/[-:.]/g, '');
  const base = `inc-${when}-${d.top.node}-${d.kind}`;
  const n = (c.ids.get(base) ?? 0) + 1;
  c.ids.set(base, n);
  return id(n === 1 ? base : `${base}-${n}`);
}

/** Prior, strokes and works multiplied, the works share split by notice at the incident's own start. */
export function causesOf(
  d: Pick<Draft, 'prior' | 'works' | 'startMs'>,
  lightning: LightningFinding,
  asOfMs: number,
): CauseShares {
  const weights = new Map<Cause, number>();
  const best = d.works[0];
  for (const [cause, p] of d.prior) {
    if (cause === 'works_unnotified' && best !== undefined) {
      const split = worksCauses(best, d.startMs, d.startMs, asOfMs);
      for (const [w, share] of Object.entries(split) as [Cause, number][]) {
        weights.set(w, (weights.get(w) ?? 0) + p * share * 2 ** best.log2);
      }
    } else {
      const log2 = cause === 'lightning' ? lightning.log2 : 0;
      weights.set(cause, (weights.get(cause) ?? 0) + p * 2 ** log2);
    }
  }
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  return Object.fromEntries([...weights].map(([k, v]) => [k, v / sum])) as CauseShares;
}

/** Place in words, seen from those it reached. Sums to 1. */
function whereOf(index: CaseIndex, d: Draft, causes: CauseShares): ReadonlyMap<Place, number> {
  const out = new Map<Place, number>();
  const add = (place: Place, p: number): void => {
    if (p > 0) out.set(place, (out.get(place) ?? 0) + p);
  };
  const upstream = causes.upstream ?? 0;
  const service = d.scope === 'area' || d.scope === 'service' ? (causes.loose_contact ?? 0) : 0;
  const box = causes.meter_box ?? 0;
  const inside = causes.inside ?? 0;
  add('upstream', upstream);
  add('service', service);
  add('meter_box', box);
  add('inside', inside);
  const rest = Math.max(0, 1 - upstream - service - box - inside);
  const total = d.devices.reduce((sum, x) => sum + x.p, 0);
  if (total > 0) {
    for (const x of d.devices) {
      const scope = scopeOfTop(index, x.top);
      add(
        scope === 'service' ? 'service' : scope === 'area' ? 'area' : scope === 'busbar' ? 'upstream' : 'own_feeder',
        (rest * x.p) / total,
      );
    }
  } else if (d.dip !== null) {
    add('area', rest * d.dip.local);
    const feeders = new Set(d.signals.flatMap((s) => (s.at.feeder === null ? [] : [s.at.feeder])));
    add(feeders.size > 1 ? 'other_feeder' : 'own_feeder', rest * (1 - d.dip.local));
  } else
    add(
      d.scope === 'service'
        ? 'service'
        : d.scope === 'area'
          ? 'area'
          : d.scope === 'busbar'
            ? 'upstream'
            : 'own_feeder',
      rest,
    );
  return out;
}

function lowest(d: Draft): number | null {
  const values = d.signals.flatMap((s) => (s.pct === null || s.kind === 'rvc' || s.kind === 'flicker' ? [] : [s.pct]));
  return values.length === 0 ? null : Math.min(...values);
}

/** Middle length of the short events (dips, swells); null where none states one. */
function middleLength(d: Draft): number | null {
  const lengths = d.signals
    .flatMap((s) => (s.kind !== 'outage' && s.kind !== 'interruption' && s.endMs !== null ? [s.endMs - s.startMs] : []))
    .sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)] ?? null;
}
