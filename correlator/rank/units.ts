/**
 * Maintenance units: the sections of one kind between two switching devices. Work is planned by unit, and so is the
 * ranking: cutting a section in two changes no unit and no rank.
 */
import type { SectionId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import type { CaseIndex } from '../incidents/case-index.ts';

export interface Unit {
  /** First section from the supply side; names the unit. */
  readonly head: Section;
  readonly sections: readonly Section[];
  readonly level: UnitLevel;
}
export type UnitLevel = 'mv' | 'transformer' | 'lv' | 'service' | 'switch';

export function levelOf(index: CaseIndex, s: Section): UnitLevel {
  if (s.kind === 'transformer') return 'transformer';
  if (s.kind === 'service') return 'service';
  if (s.kind === 'switch') return 'switch';
  return index.grid.areaOf(s.from) !== null || (s.voltageKv !== null && s.voltageKv < 1) ? 'lv' : 'mv';
}

/** Every section is in exactly one unit; sections outside the feeding tree are units of their own. */
export function unitsOf(index: CaseIndex): ReadonlyMap<SectionId, Unit> {
  const heads = new Map<SectionId, SectionId>();
  const order = [...index.facts.sections].sort(
    (a, b) => depthOf(index, a) - depthOf(index, b) || (a.id < b.id ? -1 : 1),
  );
  for (const s of order) {
    const top = depthOf(index, s) < 0 ? null : upperNode(index, s);
    const parent = top === null ? null : index.grid.parentSection(top);
    const joins =
      parent !== null &&
      parent.id !== s.id &&
      (s.device === 'none' || s.device === 'switch' ? s.device === 'none' : false) &&
      levelOf(index, parent) === levelOf(index, s) &&
      levelOf(index, s) !== 'transformer';
    heads.set(s.id, joins ? (heads.get(parent.id) ?? parent.id) : s.id);
  }
  const members = new Map<SectionId, Section[]>();
  for (const s of order) {
    const head = heads.get(s.id) ?? s.id;
    const list = members.get(head);
    if (list) list.push(s);
    else members.set(head, [s]);
  }
  const out = new Map<SectionId, Unit>();
  for (const list of members.values()) {
    const head = list[0] as Section;
    const unit: Unit = { head, sections: list, level: levelOf(index, head) };
    for (const s of list) out.set(s.id, unit);
  }
  return out;
}

function upperNode(index: CaseIndex, s: Section): Section['from'] {
  return index.grid.depth(s.to) >= index.grid.depth(s.from) ? s.from : s.to;
}

function depthOf(index: CaseIndex, s: Section): number {
  return Math.max(index.grid.depth(s.from), index.grid.depth(s.to));
}
