/** What customers say of the supply itself: gone, partly gone, gone for a blink, gone often; and the breaker. */
import { word, wordAsIs } from '../match.ts';
import type { SymptomWords } from './symptom.ts';

const N = '(?:\\d+|[一二两三四五六七八九十几数半好多])';
/** A phone or battery that is flat is no outage. */
const NOT_A_BATTERY = '(?<!手机|电池|电瓶|电动车|平板|手表|遥控器|充电宝|单车|车子)';
const NOT_A_THING = '(?!压|梯|话|器|视|脑|费|池|表|线|工|动|灯|路|缆|价|子|网|力(?!$)|磁)';
const WHEN_BACK =
  '(?:来电|来电呀|有电|送电|恢复|复电|通电|返电|有番电|有返电|有翻电|来返电|供电|修好|抢修好|弄好|搞掂)';

export const outage: SymptomWords = {
  id: 'outage',
  zh: [
    word('停电(?!检修|抢修|施工|通知|公告|计划|信息|预告|短信|安排|通告)'),
    word('(?<h>停(?:了|过|咗|左|紧|晒)[^,]{0,3}电)(?!梯|话|视)'),
    word(
      '(?<h>断(?:了|咗|左|过)?电(?!线|缆|杆|路|源|话|视|机|网)|失电|掉电|停的电|[点时]停到|停到(?=现在|而家|今|早上|晚上)|供电中断|中断供电|停止供电|拉闸|被停了|熄晒灯|停咗?晒电)',
    ),
    wordAsIs(
      `${NOT_A_BATTERY}(?:都|也|就|还|又|仍|全|突然|忽然|完全|一直|依然|家里?|全部|仲)?(?:没有?|冇晒|冇咗|冇|没了|没得|无)电${NOT_A_THING}`,
    ),
    wordAsIs('(?:没有?|未|冇)(?:给|帮|替)(?:我|我们|我家|咱)*(?:送电|复电|通电|供电|恢复|接电)'),
    wordAsIs('电(?:还是|还|仍|都|一直|依然|又|突然|仲|到现在)*(?:没有?|未|冇)(?:来|恢复|通|送|返|到)'),
    wordAsIs(
      '(?:还|仍|一直|仲|都|依然|迟迟)?(?:没有?|未|冇|不)(?:见)?(?:恢复供电|恢复|来电|送电|供电|通电|复电|返电|有电|来返电|有返电|重新通电)',
    ),
    wordAsIs('(?<![家灯])电(?:突然|一下子?|又|都|就|给|被|全)*(?:没了|没有了|断了|停了|冇咗|冇晒|停咗|断咗)'),
    wordAsIs(
      '(?<!路|红绿|信号)灯(?:全部?|都|也|又|突然|一下子?|就)*(?:不亮|灭了|灭|熄了|熄咗|熄晒|唔着|着唔到|黑了|打不开|不着)',
    ),
    word(
      '(?:就|给|把)(?:我们家|我们|我家|我)停了|厂[^,]{0,3}(?:全|都)停|(?<h>停(?:了|咗|掉)?|截(?:了|咗|住|断)?|掐(?:了|断|掉)?|断(?:了|咗)?)(?:住)?(?:我|我们|我家|俺|俺家|咱家|我哋|我屋企)(?:家)?[^,]{0,3}电(?!视|话|脑)',
    ),
    word(
      '(?:家|家里|屋|屋里|房子?|屋企|楼|小区|村里?|整栋|巷子?|街|周围|眼前|全部|四周)[^,]{0,4}?(?<h>黑(?:了|咗|晒|着)|乌黑)',
    ),
    word(
      '(?:电器|空调|冰箱|家里|灯)[^,]{0,6}?(?:全|都)(?<h>停了|灭了)|只停(?:我|这|那)|停(?:我们|这|那)[^,]{0,5}(?:排|栋|片|户|条街)|掐电|被掐|剪线|截电|(?:未|没|没有|冇)开返',
    ),
    wordAsIs('电[^,]{0,3}?(?:什么时候|几时|啥时候|何时|几点)[^,]{0,4}(?:来|恢复|有|通)'),
    wordAsIs(
      '(?:停电|施工|检修)[^,]{0,4}(?:超时|超了时|延时|延长)|超(?:过|了|出)[^,]{0,6}(?:停电|送电|公告|通知|计划)[^,]{0,4}时间',
    ),
    wordAsIs('说好?(?:的)?[^,]{0,8}(?:送电|来电|恢复|复电|通电)'),
    word('黑灯瞎火|一片漆黑|漆黑一片|一片黑|全黑|黑晒|摸黑|乌黑麻漆|黑麻麻|点蜡烛'),
    wordAsIs(`(?:什么时候|啥时候?|几时|何时|几点|多久|几耐|咩时候|哪天)[^,]{0,6}${WHEN_BACK}`),
    wordAsIs(`停了(?:大概|差不多|快|足足|整整|将近|已经)?${N}+(?:多|个)?(?:半)?(?:个)?(?:小时|钟头|天|晚|日)`),
  ],
  en: [
    word('\\b(?<h>lost|lose|losing|loses)(?: all| our| the| my)? (?:power|electricity|electric|mains|supply)\\b'),
    word(
      '\\bpower (?:cuts?|outages?|failures?|loss|interruptions?)\\b(?! (?:notice|schedule|plan|map|text|message))|\\boutages?\\b(?! (?:notice|schedule|plan|map|text|message|information))|\\bblack-?outs?\\b|\\bload ?shedding\\b',
    ),
    wordAsIs(
      "\\b(?:no|without|have no|got no|zero|still no|not (?:got|had)(?: any)?|haven't (?:got|had)(?: any)?|don't have(?: any)?|hasn't been any|there isn't any)(?: any| all| our| the| my)? (?:power|electricity|electric|mains|current|supply)\\b(?! (?:cut|outage|failure|problem|interruption|loss|issue|dip|surge|bank|supply))",
    ),
    word(
      '(?<h>\\b(?:power|electricity|electric|supply|mains|current))(?: supply)?(?: (?:is|was|are|has|had|been|went|goes|just|still|all|completely|suddenly|again|totally|has been|keeps going|going|gone|got|getting|being|cut|turned|switched|be)){0,4} (?:out|off|down|gone|dead|cut|disappeared|failed|interrupted)\\b',
    ),
    word(
      '\\b(?<h>lights?|everything)(?: (?:are|is|were|was|went|all|have|just|suddenly|again|still|gone|in the house|in my house)){0,4} (?:out|off|dead|dark|gone)\\b',
    ),
    word(
      '\\bno lights\\b(?! flicker)|\\bin (?:the|total|complete|pitch) (?:dark|darkness|black)\\b|\\bpitch black\\b|\\b(?:total|complete|pitch) darkness\\b|\\b(?:house|flat|home|shop|building|sockets|place|apartment)\\b(?: is| are| was| completely| totally| all){1,3} dead\\b|\\b(?:estate|street|building|block|village|area|house|town|road|neighbou?rhood|district)\\b(?: is| are| was| were| went| all){0,2} (?:out|off)\\b|\\bstill (?:disconnected|cut off)\\b|\\bnot (?:yet )?been (?:reconnected|restored|switched back on)\\b|\\b(?:works?|outage|maintenance)\\b[^,]{0,20}?\\b(?:run|runs|ran|running|gone|going|is|are) (?:over|past|beyond|late)\\b|\\bno juice\\b|\\b(?:been|were|was|are|got) cut off\\b|\\bcut off for\\b|\\b(?:switched|turned) (?:us|me) off\\b|\\bours (?:is|are|went|has gone) (?:out|off|dark)\\b|\\b(?:off|out) for (?:\\w+ )?(?:hours?|days?)\\b|\\bnothing (?:electric(?:al)? )?works\\b|\\b(?:took|knocked|taken|knocking) out (?:the |our |all )?(?:power|electricity|supply)\\b|\\bcut (?:off )?(?:our|my|the|us off|me off)(?: power| supply| electricity)\\b|\\bcut (?:me|us) off\\b|\\b(?:house|home|flat|street|building|village|area|apartment|block|place|neighbou?rhood|district|town)\\b(?: (?:is|are|was|went|has gone|has been|all|completely|totally)){1,3} dark\\b|\\bsitting in the dark\\b',
    ),
    wordAsIs(
      '\\b(?:when|how long|how soon|what time)\\b[^,]{0,15}?\\b(?:will|is|are|can|do|does|until|before|would|should|till)\\b[^,]{0,25}?\\b(?:power|electricity|supply|it|lights?|current)\\b[^,]{0,20}?\\b(?:back|restored|return|on again|come on)\\b',
    ),
    wordAsIs(
      "\\b(?:power|electricity|supply)\\b[^,]{0,15}?(?:not|n't|yet to) (?:yet )?(?:come |been |be )*(?:back|returned?|restored|on)\\b",
    ),
  ],
};

