/** Questions: opening hours, how to do something, planned outages that have not begun, publicity. */
import { findHits, word } from '../match.ts';
import { type Adjustment, type CategoryRule, type Findings, hasAny, supplyIsAtFault } from './rule.ts';

const PLANNED = [
  word('停电|检修|停送电|计划停|断电|停'),
  word(
    '\\b(?:power cuts?|outages?|power|electricity|interruptions?|shutdowns?|maintenance|blackouts?|supply|switched off|turned off|cut)\\b',
  ),
] as const;

/** A wish for later is no question. */
const SUGGESTS = /建议|希望|提个?意见|能不能早|能否|\bsuggest|\bwould be (?:nice|good|great|better|helpful)/;

function adjust(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  const planned = findHits(PLANNED, f.text);
  const noSymptom = f.symptoms.size === 0;
  if (supplyIsAtFault(f)) out.push({ by: -3, hits: [] });
  if (
    noSymptom &&
    !SUGGESTS.test(f.text.clauses.map((c) => c.text).join(',')) &&
    f.cues.future.length > 0 &&
    planned.length > 0
  ) {
    out.push({ by: f.cues.question.length > 0 ? 5 : 3.4, hits: [...f.cues.future, ...planned] });
  }
  if (f.cues.question.length > 0) {
    const isOther = hasAny(f, ['outage', 'brief_outage', 'appliance_damaged', 'lamps_flicker']);
    out.push({ by: noSymptom ? 2.2 : isOther ? 0.4 : 0.8, hits: f.cues.question });
  }
  return out;
}

export const information: CategoryRule = {
  id: 'information',
  route: 'desk',
  zh: [
    word('请问|咨询|查询|想了解|了解一下|想问|问一下|问下|请教|想知道', 1.4),
    word(
      '(?:怎么|如何|点样|怎样)(?:样)?(?:去|才能|可以)?[^,]{0,2}?(?:办(?!$|呀|啊|啦)|申请|交|缴|查|开|报|装|用|计算|算|过户|更名|注册|绑定|下载|登录|节|省|避免|收费|看|操作|安装)',
      3,
    ),
    word(
      '(?:地址|电话(?:号码)?(?:是)?多少|营业时间|上班时间|几点(?:开门|关门|上班|下班)|在哪里?|在边度|哪里(?:可以|能)|边度(?:可以)?|(?:准备|带|提供|提交|交)(?:哪些|什么|咩|乜嘢?)(?:资料|材料|证件|文件|手续)?|需要(?:什么|哪些|带什么|准备)|什么(?:材料|资料|手续|条件|流程|政策|标准)|乜嘢(?:资料|手续)|流程|标准是|政策|优惠|补贴|多少钱一度|几多钱一度|几钱一度|电价是多少|电价多少|收费标准)',
      3.2,
    ),
    word(
      '(?:通知|公告|短信|宣传|信息)[^,]{0,8}?(?<h>没收到|看不到|不清楚|在哪|看不懂|怎么|点样|不及时|查不到|怎样)|(?:安全用电|节约用电|科普|宣传单|宣传资料|宣传)',
      2.6,
    ),
    word('计划停电|停电(?:通知|公告|计划|信息|预告|短信|安排|通告|时间)|检修(?:计划|通知|时间)', 2.4),
    word(
      '(?:边啲|哪些|什么|咩|边种|哪几种)(?:方法|方式|渠道)|(?:微信号|公众号|客服电话|联系电话|热线)[^,]{0,6}(?:多少|几|什么|咩)|户号(?:是)?(?:多少|几|怎么查|忘)|查(?:一下)?户号|忘记(?:了)?户号|微信(?:公众号)?(?:怎么|如何)',
      2.8,
    ),
  ],
  en: [
    word(
      "\\b(?:i(?:'d| would) like to (?:know|ask|find out)|want to know|wondering|could you tell me|can you tell me|enquir\\w*|inquir\\w*|question about|information (?:about|on)|let me know|asking about)\\b",
      2,
    ),
    word(
      '\\b(?:what does\\b[^,]{0,50}\\bmean|is it (?:safe|ok|okay|allowed|possible|true)|am i allowed|can i use|who do i (?:call|contact|ask)|how (?:do|can|should) (?:i|we|one)|how to|what (?:documents?|papers|forms?|steps|is the (?:price|tariff|procedure|process|number|address|phone|rate|cost|emergency)|are (?:the|your))|where (?:is|can|do|are)|opening (?:hours|times)|office hours|which (?:office|form|documents?)|phone number|contact (?:number|details)|procedure|requirements|subsid\\w*|leaflet|brochure|safety tips|saving tips|energy.?saving)\\b',
      3.2,
    ),
    word(
      '\\b(?:planned|scheduled) (?:power )?(?:outages?|cuts?|interruptions?|maintenance|shutdowns?|works?)\\b|\\b(?:outage|maintenance|power cut) (?:notice|schedule|plan|announcement|calendar)\\b|\\bnotice (?:of|about)\\b',
      2.4,
    ),
    word(
      '\\b(?:account number|customer number)\\b[^,]{0,20}(?:forgot\\w*|what|find|lost|where)|\\bforgot\\w* my (?:account|password|customer)',
      2.8,
    ),
  ],
  symptoms: {},
  adjust,
};
