/**
 * Incidents, complaints, verdicts and priorities as InfluxDB points for the boards: counts, probabilities and scores
 * by feeder and area, never a name, an account or a text.
 */
import type { Category } from '../../core/complaint.ts';
import type { Range } from '../../core/ports.ts';
import { type MeasurementName, type MeterTags, qualifiedMeasurement } from '../../core/schema.ts';
import type { Cause, Incident, Priority, Verdict } from '../../core/verdict.ts';
import { encodeLine, type LinePoint } from './line-protocol.ts';

/** Complaints are counted by minute: customers' times are no finer, and a count written again is the same count. */
const BUCKET_MS = 60_000;

export interface ComplaintCount extends MeterTags {
  readonly receivedMs: number;
  readonly category: Category;
}

/** One point per minute, place and category. Give all complaints of a minute together: its count replaces the former. */
export function complaintLines(complaints: readonly ComplaintCount[]): readonly string[] {
  const counts = new Map<string, { readonly first: ComplaintCount; readonly timeMs: number; count: number }>();
  for (const c of complaints) {
    const timeMs = Math.floor(c.receivedMs / BUCKET_MS) * BUCKET_MS;
    const key = JSON.stringify([timeMs, c.feeder, c.area, c.category]);
    const there = counts.get(key);
    if (there === undefined) counts.set(key, { first: c, timeMs, count: 1 });
    else there.count += 1;
  }
  return linesOf(
    [...counts.values()].map(({ first, timeMs, count }) => ({
      measurement: 'complaint',
      tags: [...place(first), ['category', first.category]],
      fields: [['count', count]],
      timeMs,
    })),
  );
}

/** At the incident's start, under its likeliest cause, with the probability of that cause. */
export function incidentLines(
  incidents: readonly Incident[],
  placeOf: (incident: Incident) => MeterTags,
  complaintsOf: (incident: Incident) => number,
): readonly string[] {
  return linesOf(
    incidents.map((incident) => {
      const [cause, p] = likeliest(incident.causes);
      return {
        measurement: 'incident',
        tags: [...place(placeOf(incident)), ['kind', incident.kind], ['cause', cause]],
        fields: [
          ['p', p],
          ['meters', incident.meters.length],
          ['complaints', complaintsOf(incident)],
          ['duration_ms', incident.endMs === null ? null : incident.endMs - incident.startMs],
        ],
        timeMs: incident.startMs,
      };
    }),
  );
}

/** At the time the complaint was received. A routed complaint has no cause and carries the tag `routed`. */
export function verdictLines(
  verdicts: readonly { readonly verdict: Verdict; readonly receivedMs: number; readonly place: MeterTags }[],
): readonly string[] {
  return linesOf(
    verdicts.map(({ verdict, receivedMs, place: at }) => ({
      measurement: 'verdict',
      tags: [...place(at), ['cause', verdict.cause ?? 'routed'], ['conclusion', verdict.conclusion]],
      fields: [
        ['p', verdict.p],
        ['count', 1],
      ],
      timeMs: receivedMs,
    })),
  );
}

/** The whole list at the time it was computed. */
export function priorityLines(
  list: readonly Priority[],
  placeOf: (priority: Priority) => MeterTags,
  computedMs: number,
): readonly string[] {
  return linesOf(
    list.map((p) => ({
      measurement: 'priority',
      tags: [...place(placeOf(p)), ['section', p.section]],
      fields: [
        ['benefit', p.benefit],
        ['low', p.low],
        ['high', p.high],
        ['rank', p.rank],
      ],
      timeMs: computedMs,
    })),
  );
}

/** Measurements that are written by periods as a whole. */
export type RewrittenName = 'incident' | 'verdict' | 'complaint';

/**
 * A changed cause, or a customer on another feeder, gives other tags and would stand beside the former point. A writer
 * runs this before it writes the period anew.
 */
export function deleteDerived(name: RewrittenName, range: Range): string {
  return `DELETE FROM ${qualifiedMeasurement(name).split('.')[1]} WHERE ${within(range)}`;
}

/** InfluxQL condition: from inclusive, to exclusive. */
export function within(range: Range): string {
  return `time >= ${Math.round(range.fromMs)}ms AND time < ${Math.round(range.toMs)}ms`;
}

interface SummaryPoint extends LinePoint {
  readonly measurement: MeasurementName;
}

/** Two facts of one kind, place and instant would be one point: the later ones move on by a millisecond each. */
function linesOf(points: readonly SummaryPoint[]): readonly string[] {
  const taken = new Set<string>();
  return points
    .map((point) => {
      let { timeMs } = point;
      while (taken.has(keyOf(point, timeMs))) timeMs++;
      taken.add(keyOf(point, timeMs));
      return encodeLine({ ...point, timeMs });
    })
    .filter((line) => line !== null);
}

function keyOf({ tags }: SummaryPoint, timeMs: number): string {
  return JSON.stringify([timeMs, ...tags.map(([, value]) => value)]);
}

function place(tags: MeterTags): readonly (readonly [string, string])[] {
  return [
    ['feeder', tags.feeder],
    ['area', tags.area],
  ];
}

function likeliest(causes: Incident['causes']): readonly [Cause, number] {
  let best: readonly [Cause, number] = ['unknown', 0];
  for (const [cause, p] of Object.entries(causes) as [Cause, number][]) if (p > best[1]) best = [cause, p];
  return best;
}
