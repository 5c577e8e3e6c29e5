/**
 * "Yesterday about eight in the evening", "ten minutes ago", "刚才", "噚日夜晚八点多": a time told in the text, used
 * where the complaint's own fields say nothing. Chinese (Cantonese words too) and English. null = none told, or a
 * habit rather than an instant.
 */
import { zoneOffsetMs } from '../../core/time.ts';
import { speaksOfHabit } from './habit.ts';

const MIN_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface SpokenWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Never throws. `receivedMs` = when it was said; the window never reaches past it by more than a few minutes. */
export function spokenTime(text: string, receivedMs: number, zone: string): SpokenWindow | null {
  const t = text.normalize('NFKC').toLowerCase();
  const ago = minutesAgo(t);
  if (ago !== null) {
    const slack = Math.max(5, 0.4 * ago);
    return { fromMs: receivedMs - (ago + slack) * MIN_MS, toMs: receivedMs - Math.max(0, ago - slack) * MIN_MS };
  }
  if (speaksOfHabit(t)) return null;
  const clock = clockOf(t, receivedMs, zone);
  if (clock !== null) return clock;
  const part = partOf(t, receivedMs, zone);
  if (part !== null) return part;
  if (/刚刚|刚才|刚停|啱啱|啱先|头先|頭先|just now|a moment ago|just went|just lost/.test(t)) {
    return { fromMs: receivedMs - 20 * MIN_MS, toMs: receivedMs };
  }
  return null;
}

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** `十几`, `二十`, `十一`, `7`; NaN where it is no number. "several" counts as its middle. */
function numberOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  const m = /^([一二两兩三四五六七八九])?(十)?([一二三四五六七八九几多])?$/.exec(word);
  if (m === null || word === '') return Number.NaN;
  const [, tens, ten, ones] = m;
  const last = ones === undefined ? 0 : ones === '几' || ones === '多' ? 5 : (DIGITS[ones] ?? 0);
  if (ten === undefined) return tens === undefined ? last : (DIGITS[tens] ?? Number.NaN);
  return (tens === undefined ? 1 : (DIGITS[tens] ?? 1)) * 10 + last;
}

function minutesAgo(t: string): number | null {
  const zh = /([一二两兩三四五六七八九十几多半\d]+)\s*个?(分钟|分鐘|小时|小時|钟头|鐘頭)(多)?(以?前|之前)/.exec(t);
  if (zh !== null) {
    const unit = (zh[2] ?? '').startsWith('分') ? 1 : 60;
    const n = zh[1] === '半' ? 0.5 : numberOf(zh[1] ?? '');
    return Number.isFinite(n) ? n * unit : null;
  }
  const en = /(an?|half an|\d+|ten|twenty|thirty)\s+(minutes?|mins?|hours?)\s+ago/.exec(t);
  if (en === null) return null;
  const words: Readonly<Record<string, number>> = { a: 1, an: 1, 'half an': 0.5, ten: 10, twenty: 20, thirty: 30 };
  const n = words[en[1] ?? ''] ?? Number(en[1]);
  return n * ((en[2] ?? '').startsWith('h') ? 60 : 1);
}

/** Days back that the text names; null = none. */
function daysBack(t: string): number | null {
  if (/前天|前日|前晚|day before yesterday/.test(t)) return 2;
  if (/昨|噚|寻日|尋日|寻晚|琴日|琴晚|yesterday|last night/.test(t)) return 1;
  if (/今天|今日|今早|今晚|今晨|今朝|today|this (morning|afternoon|evening)|tonight/.test(t)) return 0;
  return null;
}

/**
 * Parts of the day as people use the words, local hours; a night reaches into the next morning. Generous at both ends:
 * what lies outside is still possible by the heavy tail of window.ts. [M]
 */
const PARTS: readonly (readonly [RegExp, number, number])[] = [
  [/凌晨|半夜|before dawn|small hours/, 0, 6],
  [/早上|上午|今早|今晨|今朝|清晨|朝早|morning/, 5, 12.5],
  [/中午|正午|晏昼|noon|midday/, 10.5, 15],
  [/下午|下昼|afternoon/, 12, 19],
  [/晚|夜|evening|tonight|last night/, 17, 30],
];

