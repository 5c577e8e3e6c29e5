/**
 * A section's own history: faults that others' shares put there, against what its kind, length and age let expect
 * (Gamma-Poisson shrinkage), always without the incident asked about, so that nothing confirms itself.
 */
import type { SectionId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import { SECTION_SHAPE } from '../params/rank.ts';
import type { CaseIndex } from './case-index.ts';
import type { Draft } from './draft.ts';
import { faultRate, sectionShares } from './place.ts';

export interface SectionHistory {
  /** Factor on the section's rate; `own` = share of the incident itself, taken out. Mean 1. */
  factor(section: Section, own: number): number;
  /** Plain shares of a draft, before history. */
  plain(draft: Draft): ReadonlyMap<SectionId, number>;
}

/** A confirmed finding at a section counts as this many located faults [M]. */
const FINDING_WEIGHT = 1;

export function sectionHistory(index: CaseIndex, drafts: readonly Draft[]): SectionHistory {
  const plain = new Map<Draft, ReadonlyMap<SectionId, number>>();
  const counts = new Map<SectionId, number>();
  let total = 0;
  for (const d of drafts) {
    if (d.source === 'works' || d.devices.length === 0) continue;
    const shares = sectionShares(index.grid, d.devices, () => 1);
    plain.set(d, shares);
    for (const [s, p] of shares) {
      counts.set(s, (counts.get(s) ?? 0) + p);
      total += p;
    }
  }
  for (const f of index.facts.findings) {
    if (f.section !== null) counts.set(f.section, (counts.get(f.section) ?? 0) + FINDING_WEIGHT);
  }
  const rateSum = index.facts.sections.reduce((sum, s) => sum + faultRate(s), 0);
  const perRate = rateSum > 0 ? total / rateSum : 0;
  return {
    plain: (d) => plain.get(d) ?? new Map(),
    factor(section, own) {
      const expected = perRate * faultRate(section);
      const seen = Math.max(0, (counts.get(section.id) ?? 0) - own);
      return (SECTION_SHAPE + seen) / (SECTION_SHAPE + expected);
    },
  };
}