export const partialOutage: SymptomWords = {
  id: 'partial_outage',
  zh: [
    wordAsIs(
      '(?:一半|半边|半屋|部分|有些|有的|个别|其中|厨房|卧室|客厅|房间(?!都没)|厕所|洗手间|阳台|二楼|插座|空调|另一|边间|间房)[^,]{0,8}?(?:没有?电|冇电|停电|无电|不亮|断电|冇晒电|没电|不通电)',
    ),
    wordAsIs(
      '[一二三四五六七]楼(?:都|还)?(?:有电|没有?电|冇电)(?=[^,]|,|$)[^,]{0,6}[一二三四五六七]楼|[一二三四五六七]楼(?:都|还)?有电',
    ),
    word('缺相|缺了?一相|少了?一相|掉相|断相|半边电|半边有电|一半有电|一半没电|一半停电|有一路没'),
    wordAsIs('(?:[abc]|一|单|两|有)相(?:没有?电|冇电|断了|无电|不通|没了|缺)'),
    wordAsIs('只有(?!我|咱|本|俺|自己|一户|这一户)[^,]{0,8}(?:有电|亮|没电|没有电|冇电)'),
    wordAsIs('有的[^,]{0,8}(?:有电|亮)'),
  ],
  en: [
    word(
      '\\b(?<h>half)(?: of)?(?: the| my| our)? (?:house|flat|home|rooms?|building|sockets?|lights?|apartment|factory|workshop|shop|circuits?|village|floor|ground floor|place)\\b',
    ),
    word(
      "\\b(?:some|several|part|a few|two|three|four)(?: of)?(?: the| my| our)? (?:rooms?|sockets?|outlets?|lights?|house|circuits?|home|flat|building)\\b[^,]{0,30}?(?:dead|out|no power|off|without|not work|n't work|no electricity|have none|work)",
    ),
    word(
      '\\b(?:one|a|single|two|missing|lost a|lost one)(?: of the)?(?: three)? phases?\\b[^,]{0,20}?(?:missing|lost|dead|out|gone|down|off|no power|without|has no|only)|\\b(?:missing|lost|lost a|lost one|losing a) phases?\\b|\\bsingle.phasing\\b|\\bphase (?:loss|is missing|missing|failure)\\b',
    ),
    word('\\bpartial(?:ly)? (?:outage|power|loss|without|supply|blackout)'),
    wordAsIs(
      '\\b(?:the )?(?:kitchen|upstairs|downstairs|bedroom|bathroom|living room|garage|sockets?|ground floor|first floor)\\b[^,]{0,20}?(?:has no|have no|without|lost|no) (?:power|electricity)',
    ),
  ],
};