/** "Last night", "yesterday afternoon", "today": a window without a clock time; null where no day is named. */
function partOf(t: string, receivedMs: number, zone: string): SpokenWindow | null {
  const back = daysBack(t);
  if (back === null) return null;
  const offset = zoneOffsetMs(receivedMs, zone);
  const localDay = Math.floor((receivedMs + offset) / DAY_MS) * DAY_MS - offset;
  const [, from, to] = PARTS.find(([word]) => word.test(t)) ?? [null, 0, 24];
  const fromMs = localDay - back * DAY_MS + from * HOUR_MS;
  if (fromMs >= receivedMs) return null;
  return { fromMs, toMs: Math.min(receivedMs, localDay - back * DAY_MS + to * HOUR_MS) };
}

function clockOf(t: string, receivedMs: number, zone: string): SpokenWindow | null {
  const told = hourTold(t);
  if (told === null) return null;
  const offset = zoneOffsetMs(receivedMs, zone);
  const localDay = Math.floor((receivedMs + offset) / DAY_MS) * DAY_MS - offset;
  const back = daysBack(t);
  let at = localDay - (back ?? 0) * DAY_MS + told.hour * HOUR_MS;
  // No day named, or "last night at one": the latest such hour that lies before the call.
  if (at > receivedMs + 20 * MIN_MS) at -= DAY_MS;
  const [before, after] = told.exact ? [15, 15] : told.past ? [10, 60] : [40, 45];
  return { fromMs: at - before * MIN_MS, toMs: Math.min(receivedMs, at + after * MIN_MS) };
}

interface ToldHour {
  readonly hour: number;
  /** Minutes were named. */
  readonly exact: boolean;
  /** "eight-something": after the full hour. */
  readonly past: boolean;
}

const ZH_HOUR =
  /(\d{1,2}|[一二两兩三四五六七八九十]{1,3})\s*[点點时時](?!候)(半|钟|鐘|\d{1,2}分?|[一二三四五六七八九十]{1,3}分)?(多|几|来)?/;
const ZH_PART =
  /凌晨|半夜|早上|早晨|朝早|清晨|上午|中午|正午|晏昼|晏晝|下午|下昼|下晝|傍晚|晚上|夜晚|夜里|今晚|昨晚|噚晚|琴晚|寻晚|今早|今晨|今朝/g;
/** Characters before the hour in which its part of the day is looked for. */
const PART_REACH = 6;

function hourTold(t: string): ToldHour | null {
  const zh = ZH_HOUR.exec(t);
  if (zh !== null) {
    const before = t.slice(Math.max(0, zh.index - PART_REACH), zh.index);
    const part = [...before.matchAll(ZH_PART)].at(-1)?.[0] ?? '';
    return zhHour(part, numberOf(zh[1] ?? ''), zh[2] ?? '', zh[3] !== undefined);
  }
  const colon = /(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)\s*(am|pm)?/.exec(t);
  if (colon !== null)
    return { hour: half(Number(colon[1]), colon[3]) + Number(colon[2]) / 60, exact: true, past: false };
  const en = /(?<!\d)(1[0-2]|\d)\s*(am|pm|a\.m\.|p\.m\.|o'clock)/.exec(t);
  if (en === null) return null;
  return { hour: half(Number(en[1]), en[2]), exact: false, past: false };
}

function half(hour: number, mark: string | undefined): number {
  if (mark === undefined) return hour;
  if (mark.startsWith('p')) return hour % 12 === 0 ? 12 : hour + 12;
  return mark.startsWith('a') ? hour % 12 : hour;
}

function zhHour(part: string, hour: number, minutes: string, past: boolean): ToldHour | null {
  if (!Number.isFinite(hour) || hour > 24) return null;
  const evening = /下|傍|晚|夜/.test(part) && !/半夜/.test(part);
  const noon = /中午|正午|晏/.test(part);
  const h =
    evening && hour < 12
      ? hour <= 4 && /晚|夜/.test(part)
        ? hour + 24
        : hour + 12
      : noon && hour <= 3
        ? hour + 12
        : /凌晨|半夜/.test(part) && hour === 12
          ? 0
          : hour;
  const named = /^(\d{1,2}|[一二三四五六七八九十]{1,3})分?$/.exec(minutes);
  const extra = minutes === '半' ? 0.5 : named === null ? 0 : numberOf(named[1] ?? '') / 60;
  return { hour: h + (Number.isFinite(extra) ? extra : 0), exact: extra > 0 && minutes !== '半', past };
}
