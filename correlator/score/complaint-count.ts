/**
 * Today's list of sections: by number of complaints fed through them. Above the transformers the count is divided by
 * the number of transformer areas fed, so that a stretch of feeder stands level with an average area of its own;
 * otherwise the list would only name feeder heads, and be a straw man.
 */
import type { CaseFacts } from '../../core/case.ts';
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Listed } from './answers.ts';
import { homeOf } from './home.ts';
import { ROUTED, type Truth } from './truth.ts';

export function listByComplaints(facts: CaseFacts, grid: Grid, truth: Truth): readonly Listed[] {
  const complaints = new Map<SectionId, number>();
  const areas = new Map<SectionId, number>();
  for (const complaint of facts.complaints) {
    if (truth.complaints.get(complaint.id)?.cause === ROUTED) continue;
    const home = homeOf(complaint, facts, grid);
    if (home !== null) countUpwards(complaints, home, grid);
  }
  for (const node of facts.nodes) if (node.kind === 'transformer_lv') countUpwards(areas, node.id, grid);
  return facts.sections
    .map((s) => {
      const fed = complaints.get(s.id) ?? 0;
      return { section: String(s.id), score: fed / Math.max(1, areas.get(s.id) ?? 1) };
    })
    .sort((a, b) => b.score - a.score);
}

function countUpwards(counts: Map<SectionId, number>, node: NodeId, grid: Grid): void {
  for (const s of grid.upstream(node)) counts.set(s.id, (counts.get(s.id) ?? 0) + 1);
}
