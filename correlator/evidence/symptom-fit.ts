/** Do the words fit what was met? Appliance response as smooth functions; P(noticed) belongs here too. */

import { SYMPTOM_TEXT } from '../../core/complaint.ts';
import type { Hypothesis } from '../match/hypothesis.ts';
import { noticed, wordsLog2 } from '../match/response.ts';
import type { ComplaintContext, EvidenceKind } from './context.ts';
import { round } from './round.ts';

export const symptomFit: EvidenceKind = {
  id: 'symptom_fit',
  source: 'appliance immunity tests, params/symptoms.ts',
  weigh: (c, h) => Math.log2(noticed(h.met)) + wordsLog2(saidOf(c), h.met) - reference(c),
  facts: (c) => [`words:${c.complaint.id}`],
  explain(c, h) {
    const list = saidOf(c);
    const zh = list.map((s) => SYMPTOM_TEXT[s].zh).join('、') || '未说明现象';
    const en = list.map((s) => SYMPTOM_TEXT[s].en).join(', ') || 'no symptom named';
    return {
      numbers: { pct: pctOf(h), durationMs: h.met.durationMs, noticed: round(noticed(h.met)) },
      text: { zh: `客户所述现象：${zh}`, en: `what the customer noticed: ${en}` },
    };
  },
};

/** Symptoms named; where none is, the category stands in for its plainest one. */
export function saidOf(c: ComplaintContext): ComplaintContext['triage']['symptoms'] {
  if (c.triage.symptoms.length > 0) return c.triage.symptoms;
  if (c.triage.category === 'outage') return ['outage'];
  if (c.triage.category === 'damage_claim') return ['appliance_damaged'];
  return [];
}

/** Constant over hypotheses: keeps the row near 0 where the words say nothing. */
function reference(c: ComplaintContext): number {
  return wordsLog2(saidOf(c), { kind: 'inside', pct: null, durationMs: null });
}

const pctOf = (h: Hypothesis): number | null => (h.met.pct === null ? null : round(h.met.pct));
