/** How many others on the same element called about it, against how many usually do. */
import { COMPANY } from '../params/calls.ts';
import type { EvidenceKind } from './context.ts';
import { round } from './round.ts';

/** Callers named in the row. */
const NAMED_MAX = 5;

export const company: EvidenceKind = {
  id: 'company',
  source: 'Gamma-Poisson: calling differs from incident to incident, params/calls.ts COMPANY',
  weigh(c, h) {
    const with_ = c.company(h);
    if (with_ === null) return 0;
    const log2 = Math.log2((COMPANY.shape + with_.calls) / (COMPANY.shape + with_.expected));
    return Math.max(-COMPANY.maxLog2, Math.min(COMPANY.maxLog2, log2));
  },
  facts: (c, h) => (c.company(h)?.who ?? []).slice(0, NAMED_MAX).map((x) => `complaint:${x}`),
  explain(c, h) {
    const with_ = c.company(h);
    const calls = round(with_?.calls ?? 0);
    const expected = round(with_?.expected ?? 0);
    return {
      numbers: { calls, expected },
      text: {
        zh: `同一事件另有约 ${calls} 个来电，通常约 ${expected} 个`,
        en: `about ${calls} other calls about it, ${expected} are usual`,
      },
    };
  },
};
