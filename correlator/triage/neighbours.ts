/** Are neighbours hit too? `yes`, `no` (they are fine, or only this home), `unsaid`. The first clear word counts. */
import { findHits, word, wordAsIs } from './match.ts';
import type { NormalText } from './normalise.ts';

const NEXT_DOOR =
  '(?:邻居|邻舍|隔壁|左邻右舍|邻里|隔离|隔篱|对门|对面|楼上|楼下|楼上楼下|周围|附近|旁边|周边|四周|前后左右|街坊|其他人|其他户|其他住户|别家|别人家?|人家|其他家|其余|上下楼|同一层|同层|同楼)(?!施工|工地|装修|的?工厂|的?厂)';
const FINE =
  '(?:有电(?!压|费)|没停|没有停|没事|冇事|没问题|没有问题|冇问题|正常|好好的?|都好|是好的|没坏|没有坏|亮着|灯火通明|亮堂|不闪|没闪|没有闪|冇停|有灯|没受影响|没有受影响|没有这|没这|冇呢|不会|唔会|无事|没影响|没有影响|没跳|开着灯|系好|没有(?:出现|发生|任何|一点)|冇受影响|没发生|没出现)';
const HIT = '(?:也|都|同样|一样|亦|全都?|统统|同时|均|一齐|一起|个个|纷纷|仲有)';

const YES = [
  wordAsIs(
    `${NEXT_DOOR}(?:的?人?家?|家里|几家|几户|们|好几家|好几户|房子|那边|屋|屋企|也有|说|讲|反映|话|和我|跟我|同我|家的)*[^,]{0,4}?${HIT}[^,]{0,10}?(?:停|没|冇|断|闪|坏|暗|烧|跳|这样|这个|这种|一样|咁|如此|受影响|受|低|出现|有这|反映|遇到|黑|是|系|有同样)`,
  ),
  wordAsIs(
    '(?:邻居|隔壁|楼上|楼下|隔离|隔篱|对门)(?:和|跟|同|与)(?:我们?家?|我哋)|(?:我们?家?|我)(?:和|跟|同|与)(?:邻居|隔壁|楼上|楼下|隔离|隔篱|对门)[^,]{0,10}(?:都|也)',
  ),
  word(
    '(?<h>一村人|一楼人|整(?:栋|幢|座|条|个|片|村|层|区|排|单元|楼)|全(?:栋|幢|楼|村|小区|屯|镇|街|城|湾|社区|苑|单元|园区|县|组|队)|成(?:栋|座|条|个|层|幢|村|邨|区)|一整(?:栋|条|片|个|层)|大半个|半条街|半个(?:小区|村|镇)|一条街|几栋楼?|几十户|上百户|几百户|好几户|好几家|多户(?=家电|电器)|多户|十几户|家家户户|各家各户|大家都|全部住户|所有住户|所有人家?|附近几|周围几|(?:我们|咱|我|我哋)(?:这|那|呢)?(?:里|边|度)?(?:栋|幢|条街|条村|个村|一片|一带|小区|村|镇|单元)(?=[^,]*(?:停|没|冇|断|闪|暗|低|黑|坏|灯))|(?:小区|村|楼|栋|幢|街|镇|单元|期|巷)[^,]{0,5}(?:都|全)(?=[^,]{0,3}(?:停|没|冇|断|黑))|这一?(?:片|带|栋|条街)|一大片(?=都|全|停|没))(?!开关|屋|个?人|房子|家|屋企|晚|天|日|月|钟|礼拜|星期|年|车间|工厂|厂|店|铺|小时|上午|下午|过程|冰箱|灯|房间)',
  ),
  wordAsIs('不(?:止|只|光|单|仅)(?:是|有)?(?:我|咱|我们)(?:一|1)?家?'),
  word(
    '\\b(?:the )?(?:whole|entire|full|rest of the) (?:street|building|block|village|neighbou?rhood|area|estate|town|floor|compound|road|lane|district|community|condo|hamlet|row)\\b|\\b(?:all over|across|throughout) the (?:village|street|town|area|estate|building|neighbou?rhood)\\b|\\b(?:no (?:power|electricity|light)|outage|blackout|power cut) in (?:our|my|the) (?:whole )?(?:building|street|village|area|block|estate|neighbou?rhood)\\b',
  ),
  word(
    '\\b(?:all|every|everyone|everybody|many|several|most|other|few|lots)(?: of| the| our| my| in| on)* (?:neighbou?rs?|houses|homes|flats|families|households|residents|shops|apartments|street|village|building|block|estate|people in)\\b(?![^,]{0,25}(?:fine|ok|have power|normal|not affected|unaffected|still have|have light|have electric))',
  ),
  word(
    '\\b(?:neighbou?rs?|next door|people next door|upstairs|across the (?:street|road|hall))\\b[^,]{0,30}?\\b(?:too|also|as well|same|lost|have none|no power|likewise|are out|is out|went out|affected|complain\\w*|dark|both|suffer\\w*|report\\w*|without)\\b',
  ),
  word(
    '\\b(?:not (?:just|only) (?:me|us|my|our)|so (?:is|are|do|does|did|has|have) (?:my |the |our )?(?:neighbou?rs?|next door|street)|us and (?:our|the) neighbou?rs|me and (?:my|the) neighbou?rs?|(?:my|our|the) neighbou?rs? and (?:i|me|we|us))',
  ),
] as const;

