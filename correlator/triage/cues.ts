/** Turns of speech that change what a matter is: still going on, over, a question, the future, a claim, a payment. */
import { findHits, type Hit, type Word, word, wordAsIs } from './match.ts';
import type { NormalText } from './normalise.ts';

const N = '(?:\\d+|[一二两三四五六七八九十几半好])';

const CUES = {
  /** It lasts. */
  lasting: [
    word(
      `${N}(?:个)?(?:多)?(?:半)?(?:小时|钟头|天|日|晚)(?!前)|半天|一整(?:天|晚|夜)|整晚|成晚|成日|通宵|到现在|至今|还没|还未|仍然?没|仲未|仲冇|一直没|迟迟|${N}分钟`,
    ),
    word(
      '\\b(?:hours?|all (?:day|night|morning|evening|afternoon)|still|not (?:yet )?(?:back|restored)|since|minutes?|days|yet|until now)\\b',
    ),
  ],
  now: [
    word('现在|目前|正在|还在|仍在|一直在|而家|依家|此刻|当前|仲系|仲喺|紧(?=,|$)|赶紧|快派|快来|马上派|立即派|尽快'),
    word(
      '\\b(?:now|right now|currently|still|at the moment|as we speak|this (?:very )?minute|is (?:sparking|smoking|burning|arcing)|are (?:sparking|smoking|burning)|urgent(?:ly)?|come quick(?:ly)?|immediately|hurry)\\b',
    ),
  ],
  past: [
    word(
      '昨天|昨晚|昨日|前天|前几天|前日|前晚|上周|上个?月|上星期|上次|那天|当时|之前|曾经|寻日|琴日|噚日|琴晚|去年|日前|早前|大前天|刚才那次|嗰日|几天前',
    ),
    word(
      '\\b(?:yesterday|last (?:night|week|month|year|saturday|sunday|monday|tuesday|wednesday|thursday|friday)|ago|the other day|earlier|previous(?:ly)?|was|were|had been|at the time)\\b',
    ),
  ],
  /** Supply is back, the thing was mended. */
  restored: [
    word(
      '已经?(?:修好|来电|恢复|有电|送电|复电|解决|处理好|通电|好了)|修好了|来电了(?!吗)|恢复(?:供电)?了(?!吗)|后来(?:就)?(?:好|来电|修好|恢复)|有返电啦|整返好|搞掂咗|电(?:已经?)?来了|很快就修好|修好',
    ),
    word(
      "\\b(?:fixed|repaired|restored|back on now|came back|is back|power(?:'s| is) back|sorted|solved|resolved|back to normal)\\b",
    ),
  ],
  claim: [
    word(
      '赔偿|索赔|理赔|赔付|赔钱|补偿|赔(?!率|礼|本)|谁负责|谁来负责|要个说法|损失费|报销|承担(?:损失|责任|维修费)|维修费|追讨|负责赔',
    ),
    word(
      '\\b(?:compensat\\w*|reimburse\\w*|claims?|claiming|damages|pay for (?:the |my |a |it|this|repair)|refund (?:the |my )?(?:repair|damage)|liab\\w*|indemn\\w*|money back|who (?:will |is going to )?pays?|repair (?:bill|cost)s?|make good)\\b',
    ),
  ],
  question: [
    word(
      '请问|想问|问一下|问下|咨询|查询|了解一下|怎么(?!办(?:$|呀|啊|啦))|如何|点样|点先|吗(?=,|$)|嘛(?=$)|呢(?=$)|什么时候|几时|哪里|边度|哪个|多少钱|几多钱|需要什么|要带什么|乜嘢资料|可不可以|能不能|是否|会不会|有没有|有冇|会唔会|系咪|可唔可以|想知道|想了解|请教|几点|咩时候|多久|要几耐',
    ),
    word(
      "\\b(?:how (?:do|can|to|much|long|many|should|does)|what (?:is|are|time|do|documents?|number|does|happens)|where (?:is|can|do)|when (?:is|will|does|are|do)|which|is there|are there|will there|can (?:i|you|we)|could you|do (?:i|you|we)|does|i(?:'d| would) like to (?:know|ask|find out)|want to know|wondering|inquir\\w*|enquir\\w*|ask(?:ing)? (?:about|if|whether|when)|tell me (?:when|how|what|if)|any (?:planned|plans))\\b",
    ),
  ],
  /** Supply that is still to be switched off. */
  future: [
    word(
      '明天|后天|大后天|听日|后日|下周|下个?星期|下礼拜|下个?月|周末|星期[一二三四五六日天]|周[一二三四五六日]|礼拜[一二三四五六日天]|今晚会|将要|即将|计划停电|停电计划|停电通知|停电公告|停电信息|停电安排|停电预告|停电短信|什么时候停|几时停|几点停|会(?:不会)?停|会唔会停|停到几点|停多久|预计|准备停|要停|月\\d+[日号]|\\d+[日号]',
    ),
    word(
      '\\b(?:tomorrow|next (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|this (?:weekend|saturday|sunday|friday)|will (?:there|be|the|you|my|our|it)|planned|scheduled|schedule|upcoming|going to be|notice|announced|announcement|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\\b',
    ),
  ],
  /** The bill was paid. */
  paid: [
    word(
      '已经?找[咗晒清]?数|找咗数|(?:交|缴|付|充|还|结|补|俾|畀|给|清|存)(?:了|咗|完|清|齐|过|足|上|左|晒|好)+(?:了|咗|晒)?[^,]{0,6}?(?:电费|费|钱|款|欠|账|$)|(?:电费|欠费|费用|话费|钱|款)[^,]{0,8}?(?:交|缴|付|充|还|结|补|俾|畀|清|存)(?:了|咗|完|清|齐|过|足|上|左|晒)|已(?:经)?(?:缴|交|付|充值|结清|还清|清缴|缴清)|缴费(?:成功|后|完|之后|以后)|交费(?:后|完|之后|以后|成功)|充值(?:成功|后|了|完)|充了(?:值|\\d+)|交清|缴清|结清',
    ),
    word(
      '\\b(?:paid|settled|cleared|topped up|pre-?paid and|payment (?:was|went|has|is|made|received|confirmed|done|cleared))\\b|\\bmade (?:the|a|my) payment\\b',
    ),
  ],
  /** Cut off by the utility for money. */
  arrears: [
    word(
      '欠费|欠咗费|欠电费|未交电费|没交电费|催缴|因欠|余额|预存|预付费|没钱了|被掐|截电|剪线|断供|拖欠|停了我的电|拉我家的?电|拆表',
    ),
    word(
      '\\b(?:arrears|overdue|unpaid|debt|disconnect(?:ed|ion)?|cut (?:me |us )?off for|non-?payment|late payment|owed?|balance|prepaid|prepayment|credit ran out|out of credit)\\b',
    ),
  ],
  notReconnected: [
    wordAsIs(
      '(?:还|仍|一直|都|仲|依然|迟迟|怎么|点解|到现在)*(?:没有?|未|冇|不|唔)(?:给|帮|替)?(?:我|我们|我家)?(?:家|屋企)?(?:的)?(?:恢复|复电|送电|来电|通电|供电|接电|合闸|返电|开电|接返|开通|有电|驳返|开返|重新)|(?:还|仍|都|仲)(?:是|系)?(?:没|冇)(?:有)?电|什么时候[^,]{0,6}(?:复电|送电|恢复|接通|来电|通电)|几时[^,]{0,6}(?:复电|送电|恢复|返电|驳返|有电|通电)',
    ),
    wordAsIs(
      '\\b(?:reconnect\\w*|switch(?:ed)? (?:me |us |it )?back on|turn(?:ed)? (?:me |us |it |the power )?back on|not (?:been )?(?:reconnected|restored)|still (?:no|off|cut|disconnected|without|not|have no))\\b',
    ),
  ],
  noNotice: [
    wordAsIs(
      '(?:没有?|未|冇|不|无|毫无|从来不)(?:提前|事先|预先|任何|收到|见|看到|接到|有|过|通过)*(?:通知|告知|预告|公告|打招呼|贴告示|贴通知|提前说|讲声|出通知)|突然(?:就)?停|无预警|不打招呼',
    ),
    wordAsIs(
      "\\b(?:no|without|never|any|didn't|did not|not)(?: any| a| prior| advance| get| got| receive[d]?| given| give| us)* (?:notice|warning|notification|announcement|informed|notified|told)\\b|\\bunannounced\\b",
    ),
  ],
  doubt: [
    word('是不是|怀疑|会不会|估计|可能是|系咪|会唔会|担心|怕'),
    word('\\b(?:wonder|suspect|maybe|perhaps|might|could it be|worried|afraid)\\b'),
  ],
} as const satisfies Readonly<Record<string, readonly Word[]>>;

export type Cue = keyof typeof CUES;
export type Cues = Readonly<Record<Cue, readonly Hit[]>>;

/** Affirmed places of every turn of speech. */
export function findCues(text: NormalText): Cues {
  const out = {} as Record<Cue, readonly Hit[]>;
  for (const cue of Object.keys(CUES) as Cue[]) out[cue] = findHits(CUES[cue], text).filter((h) => !h.negated);
  return out;
}
