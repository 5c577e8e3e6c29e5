/** Copy this file, name it after the evidence, add one line to index.ts and a vector per level. Not registered. */
import type { EvidenceKind } from './context.ts';

export const blueprint: EvidenceKind = {
  id: 'blueprint',
  source: 'where the numbers come from',
  // log2 P(observed | hypothesis), up to a constant over hypotheses. Unknown weighs 0.
  weigh: () => 0,
  // share: log2 factor on one cause within a hypothesis; leave it out where causes are not told apart.
  facts: () => [],
  explain: () => ({ numbers: {}, text: { zh: '说明', en: 'what the numbers say' } }),
};
