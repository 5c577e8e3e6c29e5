/** One record seen from one supply point's own phase: inside the area directly, across areas through both vector groups. */
import { samePhaseElsewhere } from '../../core/network/phases.ts';
import type { Phase } from '../../core/quantity.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { Signal } from '../incidents/model.ts';
import { REACH } from '../params/reach.ts';
import type { Site } from './site.ts';

/** Residual on the supply point's own phase where the record has one, and how sure the phase is. */
export function phaseMatch(index: CaseIndex, s: Signal, site: Site): { factor: number; pct: number | null } {
  const touched = s.phases;
  if (touched === '' || touched.length === 3) return { factor: 1, pct: ownPhasePct(index, s, site) };
  if (site.phases === '') return { factor: REACH.areaPhaseUnknown / REACH.areaPhaseSame, pct: s.pct };
  const pct = ownPhasePct(index, s, site);
  if (pct !== null) return { factor: pct < 97 || pct > 105 || s.kind !== 'dip' ? 1 : 0.15, pct };
  if (site.at?.area !== s.at.area) return { factor: REACH.areaPhaseUnknown / REACH.areaPhaseSame, pct: s.pct };
  const shared = [...site.phases].some((p) => touched.includes(p));
  return { factor: shared ? 1 : REACH.areaPhaseOther / REACH.areaPhaseSame, pct: s.pct };
}

function ownPhasePct(index: CaseIndex, s: Signal, site: Site): number | null {
  if (site.phases === '') return null;
  const values = [...site.phases].flatMap((p) => {
    const there = s.at.area === site.at?.area ? (p as Phase) : mapped(index, s, site, p as Phase);
    const value = there === null ? undefined : s.perPhase[there];
    return value === undefined ? [] : [value];
  });
  if (values.length === 0) return null;
  return s.kind === 'swell' || s.kind === 'overvoltage' ? Math.max(...values) : Math.min(...values);
}

/** The phase of the recording area that sees the same 10 kV voltage as the supply point's. */
function mapped(index: CaseIndex, s: Signal, site: Site, phase: Phase): Phase | null {
  const group = (area: string | null): string | null =>
    area === null ? null : (index.grid.parentSection(area as Signal['at']['node'])?.vectorGroup ?? null);
  if (s.at.area === null) return null;
  return samePhaseElsewhere(group(site.at?.area ?? null), phase, group(s.at.area));
}
