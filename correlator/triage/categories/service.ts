/** How people were treated: manners, waiting, being sent from desk to desk, applications that do not move. */
import { word, wordAsIs } from '../match.ts';
import { type Adjustment, type CategoryRule, type Findings, supplyIsAtFault } from './rule.ts';

function adjust(f: Findings): readonly Adjustment[] {
  const out: Adjustment[] = [];
  if (supplyIsAtFault(f)) out.push({ by: -2.5, hits: [] });
  const back = f.cues.restored.length > 0;
  if (back) {
    const manners = f.text.clauses.some((c) =>
      /态度|骂|恶劣|凶|敷衍|收(?:费|钱)|红包|\brude|\bshout|\bunprofessional|\bbribe|\bcash\b|\battitude/.test(c.text),
    );
    if (manners) out.push({ by: 2.5, hits: [] });
  }
  return out;
}

export const service: CategoryRule = {
  id: 'service',
  route: 'desk',
  zh: [
    word(
      '态度[^,]{0,6}?(?<h>差|恶劣|不好|唔好|极差|蛮横|冷漠|傲慢|敷衍|有问题|不耐烦|好差|很凶|嚣张)|(?<h>(?:服务|工作)态度(?![^,]{0,3}(?:好|不错|棒|赞)))',
      4.4,
    ),
    word(
      '骂人|骂我|骂了我|闹我|凶我|恶言|吼我|出言不逊|说脏话|讲粗口|爆粗|不耐烦|爱理不理|爱搭不理|挂(?:断)?(?:了|咗)?我?(?:的)?电话|cut我线|推诿|踢皮球|推来推去|互相推|推卸|不作为|敷衍|刁难|吃拿卡要|索要|收红包|乱收费|私下收|收取好处|收咗我|要我给钱|辱骂|威胁|歧视|摔门|走过场|爱答不理|讽刺|给烟|要烟|要红包|说话难听|说话很?冲|骂骂咧咧|推我|打人|动手|黑口黑面|一问三不知|不理不睬|大声|发脾气|冷言冷语|翻白眼|阴阳怪气',
      4.4,
    ),
    wordAsIs(
      '(?:电话|热线|客服|95598|服务台)[^,]{0,10}?(?:打不通|没人接|无人接|冇人接|冇人听|没有人接|打唔通|一直占线|占线|等[^,]{0,6}(?:分钟|小时|好耐|半天))|没人接(?:电话|听)?|(?:没人|冇人|无人|没有人)(?:来|到|去|修|看)(?!电)|每次都说派|放[^,]{0,2}鸽子|石沉大海|没有?(?:消息|下文|回音|动静|音讯)|杳无音[信讯]|根本不管|让我(?:自己|们自己)?找|叫我自己|约好[^,]{0,8}(?:没来|不来|冇来)|排(?:了|咗)?[^,]{0,6}队|冇人听电话',
      3.2,
    ),
    wordAsIs(
      '(?:没人|冇人|无人|没有人|一直没|迟迟没?|至今没?|还没|仍没|从来没|都没)(?:有)?(?:人)?(?:来)?(?:处理|理会|理|管|回复|答复|回访|联系|跟进|解决|反馈|上门|回电|覆我|复我|搭理)|(?:拖|等)(?:了|咗)[^,]{0,8}(?:天|日|周|个?月|年|星期|礼拜)|(?:一直|总|老)(?:是)?拖',
      2.8,
    ),
    word(
      '(?:报装|新装|增容|业扩|过户|更名|开户|装表|申请|接电|立户|销户|并网|光伏|改类|换表)[^,]{0,20}?(?<h>没|未|冇|不给|拖|慢|退回|拒绝|卡|不批|唔批|等)',
      3.4,
    ),
    word(
      '(?:办理|申请|我要|要求|需要|想)(?:办理)?[^,]{0,6}?(?<h>报装|过户|更名|增容|新装|销户|开户|改户名|减容|暂停用电|并网|安装充电桩)',
      2.6,
    ),
    word(
      '(?:营业厅|营业网点|柜台|窗口|供电所)[^,]{0,12}?(?<h>排队|没开门|关门|不给办|不办|没人|等|效率|刁难|冇人|人太少)',
      3.4,
    ),
    word(
      '(?:师傅|工作人员|客服|员工|接线员|抢修人员|抢修工|电工|话务员|业务员|营业员|你们的人|抄表员|坐席)[^,]{0,14}?(?<h>骂|凶|恶劣|不专业|迟到|没来|冇来|不来|没到|爽约|放鸽子|抽烟|喝酒|不穿|乱|敷衍|没礼貌|冇礼貌|粗鲁|收钱|收费|收了我|收咗我|推|吵|脏|弄脏|一团糟|乱七八糟|踩|应付|忽悠|骗|失约|走了)',
      3.6,
    ),
    word(
      '(?:投诉|举报)(?:你们|你哋)?(?:的)?(?:客服|员工|工作人员|师傅|服务|人员|抄表员|电工|供电所)|服务(?:太|很|好|非常)?(?:差|垃圾|烂|慢)|效率(?:太|很|好)?(?:低|慢)|办事(?:太|很)?慢|app[^,]{0,8}(?:登录不了|打不开|登不上|用不了|闪退|注册不了|绑定不了)|失约|爽约',
      3.8,
    ),
    word(
      '催办|催单|再次反映|重复反映|第[二三四五六七八九十\\d]+次(?:打电话|来电反映|反映|投诉|报修|致电)|多次(?:反映|报修|投诉|致电|打电话)|打了[^,]{0,4}(?:次|遍|个)电话',
      2,
    ),
  ],
  en: [
    word(
      '\\b(?:unfriendly|unkind|sarcastic|condescending|takes? responsibility|refused to|broke my (?:door|wall|fence)|made (?:me|us) wait|kept (?:me |us )?waiting|refused to (?:help|explain|listen)|(?:would|did) not (?:explain|listen|help)|wouldn.t (?:explain|listen|help)|without (?:fixing|repairing|explaining)|(?:days|weeks|months|ages|forever) to (?:get|receive|have) (?:an? |any )?(?:answer|reply|response)|wasted my)\\b',
      3.6,
    ),
    word(
      '\\b(?:rude(?:ly|ness)?|impolite|unprofessional|disrespectful|arrogant|insult\\w*|swore|shout(?:ed|ing)?|yell(?:ed|ing)?|hung up|hang up|bad attitude|poor attitude|attitude|manners|dismissive|unhelpful|lied|bribe\\w*|careless|aggressive|ignored?|incompetent|abusive|patroni[sz]ing)\\b',
      4.4,
    ),
    wordAsIs(
      '\\b(?:no ?(?:one|body)|nobody)\\b[^,]{0,15}?\\b(?:answer\\w*|pick\\w* up|call\\w* (?:me )?back|repl\\w*|respond\\w*|came|come|show\\w* up|turn\\w* up|car\\w*|help\\w*|dealt|contact\\w*|got back|follow\\w*)',
      3,
    ),
    wordAsIs(
      "\\b(?:never|not|n't|has not|have not|still no) (?:been )?(?:answer\\w*|call\\w* back|called me back|repl(?:y|ied)|respon\\w*|got(?:ten)? back|contacted|shown up|turn\\w* up|heard (?:back|anything))|\\bon hold\\b|\\bwaiting (?:on the (?:phone|line)|for (?:a )?(?:reply|response|answer|call|your))|\\bno (?:reply|response|answer|call ?back|follow.?up)\\b",
      3,
    ),
    word(
      '\\b(?:customer service|hotline|call cent(?:er|re)|your (?:staff|employee|agent|operator|technician|engineer|crew|man|guy|people|team|fitter)|service (?:desk|cent(?:er|re)|counter)|the (?:agent|operator|clerk|receptionist|technician))\\b',
      1.9,
    ),
    word(
      "\\b(?:appointments?|missed (?:the |my )?(?:appointment|visit)|did(?: not|n't) (?:show|turn) up|passed (?:from|around)|sent (?:me )?from (?:one )?(?:desk|department|pillar|office)|from (?:desk to desk|department to department)|pushed (?:me )?(?:back and forth|around)|run ?around|complain\\w* about (?:the|your) (?:service|staff|crew|technician|operator|agent|fitter)|poor service|bad service|terrible service|slow service|queue\\w*|waited|application)\\b",
      2.6,
    ),
    word(
      '\\b(?:application|new connection|connection request|change of (?:name|ownership)|transfer (?:of )?(?:the )?account|load increase|capacity increase|solar|pv) [^,]{0,40}?(?<h>\\b(?:pending|waiting|weeks?|months?|no (?:answer|reply|progress)|reject\\w*|delay\\w*|ignored|stuck|nothing))',
      3.6,
    ),
    word(
      "\\b(?:app|website|web ?site|online (?:account|portal))\\b[^,]{0,25}?(?<h>\\b(?:crash\\w*|not work\\w*|n't work|log ?in|register|error|will not|won't))",
      3.2,
    ),
    word(
      "\\b(?:(?:third|fourth|fifth|sixth|second|\\d+(?:rd|th|nd)) time (?:i|we)(?: have|'ve|'m| am)? (?:call|report|complain|contact|phon)\\w*|called (?:\\w+ )?times|reported (?:this )?(?:\\w+ )?times)\\b",
      2,
    ),
  ],
  symptoms: {},
  adjust,
};
