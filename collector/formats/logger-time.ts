/** Wall-clock times of loggers: ISO, d/m/yyyy, m/d/yyyy, d.m.yy, yyyy/m/d, with a time of day, AM/PM or 上午/下午. */
import { type ParsedTime, parseTime, wallClockMs, wallToUtc, zoneOffsetMs } from '../../core/time.ts';

export type DateOrder = 'dmy' | 'mdy';

const PARTS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(AM|PM))?$/i;
const CENTURY = 2000;
/** A longer text is no time: patterns are not tried on it. */
const TIME_CHARS_MAX = 60;

/** 上午 and 下午 stand before the time, a.m. and p.m. after it. */
function plainClock(text: string): string {
  const chinese = /^(上午|下午)\s*(.*)$/.exec(text);
  if (chinese !== null) return `${chinese[2]} ${chinese[1] === '上午' ? 'AM' : 'PM'}`;
  return text.replace(/\s*([ap])\.? ?m\.?$/i, ' $1m');
}

/** `order` decides 1/2/2007; where it can't be (month 17) the other one is taken. */
export function parseLoggerTime(
  date: string,
  clock: string | null,
  zone: string,
  order: DateOrder = 'dmy',
): ParsedTime {
  if (date.length + (clock?.length ?? 0) > TIME_CHARS_MAX) return { ok: false, fault: 'not-iso' };
  const cut = clock === null ? /^(\S{6,10})[ T]+(.*)$/.exec(date) : null;
  const [day, time] = clock === null ? [cut?.[1] ?? date, cut?.[2] ?? '0:00'] : [date, clock];
  const parts = PARTS.exec(day);
  const yearFirst = YEAR_FIRST.exec(day);
  const c = CLOCK.exec(plainClock(time));
  // Times with an offset, and whatever else is ISO.
  if (c === null || (parts === null && yearFirst === null)) {
    return parseTime(clock === null ? date : `${date} ${clock}`, zone);
  }
  const [y, mo, d] = parts === null ? (yearFirst ?? []).slice(1).map(Number) : ordered(parts, order);
  const wall = wallClockMs(y ?? 0, mo ?? 0, d ?? 0, hour24(Number(c[1]), c[5]), Number(c[2]), Number(c[3] ?? 0));
  if (wall === null) return parseTime(`${day} ${time}`, zone);
  const at = wallToUtc(wall, zone);
  const fractionMs = c[4] === undefined ? 0 : Number(`0.${c[4]}`) * 1000;
  return at.ok ? { ...at, ms: at.ms + fractionMs } : at;
}

function ordered(parts: RegExpExecArray, order: DateOrder): [number, number, number] {
  const [a, b, written] = parts.slice(1).map(Number) as [number, number, number];
  const year = written < 100 ? CENTURY + written : written;
  const monthFirst = order === 'mdy' ? a <= 12 : b > 12;
  return monthFirst ? [year, a, b] : [year, b, a];
}

function hour24(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

/** The second instant of a wall time that comes twice (summer time ends), given the first. */
export function secondOfTwo(firstMs: number, zone: string): number {
  const later = firstMs + 3 * 3_600_000;
  return firstMs + zoneOffsetMs(firstMs, zone) - zoneOffsetMs(later, zone);
}

export interface OrderFound {
  readonly order: DateOrder;
  /** False where every date reads both ways. */
  readonly certain: boolean;
}

/**
 * Day first or month first, from the dates themselves: a number above 12 tells; else the reading in which the days follow
 * each other (a logger writes in order of time). Day first where nothing tells.
 */
export function dateOrder(dates: readonly string[]): OrderFound {
  let jumpsDayFirst = 0;
  let jumpsMonthFirst = 0;
  let last: { a: number; b: number; y: number } | null = null;
  for (const text of dates) {
    const m = PARTS.exec(text.split(/[ T]/)[0] ?? '');
    if (m === null) continue;
    const [a, b, y] = m.slice(1).map(Number) as [number, number, number];
    if (a > 12) return { order: 'dmy', certain: true };
    if (b > 12) return { order: 'mdy', certain: true };
    if (last !== null && (last.a !== a || last.b !== b || last.y !== y)) {
      if (apartDays(last.y, last.b, last.a, y, b, a) > 1) jumpsDayFirst++;
      if (apartDays(last.y, last.a, last.b, y, a, b) > 1) jumpsMonthFirst++;
    }
    last = { a, b, y };
  }
  if (last === null) return { order: 'dmy', certain: true };
  const order = jumpsMonthFirst < jumpsDayFirst ? 'mdy' : 'dmy';
  return { order, certain: jumpsMonthFirst !== jumpsDayFirst || last.a === last.b };
}

const apartDays = (y1: number, m1: number, d1: number, y2: number, m2: number, d2: number): number =>
  Math.abs(Date.UTC(y2, m2 - 1, d2) - Date.UTC(y1, m1 - 1, d1)) / 86_400_000;
