/**
 * From facts to answers, in numbered steps; the whole way on one screen. Pure computing: no clock, no files.
 *
 *   facts ─1─► index ─2─► placed complaints ─3─► incidents ─4─► hypotheses ─5─► calling rates ─6─► verdicts ─7─► priorities
 */
import type { CaseFacts } from '../core/case.ts';
import type { Triage } from '../core/complaint.ts';
import type { Complaint } from '../core/facts.ts';
import type { ComplaintId } from '../core/ids.ts';
import type { Incident, Priority, Verdict } from '../core/verdict.ts';
import type { ComplaintContext, Rates } from './evidence/context.ts';
import { EVIDENCE } from './evidence/index.ts';
import { buildIncidents } from './incidents/build.ts';
import { type CaseIndex, indexCase } from './incidents/case-index.ts';
import type { IncidentModel } from './incidents/model.ts';
import { publicIncident } from './incidents/publish.ts';
import { type Watch, watchOf } from './incidents/watch.ts';
import { type AddressIndex, indexAddresses } from './match/address.ts';
import { hypothesesOf } from './match/candidates.ts';
import type { Hypothesis } from './match/hypothesis.ts';
import { type IncidentLookup, incidentLookup } from './match/lookup.ts';
import { outageCalls } from './match/outage-calls.ts';
import { placeComplaint, rootOf } from './match/placed.ts';
import { companyOf, type Laid, type Learnt, learnRates } from './match/rates.ts';
import { isRouted } from './match/routing.ts';
import { routedVerdict, verdictOf } from './match/verdict.ts';
import { rankSections } from './rank/rank.ts';
import { classify } from './triage/classify.ts';

export interface Options {
  /** Facts and calls learnt later are left out; every complaint still gets its verdict. Absent = all count as known. */
  readonly asKnownAtMs?: number;
  /** How a text is understood; `classify` unless a test puts its own. */
  readonly triage?: (text: string) => Triage;
}

export interface Prepared {
  readonly index: CaseIndex;
  readonly watch: Watch;
  readonly addresses: AddressIndex;
  readonly incidents: readonly IncidentModel[];
  readonly lookup: IncidentLookup;
  readonly learnt: Learnt;
  readonly triage: (text: string) => Triage;
  readonly complaints: ReadonlyMap<ComplaintId, Complaint>;
  /** Hypotheses of the case's own complaints: made once, used for the rates and again for the verdicts. */
  readonly laid: ReadonlyMap<ComplaintId, readonly Hypothesis[]>;
}

export interface Answers {
  readonly incidents: readonly Incident[];
  readonly verdicts: readonly Verdict[];
  readonly priorities: readonly Priority[];
}

/** All answers of a case: verdicts in the order of its complaints, one each; sections best first, every one listed. */
export function correlate(facts: CaseFacts, options: Options = {}): Answers {
  return answerAll(prepare(facts, options));
}

/** The same from what is prepared already: a running service goes on answering single calls with it. */
export function answerAll(prepared: Prepared): Answers {
  const verdicts = prepared.index.facts.complaints.map((c) => answerComplaint(prepared, c));
  return {
    incidents: prepared.incidents.map(publicIncident),
    verdicts,
    priorities: rankSections(prepared.index, prepared.incidents, verdicts), // 7
  };
}

/** Everything that does not depend on one complaint. Afterwards a single answer takes milliseconds. */
export function prepare(facts: CaseFacts, options: Options = {}): Prepared {
  const index = indexCase(facts, options.asKnownAtMs); // 1
  const knownCall = (c: Complaint): boolean => c.receivedMs <= (options.asKnownAtMs ?? Number.POSITIVE_INFINITY);
  const watch = watchOf(index);
  const addresses = indexAddresses(index.facts.customers);
  const understand = memo(options.triage ?? classify);
  const complaints = new Map(index.facts.complaints.map((c) => [c.id, c]));
  const base = { index, watch, addresses, triage: understand, complaints };
  const placed = index.facts.complaints.map((c) => placeComplaint(base, c)); // 2
  const incidents = buildIncidents(index, watch, outageCalls(placed.filter((p) => knownCall(p.complaint)))); // 3
  const lookup = incidentLookup(index, incidents);
  const laid = new Map<ComplaintId, readonly Hypothesis[]>();
  const counted: Laid[] = [];
  for (const p of placed) {
    if (isRouted(p.triage)) continue;
    const context = (rates: Rates): ComplaintContext => ({ ...p, index, watch, rates, company: () => null });
    const hypotheses = hypothesesOf(context(START), lookup); // 4
    laid.set(p.complaint.id, hypotheses);
    // A repeat contact is no second call.
    if (p.complaint.parent === null && knownCall(p.complaint))
      counted.push({ context, hypotheses, id: p.complaint.id });
  }
  const learnt = learnRates(index, incidents, counted, EVIDENCE); // 5
  return { ...base, incidents, lookup, learnt, laid };
}

/** One verdict. `triage` = a person's own reading of the text, in place of the classifier's. */
export function answerComplaint(prepared: Prepared, complaint: Complaint, triage?: Triage): Verdict {
  const placed = placeComplaint(prepared, complaint, triage);
  const own = new Set([complaint.id, rootOf(prepared.complaints, complaint).id]);
  const context: ComplaintContext = {
    ...placed,
    index: prepared.index,
    watch: prepared.watch,
    rates: prepared.learnt.rates,
    company: (h) => companyOf(prepared.index, prepared.learnt, own, h),
  };
  if (isRouted(placed.triage)) return routedVerdict(context);
  const made =
    triage === undefined && prepared.complaints.get(complaint.id) === complaint
      ? prepared.laid.get(complaint.id)
      : undefined;
  return verdictOf(context, prepared.lookup, made); // 6
}

function memo(understand: (text: string) => Triage): (text: string) => Triage {
  const known = new Map<string, Triage>();
  return (text) => {
    const seen = known.get(text) ?? understand(text);
    known.set(text, seen);
    return seen;
  };
}

const START: Rates = {
  perEvent: { outage: 1, interruption: 1, dip: 1, signature: 1, chronic: 1 },
  insidePerH: 1,
  unseenPerH: 1,
};
