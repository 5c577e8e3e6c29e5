/** Texts of fields to values: numbers, words, flags, phases, times. A text that is no such value says what was expected. */
import { phaseLetters } from '../../core/network/phases.ts';
import type { TimeFault } from '../../core/time.ts';
import type { ProblemList } from './problem-list.ts';
import { parseFieldTime } from './time-field.ts';

export interface Limits {
  readonly min?: number;
  readonly max?: number;
}

/** What is wrong with a field's text. */
export interface Wrong {
  readonly code: Parameters<ProblemList['error']>[0];
  readonly expected: string;
}
export function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'code' in value;
}

export function parseNumber(got: string, limits: Limits | undefined): number | Wrong {
  const n = Number(got);
  if (!Number.isFinite(n) || isRadixLetter(got.charCodeAt(1))) return { code: 'bad-number', expected: 'a number' };
  if (limits === undefined) return n;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  if (n < min || n > max) return { code: 'out-of-range', expected: `a number from ${min} to ${max}` };
  return n;
}

/** `Number()` also reads 0x1F, 0o17 and 0b1, which no table means: the letter stands second. NaN = no such character. */
function isRadixLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower === 0x78 || lower === 0x6f || lower === 0x62;
}

export function parseWord<W extends string>(got: string, words: readonly W[]): W | Wrong {
  const lower = got.toLowerCase();
  return words.find((w) => w.toLowerCase() === lower) ?? { code: 'bad-value', expected: `one of ${words.join(', ')}` };
}

export function parseFlag(got: string): boolean | Wrong {
  if (/^(1|true|yes|y|是)$/i.test(got)) return true;
  if (/^(0|false|no|n|否)$/i.test(got)) return false;
  return { code: 'bad-value', expected: '0 or 1' };
}

export function parsePhases(got: string, withNeutral: boolean): string | null | Wrong {
  if (/^[?？]+$/.test(got) || got === '未知') return null;
  const letters = phaseLetters(got.replace(/[\s,;/+、-]/g, ''));
  if (letters === '') return { code: 'bad-value', expected: 'letters A, B, C, or ? for unknown' };
  return withNeutral && /n/i.test(got) ? `${letters}N` : letters;
}

const TIME_EXPECTED: Readonly<Record<TimeFault, string>> = {
  'not-iso': 'a time such as 2026-07-01T20:15:00+08:00',
  'no-such-date': 'a date and hour that exist',
  gap: 'a time that exists in the zone (summer time began here)',
  'unknown-zone': 'a known time zone',
};

/** Reader of times in one zone. Rows come sorted by time, so one text often stands in many rows: it is read once. */
export function timeParser(
  zone: string,
): (got: string) => { readonly ms: number; readonly ambiguous: boolean } | Wrong {
  let lastGot = '';
  let lastTime = parseFieldTime('', zone);
  return (got) => {
    if (lastGot !== got) {
      lastTime = parseFieldTime(got, zone);
      lastGot = got;
    }
    return lastTime.ok ? lastTime : { code: 'bad-time', expected: TIME_EXPECTED[lastTime.fault] };
  };
}
