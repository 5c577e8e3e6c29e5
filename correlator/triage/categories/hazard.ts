/** Danger still present or a life at risk. Danger that is over and left damage behind is a damage claim. */
import { affirmed, findHits, word, wordAsIs } from '../match.ts';
import { APPLIANCE, APPLIANCE_EN, GRID_THING, GRID_THING_EN } from '../nouns.ts';
import { type Adjustment, type CategoryRule, type Findings, hasAny } from './rule.ts';

const APPLIANCE_BURNT = [
  word(`${APPLIANCE}[^,]{0,8}?(?:冒(?:着|了|出)?(?:黑|白|青)?烟|烧|炸|爆|火花|焦|打火|起火|着火|燶)`),
  word(`(?:烟|火花)[^,]{0,6}?${APPLIANCE}`),
  word(`\\b${APPLIANCE_EN}\\b[^,]{0,30}?(?:smok|spark|burn|explod|flame|bang)`),
  word(`(?:smok|spark|burn|explod|flame|bang)\\w*[^,]{0,30}?\\b${APPLIANCE_EN}\\b`),
] as const;
const GRID_BURNING = [
  word(`${GRID_THING}|插座|插头|开关|闸`),
  word(`\\b(?:${GRID_THING_EN}|sockets?|wiring|outlets?|breakers?)\\b`),
] as const;

/** The danger came first and the damage after it. */
const AFTERWARDS = /之后|以后|后来|的时候|\bafter\b|\bthen\b|\bwhen\b/;

/** Past, with damage: the danger is no longer there. */
function over(f: Findings): readonly Adjustment[] {
  if (f.cues.now.length > 0) return [{ by: 1, hits: [] }];
  const damaged = f.symptoms.has('appliance_damaged') || f.cues.claim.length > 0;
  const burnt = f.symptoms.has('sparks_or_burning');
  const shocked = f.symptoms.has('shock_or_leakage');
  if (damaged && (burnt || shocked)) {
    const applianceOnly =
      burnt && affirmed(findHits(APPLIANCE_BURNT, f.text)).length > 0 && findHits(GRID_BURNING, f.text).length === 0;
    if (applianceOnly || f.cues.claim.length > 0) return [{ by: -5.5, hits: [] }];
    if (f.cues.past.length > 0 || AFTERWARDS.test(f.text.clauses.map((c) => c.text).join(',')))
      return [{ by: -4, hits: [] }];
    return [{ by: -1, hits: [] }];
  }
  if ((burnt || shocked) && f.cues.restored.length > 0) return [{ by: -3, hits: [] }];
  return [];
}

