/** Doubt about which supply point is meant, and about its mapping in the network. */
import { IDENTITY_ELSEWHERE } from '../params/reach.ts';
import type { EvidenceKind } from './context.ts';
import { round } from './round.ts';

/** How the supply point was found. */
const HOW = {
  supply_point: { zh: '客户已指明供电点', en: 'the supply point was named' },
  account: { zh: '按户号找到供电点', en: 'supply point found by account' },
  address: { zh: '按地址找到供电点', en: 'supply point found by address' },
  text: { zh: '按文中户号找到供电点', en: 'supply point found by an account in the text' },
  none: { zh: '未能确定供电点', en: 'no supply point was found' },
} as const;

export const identity: EvidenceKind = {
  id: 'identity',
  source: 'params/reach.ts; registers are wrong for up to 9 % of meters in published audits',
  weigh(c, h) {
    if (h.kind === 'inside' || h.kind === 'unseen') return 0;
    const p = c.site.identity;
    return Math.log2(Math.max(0.01, p + (1 - p) * IDENTITY_ELSEWHERE));
  },
  facts: (c) => (c.site.customer === null ? [] : [`supply_point:${c.site.customer.supplyPoint}`]),
  explain(c) {
    const p = round(c.site.identity);
    const how = HOW[c.site.how];
    return {
      numbers: { identity: p, how: c.site.how },
      text: {
        zh: `${how.zh}，把握 ${p}`,
        en: `${how.en}, sure to ${p}`,
      },
    };
  },
};
