/** Words that makers share for phases, statistics, units and zones. */
import type { PhaseTag } from '../../../core/quantity.ts';
import type { MappedStatistic } from './mapping.ts';

/** Lower case, without blanks, dots, dashes, underscores and slashes. */
export const plainWord = (text: string): string => text.toLowerCase().replaceAll(/[\s._\-/()[\]]/g, '');

export const PHASE_WORDS: Readonly<Record<string, PhaseTag>> = {
  ...{ a: 'A', an: 'A', l1: 'A', l1n: 'A', '1': 'A', r: 'A' },
  ...{ b: 'B', bn: 'B', l2: 'B', l2n: 'B', '2': 'B', s: 'B' },
  ...{ c: 'C', cn: 'C', l3: 'C', l3n: 'C', '3': 'C', t: 'C' },
  ...{ ab: 'AB', l12: 'AB', l1l2: 'AB', l2l1: 'AB', '12': 'AB', rs: 'AB' },
  ...{ bc: 'BC', l23: 'BC', l2l3: 'BC', l3l2: 'BC', '23': 'BC', st: 'BC' },
  ...{ ca: 'CA', l31: 'CA', l3l1: 'CA', l1l3: 'CA', '31': 'CA', tr: 'CA' },
  ...{ total: 'total', sum: 'total', tot: 'total', celkom: 'total', summe: 'total', gesamt: 'total', 总: 'total' },
};

export const STATISTIC_WORDS: Readonly<Record<string, MappedStatistic>> = {
  ...{
    avg: 'mean',
    average: 'mean',
    mean: 'mean',
    rms: 'mean',
    priem: 'mean',
    prům: 'mean',
    平均: 'mean',
    平均值: 'mean',
  },
  ...{ méd: 'mean', med: 'mean', media: 'mean', moy: 'mean', mittel: 'mean', mittelwert: 'mean', mw: 'mean' },
  ...{ min: 'min', mín: 'min', minimum: 'min', 最小: 'min', 最小值: 'min' },
  ...{ max: 'max', máx: 'max', maximum: 'max', 最大: 'max', 最大值: 'max' },
};

/** Factors to V, A, W, var, Hz, %. */
const UNIT_FACTORS: Readonly<Record<string, number>> = {
  ...{ mV: 1e-3, V: 1, kV: 1e3, mA: 1e-3, A: 1, kA: 1e3 },
  ...{ W: 1, kW: 1e3, MW: 1e6, var: 1, kvar: 1e3, Mvar: 1e6, VAR: 1, kVAR: 1e3, Hz: 1, '%': 1 },
};

/** Undefined for a unit we do not know. `KV` is kV; `mw` could be two things and is none. */
export function unitFactor(unit: string): number | undefined {
  const exact = UNIT_FACTORS[unit];
  if (exact !== undefined) return exact;
  const lower = unit.toLowerCase();
  return Object.entries(UNIT_FACTORS).find(([u]) => u.toLowerCase() === lower && !/^m/i.test(u))?.[1];
}

/** Names of zones as Windows writes them into headings. @source Unicode CLDR, windowsZones */
export const ZONE_WORDS: Readonly<Record<string, string>> = {
  utc: 'UTC',
  gmt: 'UTC',
  greenwich: 'UTC',
  greenwichstandardtime: 'UTC',
  coordinateduniversaltime: 'UTC',
  gmtstandardtime: 'Europe/London',
  weuropestandardtime: 'Europe/Berlin',
  centraleuropestandardtime: 'Europe/Budapest',
  centraleuropeanstandardtime: 'Europe/Warsaw',
  romancestandardtime: 'Europe/Paris',
  gtbstandardtime: 'Europe/Bucharest',
  flestandardtime: 'Europe/Kyiv',
  russianstandardtime: 'Europe/Moscow',
  turkeystandardtime: 'Europe/Istanbul',
  chinastandardtime: 'Asia/Shanghai',
  taipeistandardtime: 'Asia/Taipei',
  singaporestandardtime: 'Asia/Singapore',
  seasiastandardtime: 'Asia/Bangkok',
  tokyostandardtime: 'Asia/Tokyo',
  koreastandardtime: 'Asia/Seoul',
  indiastandardtime: 'Asia/Kolkata',
  pakistanstandardtime: 'Asia/Karachi',
  arabianstandardtime: 'Asia/Dubai',
  arabstandardtime: 'Asia/Riyadh',
  auseasternstandardtime: 'Australia/Sydney',
  newzealandstandardtime: 'Pacific/Auckland',
  southafricastandardtime: 'Africa/Johannesburg',
  wcentralafricastandardtime: 'Africa/Lagos',
  eafricastandardtime: 'Africa/Nairobi',
  egyptstandardtime: 'Africa/Cairo',
  esouthamericastandardtime: 'America/Sao_Paulo',
  sapacificstandardtime: 'America/Bogota',
  easternstandardtime: 'America/New_York',
  centralstandardtime: 'America/Chicago',
  mountainstandardtime: 'America/Denver',
  pacificstandardtime: 'America/Los_Angeles',
};
