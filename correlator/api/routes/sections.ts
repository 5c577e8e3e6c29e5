/** The ranked list of sections, with what a crew must know of each. */
import type { SectionId } from '../../../core/ids.ts';
import { priorityLine } from '../../../core/lines.ts';
import type { LonLat } from '../../../core/network.ts';
import { formatTime } from '../../../core/time.ts';
import type { Priority } from '../../../core/verdict.ts';
import type { RankedSection } from '../../contract/network.ts';
import type { NetworkIndex } from '../../io/network-index.ts';
import type { Answering } from '../handler.ts';
import { HttpProblem } from '../http-problem.ts';

export const listSections: Answering<'listSections'> = {
  id: 'listSections',
  answer({ query }, deps) {
    const all = deps.service.priorities();
    const start = query.cursor === undefined ? 0 : Number(query.cursor);
    if (!Number.isInteger(start) || start < 0) {
      throw new HttpProblem(400, 'the cursor is not one of ours', [
        { path: 'query.cursor', expected: '`next` of the page before', got: query.cursor ?? '' },
      ]);
    }
    const network = deps.service.network();
    const page = all.slice(start, start + query.limit);
    const computedAtMs = deps.service.state().computedAtMs;
    return {
      items: page.map((p) => rankedSection(p, network)),
      next: start + page.length < all.length ? String(start + page.length) : null,
      total: all.length,
      computedAt: computedAtMs === null ? null : formatTime(computedAtMs, deps.zone),
    };
  },
};

function rankedSection(p: Priority, network: NetworkIndex): RankedSection {
  const s = network.grid.sections.get(p.section);
  return {
    ...(priorityLine(p) as unknown as RankedSection),
    kind: s?.kind ?? null,
    feeder: s === undefined ? null : network.grid.feederOf(s.to),
    area: s === undefined ? null : network.grid.areaOf(s.to),
    from: s?.from ?? null,
    to: s?.to ?? null,
    voltageKv: s?.voltageKv ?? null,
    lengthM: s?.lengthM ?? null,
    installedYear: s?.installedYear ?? null,
    customers: network.customersThrough(p.section),
    line: lineOf(p.section, network),
  };
}

/** Both ends, where both are known. */
export function lineOf(section: SectionId, network: NetworkIndex): LonLat[] {
  const s = network.grid.sections.get(section);
  const from = s && network.grid.nodes.get(s.from)?.at;
  const to = s && network.grid.nodes.get(s.to)?.at;
  return from && to ? [from, to] : [];
}
