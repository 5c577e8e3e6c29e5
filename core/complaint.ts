/** Words about complaints: categories, symptoms, and what `classify` answers (design section 15; a contract). */
import type { Text } from './text.ts';

export const CATEGORIES = [
  'supply_quality',
  'outage',
  'damage_claim',
  'hazard',
  'works',
  'service',
  'billing',
  'information',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const CATEGORY_TEXT: Readonly<Record<Category, Text>> = {
  supply_quality: { zh: '供电质量', en: 'supply quality' },
  outage: { zh: '停送电', en: 'outage' },
  damage_claim: { zh: '电器损坏赔偿', en: 'appliance damage claim' },
  hazard: { zh: '安全隐患', en: 'safety hazard' },
  works: { zh: '施工与电网建设', en: 'works and grid construction' },
  service: { zh: '服务', en: 'service' },
  billing: { zh: '抄核收与电费', en: 'meter reading and billing' },
  information: { zh: '咨询与宣传', en: 'information' },
  other: { zh: '表扬与建议', en: 'praise and suggestions' },
};

export const SYMPTOMS = [
  'lamps_flicker',
  'lamps_dim',
  'lamps_too_bright',
  'outage',
  'partial_outage',
  'brief_outage',
  'frequent_outage',
  'appliance_wont_start',
  'appliance_weak',
  'appliance_restarted',
  'appliance_damaged',
  'breaker_tripped',
  'motor_trouble',
  'motor_reversed',
  'production_stopped',
  'overvoltage_reported',
  'shock_or_leakage',
  'sparks_or_burning',
  'meter_box',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

export const SYMPTOM_TEXT: Readonly<Record<Symptom, Text>> = {
  lamps_flicker: { zh: '灯光闪烁', en: 'lamps flicker' },
  lamps_dim: { zh: '灯光发暗', en: 'lamps dim' },
  lamps_too_bright: { zh: '灯光过亮', en: 'lamps too bright' },
  outage: { zh: '停电', en: 'no supply' },
  partial_outage: { zh: '部分停电', en: 'part of the supply lost' },
  brief_outage: { zh: '瞬间停电', en: 'brief loss of supply' },
  frequent_outage: { zh: '频繁停电', en: 'frequent outages' },
  appliance_wont_start: { zh: '电器无法启动', en: 'appliance will not start' },
  appliance_weak: { zh: '电器出力不足', en: 'appliance runs weakly' },
  appliance_restarted: { zh: '电器重启', en: 'appliance restarted' },
  appliance_damaged: { zh: '电器损坏', en: 'appliance damaged' },
  breaker_tripped: { zh: '开关跳闸', en: 'breaker tripped' },
  motor_trouble: { zh: '电机异常', en: 'motor trouble' },
  motor_reversed: { zh: '电机反转', en: 'motor turns backwards' },
  production_stopped: { zh: '停产', en: 'production stopped' },
  overvoltage_reported: { zh: '反映电压偏高', en: 'voltage reported too high' },
  shock_or_leakage: { zh: '触电或漏电', en: 'shock or leakage' },
  sparks_or_burning: { zh: '冒火花或烧焦', en: 'sparks or burning' },
  meter_box: { zh: '表箱故障', en: 'meter box fault' },
};

export type DayPart = 'morning' | 'noon' | 'evening' | 'night';

/** One answer of `classify`; field names and values are the JSON contract. `p` = probability of `category`, 0–1. */
export interface Triage {
  readonly category: Category;
  readonly p: number;
  readonly second: Category | null;
  readonly symptoms: readonly Symptom[];
  readonly storm: boolean;
  readonly neighbours: 'yes' | 'no' | 'unsaid';
  readonly when: DayPart | null;
  readonly because: readonly string[];
}

/** Categories that leave by another desk and are never correlated; `works` goes too unless it names a supply symptom. */
export const ROUTED_CATEGORIES: readonly Category[] = ['service', 'billing', 'information', 'other'];
