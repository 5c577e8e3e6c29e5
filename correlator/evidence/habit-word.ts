/** "Every evening", "lately", "for weeks": the caller speaks of something that keeps coming, not of one instant. */

import { speaksOfHabit } from '../match/habit.ts';
import type { Hypothesis } from '../match/hypothesis.ts';
import { HABIT } from '../params/verdict.ts';
import type { ComplaintContext, EvidenceKind } from './context.ts';

export const habitWord: EvidenceKind = {
  id: 'habit_word',
  source: '[M] params/verdict.ts',
  weigh(c, h) {
    const p = HABIT[natureOf(h)];
    // Silence about it says far less than the word: many do not say that it was so yesterday too.
    return says(c) ? Math.log2(p / HABIT.inside) : 0.5 * Math.log2((1 - p) / (1 - HABIT.inside));
  },
  facts: (c) => (says(c) ? [`habit:${c.complaint.id}`] : []),
  explain: (c) =>
    says(c)
      ? { numbers: {}, text: { zh: '客户称反复、长期出现', en: 'the caller says it keeps coming back' } }
      : { numbers: {}, text: { zh: '客户未说反复出现', en: 'the caller does not speak of a lasting trouble' } },
};

function says(c: ComplaintContext): boolean {
  return speaksOfHabit(c.complaint.text);
}

function natureOf(h: Hypothesis): keyof typeof HABIT {
  if (h.kind === 'repeated') return 'lasting';
  if (h.kind === 'inside' || h.kind === 'unseen') return h.kind;
  const lasting = h.group === 'chronic' || h.met.kind === 'loose_contact' || h.met.kind === 'flicker';
  return lasting ? 'lasting' : 'event';
}
