/**
 * All incidents of a case, in numbered steps: signals → groups → who was dark → prior cause → works → strokes → place
 * → history → what leaves. Works windows and clusters of calls that no record explains become incidents of their own.
 */
import type { NodeId, SectionId } from '../../core/ids.ts';
import { type CallCluster, callClusters, type OutageCall } from './calls.ts';
import type { CaseIndex } from './case-index.ts';
import { type Draft, draftFromCalls, draftFromSignals, draftFromWorks } from './draft.ts';
import { finish } from './finish.ts';
import { groupSignals } from './group.ts';
import { sectionHistory } from './history.ts';
import { voltagesByMeter } from './low-voltage.ts';
import type { IncidentModel } from './model.ts';
import { longest, outSignals } from './place.ts';
import { outageLengths } from './restore.ts';
import { signalsOf } from './signals.ts';
import { indexStrokes } from './strokes.ts';
import type { Watch } from './watch.ts';
import { type WorksWindow, worksWindows } from './works.ts';

export function buildIncidents(index: CaseIndex, watch: Watch, calls: readonly OutageCall[]): IncidentModel[] {
  // 1–2 what was recorded, grouped
  const groups = groupSignals(signalsOf(index));
  // 3–5 who was dark, prior cause, works that may have done it
  const works = worksWindows(index);
  const lowAreas = lowAreasByFeeder(groups);
  const context = { index, watch, works, voltages: voltagesByMeter(index), lowAreas };
  const drafts: Draft[] = groups.map((g) => draftFromSignals(context, g));
  drafts.push(...works.filter((w) => !explained(w, drafts) && !siteOnly(w)).map((w) => draftFromWorks(context, w)));
  const spoken = spokenFor(index, drafts);
  drafts.push(
    ...callClusters(calls)
      .filter((c) => !spoken(c))
      .map((c) => draftFromCalls(context, c)),
  );
  drafts.sort((a, b) => a.startMs - b.startMs || (a.kind < b.kind ? -1 : 1));
  // 6–8 strokes and place, history of each section without the incident itself
  const strokes = indexStrokes(index);
  const history = sectionHistory(index, drafts);
  const lengths = outageLengths(
    groups.flatMap((g) => (outSignals(g).length === 0 ? [] : [longest(g) ?? Number.NaN])).filter((d) => d > 180_000),
  );
  const ids = new Map<string, number>();
  return drafts.map((d) => finish({ index, strokes, history, lengths, ids }, d));
}

/** Areas of each feeder that have low-voltage signals, for telling a low 10 kV side from a weak area. */
function lowAreasByFeeder(
  groups: readonly { readonly kind: string; readonly at: { feeder: NodeId | null; area: NodeId | null } }[][],
): Map<NodeId, Set<NodeId>> {
  const out = new Map<NodeId, Set<NodeId>>();
  for (const g of groups)
    for (const s of g) {
      if (s.kind !== 'undervoltage' || s.at.feeder === null || s.at.area === null) continue;
      const set = out.get(s.at.feeder) ?? new Set<NodeId>();
      set.add(s.at.area);
      out.set(s.at.feeder, set);
    }
  return out;
}

/** Others digging for days cut nobody off by that alone. */
const SITE_MS = 24 * 3_600_000;
const siteOnly = (w: WorksWindow): boolean => w.works.kind === 'third_party' && w.endMs - w.startMs > SITE_MS;

/** A works window that a recorded outage already carries needs no incident of its own. */
function explained(w: WorksWindow, drafts: readonly Draft[]): boolean {
  return drafts.some((d) => d.works.some((m) => m.works.id === w.works.id && m.aligned));
}

/** Is there already an outage record for the place and time of these calls? */
function spokenFor(index: CaseIndex, drafts: readonly Draft[]): (c: CallCluster) => boolean {
  const dark = drafts.filter((d) => d.kind === 'outage' || d.kind === 'interruption' || d.source === 'works');
  const byRoot = new Map<NodeId, Draft[]>();
  for (const d of dark) {
    const list = byRoot.get(d.top.root) ?? [];
    list.push(d);
    byRoot.set(d.top.root, list);
  }
  return (c) => {
    const root = index.hang(c.place).root;
    return (byRoot.get(root) ?? []).some((d) => {
      const near = d.startMs - 3_600_000 <= c.endMs && (d.endMs ?? d.startMs) + 3 * 3_600_000 >= c.startMs;
      if (!near) return false;
      const reach = d.devices.reduce((sum, x) => sum + (index.grid.isBelow(c.place, x.top) ? x.p : 0), 0);
      return reach >= 0.3;
    });
  };
}

export type { SectionId };
