/** Appliances damaged, or money asked for what the supply did. */
import { affirmed, findHits, word } from '../match.ts';
import { RECURRING_BULBS } from './recurring-bulbs.ts';
import { type Adjustment, type CategoryRule, type Findings, hasAny, NOTHING } from './rule.ts';

const GROUND = [
  word('青苗|占地|征地|土地|围墙|房屋|农田|果树|庄稼|门前|路面|林木|承包地|果园|菜地|农地|山地|铁塔|树'),
  word('\\b(?:crops?|land|trees?|garden|wall|driveway|fence|field|lawn)\\b'),
] as const;

function claimed(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  if (f.cues.claim.length > 0) {
    const ground = affirmed(findHits(GROUND, f.text)).length > 0 && !f.symptoms.has('appliance_damaged');
    out.push({ by: ground ? 0.5 : 4.2, hits: f.cues.claim });
  }
  const recurring = affirmed(findHits(RECURRING_BULBS, f.text));
  if (recurring.length > 0 && f.cues.claim.length === 0) out.push({ by: -3.5, hits: [] });
  return out.length > 0 ? out : NOTHING;
}

export const damageClaim: CategoryRule = {
  id: 'damage_claim',
  route: 'correlate',
  zh: [
    word(
      '(?:造成|导致|引起|带来)[^,]{0,6}?(?:损失|损坏|损毁)|经济损失|损失(?:了|惨重|很大|\\d|[一二三四五六七八九十几上]+[千万百])',
      2.2,
    ),
    word(
      '(?:食物|海鲜|肉|药|疫苗|冻品|雪糕|鱼|虾|菜|货|胰岛素)[^,]{0,8}?(?<h>坏了|臭|坏掉|变质|死了|化了|全坏|报废|死光|死晒|解冻)',
      2.6,
    ),
    word(
      '(?:鸡|鸭|猪|鱼|虾|苗|鹅)[^,]{0,8}?死|死了?[^,]{0,8}(?:鸡|鸭|猪|鱼|虾|苗|鹅)|(?:闷|热|缺氧)死[^,]{0,5}(?:鸡|鸭|猪|鱼|只|头)',
      5.4,
    ),
    word(
      '(?:修|维修|修理)(?:了|理|费|花|要)?[^,]{0,6}(?:\\d|[几一二三四五六七八九]百|[几一二三四五六七八九]千)[^,]{0,4}(?:元|块|蚊|钱)',
      3,
    ),
    word('(?:主板|电源板|电路板|压缩机|芯片|电容)[^,]{0,4}(?<h>烧|坏|击穿)', 2),
    word('(?<h>维修师傅|售后|修理工|检测)[^,]{0,10}(?:电压|雷|电流)[^,]{0,6}(?:烧|坏|击穿)', 2),
  ],
  en: [
    word(
      '\\b(?:caused|causing|resulting in|led to)\\b[^,]{0,15}?(?<h>damage|loss)\\b|\\bfinancial loss\\b|\\blosses of\\b',
      2,
    ),
    word(
      '\\b(?:food|meat|fish|medicine|insulin|vaccines?|stock|groceries|seafood)\\b[^,]{0,20}?(?<h>spoil\\w*|ruined|rotten|went (?:bad|off)|gone off|lost|thaw\\w*|defrost\\w*|died)',
      2.6,
    ),
    word('\\b(?:motherboard|main ?board|control board|power board|circuit board)\\b', 1.5),
  ],
  symptoms: { appliance_damaged: 6.2 },
  adjust: (f) => {
    const out = [...claimed(f)];
    if (f.symptoms.has('appliance_damaged') && hasAny(f, ['lamps_too_bright', 'overvoltage_reported']))
      out.push({ by: 0.6, hits: [] });
    return out;
  },
};
