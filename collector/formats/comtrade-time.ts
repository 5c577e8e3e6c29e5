/** Dates and times of COMTRADE headers: mm/dd/yy before 1999, dd/mm/yyyy since; fractions of any length; time codes. */
import { wallClockMs, wallToUtc } from '../../core/time.ts';

export interface ComtradeInstant {
  readonly ms: number;
  /** Nanoseconds within the second, exactly as written (up to nine digits). */
  readonly ns: number;
}

export type ComtradeTime =
  | { readonly ok: true; readonly at: ComtradeInstant; readonly ambiguous: boolean }
  | { readonly ok: false; readonly expected: string };

const STAMP = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})\s*,\s*(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d*))?\s*$/;
/** Two-digit years below this are 20xx. @source IEEE C37.111-1991 recorders in use since about 1980 */
const CENTURY_PIVOT = 70;

/**
 * `offsetMinutes` = time code of the file (2013); null = wall clock of `zone`. `order`: which of the two first numbers
 * is the month; where that can't be (month 17) the other order is used.
 */
export function parseComtradeTime(
  text: string,
  options: { readonly monthFirst: boolean; readonly offsetMinutes: number | null; readonly zone: string },
): ComtradeTime {
  const m = STAMP.exec(text);
  const expected = options.monthFirst ? 'mm/dd/yy,hh:mm:ss.ssssss' : 'dd/mm/yyyy,hh:mm:ss.ssssss';
  if (m === null) return { ok: false, expected };
  const [, first, second, yearText, h, mi, s, fraction = ''] = m;
  const year = Number(yearText) + (yearText?.length === 2 ? (Number(yearText) < CENTURY_PIVOT ? 2000 : 1900) : 0);
  const [a, b] = [Number(first), Number(second)];
  const monthFirst = options.monthFirst ? a <= 12 : b > 12 && a <= 12;
  const wall = wallClockMs(year, monthFirst ? a : b, monthFirst ? b : a, Number(h), Number(mi), Number(s));
  if (wall === null) return { ok: false, expected };
  const ns = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (options.offsetMinutes !== null) {
    return { ok: true, at: { ms: wall - options.offsetMinutes * 60_000 + ns / 1e6, ns }, ambiguous: false };
  }
  const utc = wallToUtc(wall, options.zone);
  if (!utc.ok) return { ok: false, expected: `a time that exists in ${options.zone}` };
  return { ok: true, at: { ms: utc.ms + ns / 1e6, ns }, ambiguous: utc.ambiguous };
}

/** `-5h30`, `+8`, `0`, `x`: minutes from UTC; null = not applicable; undefined = unreadable. */
export function parseTimeCode(text: string): number | null | undefined {
  const t = text.trim().toLowerCase();
  if (t === 'x' || t === '') return null;
  const m = /^([+-]?)(\d{1,2})(?:h(\d{1,2}))?$/.exec(t);
  if (m === null) return undefined;
  const minutes = Number(m[2]) * 60 + Number(m[3] ?? 0);
  return m[1] === '-' ? -minutes : minutes;
}
