/** What a limit profile is made of. Percent of Udin throughout; volts appear only in `voltsOf`. */
import type { ProfileId } from '../case.ts';
import type { Text } from '../text.ts';
import { LIMIT_BASE, type PhenomenonLimit, type Supply } from './phenomenon.ts';

/** Phase-neutral or phase-phase: several standards set different limits for the two. */
export type Connection = 'LN' | 'LL';

/** One limit on the voltage level. Limits are inclusive: a value on the limit complies. */
export interface VoltageLimit {
  readonly id: string;
  readonly text: Text;
  readonly clause: string;
  readonly lowPct: number;
  readonly highPct: number;
  readonly inclusive: boolean;
  /** Share of the values that must comply, %. */
  readonly requiredPct: number;
  /** Averaging interval the limit is meant for, s. */
  readonly intervalS: number;
  /** True where the number was not read in a confirmed source: check it before contractual use. */
  readonly unconfirmed: boolean;
}

/** What all voltage limits have in common: inclusive, over ten minutes. */
export const VOLTAGE_BASE = { inclusive: true, intervalS: 600, unconfirmed: false } as const;

/** Thresholds of event detection, % of Udin. */
export interface EventThresholds {
  readonly dipPct: number;
  readonly swellPct: number;
  readonly interruptionPct: number;
  readonly hysteresisPct: number;
}

export interface LimitProfile {
  readonly id: ProfileId;
  readonly title: string;
  readonly edition: string;
  readonly text: Text;
  /** Declared low voltage where a file does not say, V. */
  readonly udinV: Readonly<Record<Connection, number>>;
  readonly thresholds: EventThresholds;
  /** Limits that apply to a supply of this declared voltage; the first is the one a qualification rate counts. */
  voltageLimits(connection: Connection, udinV: number): readonly VoltageLimit[];
  /** All limits of the profile at such a supply: the voltage level first, in the order of `voltageLimits`. */
  limits(supply: Supply): readonly PhenomenonLimit[];
}

/** A limit on the voltage level in the general form. */
export function asPhenomenon(
  limit: VoltageLimit,
  rest: Pick<PhenomenonLimit, 'over' | 'flaggedExcluded'>,
): PhenomenonLimit {
  return {
    ...LIMIT_BASE,
    ...rest,
    id: limit.id,
    phenomenon: 'voltage',
    low: limit.lowPct,
    high: limit.highPct,
    requiredPct: limit.requiredPct,
    intervalS: limit.intervalS,
    clause: limit.clause,
    unconfirmed: limit.unconfirmed,
    text: limit.text,
  };
}

/** Float dust allowed at a limit, as a share of Udin: 220 V × 1.07 is 235.40000000000003 V in floating point. */
const DUST_PU = 1e-9;

/** The limit in volts, rounded to the dust so that 198.0 and 235.4 are themselves. */
export function voltsOf(
  limit: Pick<VoltageLimit, 'lowPct' | 'highPct'>,
  udinV: number,
): { lowV: number; highV: number } {
  const round = (v: number) => Number(v.toPrecision(9));
  return { lowV: round((udinV * limit.lowPct) / 100), highV: round((udinV * limit.highPct) / 100) };
}

export type Side = 'inside' | 'below' | 'above' | 'unknown';

/** On which side of the limit a voltage lies. NaN is `unknown`, never outside. */
export function sideOf(valueV: number, limit: VoltageLimit, udinV: number): Side {
  if (Number.isNaN(valueV)) return 'unknown';
  const { lowV, highV } = voltsOf(limit, udinV);
  const dust = udinV * DUST_PU * (limit.inclusive ? 1 : -1);
  if (valueV < lowV - dust) return 'below';
  return valueV > highV + dust ? 'above' : 'inside';
}
