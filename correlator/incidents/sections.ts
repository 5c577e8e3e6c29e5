/** On which sections an incident may have begun. */
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import type { CaseIndex } from './case-index.ts';
import type { Draft } from './draft.ts';
import type { SectionHistory } from './history.ts';
import type { LightningFinding } from './model.ts';
import { faultRate, sectionShares, type zoneOf } from './place.ts';
import { residualFactor } from './residual-distance.ts';
import type { StrokeIndex } from './strokes.ts';

export interface SectionsContext {
  readonly index: CaseIndex;
  readonly history: SectionHistory;
}

/** P(the transformer is what must be mended | subcause); the rest lies on the low-voltage lines [M]. */
const TRANSFORMER_SHARE: Readonly<Record<string, number>> = {
  transformer_overload: 0.85,
  tap_wrong: 0.9,
  mv_low: 0.2,
  lv_line_long: 0.12,
  phase_imbalance: 0.12,
};

/** Before strokes: devices' zones, a dip's feeders, or the area's own lines. Sums to at most 1; the rest lies elsewhere. */
export function sectionsBefore(c: SectionsContext, d: Draft): ReadonlyMap<SectionId, number> {
  const { index, history } = c;
  if (d.source === 'works') {
    const ids = d.works.flatMap((w) => w.works.sections);
    return new Map(ids.map((s) => [s, 1 / ids.length]));
  }
  if (d.devices.length > 0) {
    const own = history.plain(d);
    const isolated = isolation(index, d);
    const near = residualFactor(index, d.signals, d.top.busbar, index.hang(d.devices[0]?.top ?? d.top.node).feeder);
    const factor = (s: Section): number => history.factor(s, own.get(s.id) ?? 0) * isolated(s) * near(s);
    return sectionShares(index.grid, d.devices, factor);
  }
  if (d.dip !== null || d.kind === 'earth_fault') return dipPlace(c, d);
  return localPlace(c, d);
}

/** A switch that the crew opened after the trip: the fault lies beyond it, far likelier than before it [M]. */
const BEFORE_SWITCH = 0.04;

function isolation(index: CaseIndex, d: Draft): (s: Section) => number {
  const tripped = d.signals.some(
    (s) => s.operation?.op === 'trip' || (s.meter !== null && s.startMs <= d.startMs + 60_000),
  );
  const opened = d.signals.filter((s) => s.operation?.op === 'open' && s.startMs > d.startMs + 60_000);
  if (!tripped || opened.length === 0) return () => 1;
  const tops = opened.map((s) => s.at.node);
  return (s) => (tops.some((t) => index.grid.isBelow(s.to, t)) ? 1 : BEFORE_SWITCH);
}

/** A dip nobody went dark for: lines of its area if local, else of every feeder of the busbar that may have the fault. */
function dipPlace(c: SectionsContext, d: Draft): ReadonlyMap<SectionId, number> {
  const out = new Map<SectionId, number>();
  const local = d.dip?.local ?? 0;
  if (d.top.area !== null) for (const [s, p] of localPlace(c, d)) out.set(s, p * local);
  const fault = (1 - local) * (1 - (d.dip?.upstream ?? 0));
  const lines = mvLines(c.index, d.top.busbar);
  const deepest = d.kind === 'earth_fault' ? d.top.feeder : deepestFeeder(d);
  const near = residualFactor(c.index, d.signals, d.top.busbar, deepest);
  const weights = lines.map((s) => {
    const own = deepest !== null && c.index.hang(s.to).feeder === deepest ? 6 : 1;
    return faultRate(s) * c.history.factor(s, 0) * own * near(s);
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
function localPlace(c: SectionsContext, d: Draft): ReadonlyMap<SectionId, number> {
  const out = new Map<SectionId, number>();
  const { grid } = c.index;
  const own = grid.parentSection(d.top.node);
  const area = d.top.area;
  if ((d.kind === 'undervoltage' || d.kind === 'overvoltage') && area !== null) {
    const transformer = grid.parentSection(area);
    const lines = grid.sectionsBelow(area).filter((s) => s.kind !== 'service');
    const onPath = new Set(d.signals.flatMap((s) => s.at.path));
    const toTransformer = d.kind === 'overvoltage' ? 0.6 : (TRANSFORMER_SHARE[d.subcause ?? 'lv_line_long'] ?? 0.12);
    if (transformer !== null) out.set(transformer.id, lines.length === 0 ? 1 : toTransformer);
    const weights = lines.map((s) => (s.lengthM ?? 100) * (onPath.has(s.id) ? 4 : 1));
    const sum = weights.reduce((a, b) => a + b, 0);
    lines.forEach((s, i) => {
      out.set(s.id, ((1 - toTransformer) * (weights[i] ?? 0)) / sum);
    });
    return out;
  }
  const ownShare = (d.kind === 'flicker' || d.kind === 'rvc') && d.top.node === area ? 0.05 : 0.6;
  if (own !== null) out.set(own.id, ownShare);
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
  for (const s of near) out.set(s.id, (out.get(s.id) ?? 0) + (own === null ? 1 : 1 - ownShare) / near.length);
  return out;
}

/** If lightning did it, sections near the matching strokes gain, in the measure that it did. */
export function nearStrokes(
  strokes: StrokeIndex,
  before: ReadonlyMap<SectionId, number>,
  lightning: LightningFinding,
  pLightning: number,
): ReadonlyMap<SectionId, number> {
  if (lightning.matches.length === 0 || pLightning < 0.05) return before;
  const total = [...before.values()].reduce((a, b) => a + b, 0);
  const raw = new Map<SectionId, number>();
  for (const [section, p] of before) {
    const line = strokes.sections.line(section);
    let w = 0.02;
    for (const m of lightning.matches) {
      if (line === null) continue;
      const near = strokes.sections.near(m.stroke.at, 2_000).find((n) => n.section === section);
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
