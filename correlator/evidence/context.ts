/** What every evidence kind may look at: one complaint in one prepared case. */
import type { Triage } from '../../core/complaint.ts';
import type { Complaint } from '../../core/facts.ts';
import type { ComplaintId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';
import type { SeenKind } from '../../core/usual-sight.ts';
import type { Cause } from '../../core/verdict.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { Watch } from '../incidents/watch.ts';
import type { Hypothesis } from '../match/hypothesis.ts';
import type { Site } from '../match/site.ts';
import type { ClaimTime } from '../match/window.ts';
import type { CallGroup } from '../params/calls.ts';

/** Calling rates of this case. */
export interface Rates {
  /** Calls per affected and noticing customer and event (chronic: and day). */
  readonly perEvent: Readonly<Record<CallGroup, number>>;
  /** Calls per customer and hour without a recorded grid cause. */
  readonly insidePerH: number;
  readonly unseenPerH: number;
}

/** Calls already laid to an incident: how many, whose. */
export interface Company {
  readonly calls: number;
  readonly expected: number;
  readonly who: readonly ComplaintId[];
}

export interface ComplaintContext {
  readonly complaint: Complaint;
  readonly triage: Triage;
  readonly site: Site;
  readonly time: ClaimTime;
  /** What the caller claims to have met, for coverage and unseen causes. */
  readonly claimed: SeenKind;
  readonly index: CaseIndex;
  readonly watch: Watch;
  readonly rates: Rates;
  company(h: Hypothesis): Company | null;
}

/**
 * One kind of evidence. `weigh` = log2 likelihood of what was observed under the hypothesis, up to a constant over
 * hypotheses; 0 where it knows nothing. `share` = factors on the causes within one hypothesis (normalised by the sum).
 */
export interface EvidenceKind {
  readonly id: string;
  /** Where its numbers come from. */
  readonly source: string;
  weigh(c: ComplaintContext, h: Hypothesis): number;
  /** log2 factor per cause; absent where the kind does not tell causes apart. */
  share?(c: ComplaintContext, h: Hypothesis, cause: Cause): number;
  /** Facts this row uses and no other may, for the hypothesis named. */
  facts(c: ComplaintContext, h: Hypothesis): readonly string[];
  explain(
    c: ComplaintContext,
    h: Hypothesis,
  ): { readonly numbers: Readonly<Record<string, number | string | null>>; readonly text: Text };
}
