/**
 * The part of the day a text names: morning 5–10, noon 11–13, evening 17–21, night 22–4 (hours). The afternoon has no
 * word in the contract and gives null; where several parts are named the first with a clock time counts, then the first.
 */
import type { DayPart } from '../../core/complaint.ts';
import { findHits, type Word, word } from './match.ts';
import type { Clause, NormalText } from './normalise.ts';

const WORDS: readonly (readonly [DayPart, Word])[] = [
  [
    'night',
    word('凌晨|半夜|深夜|夜里|午夜|大半夜|三更半夜|后半夜|夜间|深宵|通宵|整夜|一夜|昨夜|半夜三更|大清早前|夜半'),
  ],
  [
    'evening',
    word(
      '晚上|今晚|昨晚|昨天晚|前晚|傍晚|黄昏|晚饭|晚间|晚高峰|每晚|晚晚|夜晚|琴晚|噚晚|寻晚|当晚|夜饭|天一?黑|入夜|饭点|收工|整晚|成晚|晚餐|明晚|后晚|一到晚',
    ),
  ],
  [
    'morning',
    word(
      '成朝|早上|今早|清晨|早晨|(?:一|大)早(?!俾|交|就交|已)|大早|上午|今朝|朝早|朝头早|早饭|早餐|清早|早高峰|听朝|晨早|天刚亮|天亮',
    ),
  ],
  ['noon', word('中午|正午|午饭|午间|晌午|午休|晏昼|晏就|午餐')],
  [
    'night',
    word(
      '\\b(?:midnight|last night|(?:the )?middle of the night|at night|overnight|during the night|all night|late night|late at night|in the night|small hours|every night|each night|nightly)\\b',
    ),
  ],
  ['evening', word('\\b(?:evenings?|tonight|dinner|supper|dusk|sunset|after dark|nightfall)\\b')],
  ['morning', word('\\b(?:mornings?|breakfast|dawn|sunrise|early today)\\b')],
  ['noon', word('\\b(?:noon|midday|lunch(?:time)?|lunch time)\\b')],
];

const HALF_ZH =
  '凌晨|半夜|深夜|夜里|早上|上午|清晨|今早|早晨|中午|下午|傍晚|今晚|昨晚|昨夜|晚上|夜晚|琴晚|寻晚|噚晚|朝早|晏昼|前晚|每晚|当晚';
const HOUR_ZH = '(\\d{1,2}|二十[一二三]?|十[一二]?|[一二两三四五六七八九])(?:点|时(?!间)|:[0-5]\\d)';
const CLOCK_WITH_HALF_ZH = new RegExp(`(${HALF_ZH})[^,\\d一二三四五六七八九十两]{0,3}?${HOUR_ZH}`, 'g');
/** Without a half of the day only a 24-hour time says anything: 19点. */
const CLOCK_24_ZH = new RegExp(`(?<!\\d)${HOUR_ZH}`, 'g');
const CLOCK_EN =
  /\b(\d{1,2})(?:[:.]([0-5]\d))? ?(am|pm|o'clock(?: in the (morning|evening|afternoon)| at night)?)?\b/dg;
const CHINESE_DIGITS: Readonly<Record<string, number>> = {
  ...{ 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
  ...{ 十一: 11, 十二: 12, 二十: 20, 二十一: 21, 二十二: 22, 二十三: 23 },
};

export function dayPart(text: NormalText): DayPart | null {
  for (const clause of text.clauses) {
    const byClock = clockPart(clause);
    if (byClock !== null) return byClock;
  }
  let best: { at: number; part: DayPart } | null = null;
  for (const [part, w] of WORDS) {
    for (const hit of findHits([w], text)) {
      const at = hit.clauseIndex * 10_000 + hit.start;
      if (best === null || at < best.at) best = { at, part };
    }
  }
  return best?.part ?? null;
}

/** A clock time with its half of the day, as a part; null where none stands or the half stays unknown. */
function clockPart(clause: Clause): DayPart | null {
  for (const m of clause.text.matchAll(CLOCK_WITH_HALF_ZH)) {
    const part = chineseHour(hourOf(m[2] ?? ''), m[1] ?? '');
    if (part !== null) return part;
  }
  for (const m of clause.text.matchAll(CLOCK_24_ZH)) {
    const hour = hourOf(m[1] ?? '');
    if (hour >= 13 && hour <= 24) return partOfHour(hour);
  }
  for (const m of clause.text.matchAll(CLOCK_EN)) {
    const hour = Number(m[1]);
    const half = m[3] ?? null;
    if (half === null && (m[2] === undefined || hour < 13)) continue;
    if (hour > 24) continue;
    const isPm = half === 'pm' || m[4] === 'evening' || m[4] === 'afternoon' || (half ?? '').endsWith('night');
    if (half !== null && !isPm && half !== 'am' && m[4] !== 'morning') continue;
    return partOfHour(isPm && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour);
  }
  return null;
}

function hourOf(digits: string): number {
  return CHINESE_DIGITS[digits] ?? Number(digits);
}

/** `half`: the Chinese word before the hour. Twelve at night and the small hours of an evening word are night. */
function chineseHour(hour: number, half: string): DayPart | null {
  if (hour > 24) return null;
  if (/凌晨|半夜|深夜|夜里/.test(half)) return 'night';
  if (/下午/.test(half)) return partOfHour((hour % 12) + 12);
  if (/晚|夜/.test(half)) return hour === 12 || hour < 5 ? 'night' : partOfHour(hour < 12 ? hour + 12 : hour);
  if (/中午|晏昼/.test(half)) return 'noon';
  return partOfHour(hour);
}

function partOfHour(hour: number): DayPart | null {
  const h = hour % 24;
  if (h >= 22 || h < 5) return 'night';
  if (h < 11) return 'morning';
  if (h < 14) return 'noon';
  return h >= 17 ? 'evening' : null;
}
