/** How numbers of a report are written: as many digits as the quantity deserves, its unit beside it. */
import { channelUdinV } from '../../core/declared.ts';
import { voltsOf } from '../../core/limits/limit.ts';
import type { Supply } from '../../core/limits/phenomenon.ts';
import type { LimitRow } from '../report/report.ts';

export const DASH = '–';
const PERCENT_OF_UDIN = new Set(['voltage']);

export const pctText = (v: number | null, digits = 2): string => (v === null ? DASH : `${v.toFixed(digits)} %`);

/** A value in the row's unit, without the unit; voltages in V. */
export function valueText(row: LimitRow, value: number | null, supply: Supply): string {
  if (value === null) return DASH;
  const { phenomenon, unit } = row.limit;
  if (PERCENT_OF_UDIN.has(phenomenon)) return ((value * udinOf(row, supply)) / 100).toFixed(1);
  return value.toFixed(unit === 'Hz' ? 3 : 2);
}

export function unitText(row: LimitRow): string {
  if (PERCENT_OF_UDIN.has(row.limit.phenomenon)) return 'V';
  return row.limit.unit === '1' ? '' : row.limit.unit;
}

/** Two ends, to be broken before the second where room is short. An ellipsis would sit at mid-height in Chinese type. */
export const fromTo = (low: string, high: string): string => `${low} –\u00a0${high}`;

/** The limit itself with its unit: both ends, or one with ≤. */
export function limitText(row: LimitRow, supply: Supply): string {
  const { limit } = row;
  const unit = unitText(row);
  const spaced = unit === '' ? '' : `\u00a0${unit}`;
  if (limit.perHour !== null) {
    return limit.perHour.map((r) => `r\u00a0≤\u00a0${r.upToPerHour}/h: ${r.maxPct}\u00a0%`).join('; ');
  }
  if (limit.curve !== null) return '0';
  if (limit.low === null) return `≤\u00a0${limit.high}${spaced}`;
  if (!PERCENT_OF_UDIN.has(limit.phenomenon)) return fromTo(String(limit.low), `${limit.high}${spaced}`);
  const { lowV, highV } = voltsOf({ lowPct: limit.low, highPct: limit.high ?? 0 }, udinOf(row, supply));
  return fromTo(tidy(lowV), `${tidy(highV)}\u00a0V`);
}

const tidy = (v: number): string => String(Number(v.toFixed(1)));
const udinOf = (row: LimitRow, supply: Supply): number => channelUdinV(supply, row.channel ?? 'A', supply.udinV);
