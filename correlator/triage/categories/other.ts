/** Praise, suggestions, and whatever is none of the other matters. */
import { word } from '../match.ts';
import { type Adjustment, type CategoryRule, type Findings, supplyIsAtFault } from './rule.ts';

function adjust(f: Findings): readonly Adjustment[] {
  const nothingSaid = f.symptoms.size === 0 && f.text.clauses.length === 0;
  if (nothingSaid) return [{ by: 0.6, hits: [] }];
  return supplyIsAtFault(f) ? [{ by: -1.5, hits: [] }] : [];
}

export const other: CategoryRule = {
  id: 'other',
  route: 'desk',
  zh: [
    word('感动|暖心|好样的|敬业|表示感谢|衷心感谢', 4.8),
    word('提个?意见', 3.6),
    word(
      '表扬|点个?大?赞|值得赞|赞(?=$)|锦旗|赞扬|称赞|赞一(?:下|个)|夸|致谢|感谢信|值得学习|辛苦了|好评|五星|感谢[^,]{1,}|多谢[^,]{2,}|谢谢[^,]{3,}',
      5.6,
    ),
    word(
      '(?:服务|态度|师傅|速度|工作人员|客服|抢修)[^,]{0,10}?(?<h>很好|非常好|真好|好好(?!说)|周到|热情|负责(?!人)|很快|超快|专业|耐心|满意|靠谱|给力|一流|好赞|细心|认真|敬业)',
      4.8,
    ),
    word(
      '(?:^|我|想|小|个|提出?|有)(?<h>建议)|提个建议|希望(?:你们|贵司|供电局|贵公司|以后|能够?|可以)(?!尽快|赶紧|早日|马上|赔|给我|快点|派|处理|解决|恢复)[^,]{2,}',
      5.4,
    ),
    word(
      '路灯[^,]{0,6}(?:不亮|坏|没亮|黑|唔着)|网络[^,]{0,2}(?:断|不通|慢|卡)|没网|漏水|停水|自来水|水管|煤气|燃气|宽带|网费|电视信号|物业|下水道|垃圾桶|邻居吵架|公交|红绿灯|打错电话|打错了|测试|test|空白|无内容',
      2.8,
    ),
  ],
  en: [
    word(
      '\\b(?:street ?lights?|street ?lamps?|lamp ?posts?|bus stop|traffic lights?)\\b[^,]{0,30}?\\b(?:out|off|dark|not working|broken)\\b',
      3.6,
    ),
    word('\\bphone(?: battery)?\\b[^,]{0,12}?\\b(?:dead|flat|empty)\\b', 3),
    word(
      '\\bjust an idea\\b|\\b(?:was|were|is|are) (?:so |really |absolutely |very )?(?:brilliant|lovely|great|excellent|superb|amazing|fantastic|a star|a hero)\\b|\\blovely\\b',
      4.4,
    ),
    word(
      '\\b(?:praise|compliment\\w*|commend\\w*|appreciat\\w*|well done|great (?:job|work|service)|excellent|fantastic|wonderful|grateful|kudos|brilliant (?:job|work|service)|good (?:job|work|service)|impressed|thumbs up|amazing (?:job|work|service|crew)|outstanding)\\b',
      5.2,
    ),
    word(
      '\\b(?:thank you|thanks|thank|many thanks)\\b (?:so much |very much |a lot )?(?:to|for|your|the|you for|you to)\\b',
      4.6,
    ),
    word(
      '\\b(?:suggest\\w*|suggestion|recommend(?:ation)?|propos(?:e|al)|it would be (?:nice|good|great|better) if|idea for|feedback|you should (?:consider|think))\\b',
      3.6,
    ),
    word('\\b(?:friendly|polite|helpful|courteous|patient|quick(?:ly)?|professional|kind)\\b', 1.6),
    word(
      '\\b(?:water (?:pipe|supply|bill|leak)|gas (?:leak|supply)|internet|broadband|wi-?fi (?:is|does)|wrong number|test message|testing|lorem ipsum)\\b',
      2.4,
    ),
  ],
  symptoms: {},
  adjust,
};
