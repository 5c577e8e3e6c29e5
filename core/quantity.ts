/** Every quantity a meter may report: id, symbol, unit. One spelling in code, store and boards. */
export const PHASES = ['A', 'B', 'C'] as const;
export type Phase = (typeof PHASES)[number];
export const LINE_PAIRS = ['AB', 'BC', 'CA'] as const;
export type LinePair = (typeof LINE_PAIRS)[number];
/** Tag `phase` of a reading: a phase, a pair, the neutral, or the whole meter. */
export type PhaseTag = Phase | LinePair | 'N' | 'total';

export interface Quantity {
  readonly id: string;
  readonly symbol: string;
  readonly unit: string;
  readonly text: { readonly zh: string; readonly en: string };
}

export const QUANTITIES = [
  { id: 'u', symbol: 'U', unit: 'V', text: { zh: '电压有效值', en: 'RMS voltage' } },
  { id: 'uMin', symbol: 'Umin', unit: 'V', text: { zh: '区间最低电压', en: 'lowest RMS voltage in the interval' } },
  { id: 'uMax', symbol: 'Umax', unit: 'V', text: { zh: '区间最高电压', en: 'highest RMS voltage in the interval' } },
  { id: 'i', symbol: 'I', unit: 'A', text: { zh: '电流有效值', en: 'RMS current' } },
  { id: 'p', symbol: 'P', unit: 'W', text: { zh: '有功功率', en: 'active power' } },
  { id: 'q', symbol: 'Q', unit: 'var', text: { zh: '无功功率', en: 'reactive power' } },
  { id: 'f', symbol: 'f', unit: 'Hz', text: { zh: '频率', en: 'frequency' } },
  {
    id: 'thdu',
    symbol: 'THDu',
    unit: '%',
    text: { zh: '电压总谐波畸变率', en: 'total harmonic distortion of voltage' },
  },
  { id: 'pst', symbol: 'Pst', unit: '1', text: { zh: '短时闪变', en: 'short-term flicker severity' } },
  { id: 'plt', symbol: 'Plt', unit: '1', text: { zh: '长时闪变', en: 'long-term flicker severity' } },
  { id: 'u2', symbol: 'u2', unit: '%', text: { zh: '负序不平衡度', en: 'negative-sequence unbalance' } },
  { id: 'u0', symbol: 'u0', unit: '%', text: { zh: '零序不平衡度', en: 'zero-sequence unbalance' } },
] as const satisfies readonly Quantity[];
export type QuantityId = (typeof QUANTITIES)[number]['id'];
