/** What customers say of current where it should not be: shocks, sparks, burning; and of the meter box, voltage too high. */
import { word } from '../match.ts';
import { GRID_THING, GRID_THING_EN } from '../nouns.ts';
import type { SymptomWords } from './symptom.ts';

/** Start of a clause that speaks of no money: a bill may shock, too. */
const NOT_A_BILL = '^(?![^,]*\\b(?:bills?|invoices?|prices?|advert|news|amount|charges?|tariff|cost)\\b)[^,]*?';

export const shockOrLeakage: SymptomWords = {
  id: 'shock_or_leakage',
  zh: [
    word(
      '漏电(?!保护|开关|断路|器|保|跳)|漏咗电|漏紧电|触电|触咗电|(?<![停来断没送用充供家])电到(?!现在|晚上|期|时|今)|电亲|被电(?!话|费|视|商|动|压|器|网|磁|流|力|线|瓶)|被[^,]{0,6}电(?:了|到|击)|俾电|畀电|比电电|电击|(?<!停)电死|电伤|电着人|电人|电手',
    ),
    word('(?<!一|这|那)带电(?!作业|动|器|脑|视|子|费|压|网|缆|线|力|表|话|来|池)'),
    word(
      '(?:手|脚|脚底|身上|手指)[^,]{0,5}?(?<h>发麻|麻(?!烦|将)|痹|针刺)|(?<h>麻手|麻人|麻麻地|麻麻哋|麻麻的|麻酥酥|被麻|麻了一下|麻一下|麻到|痹痹|痹手|打手|发麻)',
    ),
    word(
      '(?:水龙头|水喉|水管|花洒|热水器|外壳|机壳|铁皮|墙壁?|金属|护栏|栏杆|铁门|卷闸门?|灯柱|灯杆|路灯杆?|电线杆|拉线|地面|洗手盆|洗衣机|冰箱|雪柜)[^,]{0,10}?(?<h>有电(?!压|费|视)|电人|麻(?!烦)|电了?我?一下|电一下|痹)',
    ),
    word('(?:摸|碰|掂)[^,]{0,8}?(?<h>有电感|被电|电了|电一|电手|麻|痹)'),
  ],
  en: [
    word(
      `${NOT_A_BILL}\\b(?:electric(?:al)?|an?|mild|small|nasty|slight|little|bad|big|these|getting|get|gets|gives?|giving|received?) (?<h>shocks?)\\b(?! (?:at|of|bill|when i (?:saw|got|opened|read|see)))|\\belectric shocks?\\b`,
    ),
    word(`${NOT_A_BILL}(?<h>\\bshock(?:s|ed|ing) (?:me|him|her|us|my|you|people|anyone|anybody)\\b|\\belectrocut)`),
    word(
      `${NOT_A_BILL}\\b(?:was|got|been|were|getting|get) (?<h>shocked|zapped|electrocuted)\\b[^,]{0,15}(?:touch|tap|when|by|from)`,
    ),
    word(
      '\\bting(?:le|les|led|ling|ly)\\b|\\bcurrent leak|\\b(?:earth |electric(?:al|ity)? )?leakage\\b|\\bleaking (?:electricity|current)\\b|\\bstray voltage\\b|\\bpins and needles\\b',
    ),
    word(
      '\\b(?:taps?|pipes?|faucets?|casing|fence|metal|walls?|shower|railings?|lamp ?posts?|poles?|water|sink|gate|street ?lights?)\\b[^,]{0,25}?(?<h>\\b(?:live\\b|electrified|energi[sz]ed|zap(?:s|ped)|bites|stings|buzzes))',
    ),
    word('\\bfeel(?:s|ing)? (?:the |a |some )?(?:current|electricity)\\b'),
    word('\\b(?:live|bare) (?:wires?|cables?|parts?|conductors?|metal|water|taps?)\\b'),
  ],
};