export const briefOutage: SymptomWords = {
  id: 'brief_outage',
  zh: [
    word(
      '闪断|瞬间(?:就)?(?:断|停|没|失|掉|黑)了?电?|瞬断|瞬停|闪停|晃电|瞬时(?:停|断)电|瞬间停电|短时停电|短暂(?:停|断|失)电|闪电一?下(?=$|又|就|电)|电(?:突然|又)?闪(?:了|咗)?一?下|闪(?:了|咗)?一?下电|跳电一下|闪了一下电|跳了一下电|跳下电|闪吓电|闪下电',
    ),
    word(
      `(?<h>停|断|没|灭|黑|熄|跳|冇|掉)(?!闸)[^,]{0,6}?(?:一下|一瞬|一阵就|${N}{1,3}(?:-|到|至)?${N}{0,2}秒|半秒|一眨眼|刹那|一霎|一阵间又|阵又)`,
    ),
    word(
      `(?:瞬间|马上|立刻|立即|随即|一下子?|一眨眼|眨下眼|即刻|跟住|很快|一会儿?)(?:就|又|便)*(?<h>(?<=[就又便])来|恢复|亮|有电|有返|返|好了)`,
    ),
    word(
      `(?:只有?|就|大概|大约|约|前后|持续|每次)?(?:不到|就)?(?:${N}|-|、|到|至){1,5}秒钟?(?:之?后|左右|以后|不到|就|又|便|的?时间|内)*(?:自己|自动)?(?<h>来|恢复|好|亮|有电|有返|返|重新|通|能|可以|启动|$)`,
    ),
  ],
  en: [
    word(
      '\\b(?:seconds?|sec|momentary)[ -](?:interruption|outage|cut|dip|break|loss|blackout)\\b|\\b(?:split second|momentar(?:y|ily)|blip(?:s|ped)?|micro.?(?:cuts?|outages?|interruptions?)|split.second)\\b',
    ),
    word(
      '\\b(?<h>power|electricity|lights?|supply|everything|it|mains|outage|cut|current|off|out)\\b(?![^,]{0,20}(?:dim|flicker|blink))[^,]{0,35}?\\b(?:a|an|one|two|three|four|five|ten|few|couple of|couple|several|\\d+|half a|less than a|the blink of an|-) ?(?:second|sec|moment|instant|heartbeat|eye|split)s?\\b',
    ),
    word(
      '\\bbrief(?:ly)?\\b[^,]{0,20}?(?<h>outage|power|interruption|loss|cut|drop|off|out|lost|went|dark|blackout)|(?<h>power|lights?|supply|electricity)[^,]{0,20}?\\bbriefly\\b',
    ),
    word(
      '\\b(?<h>power|electricity|supply|mains) (?:blink|flick(?!ering)(?:er)?|dip|glitch|hiccup|bump|drop)(?:s|ed|ped|ping|ing)?\\b',
    ),
    word(
      '\\b(?:came|comes|was|is|and|then|but)? ?(?<h>back)(?: on)? (?:immediately|at once|straight away|straightaway|right away|instantly|within (?:a few )?(?:\\d+ )?seconds)\\b|\\b(?:straight|right|immediately|instantly) back(?: on)?\\b|(?<!itself |themselves )\\boff and (?:straight |right |immediately )?(?:back )?on again\\b',
    ),
  ],
};

