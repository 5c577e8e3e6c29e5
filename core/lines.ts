/** Result lines (design section 15): the one place where answers become JSON. No field is left out; unknown is null. */
import type { Disturbance } from './event.ts';
import { formatTime } from './time.ts';
import type { Incident, Priority, Verdict } from './verdict.ts';

type Json = Readonly<Record<string, unknown>>;

export function disturbanceLine(d: Disturbance, zone: string): Json {
  return {
    type: 'disturbance',
    meter: d.meter,
    channel: d.channel,
    kind: d.kind,
    start: formatTime(d.startMs, zone),
    durationMs: d.durationMs,
    openEnd: d.openEnd,
    pct: d.pct,
    phases: d.phases,
    perPhase: d.perPhase,
    method: d.method,
    class: d.class,
    enclosingDip: d.enclosingDip && {
      start: formatTime(d.enclosingDip.startMs, zone),
      durationMs: d.enclosingDip.durationMs,
    },
    signature: d.signature,
    numbers: d.numbers,
  };
}

export function incidentLine(i: Incident, zone: string): Json {
  return {
    type: 'incident',
    id: i.id,
    start: formatTime(i.startMs, zone),
    end: i.endMs === null ? null : formatTime(i.endMs, zone),
    kind: i.kind,
    causes: i.causes,
    where: i.where,
    sections: i.sections,
    meters: i.meters,
    strokes: i.strokes,
    works: i.works,
    expectedRestore: i.expectedRestore && {
      p50: formatTime(i.expectedRestore.p50Ms, zone),
      p90: formatTime(i.expectedRestore.p90Ms, zone),
      asOf: formatTime(i.expectedRestore.asOfMs, zone),
      source: i.expectedRestore.source,
    },
  };
}

export function verdictLine(v: Verdict): Json {
  return {
    type: 'verdict',
    complaint: v.complaint,
    category: v.category,
    symptoms: v.symptoms,
    conclusion: v.conclusion,
    cause: v.cause,
    p: v.p,
    causes: v.causes,
    where: v.where,
    subcause: v.subcause,
    incident: v.incident,
    expectedByChance: v.expectedByChance,
    coverage: v.coverage,
    evidence: v.evidence,
    next: v.next,
    damage: v.damage,
    say: v.say,
  };
}

export function priorityLine(p: Priority): Json {
  return {
    type: 'priority',
    rank: p.rank,
    section: p.section,
    action: p.action,
    benefit: p.benefit,
    low: p.low,
    high: p.high,
    pTopK: p.pTopK,
    because: p.because,
  };
}
