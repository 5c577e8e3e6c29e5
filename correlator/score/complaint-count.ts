/**
 * Today's list of sections: by number of complaints. A section of a transformer area (transformer included) counts the
 * complaints of the area; a section of the feeder counts the complaints of its feeder divided by the feeder's areas, so
 * that it stands level with an average area. Counting everything fed through a section would only list feeder heads.
 */
import type { CaseFacts } from '../../core/case.ts';
import type { NodeId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Listed } from './answers.ts';
import { homeOf } from './home.ts';
import { ROUTED, type Truth } from './truth.ts';

export function listByComplaints(facts: CaseFacts, grid: Grid, truth: Truth): readonly Listed[] {
  const byArea = new Map<NodeId, number>();
  const byFeeder = new Map<NodeId, number>();
  for (const complaint of facts.complaints) {
    if (truth.complaints.get(complaint.id)?.cause === ROUTED) continue;
    const home = homeOf(complaint, facts, grid);
    if (home === null) continue;
    add(byArea, grid.areaOf(home), 1);
    add(byFeeder, grid.feederOf(home), 1);
  }
  const areas = new Map<NodeId, number>();
  for (const node of facts.nodes) if (node.kind === 'transformer_lv') add(areas, grid.feederOf(node.id), 1);
  return facts.sections
    .map((s) => {
      const area = grid.areaOf(s.to) ?? grid.areaOf(s.from);
      const feeder = grid.feederOf(s.to) ?? grid.feederOf(s.from);
      if (area !== null) return { section: String(s.id), score: byArea.get(area) ?? 0 };
      if (feeder === null) return { section: String(s.id), score: 0 };
      return { section: String(s.id), score: (byFeeder.get(feeder) ?? 0) / Math.max(1, areas.get(feeder) ?? 1) };
    })
    .sort((a, b) => b.score - a.score);
}

function add<K>(counts: Map<K, number>, key: K | null, n: number): void {
  if (key !== null) counts.set(key, (counts.get(key) ?? 0) + n);
}