export const hazard: CategoryRule = {
  id: 'hazard',
  route: 'correlate',
  zh: [
    word(
      `${GRID_THING}[^,]{0,10}?(?<h>(?<!保险)掉(?:了|咗|在|到|下|落)|垂|跌(?!落保险|落式)|脱落|落地|倒(?!闸)|歪|倾斜|斜了|斜晒|斜咗|冧|塌|裸露|外露|露着|露在|裂(?!纹胶)|腐烂|破皮|破损|搭在|搭着|拖在|压断|刮断|撞|低垂|散落|悬空|耷拉|吊着|吊住|断头|甩咗|老化开裂|开裂)`,
      8,
    ),
    word(
      `(?<h>掉|垂|跌|倒|落|吊|拖|搭)(?:了|咗|下来|落|着|在|到|住|一|根|条|地|上|路|马|中|间|的|半空|很|紧|几){0,8}${GRID_THING}`,
      7.5,
    ),
    word(
      `(?:电线|线|电缆|杆)[^,]{0,6}?(?:掉|断|跌|落|垂|倒)[^,]{0,4}?(?:地上|路上|马路|水里|人行道|院子|屋顶|车上|地下|落地|下来|落嚟|落黎)`,
      8.5,
    ),
    word(`${GRID_THING}(?<!电缆)[^,]{0,8}?(?<h>断(?:了|咗|开|落|裂|掉|$)|刮断|压断|砸断|撞断|扯断)`, 4.6),
    word('困(?:在|喺|咗|住|系)|(?<h>被困|困人|困住)|电梯[^,]{0,8}(?<h>关了?人|困|锁住人|有人)', 8.5),
    word(
      '呼吸机|制氧机|氧气机|吸氧|透析|生命危险|监护仪|生命支持|维持生命|急救|手术中|出人命|会死人|救命|人命关天|心脏起搏|\\bicu\\b|雾化|抢救|重症',
      8.5,
    ),
    word(
      '(?:树|树枝|树木|竹子|竹|风筝|气球|广告牌|铁皮|吊车|塔吊|彩钢瓦)[^,]{0,10}?(?<h>碰|压|搭|挂|缠|打到|砸|靠|顶|擦|挨|够到|触)[^,]{0,8}?(?:高压线|电线|线路|导线|电缆|变压器|线上|电杆)',
      6.5,
    ),
    word('(?:高压线|电线|线路|线)[^,]{0,6}?(?<h>太低|很低|好低|过低|低得|离地|碰到树|贴着|碰头)', 6),
    word(
      '(?:表箱|配电箱|配电柜|变电箱|箱变|电箱|开关箱|变压器|环网柜|配电房|变电房|电柜)[^,]{0,10}?(?<h>没关|没锁|冇锁|冇关|没有锁|敞开|敞着|开着|门坏|门掉|冇盖|没盖|盖子掉|盖子没|打开着|进水|浸水|淹|泡水|泡在|水浸|漏油|爆|炸|着火|渗水|倾斜|大开)',
      6,
    ),
    word(
      '(?:小孩|孩子|小朋友|细路|学生|老人|行人|路人|人畜|牛|狗|猫|鱼)[^,]{0,12}?(?<h>触电|电死|电到|电倒|被电|摸到|碰到|电伤|电亲)',
      7.5,
    ),
    word('(?<h>危险|安全隐患|隐患|不安全|吓人|吓死|好得人惊|要出事|会出事|火灾隐患)', 2.6),
    wordAsIs('不安全|很危险|好危险|太危险|非常危险|十分危险', 2),
    word('(?:打|叫|call|拨打?)(?:了|咗)?(?:119|消防|120)|消防(?:员|车)|\\b119\\b|\\b120\\b', 2),
    word('(?:小孩|孩子|小朋友|细路|学生)[^,]{0,12}(?:变压器|高压|配电|电杆|电线|电箱|电柜)', 5.5),
    word('(?:围栏|护栏|栅栏)[^,]{0,5}(?<h>开的|开着|没锁|没关|坏|破)', 4),
    word('(?:关着|困着|锁着)[^,]{0,4}(?:人|老人|小孩|孩子)|里面(?:还)?(?:关|困|有)[^,]{0,3}人', 6.5),
    word('绝缘[^,]{0,3}(?:烂|破|老化|脱|裂)|线头[^,]{0,4}露|铜(?:丝|线|芯)[^,]{0,4}露', 6),
    word(`(?:吹|撞|刮|压|砸|挂)(?:倒|断|冧|歪|斜)[^,]{0,4}${GRID_THING}`, 7),
    word(
      '(?:积水|水里|水中|泡水)[^,]{0,10}(?:电|插座|充电桩)|通着电|(?:高压线|电线)下面?[^,]{0,10}(?:吊|钓|施工|作业|放风筝|打药|砍)',
      5.5,
    ),
    word('(?:电缆|电力)?井盖[^,]{0,6}(?<h>丢|没|坏|破|不见|缺|冇|翻)', 4.5),
    word('病人[^,]{0,8}(?:用电|停电|要电|靠电|没电)|(?:重病|卧床|危重|瘫痪)[^,]{0,4}(?:病人|老人|家属)', 5.5),
    wordAsIs('会不会(?:爆炸|着火|起火|触电|漏电|倒)|(?:怕|担心)[^,]{0,4}(?:爆炸|着火|起火|触电|漏电|砸到)', 4),
    word('(?:变压器|电线|配电|表箱)[^,]{0,6}?(?<h>响得厉害|异响|巨响|怪响|炸响)', 3),
    word('手术|医院[^,]{0,8}(?:停|没电)|icu', 5.5),
    word('火线(?:掉|断|碰|外露|裸)|(?:火线|电线|导线)[^,]{0,4}?(?<h>裸露|外露|露出|露在|破皮)', 6),
  ],
  en: [
    word(
      '\\b(?:hit|crashed into|ran into|knocked (?:down|over)?|struck|drove into)\\b[^,]{0,20}?\\b(?:pole|pylon|transformer|substation|cabinet|power ?line)\\b',
      6,
    ),
    word(
      `\\b${GRID_THING_EN}\\b[^,]{0,40}?(?<h>\\b(?:(?:fell|fallen|falling|came|come|coming|hanging|has fallen|ripped|torn|brought|lying|lies|is|are|blown|knocked)\\b[^,]{0,20}?\\b(?:down|on the (?:ground|road|street|pavement|grass|lawn|path|roof|car|fence|footpath|floor)|loose|low|across|off)|fell|fallen|snapped|dangl\\w*|sagging|exposed|bare\\b|leaning|tilt\\w*|toppl\\w*|collaps\\w*|broken and|drooping|on the ground|touching|lying))`,
      8,
    ),
    word('\\b(?:power ?lines?|wires?|overhead lines?|poles?) (?:is |are |has |came |come |went )?down\\b', 7.5),
    word('\\bhangs? (?:over|across|down|low|above)\\b|\\bget killed\\b|\\bripped off\\b', 5),
    word(
      '\\b(?:fallen|downed|broken|exposed|bare|dangling|loose|hanging|snapped|low|sagging|naked|live) (?:live |electric(?:al|ity)? |power |overhead |high.voltage )?(?:wires?|lines?|cables?|conductors?|poles?|powerlines?)\\b',
      8,
    ),
    word(
      '\\b(?<h>trapped|stuck) (?:in|inside)\\b[^,]{0,15}(?:lift|elevator|building|room|car)|\\b(?:people|someone|somebody|child|children|person|man|woman|resident|mother|father)\\b[^,]{0,20}?(?<h>\\btrapped)\\b|\\btrapped in (?:a|the) (?:lift|elevator)',
      8.5,
    ),
    word(
      '\\b(?:ventilator|oxygen (?:concentrator|machine|generator|supply)|dialysis|life.support|life.threatening|breathing machine|respirator|medical equipment|intensive care|on oxygen|nebuli[sz]er|someone (?:will|could|might|may) die|risk to life|pacemaker|home hospital)\\b',
      8.5,
    ),
    word(
      '\\b(?:trees?|branch(?:es)?|kite|crane|balloon|ladder|billboard|sign|scaffold\\w*|bamboo)\\b[^,]{0,30}?(?<h>\\b(?:touch\\w*|lean\\w*|rest\\w*|fell|fallen|hang\\w*|caught|stuck|rubb\\w*|on|against))\\b[^,]{0,15}?\\b(?:wires?|lines?|cables?|power ?lines?|conductors?|transformer|pole)',
      6.5,
    ),
    word(
      '\\b(?:meter box|cabinet|substation|transformer|switch ?box|distribution box|electrical (?:box|panel)|fuse ?box|pillar|panel)\\b[^,]{0,30}?(?<h>\\b(?:open\\b|unlocked|no (?:cover|lid|door)|flooded|under water|underwater|leaking oil|oil leak\\w*|exposed|door (?:is )?(?:missing|off|open|hanging)|wide open|without (?:a )?(?:cover|door|lid)))',
      6,
    ),
    word(
      '\\b(?:children|kids?|child|toddler|passers-?by|pedestrians?|dogs?|cows?|someone|somebody|people)\\b[^,]{0,40}?(?<h>\\b(?:touch|electrocut\\w*|get hurt|be killed|be hurt|reach|play\\w* (?:near|around|next)|shocked|electric shock))',
      4.5,
    ),
    word(
      '\\b(?<h>dangerous|danger|hazard(?:ous)?|unsafe|fire risk|fire hazard|emergency|terrified|scared|life)\\b',
      2.6,
    ),
    word(
      '\\b(?:call(?:ed)?|ring) (?:the )?(?:fire (?:brigade|department|service)|911|999|119|ambulance)|\\bfire brigade\\b|\\bfire department\\b',
      2,
    ),
  ],
  symptoms: { shock_or_leakage: 7, sparks_or_burning: 6.6, meter_box: 0.8 },
  adjust: (f) => {
    const out = [...over(f)];
    const asksAboutBill =
      f.cues.doubt.length > 0 && f.symptoms.has('shock_or_leakage') && !hasAny(f, ['sparks_or_burning']);
    if (asksAboutBill && /电费|账单|电表|\bbill\b/.test(f.text.clauses.map((c) => c.text).join(',')))
      out.push({ by: -4, hits: [] });
    return out;
  },
};