const OFTEN =
  '(?:每隔[^,]{1,4}|隔[几两三]天|经常|常常|时常|老是|总是|频繁|频频|天天|每天|每日|每晚|每周|每个?月|每逢|隔三差五|三天两头|隔三岔五|两天三头|动不动就?|反复|多次|屡次|一再|不断|不停|成日|日日|晚晚|周不时|不时|时不时|连续|接连|几乎天天|好几次|无数次|又双叒叕|一天到晚|隔几天就|没几天就?|间唔中|三番四次|三番五次|一到夏天就|一下雨就|一刮风就|一打雷就|逢雨必|一落雨就|老|总)';
const MANY = '(?:\\d+|[二两三四五六七八九十几数好多]{1,3})';

export const frequentOutage: SymptomWords = {
  id: 'frequent_outage',
  zh: [
    word(
      `${OFTEN}(?:地|都|会|要|在|的|又|跳闸|无故|突然|晚上|白天|半夜|家里|这里|我们|小区|村里|村)*(?<h>停电|断电|没电|冇电|拉闸|停了|停(?=$)|停一|断(?=$))`,
    ),
    word(`(?<h>停|断)(?:电|咗|了|过|左)*[^,]{0,4}${MANY}几?多?(?:次|回|遍|趟)`),
    word(`第${MANY}(?:次|回)[^,]{0,5}?(?<h>停|断|没|冇|$)`),
    word(`(?<h>停电|断电|没电)[^,]{0,8}?第${MANY}(?:次|回)`),
    word(
      '频繁停(?!机|车|工|产)|昨天[^,]{0,3}停[^,]{0,4}又停|今天停明天停|停了又停|刮风停|下雨停|晴天也停|停停(?:来来|送送)|停了又(?:来|停)|来了又停|(?:昨天|前天|前晚|刚刚?|才)[^,]{0,3}停过|隔[^,]{1,4}天?就要?(?:停|断)|来了停|一停再停|又停又来|没有?一天不停电|冇一日唔停电|(?:停电|断电)[^,]{0,4}(?:频繁|太频|好频|次数|是?家常便饭)',
    ),
    word(
      `(?:一|这|本|上|两|三|半|个)个?(?:天|日|晚|周|月|星期|礼拜|年)[^,]{0,8}?(?<h>停|断|没)[^,]{0,6}?${MANY}(?:次|回|遍)`,
    ),
    word(`${MANY}(?:次|回)(?:的|地|了)?(?<h>停电|断电|没电)`),
  ],
  en: [
    word('\\bfrequent(?:ly)?\\b[^,]{0,25}?(?<h>outage|cut|blackout|interruption|power|los[ets]|without|failure|off)'),
    word(
      '\\b(?<h>outages?|power cuts?|blackouts?|power|electricity|supply)\\b(?! fluctuat| flicker)[^,]{0,45}?(?:every (?:single )?(?:day|week|night|other day|few days|evening|couple of days|time it)|again and again|over and over|repeatedly|constantly|all the time|(?:\\d+|two|three|four|five|six|seven|eight|ten|several|many|multiple|countless|a dozen) times|\\bdaily\\b|\\bweekly\\b|too often|so often|on and off|off and on|most days|nearly every)',
    ),
    word(
      '\\b(?:second|third|fourth|fifth|sixth|seventh|eighth|tenth|\\d+(?:nd|rd|th)) (?<h>time|outage|power cut|blackout|cut|failure|this (?:week|month|year)|today|in a row)\\b',
    ),
    word(
      '\\b(?:repeated|constant|recurring|regular|continual|continuous|endless|multiple|several|many|daily|weekly|numerous|three|four|five|six|\\d+) (?<h>(?:power )?(?:outages?|cuts?|blackouts?|interruptions?|failures?))\\b',
    ),
    word(
      '\\b(?:keeps?|kept) (?:on )?(?<h>(?:losing|having|getting|cutting|going|failing|dropping|suffering)) ?(?:power|outages?|power cuts?|electricity|off|out|blackouts?)\\b',
    ),
    word(
      '\\b(?<h>lose|loses|lost) (?:power|electricity|supply) (?:every|all|again|\\w+ times|several|each|twice|almost)',
    ),
    word(
      '\\bevery (?:single )?(?:day|other day|week|few days|night|evening|storm|time it rains)\\b[^,]{0,40}?(?<h>outage|power (?:cut|goes|is|fails)|blackout|lose power|no power|lights go out)',
    ),
  ],
};

