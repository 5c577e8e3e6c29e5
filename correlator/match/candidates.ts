/** All hypotheses for one complaint: disconnection first, incidents that could have reached it, repeated, inside, unseen. */
import type { Cause } from '../../core/verdict.ts';
import { callDensity } from '../evidence/call-fit.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import { saidOf } from '../evidence/symptom-fit.ts';
import { mix } from '../incidents/cause.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { type CallGroup, LOOKBACK_MS, REPEATED } from '../params/calls.ts';
import { UNSEEN_SHARES } from '../params/causes.ts';
import { type Experience, experiences } from './experience.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { IncidentLookup } from './lookup.ts';
import { noticed, wordsLog2 } from './response.ts';

/** Incidents kept for one complaint, best first. */
const KEEP_MAX = 24;
const GROUPS: Readonly<Partial<Record<Experience['kind'], CallGroup>>> = {
  outage: 'outage',
  phase_loss: 'outage',
  interruption: 'interruption',
  dip: 'dip',
  swell: 'dip',
  transient: 'dip',
  nothing: 'dip',
  undervoltage: 'chronic',
  overvoltage: 'chronic',
  broken_neutral: 'signature',
  loose_contact: 'signature',
  flicker: 'signature',
};

export function hypothesesOf(c: ComplaintContext, lookup: IncidentLookup): Hypothesis[] {
  const out: Hypothesis[] = [...disconnected(c)];
  const around = lookup.around(c.site, c.time.fromMs - LOOKBACK_MS, c.time.receivedMs + 7_200_000);
  const scored: { h: Hypothesis; score: number }[] = [];
  for (const k of around) {
    const bare = { id: k.id, kind: 'incident', incident: k, listed: [], shares: k.prior } as const;
    const dense = callDensity(c, { ...bare, group: groupOfKind(k), met: NOTHING_MET });
    if (dense <= 0) continue;
    let best: { h: Hypothesis; score: number } | null = null;
    for (const met of experiences(c.index, k, c.site)) {
      const h = asMet({ ...bare, met, group: GROUPS[met.kind] ?? 'dip' }, k);
      const fit = Math.max(1e-9, met.reach) * Math.max(1e-9, callDensity(c, h)) * noticed(met);
      const score = Math.log2(fit) + wordsLog2(saidOf(c), met);
      if (best === null || score > best.score) best = { h, score };
    }
    if (best !== null) scored.push(best);
  }
  scored.sort((a, b) => b.score - a.score || (a.h.id < b.h.id ? -1 : 1));
  out.push(...scored.slice(0, KEEP_MAX).map((s) => s.h));
  out.push(...repeated(c, lookup), inside(), unseen(c));
  return out;
}

const FAULTS: readonly Cause[] = ['line_fault', 'lightning', 'upstream'];

/**
 * Switching off for works makes no dip elsewhere; a fault does. Whoever met only the dip beside an outage met a fault,
 * if there was one.
 */
function asMet(h: Hypothesis, k: IncidentModel): Hypothesis {
  if (h.met.kind !== 'dip' || (k.kind !== 'outage' && k.kind !== 'interruption')) return h;
  const faults = new Map([...k.prior].filter(([cause]) => FAULTS.includes(cause)));
  const sum = [...faults.values()].reduce((a, b) => a + b, 0);
  if (sum <= 0) return h;
  const shares = new Map([...faults].map(([cause, p]) => [cause, p / sum]));
  const pFault = FAULTS.reduce((total, cause) => total + (k.causes[cause] ?? 0), 0);
  return { ...h, shares, met: h.met.by === 'own' ? h.met : { ...h.met, reach: h.met.reach * pFault } };
}

const NOTHING_MET: Experience = { kind: 'nothing', pct: null, durationMs: null, reach: 0, by: 'nowhere', signals: [] };

function groupOfKind(k: IncidentModel): CallGroup {
  return k.kind === 'undervoltage' || k.kind === 'overvoltage' || k.kind === 'unbalance' ? 'chronic' : 'outage';
}

function special(
  id: string,
  kind: Hypothesis['kind'],
  met: Experience['kind'],
  shares: ReadonlyMap<Cause, number>,
): Hypothesis {
  return { id, kind, incident: null, listed: [], met: { ...NOTHING_MET, kind: met, reach: 1 }, group: null, shares };
}

/** The register says so, or the own meter's relay opened and has not closed. */
function disconnected(c: ComplaintContext): Hypothesis[] {
  const at = c.site.customer?.disconnectedAtMs ?? null;
  const byRegister = at !== null && at <= c.time.receivedMs + 3_600_000;
  if (!byRegister && !relayOpen(c)) return [];
  return [special('disconnected', 'disconnected', 'disconnected', new Map([['disconnected', 1]]))];
}

function relayOpen(c: ComplaintContext): boolean {
  const own = new Set(c.site.meters.map((m) => m.meter));
  if (own.size === 0) return false;
  let open = false;
  let last = Number.NEGATIVE_INFINITY;
  for (const e of c.index.facts.meterEvents) {
    if (!own.has(e.meter) || e.timeMs > c.time.receivedMs || e.timeMs < last) continue;
    if (e.kind !== 'relay_open' && e.kind !== 'relay_closed') continue;
    last = e.timeMs;
    open = e.kind === 'relay_open';
  }
  return open;
}

function inside(): Hypothesis {
  return special('inside', 'inside', 'inside', new Map([['inside', 1]]));
}

function unseen(c: ComplaintContext): Hypothesis {
  return special('unseen', 'unseen', 'unseen', mix([{ p: 1, shares: UNSEEN_SHARES[unseenTable(c)] }]));
}

function unseenTable(c: ComplaintContext): keyof typeof UNSEEN_SHARES {
  switch (c.claimed) {
    case 'outage':
      return 'outage';
    case 'dip':
    case 'interruption':
      return 'dip';
    case 'undervoltage':
      return 'voltage';
    case 'flicker':
      return 'flicker';
    case 'overvoltage':
    case 'swell':
    case 'transient':
      return 'high';
    default:
      return 'hazard';
  }
}

/** Outages that surely reached the supply point in the rule's window, where the caller speaks of frequent ones. */
function repeated(c: ComplaintContext, lookup: IncidentLookup): Hypothesis[] {
  if (!c.triage.symptoms.includes('frequent_outage')) return [];
  const listed = outagesOf(c, lookup);
  if (listed.length < REPEATED.count) return [];
  const parts = listed.map((k) => ({ p: 1, shares: k.causes }));
  const h = special('repeated', 'repeated', 'repeated', mix(parts));
  return [{ ...h, listed }];
}

export function outagesOf(c: ComplaintContext, lookup: IncidentLookup): IncidentModel[] {
  return lookup
    .around(c.site, c.time.receivedMs - REPEATED.windowMs, c.time.receivedMs)
    .filter((k) => k.kind === 'outage' || k.kind === 'interruption')
    .filter((k) =>
      experiences(c.index, k, c.site).some((e) => (e.kind === 'outage' || e.kind === 'interruption') && e.reach >= 0.5),
    )
    .sort((a, b) => a.startMs - b.startMs);
}