export const sparksOrBurning: SymptomWords = {
  id: 'sparks_or_burning',
  zh: [
    word(
      '火花|冒[^,]{0,2}火|喷火|打火(?!机)|火星|火光|着火|着咗火|起火|失火|火灾|火警|火烛|燃烧|烧着|烧紧|冒烟|冒着烟|冒黑烟|冒白烟|出烟|有烟|浓烟|黑烟|青烟|白烟|烟雾|拉弧|电弧|弧光|放电',
    ),
    word(
      '烧焦|焦味|焦糊|焦臭|糊味|烧糊|煳味|燶味|烧燶|燶|烧胶|胶臭|胶味|塑料(?:烧)?味|烧黑|熏黑|熔化|融化|烧熔|烧融|爆炸|爆燃|炸响|爆响|闪光带响|火球|蓝光',
    ),
    word('(?<h>噼里啪啦|噼啪|劈啪|啪啪|滋滋|嗞嗞|吱吱|呲呲|滋啦|兹兹)(?:地|作|的|声)?(?:响|作响|声|冒|声音)?'),
    word(
      `(?:${GRID_THING}|插座|插头|插排|排插|开关|闸刀|空开|漏保|总闸|接头|苏位)[^,]{0,8}?(?<h>烧(?!水|饭|[毁坏]了?[^,]{0,3}(?:我|家|空调|电))|爆(?!满)|炸|烫|发热|发红|化了|焗热|好热)`,
    ),
  ],
  en: [
    word(
      '\\bspark(?:s|ed|ing|ling|y)?\\b|\\barc(?:s|ing|ed)\\b|\\bsmok(?:e|es|ed|ing|y)\\b(?! (?:detector|alarm))|\\bflames?\\b|\\bfireball\\b|\\bexplo(?:d|si)\\w*',
    ),
    word(
      '\\b(?:caught|catch(?:es|ing)?|on|a|is|set|the) fire\\b(?! (?:brigade|station|alarm|department|service|fighter))|\\bfires? (?:at|in|from|on)\\b|\\bburning\\b(?! (?:out|question))|\\b(?:burnt|burned|burn|scorched) (?:smell|plastic|rubber|mark)|\\bsmell(?:s|ing|ed)?\\b[^,]{0,20}?(?<h>burn|smoke|plastic|rubber)|\\bscorch|\\bcharred\\b|\\bmelt(?:s|ed|ing)?\\b',
    ),
    word('\\bfizz(?:es|ing)?\\b|\\bsizzl(?:es?|ing)\\b|\\bcrackl(?:es?|ing|ed)\\b'),
    word(
      `\\b(?:${GRID_THING_EN}|sockets?|plugs?|outlets?|switch(?:es)?|breakers?|wiring)\\b[^,]{0,25}?(?<h>\\b(?:burnt|burned|glow|black(?!out)|(?:very |too |so |red |really )+hot|hot to))`,
    ),
  ],
};

export const meterBox: SymptomWords = {
  id: 'meter_box',
  zh: [
    word(
      '(?:表箱|电表箱|计量箱|计量柜|表柜|表位箱|表板)[^,]{0,14}?(?<h>坏|松|锈|烧|响|嗡|热|烫|进水|掉|歪|脱落|裸露|没关|没锁|敞着|没盖|冇盖|冇锁|敞开|打开着|破|漏|冒|接触不良|接线|装|焦|爆|缺|虚接|拉弧|打火|声音|有声|烂|跌|甩)',
    ),
    word(
      '(?:电表|表计|电度表|智能表)(?!箱)[^,]{0,10}?(?<h>烧|烫|冒|响|嗡|焦|爆|接触不良|松|出烟|发热|打火|虚接|声音|进水)',
    ),
    word('(?:更换|新装|新换|安装|换了?|改装)(?:了|的|过)?(?:电表|表箱|智能表|电表箱|表)(?:之?后|以后|回来)'),
  ],
  en: [
    word(
      '\\bmeter[ -]?(?:box(?:es)?|cabinets?|cupboards?|boards?|enclosures?|panels?|case|housing)\\b[^,]{0,45}?(?<h>\\b(?:loose|broken|rust|hot|burn|buzz|hum|open|wet|water|smok|spark|fell|fall|hang|damag|corrod|door|cover|lid|badly|install|crackl|nois|melt|crack|replaced))',
    ),
    word(
      '\\b(?:loose|broken|rusty|hot|burnt|buzzing|humming|damaged|open|smoking|sparking|cracked|corroded) (?:electricity |electric )?meter(?:[ -]?(?:box|cabinet|cupboard|board))?\\b',
    ),
    word(
      '\\b(?:smoke|smell|burning|sparks?|noise|buzz\\w*|hum\\w*|crackl\\w*)\\b[^,]{0,20}?\\b(?:from|in|at) (?:the|my|our) (?:electric(?:ity)? )?(?<h>meter)\\b',
    ),
    word('\\bmeter\\b[^,]{0,25}?(?<h>\\b(?:buzz|hum|hot|burn|smok|spark|crackl|melt|loose))'),
    word(
      '\\b(?:since|after|when)\\b[^,]{0,30}?(?<h>(?:new |smart )?meter (?:was |is |got |has been )?(?:install|chang|replac|fitted|swap)|(?:install|chang|replac|fitt|swapp)\\w* (?:the |my |our |a |of the )?(?:new |smart )?meter)',
    ),
  ],
};

export const overvoltageReported: SymptomWords = {
  id: 'overvoltage_reported',
  zh: [
    word(
      '电压[^,]{0,8}?(?<h>一高|太高|偏高|过高|特别高|非常高|超级高|贼高|这么高|那么高|突然高|忽然高|很高|好高|高了|升高|异常高|飙|超标|超高|高得|高达|冲到|窜|蹿|升到|变高|高咗|高过|过大|太大|偏大)|过电压|过压|(?<h>电压高)(?!低|线)|高电压(?!线|电缆|设备|等级)',
    ),
  ],
  en: [
    word(
      '\\bvoltages?\\b[^,]{0,25}?(?<h>\\b(?:too high|(?:is|was|are|very|so|been|reads?|really|unusually|consistently) high|higher than|exceed|r[io]se|spik|surg))|\\bover-?voltages?\\b|\\b(?:high|excessive) voltage\\b(?! (?:line|cable|wire|tower|pylon|pole|equipment|transmission|power))',
    ),
  ],
};
