/** No supply, for long or often; and the question when it is back. */
import { word, wordAsIs } from '../match.ts';
import type { Adjustment, CategoryRule, Findings } from './rule.ts';

function adjust(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  const isOut = f.symptoms.has('outage') || f.symptoms.has('partial_outage') || f.symptoms.has('frequent_outage');
  if (isOut && f.cues.restored.length > 0 && !f.symptoms.has('frequent_outage')) out.push({ by: -1.8, hits: [] });
  if (isOut && f.cues.noNotice.length > 0) out.push({ by: 0.8, hits: f.cues.noNotice });
  if (f.symptoms.has('outage') && f.symptoms.has('breaker_tripped')) out.push({ by: 0.8, hits: [] });
  return out;
}

export const outage: CategoryRule = {
  id: 'outage',
  route: 'correlate',
  zh: [
    word('报修', 1.8),
    word('抢修|派人(?:来)?(?:修|看|抢修)|来人修|来修', 0.9),
    wordAsIs('什么时候(?:能|可以)?(?:修好|抢修好|来人)|几时修好|几时搞掂', 1.4),
    word('重复停电|供电可靠|限电|拉闸限电|错峰|限负荷', 2.6),
  ],
  en: [
    word(
      '\\b(?:crew|engineer|technician|electrician|someone|repair ?man)\\b[^,]{0,25}?(?:come|sent|send|fix|arrive)',
      0.8,
    ),
    word('\\b(?:rolling blackouts?|power rationing|rationing)\\b', 2.6),
  ],
  symptoms: {
    outage: 4.8,
    partial_outage: 5,
    frequent_outage: 5.4,
    breaker_tripped: 2.4,
    production_stopped: 0.6,
    meter_box: 1,
  },
  adjust,
};
