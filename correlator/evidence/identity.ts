/** Doubt about which supply point is meant, and about its mapping in the network. */
import { IDENTITY_ELSEWHERE } from '../params/reach.ts';
import type { EvidenceKind } from './context.ts';
import { round } from './round.ts';

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
    const how = { supply_point: '供电点', account: '户号', address: '地址', text: '文中户号', none: '无' }[c.site.how];
    return {
      numbers: { identity: p, how: c.site.how },
      text: {
        zh: `供电点由${how}确定，把握 ${p}`,
        en: `supply point by ${c.site.how.replace('_', ' ')}, sure to ${p}`,
      },
    };
  },
};
