/** Wall-clock times of loggers: ISO, d/m/yyyy, d.m.yyyy, yyyy/m/d, with a time of day. */
import { type ParsedTime, parseTime, wallClockMs, wallToUtc } from '../../core/time.ts';

const DAY_FIRST = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;

/** Numbers with slashes are day first (1/2/2007 = 1 February), as loggers outside North America write them. */
export function parseLoggerTime(date: string, clock: string | null, zone: string): ParsedTime {
  const [day, time = '0:00'] = clock === null ? date.split(/[ T]+/) : [date, clock];
  const dayFirst = DAY_FIRST.exec(day ?? '');
  const yearFirst = YEAR_FIRST.exec(day ?? '');
  if (dayFirst === null && yearFirst === null) return parseTime(clock === null ? date : `${date} ${clock}`, zone);
  const [y, mo, d] = dayFirst
    ? [dayFirst[3], dayFirst[2], dayFirst[1]]
    : [yearFirst?.[1], yearFirst?.[2], yearFirst?.[3]];
  const c = CLOCK.exec(time);
  if (c === null) return { ok: false, fault: 'not-iso' };
  const wall = wallClockMs(Number(y), Number(mo), Number(d), Number(c[1]), Number(c[2]), Number(c[3] ?? 0));
  if (wall === null) return { ok: false, fault: 'no-such-date' };
  const at = wallToUtc(wall, zone);
  const fractionMs = c[4] === undefined ? 0 : Number(`0.${c[4]}`) * 1000;
  return at.ok ? { ...at, ms: at.ms + fractionMs } : at;
}
