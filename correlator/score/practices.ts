/**
 * The two practices of today, the yardstick beside every result (design section 11). Both are sure of themselves
 * (p = 1), both route matters that are not about supply rightly (they are told the truth there).
 *   A: the nearest event on the customer's feeder within ±15 minutes of the call;
 *   B: the latest event within 24 hours before the call at the customer's own transformer or feeder head.
 * Cause of the event: works if it is works, or works were running or starting; lightning if any stroke (no cloud
 * discharge) lies within 15 min (A) or 5 s (B) of it; else line fault. No event: inside.
 * Deliberately without any code of the correlator: a judge shares no rule with the judged.
 */
import type { CaseFacts } from '../../core/case.ts';
import type { Complaint, Works } from '../../core/facts.ts';
import type { NodeId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Answer, Answers, SaidIncident } from './answers.ts';
import { listByComplaints } from './complaint-count.ts';
import { homeOf } from './home.ts';
import { ROUTED, type Truth } from './truth.ts';

const MINUTE_MS = 60_000;
const NEAR_MS = 15 * MINUTE_MS;
const LOOK_BACK_MS = 24 * 60 * MINUTE_MS;

export type PracticeId = 'A' | 'B';
const STROKE_WITHIN_MS: Readonly<Record<PracticeId, number>> = { A: NEAR_MS, B: 5_000 };

/** An event as a practice sees it: when, where measured, and the works it is, if it is works. */
interface SeenEvent {
  readonly startMs: number;
  readonly endMs: number;
  readonly meter: string | null;
  readonly works: Works | null;
}

/** Answers of one practice to every complaint the truth speaks of. Needs `disturbances`; readings are not looked at. */
export function practice(which: PracticeId, facts: CaseFacts, grid: Grid, truth: Truth): Answers {
  const verdicts = new Map<string, Answer>();
  const incidents = new Map<string, SaidIncident>();
  const events = eventsByNode(facts);
  const strokesMs = Float64Array.from(facts.strokes.filter((s) => !s.cloud).map((s) => s.timeMs)).sort();
  for (const complaint of facts.complaints) {
    const known = truth.complaints.get(complaint.id);
    if (known?.cause === ROUTED) {
      verdicts.set(complaint.id, sure(complaint, ROUTED, null));
      continue;
    }
    const home = homeOf(complaint, facts, grid);
    const works = home === null ? [] : facts.works.filter((w) => w.sections.some((s) => grid.feeds(s, home)));
    const event = home === null ? null : choose(which, complaint, candidates(which, home, grid, events, works));
    if (event === null) {
      verdicts.set(complaint.id, sure(complaint, 'inside', null));
      continue;
    }
    const name = `${event.meter ?? event.works?.id}@${event.startMs}`;
    incidents.set(name, saidIncident(event));
    verdicts.set(complaint.id, sure(complaint, causeOf(which, event, complaint, works, strokesMs), name));
  }
  return { name: `practice ${which}`, verdicts, incidents, list: listByComplaints(facts, grid, truth), problems: [] };
}

function sure(complaint: Complaint, said: string, incident: string | null): Answer {
  const conclusion = said === ROUTED ? ROUTED : said === 'inside' ? 'not_found' : 'confirmed';
  return { complaint: complaint.id, said, p: 1, causes: new Map([[said, 1]]), conclusion, incident };
}

function eventsByNode(facts: CaseFacts): ReadonlyMap<NodeId, readonly SeenEvent[]> {
  const nodeOf = new Map(facts.meters.map((m) => [m.meter, m.node]));
  const out = new Map<NodeId, SeenEvent[]>();
  for (const d of facts.disturbances) {
    const node = nodeOf.get(d.meter);
    if (node === undefined) continue;
    const event = { startMs: d.startMs, endMs: d.startMs + (d.durationMs ?? 0), meter: d.meter, works: null };
    const own = out.get(node);
    if (own) own.push(event);
    else out.set(node, [event]);
  }
  return out;
}

