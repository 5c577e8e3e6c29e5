/** truth.jsonl: what every complaint was really about, every incident's cause and place, every section's burden. */
import type { SectionId } from '../../core/ids.ts';
import type { Exposure } from '../complaints/exposures.ts';
import type { SimComplaint } from '../complaints/types.ts';
import type { Played } from '../happenings/types.ts';
import { HOUR_MS, stamp } from '../local-time.ts';

/** Customer-hour equivalents (the simulator's own weights; no standard gives any). */
const DIP_WEIGHT: readonly (readonly [belowPct: number, weight: number])[] = [
  [50, 0.4],
  [70, 0.2],
  [90, 0.05],
];
const PER_HOUR = { low: 0.25, high: 0.15, neutral_high: 2, neutral_low: 1, open_phase: 0.7 } as const;
const EACH = { brief: 0.1, surge: 2, loose: 6, flicker: 2 } as const;
const DAMAGE = 8;
/** Burden of these never lies in a section. */
const NOWHERE = ['works_notified', 'works_unnotified', 'works_overrun', 'upstream', 'disconnected'];

export function truthFile(
  complaints: readonly SimComplaint[],
  played: readonly Played[],
  exposures: readonly Exposure[],
): string {
  const lines: object[] = complaints.map((c) => ({
    complaint: c.id,
    cause: c.truth.cause,
    subcause: c.truth.subcause,
    incident: c.truth.incident,
    sections: c.truth.sections,
  }));
  for (const p of played) {
    lines.push({
      incident: p.id,
      cause: p.cause,
      subcause: p.subcause,
      section: p.section,
      start: stamp(p.startMs),
      end: stamp(p.endMs),
      kind: p.kind,
    });
  }
  for (const [section, burden] of burdens(complaints, exposures))
    lines.push({ section, burden: Math.round(burden * 100) / 100 });
  return `${lines.map((l) => JSON.stringify(l)).join('\n')}\n`;
}

export function burdens(complaints: readonly SimComplaint[], exposures: readonly Exposure[]): [SectionId, number][] {
  const sum = new Map<SectionId, number>();
  const add = (section: SectionId | null | undefined, burden: number): void => {
    if (section != null && burden > 0) sum.set(section, (sum.get(section) ?? 0) + burden);
  };
  for (const e of exposures) if (!NOWHERE.includes(e.incident.cause)) add(e.incident.section, burdenOf(e));
  for (const c of complaints) if (c.truth.damage && !NOWHERE.includes(c.truth.cause)) add(c.truth.sections[0], DAMAGE);
  return [...sum].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function burdenOf(e: Exposure): number {
  const hours = (e.endMs - e.startMs) / HOUR_MS;
  switch (e.kind) {
    case 'outage':
      return hours;
    case 'dip':
      return DIP_WEIGHT.find(([below]) => e.pct < below)?.[1] ?? 0;
    case 'low':
    case 'high':
      return e.hours * PER_HOUR[e.kind];
    case 'neutral_high':
    case 'neutral_low':
    case 'open_phase':
      return hours * PER_HOUR[e.kind];
    default:
      return EACH[e.kind];
  }
}