const NO = [
  wordAsIs(`${NEXT_DOOR}(?:的?人?家?|家里|几家|几户|们|房子|那边|屋|屋企|家的|电器|灯|的灯)*[^,]{0,8}?${FINE}`),
  wordAsIs(
    '(?:只有?|就|仅|得|净系|净|单单|唯独|独独|偏偏|单|就只有|仅仅|光|唯有|剩系|剩|得返)(?:是|有|系)?(?:我们?|咱们?|俺|我哋|自己|本)(?:这)?(?:一|1)?(?:自己)?(?:间)?(?:家|户|屋企|间屋|屋|一个|店|铺|厂)',
  ),
  wordAsIs(
    '(?:别人|人家|其他(?!房|插座|地方|电器|灯|屋|东西)|隔壁|邻居|邻舍|隔离|隔篱|对面)[^,]{0,6}(?:都|又|就|却|倒)?(?:有电|没事|正常|好好|冇事|亮|有嘅|有(?=$))',
  ),
  wordAsIs('(?:只有?|就|仅)(?:是)?(?:我们?|咱)?(?:这)?一户(?!一)'),
  word(
    '(?<!is it |is that )\\b(?:only|just) (?:my|our|me|us|this|mine|ours)\\b(?: own)?(?! (?:building|street|block|village|area|road|estate|neighbou?rhood|side|floor|lane|question|request|concern|complaint|tv|fridge|lights?|computer|router))(?: \\w+)?',
  ),
  word(
    "\\b(?:neighbou?rs?|next door|everyone else|everybody else|other (?:flats|houses|homes|apartments|people|units)|others|rest of the (?:street|building|block)|the (?:whole )?street|across the (?:street|road|hall)|houses? (?:around|nearby|opposite))\\b[^,]{0,35}?(?:\\b(?:fine|ok|okay|all right|alright|normal|unaffected|no (?:problem|trouble|issue)s?|lit|lights? on)\\b|(?:still )?(?:have|has|got|had) (?:power|electricity|light|current|no (?:problem|trouble|issue|such)|none of)|(?:not|n't) (?:have )?(?:affected|the same|a problem|any problem|this|hit|out|have (?:this|the|that|any))|\\bnone of them)",
  ),
  word(
    '\\b(?:is|are|am|we.re|i.m) the only (?:one|ones|house|flat|home|apartment)\\b|\\b(?:none|no one|nobody) (?:else|of (?:my|the|our) neighbou?rs)\\b',
  ),
] as const;

const UNSURE = [
  wordAsIs(
    '(?:不知道?|不清楚|不晓得|唔知|唔清楚|没问|没有问|未问|不确定)[^,]{0,6}?(?:邻居|隔壁|隔离|隔篱|别人|其他|附近|人家|邻舍|楼上|楼下|对面)|(?:邻居|隔壁|隔离|隔篱|别人家?|邻舍|楼上|楼下|对面)[^,]{0,10}?(?:不知道|不清楚|唔知|没问|不晓得|是不是|有没有|系唔系|有冇)',
  ),
  wordAsIs(
    "\\b(?:don't|do not|didn't|not|haven't) (?:know|sure|asked?|checked?)\\b[^,]{0,25}?neighbou?rs?|\\bno idea\\b[^,]{0,30}?neighbou?rs?",
  ),
] as const;

/** A planned interruption of a village is no sign that neighbours are hit. */
const STILL_TO_COME =
  /明天|后天|听日|下周|下个|周末|计划停|要停|会停|会唔会|\btomorrow\b|\bplanned\b|\bscheduled\b|\bnext week\b|\bwill (?:there|the) /;

export function neighboursHit(text: NormalText): 'yes' | 'no' | 'unsaid' {
  const unsure = new Set(findHits(UNSURE, text).map((h) => h.clauseIndex));
  const no = findHits(NO, text).filter((h) => !h.negated && !unsure.has(h.clauseIndex));
  const notOnlyUs = findHits(YES, text).filter(
    (h) => !h.negated && !unsure.has(h.clauseIndex) && !STILL_TO_COME.test(h.clause.text),
  );
  const yes = notOnlyUs.filter((y) => !no.some((n) => n.clauseIndex === y.clauseIndex));
  if (yes.length > 0) return 'yes';
  return no.length > 0 ? 'no' : 'unsaid';
}
