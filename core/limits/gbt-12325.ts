/** GB/T 12325-2008: deviation of supply voltage, and the qualification rate over groups of monitoring points. */
import { asPhenomenon, type Connection, VOLTAGE_BASE, type VoltageLimit } from './limit.ts';
import { LIMIT_BASE, lineVoltageV, type PhenomenonLimit, type Supply } from './phenomenon.ts';

const CLAUSE = 'GB/T 12325-2008 4';

/** @source GB/T 12325-2008: 220 V single-phase +7 % / −10 % (confirmed: 198.0 V and 235.4 V). */
const SINGLE_PHASE: VoltageLimit = {
  ...VOLTAGE_BASE,
  id: 'gbt12325-220v',
  text: { zh: '220 V 单相供电电压偏差', en: 'deviation of 220 V single-phase supply' },
  clause: CLAUSE,
  lowPct: 90,
  highPct: 107,
  requiredPct: 100,
  unconfirmed: false,
};

/** @source GB/T 12325-2008: ≤ 20 kV three-phase ±7 %; seen in secondary sources only, hence unconfirmed. */
const THREE_PHASE: VoltageLimit = {
  ...SINGLE_PHASE,
  id: 'gbt12325-20kv',
  text: { zh: '20 kV 及以下三相供电电压偏差', en: 'deviation of three-phase supply up to 20 kV' },
  lowPct: 93,
  unconfirmed: true,
};

/**
 * From 35 kV on: the sum of the absolute positive and negative deviation; where both have one sign, the larger alone.
 * @source GB/T 12325-2008 4, from memory: unconfirmed
 */
const SPAN: PhenomenonLimit = {
  ...LIMIT_BASE,
  id: 'gbt12325-35kv',
  phenomenon: 'voltage_span',
  high: 10,
  clause: CLAUSE,
  text: {
    zh: '35 kV 及以上正、负电压偏差绝对值之和',
    en: 'sum of positive and negative deviation, 35 kV and above',
  },
};

/** Highest phase-phase voltage of the ±7 % class, V. Above it the rule is a span of 10 %, which is no pair of limits. */
const THREE_PHASE_UP_TO_V = 20_000;
/** A phase-neutral voltage up to here is a low-voltage service, V. */
const LOW_VOLTAGE_V = 1000;

export function gbt12325Voltage(connection: Connection, udinV: number): readonly VoltageLimit[] {
  if (connection === 'LN' && udinV <= LOW_VOLTAGE_V) return [SINGLE_PHASE];
  return lineVoltageV({ connection, udinV }) <= THREE_PHASE_UP_TO_V * (1 + 1e-6) ? [THREE_PHASE] : [];
}

/** Every value counts: the standard speaks of time, not of values left out. */
export function gbt12325(supply: Supply): readonly PhenomenonLimit[] {
  const pairs = gbt12325Voltage(supply.connection, supply.udinV);
  return pairs.length === 0 ? [SPAN] : pairs.map((l) => asPhenomenon(l, { over: 'week', flaggedExcluded: false }));
}

/**
 * Rate of a whole network from the mean rates (%) of its monitoring points of class A (busbars of supply substations),
 * B, C and D (users by voltage). Null where class A or all of the others are missing.
 * @source GB/T 12325-2008 annex: V = 0.5·A + 0.5·(B + C + D)/3, unconfirmed; a missing class is left out of the mean
 */
export function combinedRatePct(rates: {
  readonly a: number | null;
  readonly others: readonly (number | null)[];
}): number | null {
  const others = rates.others.filter((r) => r !== null);
  if (rates.a === null || others.length === 0) return null;
  return 0.5 * rates.a + (0.5 * others.reduce((sum, r) => sum + r, 0)) / others.length;
}