/** A looks at every meter of the feeder, B at the own transformer and the feeder head; both know the works that cut the customer off. */
function candidates(
  which: PracticeId,
  home: NodeId,
  grid: Grid,
  events: ReadonlyMap<NodeId, readonly SeenEvent[]>,
  works: readonly Works[],
): readonly SeenEvent[] {
  const feeder = grid.feederOf(home);
  const area = grid.areaOf(home);
  const measured =
    which === 'A'
      ? [...events].filter(([node]) => feeder !== null && grid.feederOf(node) === feeder).flatMap(([, own]) => own)
      : [area, feeder].flatMap((node) => (node === null ? [] : (events.get(node) ?? [])));
  return [...measured, ...works.flatMap(worksEvent)];
}

function worksEvent(works: Works): SeenEvent[] {
  const startMs = works.actualStartMs ?? works.plannedStartMs;
  if (startMs === null) return [];
  return [{ startMs, endMs: works.actualEndMs ?? works.plannedEndMs ?? startMs, meter: null, works }];
}

function choose(which: PracticeId, complaint: Complaint, events: readonly SeenEvent[]): SeenEvent | null {
  const calledMs = complaint.receivedMs;
  let best: SeenEvent | null = null;
  let bestFits = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const agoMs = calledMs - event.startMs;
    // A event that still runs is no distance away; between several such the latest counts.
    const distanceMs = Math.max(0, event.startMs - calledMs, calledMs - event.endMs);
    const allowed = which === 'A' ? distanceMs <= NEAR_MS : agoMs >= 0 && agoMs <= LOOK_BACK_MS;
    const fits = which === 'A' ? -distanceMs + event.startMs * 1e-9 : event.startMs;
    if (!allowed || fits <= bestFits) continue;
    best = event;
    bestFits = fits;
  }
  return best;
}

function causeOf(
  which: PracticeId,
  event: SeenEvent,
  complaint: Complaint,
  works: readonly Works[],
  strokesMs: Float64Array,
): string {
  if (event.works !== null) return worksCause(event.works, complaint.receivedMs);
  const withinMs = STROKE_WITHIN_MS[which];
  if (anyWithin(strokesMs, event.startMs - withinMs, event.startMs + withinMs)) return 'lightning';
  const running = works.find((w) =>
    worksEvent(w).some((e) => e.startMs - NEAR_MS <= event.startMs && event.startMs <= e.endMs + NEAR_MS),
  );
  return running === undefined ? 'line_fault' : worksCause(running, complaint.receivedMs);
}

const HOUR_MS = 60 * MINUTE_MS;
const OVERRUN_MS = 30 * MINUTE_MS;
/** Notice ahead that counts: planned 7 days, temporary and emergency works 24 h. @source design section 15. */
const NOTICE_MS = { planned: 7 * 24 * HOUR_MS, temporary: 24 * HOUR_MS } as const;

/** Rule of the contract for works that cut a customer off, seen at an hour. */
export function worksCause(works: Works, atMs: number): 'works_notified' | 'works_unnotified' | 'works_overrun' {
  const { plannedEndMs, actualEndMs, notifiedAtMs } = works;
  const ranOverMs = plannedEndMs === null ? 0 : (actualEndMs ?? atMs) - plannedEndMs;
  if (plannedEndMs !== null && atMs > plannedEndMs && ranOverMs > OVERRUN_MS) return 'works_overrun';
  const short = works.kind === 'temporary' || works.kind === 'emergency';
  const aheadMs = (works.plannedStartMs ?? works.actualStartMs ?? 0) - (notifiedAtMs ?? Number.POSITIVE_INFINITY);
  return aheadMs >= (short ? NOTICE_MS.temporary : NOTICE_MS.planned) ? 'works_notified' : 'works_unnotified';
}

/** Any of the sorted instants in `[fromMs, toMs]`. */
function anyWithin(sortedMs: Float64Array, fromMs: number, toMs: number): boolean {
  let low = 0;
  let high = sortedMs.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((sortedMs[mid] ?? Number.POSITIVE_INFINITY) < fromMs) low = mid + 1;
    else high = mid;
  }
  return (sortedMs[low] ?? Number.POSITIVE_INFINITY) <= toMs;
}

function saidIncident(event: SeenEvent): SaidIncident {
  return {
    startMs: event.startMs,
    endMs: event.endMs,
    sections: event.works?.sections ?? [],
    meters: event.meter === null ? [] : [event.meter],
  };
}
