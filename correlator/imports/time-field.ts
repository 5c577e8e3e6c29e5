/** Times as utilities and spreadsheets write them, turned into the ISO form that `core/time.ts` reads. */
import { type ParsedTime, parseTime } from '../../core/time.ts';

/** `2026/7/1 20:15`, `2026-7-1 20:15:03`, `2026.7.1`, `2026年7月1日 20时15分`, each with an optional offset. */
const LOOSE =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：时](\d{1,2})?(?:[:：分](\d{1,2}(?:[.,]\d+)?)?)?[分秒]?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** `20260701201503`, as many Chinese systems export it. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/**
 * An instant from a table's field: ISO 8601 first, then year-first forms with single digits, then 14 digits. Day-first
 * and month-first forms are never guessed. Faults as in `parseTime`.
 */
export function parseFieldTime(text: string, zone: string): ParsedTime {
  const iso = parseTime(text, zone);
  if (iso.ok || iso.fault !== 'not-iso') return iso;
  const trimmed = text.trim();
  const m = COMPACT.exec(trimmed) ?? LOOSE.exec(trimmed);
  if (!m) return iso;
  const [, year, month = '', day = '', hour = '0', minute = '0', second = '0', offset = ''] = m;
  const [whole = '', fraction] = second.split(/[.,]/);
  const two = (digits: string): string => digits.padStart(2, '0');
  const clock = `${two(hour)}:${two(minute)}:${two(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
  return parseTime(`${year}-${two(month)}-${two(day)}T${clock}${offset}`, zone);
}
