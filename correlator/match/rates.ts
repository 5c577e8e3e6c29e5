/**
 * Calling rates of this case: how many of the affected call, how many call without a recorded cause. A few rounds of
 * "lay every complaint to its hypotheses, count, divide by exposure", each rate held by a Gamma prior, so that a small
 * case keeps the published numbers and a large one speaks for itself.
 */
import type { ComplaintId } from '../../core/ids.ts';
import type { Company, ComplaintContext, EvidenceKind, Rates } from '../evidence/context.ts';
import { prior } from '../evidence/prior.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { BACKGROUND, CALL_RATE, type CallGroup, COMPANY, RATE_ROUNDS } from '../params/calls.ts';
import { affected } from './affected.ts';
import type { Hypothesis } from './hypothesis.ts';

const HOUR_MS = 3_600_000;
const YEAR_H = 8760;
/** Unseen supply causes against the customers' own, bounds of what a case may teach [M]: words alone tell them apart badly. */
const UNSEEN_MIN = 0.35;
const UNSEEN_MAX = 2;
const GROUPS = Object.keys(CALL_RATE) as CallGroup[];

export const START_RATES: Rates = {
  perEvent: {
    outage: CALL_RATE.outage.perEvent,
    interruption: CALL_RATE.interruption.perEvent,
    dip: CALL_RATE.dip.perEvent,
    signature: CALL_RATE.signature.perEvent,
    chronic: CALL_RATE.chronic.perEvent,
  },
  insidePerH: BACKGROUND.insidePerYear / YEAR_H,
  unseenPerH: BACKGROUND.unseenPerYear / YEAR_H,
};

/** A complaint with its hypotheses, made once; only the rates change between rounds. */
export interface Laid {
  readonly context: (rates: Rates) => ComplaintContext;
  readonly hypotheses: readonly Hypothesis[];
  readonly id: ComplaintId;
}

export interface Learnt {
  readonly rates: Rates;
  /** Calls laid to each incident (its id), and whose they mainly are. */
  readonly calls: ReadonlyMap<string, { readonly n: number; readonly who: ReadonlyMap<ComplaintId, number> }>;
}

/** What the rates do not touch is weighed once; each round only puts the new prior on top. Company stays out of it. */
export function learnRates(
  index: CaseIndex,
  incidents: readonly IncidentModel[],
  laid: readonly Laid[],
  kinds: readonly EvidenceKind[],
): Learnt {
  const exposure = exposures(index, incidents);
  const fixed = kinds.filter((k) => k !== prior);
  const base = laid.map((l) => {
    const c = l.context(START_RATES);
    return Float64Array.from(l.hypotheses, (h) => fixed.reduce((sum, k) => sum + k.weigh(c, h), 0));
  });
  let rates = START_RATES;
  let counted = count(laid, base, rates);
  for (let round = 0; round < RATE_ROUNDS; round++) {
    rates = update(exposure, counted.groups, counted.inside, counted.unseen);
    counted = count(laid, base, rates);
  }
  return { rates, calls: counted.calls };
}

interface Counted {
  readonly groups: Record<CallGroup, number>;
  inside: number;
  unseen: number;
  readonly calls: Map<string, { n: number; who: Map<ComplaintId, number> }>;
}

/** Below this share a complaint is not named as company. */
const NAMED_MIN = 0.05;

/** Every complaint shared over its hypotheses under the given rates. */
function count(laid: readonly Laid[], base: readonly Float64Array[], rates: Rates): Counted {
  const out: Counted = {
    groups: { outage: 0, interruption: 0, dip: 0, signature: 0, chronic: 0 },
    inside: 0,
    unseen: 0,
    calls: new Map(),
  };
  laid.forEach((l, n) => {
    const c = l.context(rates);
    const weights = l.hypotheses.map((h, i) => (base[n]?.[i] ?? 0) + prior.weigh(c, h));
    const best = Math.max(...weights);
    const sum = weights.reduce((total, w) => total + 2 ** (w - best), 0);
    l.hypotheses.forEach((h, i) => {
      const p = 2 ** ((weights[i] ?? 0) - best) / sum;
      if (h.kind === 'inside') out.inside += p;
      if (h.kind === 'unseen') out.unseen += p;
      if (h.kind !== 'incident' || h.group === null) return;
      out.groups[h.group] += p;
      if (p < NAMED_MIN) return;
      const entry = out.calls.get(h.id) ?? { n: 0, who: new Map<ComplaintId, number>() };
      entry.n += p;
      entry.who.set(l.id, p);
      out.calls.set(h.id, entry);
    });
  });
  return out;
}

interface Exposure {
  readonly perGroup: Readonly<Record<CallGroup, number>>;
  readonly customerHours: number;
}

function update(e: Exposure, counts: Readonly<Record<CallGroup, number>>, inside: number, unseen: number): Rates {
  const shrink = (weight: number, mean: number, n: number, exposure: number): number =>
    (weight + n) / (weight / mean + exposure);
  const perEvent = Object.fromEntries(
    GROUPS.map((g) => [g, Math.min(0.9, shrink(CALL_RATE[g].weight, CALL_RATE[g].perEvent, counts[g], e.perGroup[g]))]),
  ) as Record<CallGroup, number>;
  const insidePerH = shrink(BACKGROUND.weight, BACKGROUND.insidePerYear / YEAR_H, inside, e.customerHours);
  const unseenPerH = shrink(BACKGROUND.weight, BACKGROUND.unseenPerYear / YEAR_H, unseen, e.customerHours);
  return {
    perEvent,
    insidePerH,
    unseenPerH: Math.min(UNSEEN_MAX * insidePerH, Math.max(UNSEEN_MIN * insidePerH, unseenPerH)),
  };
}

function exposures(index: CaseIndex, incidents: readonly IncidentModel[]): Exposure {
  const received = index.facts.complaints.map((c) => c.receivedMs);
  const from = received.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const to = received.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const hours = Math.max(24, (to - from) / HOUR_MS || 0);
  const perGroup: Record<CallGroup, number> = { outage: 0, interruption: 0, dip: 0, signature: 0, chronic: 0 };
  for (const k of incidents) {
    if ((k.endMs ?? k.startMs) < from - 24 * HOUR_MS || k.startMs > to) continue;
    for (const part of affected(index, k)) perGroup[part.group] += part.customers;
  }
  return { perGroup, customerHours: Math.max(1, index.facts.customers.length) * hours };
}

/** Company for one complaint: the others' calls, never its own. null where calls built the incident themselves. */
export function companyOf(
  index: CaseIndex,
  learnt: Learnt,
  own: ReadonlySet<ComplaintId>,
  h: Hypothesis,
): Company | null {
  if (h.incident === null || h.incident.source === 'calls' || h.group === null) return null;
  const entry = learnt.calls.get(h.id);
  const who: [ComplaintId, number][] = [...(entry?.who ?? [])].filter(([c]) => !own.has(c));
  const calls = who.reduce((sum, [, p]) => sum + p, 0);
  const mine = affected(index, h.incident).find((a) => a.group === h.group);
  const expected = (mine?.customers ?? 1) * learnt.rates.perEvent[h.group];
  who.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    calls,
    expected: Math.max(0, expected - learnt.rates.perEvent[h.group]),
    who: calls + COMPANY.shape > 0 ? who.map(([c]) => c) : [],
  };
}
