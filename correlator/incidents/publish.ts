/** The form of an incident that leaves the product. */

import type { SectionId } from '../../core/ids.ts';
import type { Incident, Place } from '../../core/verdict.ts';
import type { IncidentModel } from './model.ts';

/** Sections below this share are left out of the line: a dip may lie anywhere, with little each. */
const SECTION_MIN = 0.005;

export function publicIncident(k: IncidentModel): Incident {
  const sections = [...k.sections]
    .filter(([, p]) => p >= SECTION_MIN)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    id: k.id,
    startMs: k.startMs,
    endMs: k.endMs,
    kind: k.kind,
    causes: k.causes,
    where: Object.fromEntries(k.where) as Partial<Record<Place, number>>,
    sections: Object.fromEntries(sections) as Record<SectionId, number>,
    meters: [...new Set(k.signals.flatMap((s) => (s.meter === null ? [] : [s.meter])))],
    strokes: k.lightning.matches.map((m) => m.stroke.id),
    works: k.works.map((w) => w.works.id),
    expectedRestore: k.expectedRestore,
  };
}
