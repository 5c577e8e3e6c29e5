/** From a family of sentences to what this caller writes: language, time as people say it, appliance, place. */
import { DAY_MS, dayStart, HOUR_MS, hourOf, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import { FAMILIES, type FamilyName } from './texts/families.ts';

export interface Saying {
  readonly family: FamilyName;
  /** When it happened as the caller has it in mind; `habit` = every day at such hours. */
  readonly whenMs: number;
  readonly habit: boolean;
  readonly receivedMs: number;
  readonly place: string;
  readonly appliance: Appliance;
}

export interface Appliance {
  readonly zh: string;
  readonly en: string;
}

export const APPLIANCES = {
  home: [
    ['电视机', 'television'],
    ['冰箱', 'fridge'],
    ['空调', 'air conditioner'],
    ['电脑', 'computer'],
    ['路由器', 'router'],
    ['洗衣机', 'washing machine'],
    ['电饭煲', 'rice cooker'],
    ['热水器', 'water heater'],
    ['微波炉', 'microwave'],
    ['机顶盒', 'set-top box'],
  ],
  shop: [
    ['冰柜', 'freezer'],
    ['收银机', 'till'],
    ['空调', 'air conditioner'],
    ['监控主机', 'camera recorder'],
    ['烤箱', 'oven'],
  ],
  workshop: [
    ['空压机', 'compressor'],
    ['切割机', 'cutter'],
    ['电焊机', 'welder'],
    ['水泵', 'pump'],
  ],
  factory: [
    ['生产线', 'production line'],
    ['注塑机', 'moulding machine'],
    ['冷水机组', 'chiller'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

export function applianceOf(trade: keyof typeof APPLIANCES, rng: Rng): Appliance {
  const [zh, en] = rng.pick<readonly [string, string]>(APPLIANCES[trade]);
  return { zh, en };
}

const ENGLISH = 0.14;
const CANTONESE = 0.2;

export function say(s: Saying, rng: Rng): string {
  const family = FAMILIES[s.family];
  const lang = rng.chance(ENGLISH) ? 'en' : rng.chance(CANTONESE) ? 'yue' : 'zh';
  const when = lang === 'en' ? whenEn(s) : whenZh(s, lang === 'yue', rng);
  const text = rng
    .pick<string>(family[lang])
    .replaceAll('{when}', when)
    .replaceAll('{appl_en}', s.appliance.en)
    .replaceAll('{appl}', s.appliance.zh)
    .replaceAll('{place}', s.place);
  return flourish(text, lang, rng);
}

/** Half of the callers add something that helps nobody. */
function flourish(text: string, lang: 'zh' | 'yue' | 'en', rng: Rng): string {
  if (lang === 'en') return rng.chance(0.25) ? `${rng.pick(['Hello. ', 'Hi, ', 'Good day. '])}${text}` : text;
  const before = rng.chance(0.25) ? rng.pick(['你好，', '您好，', '客服你好，', '麻烦一下，']) : '';
  const after = rng.chance(0.2) ? rng.pick(['谢谢。', '请尽快回复。', '麻烦了。', '等你们电话。']) : '';
  return `${before}${text}${after}`;
}

function whenZh(s: Saying, cantonese: boolean, rng: Rng): string {
  if (s.habit) return `${rng.pick(['每天', '这几天', '最近'])}${partZh(hourOf(s.whenMs))}`;
  const agoMs = s.receivedMs - s.whenMs;
  if (agoMs < 6 * MINUTE_MS) return cantonese ? rng.pick(['头先', '啱啱']) : rng.pick(['刚才', '刚刚']);
  if (agoMs < 25 * MINUTE_MS) return cantonese ? '头先' : agoMs < 12 * MINUTE_MS ? '几分钟前' : '十几分钟前';
  const days = Math.round((dayStart(s.receivedMs) - dayStart(s.whenMs)) / DAY_MS);
  const hour = Math.floor(hourOf(s.whenMs));
  const day = days === 0 ? rng.pick(['今天', '今天', '']) : dayZh(days, cantonese);
  const clock = rng.pick(['多', '左右', '', '多钟']);
  return `${day}${partZh(hour)}${CLOCK_ZH[hour % 12] ?? ''}点${clock}`;
}

const dayZh = (daysAgo: number, cantonese: boolean): string =>
  daysAgo > 2 ? '前几天' : daysAgo === 2 ? '前天' : cantonese ? '噚日' : '昨天';
const CLOCK_ZH = ['十二', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一'];
const partZh = (hour: number): string =>
  hour < 6 ? '凌晨' : hour < 11 ? '早上' : hour < 13.5 ? '中午' : hour < 18 ? '下午' : '晚上';

function whenEn(s: Saying): string {
  const hour = hourOf(s.whenMs);
  const part =
    hour < 6
      ? 'at night'
      : hour < 12
        ? 'in the morning'
        : hour < 14
          ? 'around noon'
          : hour < 18
            ? 'in the afternoon'
            : 'in the evening';
  if (s.habit) return `every day ${part}`;
  const agoMs = s.receivedMs - s.whenMs;
  if (agoMs < 25 * MINUTE_MS) return agoMs < 6 * MINUTE_MS ? 'just now' : 'a few minutes ago';
  const days = Math.round((dayStart(s.receivedMs) - dayStart(s.whenMs)) / DAY_MS);
  const h = Math.floor(hour);
  const clock = `${h % 12 === 0 ? 12 : h % 12} ${h < 12 ? 'am' : 'pm'}`;
  return `${days === 0 ? 'today' : days === 1 ? 'yesterday' : 'the other day'} around ${clock}`;
}

/** The time field of the ticket: half fill it in, all round it, some to the hour, many too early. */
export function toldWindow(s: Saying, rng: Rng): { readonly fromMs: number | null; readonly toMs: number | null } {
  if (s.habit || !rng.chance(0.62)) return { fromMs: null, toMs: null };
  const step =
    rng.weighted([
      [5, 2],
      [10, 3],
      [30, 4],
      [60, 3],
    ] as const) * MINUTE_MS;
  const slip = s.receivedMs - s.whenMs > 6 * HOUR_MS ? rng.normal(0, 25) * MINUTE_MS : rng.normal(0, 3) * MINUTE_MS;
  const latest = Math.floor(s.receivedMs / MINUTE_MS) * MINUTE_MS;
  const fromMs = Math.min(Math.round((s.whenMs + slip) / step) * step, latest);
  if (rng.chance(0.5)) return { fromMs, toMs: null };
  return { fromMs, toMs: Math.max(fromMs, Math.min(latest, fromMs + step * rng.int(1, 2))) };
}
