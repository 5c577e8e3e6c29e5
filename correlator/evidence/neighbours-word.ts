/** "The neighbours too", "only us": how wide the trouble is, in the caller's eyes. */

import type { Hypothesis } from '../match/hypothesis.ts';
import { NEIGHBOURS_LOG2 } from '../params/verdict.ts';
import type { EvidenceKind } from './context.ts';

export const neighboursWord: EvidenceKind = {
  id: 'neighbours_word',
  source: '[M] params/verdict.ts',
  weigh(c, h) {
    if (c.triage.neighbours === 'unsaid') return 0;
    return NEIGHBOURS_LOG2[c.triage.neighbours][width(h)];
  },
  facts: (c) => (c.triage.neighbours === 'unsaid' ? [] : [`neighbours:${c.complaint.id}`]),
  explain: (c) => ({
    numbers: { said: c.triage.neighbours },
    text:
      c.triage.neighbours === 'yes'
        ? { zh: '客户称邻居也有同样情况', en: 'the caller says the neighbours have it too' }
        : c.triage.neighbours === 'no'
          ? { zh: '客户称只有自家', en: 'the caller says only this home has it' }
          : { zh: '未说明邻居情况', en: 'nothing said about the neighbours' },
  }),
};

/** Unseen troubles are of both kinds: they take the service line's side by half. */
export function width(h: Hypothesis): 'wide' | 'service' | 'inside' {
  if (h.kind === 'inside' || h.kind === 'disconnected') return 'inside';
  if (h.kind === 'unseen') return 'service';
  const local = h.incident?.scope === 'service' || h.incident?.kind === 'loose_contact';
  return local ? 'service' : 'wide';
}
