/** Voltage low, high or unsteady; lamps; appliances that do not run; a loss of supply of seconds. */
import { affirmed, findHits, word, wordAsIs } from '../match.ts';
import { RECURRING_BULBS } from './recurring-bulbs.ts';
import type { Adjustment, CategoryRule, Findings } from './rule.ts';

function adjust(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  if (f.told.high.length > 0) out.push({ by: 4, hits: f.told.high });
  if (f.told.low.length > 0) out.push({ by: 4, hits: f.told.low });
  if (f.symptoms.has('partial_outage') && f.symptoms.has('motor_trouble')) out.push({ by: 2, hits: [] });
  const bulbs = affirmed(findHits(RECURRING_BULBS, f.text));
  if (bulbs.length > 0 && f.cues.claim.length === 0) out.push({ by: 3.5, hits: bulbs });
  return out;
}

export const supplyQuality: CategoryRule = {
  id: 'supply_quality',
  route: 'correlate',
  zh: [
    word(
      '低电压(?!线|用户|侧)|电压[^,]{0,8}?(?<h>低|不足|不稳|波动|异常|不够|唔够|唔稳|忽高忽低|时高时低|上不去|偏|跌|掉|降|跳|暂降|骤降|骤升|暂升|有问题|不正常|不平衡|漂|上下|晃)',
      4.2,
    ),
    wordAsIs('(?:电压|电)(?:一直|总是|老是|很|好|都)?(?:不稳定?|唔稳阵?|不够用|唔够用|不够|不给力)', 4),
    word('(?:测|量|测量|万用表)[^,]{0,8}?(?<h>电压|伏|\\d+v)', 1.4),
    word(
      '谐波|三相不平衡|电能质量|供电质量|电压质量|暂降|晃电|闪变|功率因数|频率(?:不稳|偏)|末端|变压器(?:容量|太小|过载|超负荷)|增容改造|线路太细|线太细|接触不良|零线(?:断|松|虚)|断零',
      3,
    ),
    word('电器(?:保护)?[^,]{0,4}(?:欠压|过压)|欠压|缺相|e\\d代码|保护停机|报欠压', 3),
    word('(?:一开|一用|只要开|同时开|一启动|开)(?:空调|冷气|热水器|电磁炉|水泵|大功率|电饭煲|几部)', 1.4),
    word('(?:电焊|焊机|工厂|加工厂|电机|打桩|冲床|邻居装修|充电站)[^,]{0,10}?(?:一(?:开|用|焊|启动)|开工|启动)', 1.6),
  ],
  en: [
    word(
      '\\b(?:low|under|poor|bad|unstable|unsteady|weak|fluctuating|erratic|irregular|varying|insufficient|uneven|dirty) ?-?(?:voltage|power(?! factor)|supply|current|electricity)\\b|\\bunder-?voltage\\b',
      4.2,
    ),
    word(
      '\\bvoltages?\\b[^,]{0,30}?(?<h>\\b(?:low|drop\\w*|dip\\w*|sag\\w*|fluctuat\\w*|unstable|unsteady|var(?:y|ies|ied)|swing\\w*|jump\\w*|below|down|problem|issue|bad|poor|fall\\w*|fell|insufficient|not (?:enough|stable|steady)|up and down|all over|goes|too (?:low|high)|high))',
      4.2,
    ),
    word(
      '\\b(?:voltage|power quality|harmonics?|unbalance|imbalance|dips?|sags?|swells?|surges?|power surge|spikes?|undervoltage|multimeter|volt ?meter|phase imbalance|loose (?:connection|neutral)|broken neutral|transients?)\\b',
      2.2,
    ),
    word(
      '\\b(?:power|supply|electricity|current)\\b[^,]{0,15}?(?<h>fluctuat\\w*|unstable|unsteady|weak|not stable|surges?|surging|up and down|comes and goes)',
      3.6,
    ),
  ],
  symptoms: {
    lamps_flicker: 4.2,
    lamps_dim: 4.2,
    lamps_too_bright: 4.2,
    brief_outage: 4.6,
    appliance_wont_start: 3.4,
    appliance_weak: 3.8,
    appliance_restarted: 3.8,
    motor_trouble: 3.6,
    motor_reversed: 4,
    production_stopped: 2.2,
    overvoltage_reported: 4.4,
    breaker_tripped: 1.8,
    meter_box: 1.6,
  },
  adjust,
};
