/** Was this supply point affected? Own meter ≈ certain; same phase of the area; through the network by distance. */
import { formatTime } from '../../core/time.ts';
import type { Hypothesis } from '../match/hypothesis.ts';
import type { ComplaintContext, EvidenceKind } from './context.ts';
import { round } from './round.ts';

const BY: Readonly<Record<Hypothesis['met']['by'], { zh: string; en: string }>> = {
  own: { zh: '本户电表有记录', en: "the customer's own meter recorded it" },
  node: { zh: '同一点的电表有记录', en: 'a meter at the same point recorded it' },
  area: { zh: '本台区有记录', en: 'recorded in the same transformer area' },
  neighbour: { zh: '同台区另一户有记录', en: 'recorded at another customer of the area' },
  place: { zh: '供电点位于停电范围内', en: 'the supply point lies below what was dark' },
  network: { zh: '由网络关系推得', en: 'inferred through the network' },
  works: { zh: '位于施工停电范围', en: 'the supply point lies in the works zone' },
  calls: { zh: '同区域多户来电', en: 'several customers of the same area called' },
  elsewhere: { zh: '供电点不在已知影响范围内', en: 'the supply point lies outside what is known to have been reached' },
  nowhere: { zh: '供电点位置不明', en: 'place of the supply point unknown' },
};

export const reach: EvidenceKind = {
  id: 'reach',
  source: 'params/reach.ts; vector groups IEC 60076-1',
  weigh: (_c, h) => (h.kind === 'incident' ? Math.log2(Math.max(1e-6, h.met.reach)) : 0),
  facts(_c, h) {
    if (h.kind === 'repeated') return h.listed.map((k) => `incident:${k.id}`);
    if (h.incident?.source === 'calls') return h.incident.calls.map((x) => `complaint:${x}`);
    return h.met.signals.map((s) => s.fact);
  },
  explain(c: ComplaintContext, h) {
    const zone = c.index.facts.settings.zone;
    if (h.kind === 'repeated') {
      const list = h.listed.map((k) => formatTime(k.startMs, zone).slice(0, 16).replace('T', ' ')).join(', ');
      return {
        numbers: { outages: h.listed.length },
        text: {
          zh: `近两个月停电 ${h.listed.length} 次：${list}`,
          en: `${h.listed.length} outages in two months: ${list}`,
        },
      };
    }
    if (h.kind !== 'incident') {
      return {
        numbers: {},
        text: { zh: '没有确定影响到该供电点的记录', en: 'no record surely reached this supply point' },
      };
    }
    const by = BY[h.met.by];
    const p = round(h.met.reach);
    return {
      numbers: {
        reach: p,
        pct: h.met.pct === null ? null : round(h.met.pct),
        durationMs: h.met.durationMs,
        by: h.met.by,
      },
      text: { zh: `${by.zh}(影响概率 ${p})`, en: `${by.en} (probability of being affected ${p})` },
    };
  },
};
