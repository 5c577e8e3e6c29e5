/**
 * Greetings, thanks and requests that carry no matter; they are cut out before anything is matched, so "good evening"
 * is no time of day and "thank you" no praise. Thanks with an object ("thank you for the quick repair") stay.
 */
const zh = (source: string): RegExp => new RegExp(source, 'gd');

export const POLITE: readonly RegExp[] = [
  zh(
    '(?:尊敬的)?(?:各位)?(?:领导|客服|供电局|供电公司|电力公司|工作人员)?(?:们)?(?:早上|上午|中午|下午|晚上)好(?=,|呀|啊|吖|$)[呀啊吖]?',
  ),
  zh('(?:尊敬的)?(?:各位)?(?:领导|客服|工作人员)?(?:们)?(?:您|你|你们|大家)好(?=[,呀啊吖]|$|我|请)[呀啊吖]?'),
  zh('(?:早晨|午安|晚安|早安|哈喽|喂)(?=,|$)'),
  zh(
    '(?<=^|,)(?:非常|十分|万分|先|真是)?(?:感谢|谢谢|多谢|谢)(?:您|你|你们|大家|各位|哈|啦|了|喇|晒|嗮|先|啊){0,2}(?=,|$)',
  ),
  zh('(?:谢谢|多谢|唔该晒|唔该嗮|唔该|感激不尽|感恩)(?:您|你|你们|啦|了|喇|哈|先)?(?=,|$)'),
  zh('(?:麻烦|劳烦|拜托)(?:你们|您们|你哋|大家|各位|您|你|帮忙|帮我|一下|了|啦|晒|嗮){0,3}'),
  zh('(?<=^|,)辛苦(?:你们|您们|你哋|大家|各位|您|你|了|啦|晒|嗮){1,3}(?=,|$)'),
  zh('(?:不好意思|打扰了|打扰一下|打扰|劳驾|唔好意思)'),
  zh('(?:祝|祝愿)[^,]{0,12}(?:愉快|顺利|健康|快乐|如意)'),
  /\b(?:good (?:morning|afternoon|evening|night|day))\b/dg,
  /\b(?:hello|hi|hey|dear (?:sir|madam|sirs|team|all)(?: or madam)?|greetings)\b(?: there| everyone| team)?/dg,
  /\b(?:many thanks|thanks|thank you|thx|cheers|ta)(?: a lot| so much| very much| again| in advance)*(?= *(?:,|$))/dg,
  /(?<=^|,) *(?:many thanks|thanks|thank you)(?: a lot| so much| very much)? for (?:your )?(?:time|help|patience|understanding|attention|reading)\b/dg,
  /\b(?:kind|best|warm) regards\b|\byours (?:sincerely|faithfully|truly)\b/dg,
  /\bplease\b|\bkindly\b|\bpls\b|\bplz\b|\bsorry to bother you\b|\bexcuse me\b|\bwould you mind\b/dg,
  /\bhave a (?:nice|good|great) (?:day|evening|night|morning|weekend)\b/dg,
];
