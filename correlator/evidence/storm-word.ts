/** "Thunder and lightning" in the text: counts only where no stroke record covers the time. */
import { STORM_WORD_LOG2 } from '../params/verdict.ts';
import type { EvidenceKind } from './context.ts';

export const stormWord: EvidenceKind = {
  id: 'storm_word',
  source: '[M] params/verdict.ts',
  weigh: () => 0,
  share: (c, h, cause) =>
    cause === 'lightning' &&
    c.triage.storm &&
    h.incident?.lightning.covered !== true &&
    c.index.facts.strokes.length === 0
      ? STORM_WORD_LOG2
      : 0,
  facts: (c) => (c.triage.storm && c.index.facts.strokes.length === 0 ? [`storm:${c.complaint.id}`] : []),
  explain: (c) =>
    c.triage.storm
      ? { numbers: {}, text: { zh: '客户提到雷雨', en: 'the caller speaks of a thunderstorm' } }
      : { numbers: {}, text: { zh: '客户未提到雷雨', en: 'no storm mentioned' } },
};
