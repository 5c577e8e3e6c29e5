/**
 * Limits on any phenomenon as data: which quantity, between which numbers, for which share of which interval's values,
 * over which period. A limit is inclusive: a value on it complies.
 */
import type { Text } from '../text.ts';

export const PHENOMENA = [
  'voltage',
  'voltage_span',
  'frequency',
  'plt',
  'pst',
  'u2',
  'thdu',
  'harmonic',
  'rvc',
  'ride_through',
] as const;
export type Phenomenon = (typeof PHENOMENA)[number];

export const PHENOMENON_TEXT: Readonly<Record<Phenomenon, Text>> = {
  voltage: { zh: '电压偏差', en: 'supply voltage' },
  voltage_span: { zh: '正负电压偏差绝对值之和', en: 'sum of positive and negative voltage deviation' },
  frequency: { zh: '频率偏差', en: 'frequency' },
  plt: { zh: '长时闪变', en: 'long-term flicker severity' },
  pst: { zh: '短时闪变', en: 'short-term flicker severity' },
  u2: { zh: '负序不平衡度', en: 'negative-sequence unbalance' },
  thdu: { zh: '电压总谐波畸变率', en: 'total harmonic distortion of voltage' },
  harmonic: { zh: '谐波电压含有率', en: 'harmonic voltage' },
  rvc: { zh: '电压变动', en: 'voltage changes' },
  ride_through: { zh: '电压暂降耐受', en: 'dips against a ride-through curve' },
};

/** What a limit may depend on: where it is measured, and what kind of system feeds it. */
export interface Supply {
  /** Phase-neutral or phase-phase. */
  readonly connection: 'LN' | 'LL';
  /** Declared voltage of that connection, V. */
  readonly udinV: number;
  /** `small`: below 3000 MW (GB/T 15945) or not synchronously coupled to an interconnected system (EN 50160). */
  readonly system: 'large' | 'small';
}

/** Phase-phase declared voltage, V. */
export const lineVoltageV = ({ connection, udinV }: Pick<Supply, 'connection' | 'udinV'>): number =>
  connection === 'LL' ? udinV : udinV * Math.sqrt(3);

/** Classifications that say inside or outside. */
export type RideThroughCurve = 'semi_f47' | 'itic';

/** A voltage change may be the larger, the rarer it is. Rows in order of rate. */
export interface ChangeRow {
  /** Changes per hour up to here, inclusive. */
  readonly upToPerHour: number;
  readonly maxPct: number;
}

export interface PhenomenonLimit {
  readonly id: string;
  readonly phenomenon: Phenomenon;
  /** Harmonic order; null elsewhere. */
  readonly order: number | null;
  /** Null = no limit on that side. Voltage: % of Udin; frequency: Hz; flicker: 1; the rest %. */
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: '%' | 'Hz' | '1';
  /** Share of the values that must comply, %. */
  readonly requiredPct: number;
  /** Interval the values are made over, s; 0 = events. */
  readonly intervalS: number;
  /** Period the share is meant for. */
  readonly over: 'day' | 'week' | 'year';
  /** Values taken while a dip, swell or interruption ran are left out. */
  readonly flaggedExcluded: boolean;
  /** `user`: what one user may add at the point of common coupling; not to be seen from voltages alone. */
  readonly scope: 'point' | 'user';
  /** A usual value of the standard, no requirement: shown, never failed. */
  readonly indicative: boolean;
  /** `rvc` with a limit that depends on how often changes come; else null. */
  readonly perHour: readonly ChangeRow[] | null;
  /** `ride_through`: the curve no event may lie outside of; else null. */
  readonly curve: RideThroughCurve | null;
  readonly clause: string;
  /** True where the number was not read in a confirmed source: check it before contractual use. */
  readonly unconfirmed: boolean;
  readonly text: Text;
}

/** What most limits have in common; each file states what differs. */
export const LIMIT_BASE = {
  order: null,
  low: null,
  high: null,
  unit: '%',
  requiredPct: 100,
  intervalS: 600,
  over: 'week',
  flaggedExcluded: false,
  scope: 'point',
  indicative: false,
  perHour: null,
  curve: null,
  unconfirmed: true,
} as const;

/** Float dust allowed at a limit, as a share of it: 0.1 + 0.2 is above 0.3 in floating point. */
const DUST_PU = 1e-9;

/** On which side of a limit a value (in the limit's unit) lies. NaN is `unknown`, never outside. */
export function sideOfLimit(
  value: number,
  limit: Pick<PhenomenonLimit, 'low' | 'high'>,
): 'inside' | 'below' | 'above' | 'unknown' {
  if (Number.isNaN(value)) return 'unknown';
  if (limit.low !== null && value < limit.low - Math.abs(limit.low) * DUST_PU) return 'below';
  return limit.high !== null && value > limit.high + Math.abs(limit.high) * DUST_PU ? 'above' : 'inside';
}
