/** Works register: does an entry explain the outage, with notice, without, or run over. */
import type { Cause } from '../../core/verdict.ts';
import { worksCauses } from '../incidents/works.ts';
import { aboutMs } from './about.ts';
import type { EvidenceKind } from './context.ts';

const WORKS_CAUSES: readonly Cause[] = ['works_notified', 'works_unnotified', 'works_overrun', 'external_damage'];

export const works: EvidenceKind = {
  id: 'works',
  source: 'works register; notice rules of params/verdict.ts',
  weigh: () => 0,
  share(c, h, cause) {
    const best = h.incident?.works[0];
    if (best === undefined || !WORKS_CAUSES.includes(cause)) return 0;
    const split = worksCauses(best, aboutMs(c, h.incident), c.time.receivedMs, c.index.toMs);
    return best.log2 + Math.log2(Math.max(1e-6, split[cause] ?? 0));
  },
  facts: (_c, h) => (h.incident?.works ?? []).slice(0, 1).map((w) => `works:${w.works.id}`),
  explain(c, h) {
    const best = h.incident?.works[0];
    if (best === undefined) return { numbers: {}, text: { zh: '没有相符的停电计划', en: 'no works entry fits' } };
    const split = worksCauses(best, aboutMs(c, h.incident), c.time.receivedMs, c.index.toMs);
    return {
      numbers: { works: best.works.id, aligned: best.aligned ? 1 : 0, ...split },
      text: {
        zh: `停电计划 ${best.works.id}${best.aligned ? '与停电开始时间一致' : '当时在进行'}${best.works.notifiedAtMs === null ? ',未见通知' : ''}`,
        en: `works ${best.works.id} ${best.aligned ? 'began when supply was lost' : 'was running'}${best.works.notifiedAtMs === null ? ', no notice on file' : ''}`,
      },
    };
  },
};
