/** Bills, meter reading, payment, tariffs; and supply cut for money or not given back after payment. */
import { word } from '../match.ts';
import { type Adjustment, type CategoryRule, type Findings, hasAny } from './rule.ts';

function adjust(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  const noSupply = hasAny(f, ['outage', 'partial_outage']) || f.cues.notReconnected.length > 0;
  const others = f.neighbours === 'yes';
  if (noSupply && f.text.clauses.some((c) => NO_ARREARS.test(c.text))) out.push({ by: -3, hits: [] });
  else if (f.cues.paid.length > 0 && noSupply && !others) {
    const sure = f.cues.notReconnected.length > 0 || f.cues.arrears.length > 0;
    out.push({ by: sure ? 7 : 5, hits: [...f.cues.paid, ...f.cues.notReconnected] });
  } else if (f.cues.arrears.length > 0 && noSupply && !others) {
    out.push({ by: 5, hits: f.cues.arrears });
  } else if (f.cues.arrears.length > 0) out.push({ by: 2.4, hits: f.cues.arrears });
  const asks = f.cues.question.length > 0 && !COMPLAINS.test(f.text.clauses.map((c) => c.text).join(','));
  if (asks && !noSupply) out.push({ by: -1.4, hits: [] });
  return out;
}

/** "I owe nothing, and yet there is no supply" is an outage. */
const NO_ARREARS =
  /(?:没有?|未|冇|不是|不|唔系|并非)(?:因为)?(?:有)?(?:拖)?欠|\bno (?:arrears|debts?)\b|\bnot (?:in arrears|owe|overdue)/;

/** A bill is disputed, not only asked about. */
const COMPLAINS =
  /高|贵|空房|没人住|怎么还有|凭什么|多(?:了|收|出|扣)|不对|唔啱|异常|错|翻(?:了)?倍|离谱|乱|少|重复|不准|快|偷|退|涨|没到账|未到账|开(?:电费)?发票|\b(?:high|wrong|doubl|twice|overcharg|incorrect|mistake|error|too much|dispute|refund|expensive|estimated|never|not|why)/;

export const billing: CategoryRule = {
  id: 'billing',
  route: 'desk',
  zh: [
    word('多交|退(?:回来|还|钱|给我)', 2.4),
    word('表[^,]{0,4}?(?:跑得|走得|转得|跳得)(?:比|很|特别|太|飞|好)?[^,]{0,3}快', 4),
    word(
      '电费|电价|账单|电费单|对账|发票|收据|滞纳金|违约金|阶梯|峰谷|分时电价|基本电费|力调|预付费|预存|余额|扣款|扣费|代扣|缴费|交费|充值|退费|退款|多收|重复收|重复扣|乱扣|电量(?!不足)|度电|交电费|水电费',
      3.6,
    ),
    word(
      '抄表|抄错|估抄|漏抄|抄表员|读数|表数|用电量|电表[^,]{0,10}?(?<h>快|不准|唔准|走得|走字|倒走|空走|不走|不动|乱跳|有问题|校验|检定|异常|坏|黑屏|没显示|不显示|度数|停走|飞|跑|转得)|校表|验表|电表准',
      4,
    ),
    word(
      '(?:电费|账单|电费单|费用|度数|用电)[^,]{0,12}?(?<h>高|贵|多|翻倍|翻了|不对|唔啱|异常|离谱|暴涨|涨|错|突增|增加|大)',
      1.6,
    ),
    word('(?:一个月|这个月|上个月|本月|上月|每个月)[^,]{0,10}?\\d{3,5}(?:块|元|蚊|几块|多块|度)|\\d+(?:块|元|蚊)', 1.2),
    word('偷电|窃电|盗电|串户|错户|户号搞错|表接错|交错了?(?:户|电费)|交了别人', 3),
  ],
  en: [
    word(
      '\\b(?:bill(?:s|ed|ing)?|invoices?|tariffs?|overcharg\\w*|overbill\\w*|charg(?:ed|es) (?:me|us|twice|too|for|double|on)|kwh|meter reading|meter readings|misread|estimated (?:my |the |a )?(?:reading|bill|usage)|direct debit|payments?|refund|receipt|late fees?|charged|unit rate|price per|per kwh|peak rate|standing charge|deposit|pre-?paid|prepayment|top(?:ped)?[ -]?up|account balance|autopay|double.?charged)\\b',
      3.6,
    ),
    word(
      '\\bmeter\\b[^,]{0,30}?(?<h>\\b(?:fast|inaccurate|wrong|runs|running|faulty|not (?:moving|turning|counting)|stopped|reading|test(?:ed)?|checked|display|spins|too quick|blank))',
      3.8,
    ),
    word(
      '\\b(?:bill|charge|consumption|usage|invoice)\\b[^,]{0,30}?(?<h>\\b(?:high|doubl\\w*|tripl\\w*|wrong|twice|too much|incorrect|jump\\w*|expensive|mistake|error|unusual|never used|more than))',
      1.6,
    ),
    word('\\b(?:arrears|unpaid|overdue|disconnected for|debt|money owed|paid)\\b', 1.4),
    word('[$£€¥]\\d+|\\b\\d+ (?:yuan|rmb|dollars|pounds|euros|hkd)\\b', 1),
  ],
  symptoms: {},
  adjust,
};
