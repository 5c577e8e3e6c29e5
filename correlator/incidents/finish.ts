/** A draft becomes an incident: strokes are asked, place and cause put together, the id derived. */
import { type IncidentId, id, type NodeId, type SectionId } from '../../core/ids.ts';
import { formatTime } from '../../core/time.ts';
import type { Cause, CauseShares, Place } from '../../core/verdict.ts';
import type { CaseIndex } from './case-index.ts';
import { scopeOfTop } from './cause.ts';
import type { Draft } from './draft.ts';
import type { SectionHistory } from './history.ts';
import { lightningFinding } from './lightning.ts';
import type { IncidentModel, LightningFinding } from './model.ts';
import { faultRate, sectionShares, type zoneOf } from './place.ts';
import { expectedRestore, type OutageLengths } from './restore.ts';
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
  const before = placeBefore(c, d);
  const asks = d.prior.has('lightning');
  const lightning = asks ? lightningFinding(c.strokes, targetsOf(c.strokes, before), d) : SILENT;
  const causes = causesOf(d, lightning, c.index.toMs);
  const sections = d.source === 'works' ? before : nearStrokes(c, before, lightning, causes.lightning ?? 0);
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
      const split = worksCauses(best.works, d.startMs, d.startMs, asOfMs);
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

function placeBefore(c: FinishContext, d: Draft): ReadonlyMap<SectionId, number> {
  const { index, history } = c;
  if (d.source === 'works') {
    const ids = d.works.flatMap((w) => w.works.sections);
    return new Map(ids.map((s) => [s, 1 / ids.length]));
  }
  if (d.devices.length > 0) {
    const own = history.plain(d);
    return sectionShares(index.grid, d.devices, (s) => history.factor(s, own.get(s.id) ?? 0));
  }
  if (d.dip !== null) return dipPlace(c, d);
  return localPlace(c, d);
}

/** A dip nobody went dark for: lines of its area if local, else of every feeder of the busbar that may have the fault. */
function dipPlace(c: FinishContext, d: Draft): ReadonlyMap<SectionId, number> {
  const out = new Map<SectionId, number>();
  const local = d.dip?.local ?? 0;
  if (d.top.area !== null) for (const [s, p] of localPlace(c, d)) out.set(s, p * local);
  const fault = (1 - local) * (1 - (d.dip?.upstream ?? 0));
  const lines = mvLines(c.index, d.top.busbar);
  const deepest = deepestFeeder(d);
  const weights = lines.map((s) => {
    const own = deepest !== null && c.index.hang(s.to).feeder === deepest ? 6 : 1;
    return faultRate(s) * c.history.factor(s, 0) * own;
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  lines.forEach((s, i) => {
    out.set(s.id, (out.get(s.id) ?? 0) + (fault * (weights[i] ?? 0)) / sum);
  });
  return out;
}

/** Feeder whose lowest residual lies clearly below the others'; null where they are alike. */
function deepestFeeder(d: Draft): NodeId | null {
  const lowestPct = new Map<NodeId, number>();
  for (const s of d.signals) {
    if (s.at.feeder === null || s.pct === null) continue;
    lowestPct.set(s.at.feeder, Math.min(lowestPct.get(s.at.feeder) ?? 200, s.pct));
  }
  const sorted = [...lowestPct].sort((a, b) => a[1] - b[1]);
  const [first, second] = sorted;
  if (first === undefined || second === undefined) return null;
  return second[1] - first[1] >= 8 ? first[0] : null;
}

const lineCache = new WeakMap<CaseIndex, Map<NodeId, ReturnType<typeof zoneOf>>>();
function mvLines(index: CaseIndex, busbar: NodeId): ReturnType<typeof zoneOf> {
  const known = lineCache.get(index) ?? new Map();
  lineCache.set(index, known);
  const seen = known.get(busbar);
  if (seen !== undefined) return seen;
  const made = index.grid
    .sectionsBelow(busbar)
    .filter((s) => s.kind !== 'service' && s.kind !== 'transformer' && index.grid.areaOf(s.to) === null);
  known.set(busbar, made);
  return made;
}

/** Voltage troubles and contact signatures: the lines between those who have them and what feeds them. */
function localPlace(c: FinishContext, d: Draft): ReadonlyMap<SectionId, number> {
  const out = new Map<SectionId, number>();
  const { grid } = c.index;
  const own = grid.parentSection(d.top.node);
  const area = d.top.area;
  if (d.kind === 'undervoltage' && area !== null) {
    const transformer = grid.parentSection(area);
    const lines = grid.sectionsBelow(area).filter((s) => s.kind !== 'service');
    const onPath = new Set(d.signals.flatMap((s) => s.at.path));
    const toTransformer =
      d.subcause === 'transformer_overload' || d.subcause === 'tap_wrong' ? 0.85 : d.subcause === 'mv_low' ? 0.2 : 0.12;
    if (transformer !== null) out.set(transformer.id, lines.length === 0 ? 1 : toTransformer);
    const weights = lines.map((s) => (s.lengthM ?? 100) * (onPath.has(s.id) ? 4 : 1));
    const sum = weights.reduce((a, b) => a + b, 0);
    lines.forEach((s, i) => {
      out.set(s.id, ((1 - toTransformer) * (weights[i] ?? 0)) / sum);
    });
    return out;
  }
  if (own !== null) out.set(own.id, 0.6);
  const rest =
    area === null ? [] : grid.sectionsBelow(area).filter((s) => s.id !== own?.id && grid.isBelow(d.top.node, s.from));
  const near = [
    ...rest,
    ...(own === null
      ? []
      : grid
          .upstream(d.top.node)
          .slice(1)
          .filter((s) => grid.areaOf(s.to) === area)),
  ];
  for (const s of near) out.set(s.id, (out.get(s.id) ?? 0) + (own === null ? 1 : 0.4) / near.length);
  return out;
}

/** If lightning did it, sections near the matching strokes gain, in the measure that it did. */
function nearStrokes(
  c: FinishContext,
  before: ReadonlyMap<SectionId, number>,
  lightning: LightningFinding,
  pLightning: number,
): ReadonlyMap<SectionId, number> {
  if (lightning.matches.length === 0 || pLightning < 0.05) return before;
  const total = [...before.values()].reduce((a, b) => a + b, 0);
  const raw = new Map<SectionId, number>();
  for (const [section, p] of before) {
    const line = c.strokes.sections.line(section);
    let w = 0.02;
    for (const m of lightning.matches) {
      if (line === null) continue;
      const near = c.strokes.sections.near(m.stroke.at, 2_000).find((n) => n.section === section);
      if (near !== undefined) w += m.weight / (1 + (near.distanceM / 400) ** 2) ** 2;
    }
    raw.set(section, p * w);
  }
  const sum = [...raw.values()].reduce((a, b) => a + b, 0);
  if (sum <= 0) return before;
  return new Map(
    [...before].map(([s, p]) => [s, (1 - pLightning) * p + (pLightning * total * (raw.get(s) ?? 0)) / sum]),
  );
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