export const breakerTripped: SymptomWords = {
  id: 'breaker_tripped',
  zh: [
    word('跳(?:了|咗|左|过|起|总|大)?(?:闸|掣|制)|跳脱|跳电(?!一下)|顶闸|脱扣'),
    word(
      '(?:空开|空气开关|总开关|开关|漏保|漏电保护器?|漏电保护开关|漏电开关|断路器|总掣|总闸|闸刀|电闸|电掣|保护器|总制|闸)[^,]{0,10}?(?<h>跳|弹|断开|脱扣|推不上|合不上|合唔到|掉了|掉下来|自动断)',
    ),
    word('保险丝?[^,]{0,4}?(?<h>断|烧|熔)|烧(?:了)?保险|(?:推|合)不上闸|(?<h>熔断)|爆(?:了)?保险|烧灰士|爆灰士'),
  ],
  en: [
    word(
      '\\b(?:breakers?|rcds?|rcbos?|gfcis?|mcbs?|main switch|elcbs?|trip switch|safety switch|switchboard)\\b[^,]{0,30}?(?<h>\\b(?:trip|went off|jump|cut out|pop|off|flip|fall|(?:will not|won.t|not) (?:stay|reset|hold)))',
    ),
    word(
      '\\bfuses?\\b[^,]{0,20}?(?<h>\\b(?:blow|blew|blown|gone|burn|melt|pop|went))|\\b(?:blown|blew(?: the| a)?) fuses?\\b',
    ),
    word('\\btripp(?:ed|ing)\\b|\\btrips\\b(?! to)|\\btrip out\\b'),
  ],
};
