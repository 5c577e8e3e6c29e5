/** From the posterior to one verdict line. */
import type { Cause, CauseShares, Verdict } from '../../core/verdict.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import { areaSees, ownSees } from '../evidence/coverage.ts';
import { EVIDENCE } from '../evidence/index.ts';
import { hypothesesOf, outagesOf } from './candidates.ts';
import { conclude } from './conclude.ts';
import { damageAnswer } from './damage.ts';
import { experiences } from './experience.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { IncidentLookup } from './lookup.ts';
import { nextStep } from './next-step.ts';
import { whereOf } from './place.ts';
import { evidenceRows, leading, posteriorOf } from './posterior.ts';
import { say } from './say.ts';

export function routedVerdict(c: ComplaintContext): Verdict {
  return {
    complaint: c.complaint.id,
    category: c.triage.category,
    symptoms: c.triage.symptoms,
    conclusion: 'routed',
    cause: null,
    p: c.triage.p,
    causes: {},
    where: null,
    subcause: null,
    incident: null,
    expectedByChance: null,
    coverage: null,
    evidence: [],
    next: null,
    damage: null,
    say: say(c, { conclusion: 'routed', cause: null, p: 0, incident: null, outages: 0, repeated: false }),
  };
}

export function verdictOf(c: ComplaintContext, lookup: IncidentLookup, made?: readonly Hypothesis[]): Verdict {
  const posterior = posteriorOf(c, made ?? hypothesesOf(c, lookup), EVIDENCE);
  const cause = [...posterior.causes].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const winner = leading(posterior, cause);
  const incident = winner.h.incident;
  const claimsMany = c.triage.symptoms.includes('frequent_outage');
  const outages = claimsMany ? outagesOf(c, lookup).length : null;
  const conclusion = conclude(c, posterior.causes, outages);
  const p = posterior.causes.get(cause) ?? 0;
  return {
    complaint: c.complaint.id,
    category: c.triage.category,
    symptoms: c.triage.symptoms,
    conclusion,
    cause,
    p,
    causes: shares(posterior.causes),
    where: whereOf(c, winner),
    subcause: cause === 'low_voltage' ? (incident?.subcause ?? null) : null,
    incident: incident?.id ?? winner.h.listed.at(-1)?.id ?? null,
    expectedByChance: expectedByChance(c, lookup),
    coverage: Number(Math.max(ownSees(c, c.claimed), 0.5 * areaSees(c, c.claimed)).toFixed(3)),
    evidence: evidenceRows(c, posterior, cause, EVIDENCE),
    next: conclusion === 'not_found' ? null : nextStep(c, posterior),
    damage: damageAnswer(c, posterior.causes, incident?.startMs ?? null),
    say: say(c, { conclusion, cause, p, incident, outages: outages ?? 0, repeated: winner.h.kind === 'repeated' }),
  };
}

/** Causes below this are dropped from the line, the rest scaled to sum 1. */
const SHARE_MIN = 1e-6;
function shares(causes: ReadonlyMap<Cause, number>): CauseShares {
  const kept = [...causes].filter(([cause, p]) => p >= SHARE_MIN || cause === 'inside' || cause === 'unknown');
  const sum = kept.reduce((s, [, p]) => s + p, 0);
  return Object.fromEntries(kept.map(([cause, p]) => [cause, p / sum])) as CauseShares;
}

/** Half width of the span in which the point's usual number of incidents is counted, ms. */
const USUAL_MS = 15 * 86_400_000;

/** Incidents such a window would hold at this point anyway: shown beside the verdict, never multiplied in. */
function expectedByChance(c: ComplaintContext, lookup: IncidentLookup): number | null {
  if (c.site.at === null) return null;
  const from = Math.max(c.index.fromMs, c.time.receivedMs - USUAL_MS);
  const to = Math.min(c.index.toMs, c.time.receivedMs + USUAL_MS);
  const windowMs = c.time.toMs - c.time.fromMs;
  if (to - from < windowMs) return null;
  let n = 0;
  for (const k of lookup.around(c.site, from, to).slice(0, 400)) {
    if (k.startMs >= c.time.fromMs && k.startMs <= c.time.toMs) continue;
    n += Math.min(
      1,
      experiences(c.index, k, c.site).reduce((s, e) => s + e.reach, 0),
    );
  }
  return Number(((n * windowMs) / Math.max(1, to - from - windowMs)).toFixed(4));
}
