/** Row 0: how often a call of this kind comes about at all, before anything about this one is looked at. */
import { REPEATED } from '../params/calls.ts';
import type { ComplaintContext, EvidenceKind } from './context.ts';
import { round } from './round.ts';

/** Calls per hour of a customer cut off for arrears, while it lasts [M]. */
const DISCONNECTED_PER_H = 0.03;
/** P(calls alone are one outage and no chance), per further caller [M]: see `existence`. */
const AREA_OUTAGES_PER_H = 0.5 / 8760;
const CLUSTER_H = 1.5;

export const prior: EvidenceKind = {
  id: 'prior',
  source: 'params/calls.ts, re-estimated from the case (Gamma shrinkage)',
  weigh(c, h) {
    switch (h.kind) {
      case 'inside':
        return Math.log2(c.rates.insidePerH);
      case 'unseen':
        return Math.log2(c.rates.unseenPerH);
      case 'disconnected':
        return Math.log2(DISCONNECTED_PER_H);
      case 'repeated':
        return Math.log2(REPEATED.callsPerDay / 24);
      case 'incident': {
        const rate = h.group === null ? 1e-6 : c.rates.perEvent[h.group];
        const exists = h.incident?.source === 'calls' ? existence(h.incident.calls.length, c) : 1;
        return Math.log2(rate * exists);
      }
    }
  },
  facts: () => [],
  explain: (c, h) => ({
    numbers: {
      callsPerEvent: h.group === null ? null : round(c.rates.perEvent[h.group]),
      insidePerYear: round(c.rates.insidePerH * 8760),
    },
    text: {
      zh: `先验：无电网原因的来电约每户每年 ${round(c.rates.insidePerH * 8760)} 次`,
      en: `prior: calls without a grid cause, about ${round(c.rates.insidePerH * 8760)} per customer and year`,
    },
  }),
};

/**
 * P(n calls of one area within an hour or two are one outage): outages of an area that nothing recorded against the
 * chance that n − 1 background calls fall together.
 */
function existence(calls: number, c: ComplaintContext): number {
  const area = c.site.at?.area ?? null;
  const customers = area === null ? 20 : (c.index.customersOfArea.get(area)?.length ?? 20);
  const background = (c.rates.insidePerH + c.rates.unseenPerH) * customers * CLUSTER_H;
  const chance = Math.max(1e-9, background ** (calls - 1));
  const another = 1 - (1 - c.rates.perEvent.outage) ** Math.max(1, customers - 1);
  return Math.min(1, (AREA_OUTAGES_PER_H * CLUSTER_H * another) / chance);
}
