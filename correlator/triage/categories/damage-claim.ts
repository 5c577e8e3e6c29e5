/** Appliances damaged, or money asked for what the supply did. */
import { affirmed, findHits, word } from '../match.ts';
import { type Adjustment, type CategoryRule, type Findings, hasAny, NOTHING } from './rule.ts';

/** Lamps that burn out again and again are a sign of high voltage more than a claim. */
const RECURRING = [
  word(
    '(?:老是|总是|经常|频繁|天天|隔几天|不断|老|一个接一个)[^,]{0,6}(?:烧|坏)[^,]{0,4}(?:灯|灯泡)|(?:灯|灯泡)[^,]{0,6}(?:老是|总是|经常|老|频繁|总|接连|隔[^,]{1,4}就|没[^,]{1,4}就|[几三两]天就|成日)[^,]{0,4}(?:烧|坏)',
  ),
  word(
    '\\b(?:bulbs?|lamps?)\\b[^,]{0,20}?(?:keep|every (?:week|month|few)|often|constantly|again and again|all the time)|\\b(?:keep|often|constantly|always) \\w+ing (?:light )?bulbs?',
  ),
] as const;
const GROUND = [
  word('青苗|占地|征地|土地|围墙|房屋|农田|果树|庄稼|门前|路面|林木'),
  word('\\b(?:crops?|land|trees?|garden|wall|driveway|fence|field|lawn)\\b'),
] as const;

function claimed(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  if (f.cues.claim.length > 0) {
    const ground = affirmed(findHits(GROUND, f.text)).length > 0 && !f.symptoms.has('appliance_damaged');
    out.push({ by: ground ? 0.5 : 3.6, hits: f.cues.claim });
  }
  const recurring = affirmed(findHits(RECURRING, f.text));
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
      '(?:食物|海鲜|肉|药|疫苗|冻品|雪糕|鱼|虾|菜|货|胰岛素)[^,]{0,8}?(?<h>坏了|臭了|变质|死了|化了|全坏|报废|死光|死晒|解冻)',
      2.6,
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
