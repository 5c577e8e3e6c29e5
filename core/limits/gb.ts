/** Chinese limits: supply voltage deviation after GB/T 12325, events after GB/T 30137. */
import type { Connection, LimitProfile, VoltageLimit } from './limit.ts';

const CLAUSE = 'GB/T 12325-2008 4';

/** @source GB/T 12325-2008: 220 V single-phase +7 % / −10 % (confirmed: 198.0 V and 235.4 V). */
const SINGLE_PHASE: VoltageLimit = {
  id: 'gbt12325-220v',
  text: { zh: '220 V 单相供电电压偏差', en: 'deviation of 220 V single-phase supply' },
  clause: CLAUSE,
  lowPct: 90,
  highPct: 107,
  inclusive: true,
  requiredPct: 100,
  intervalS: 600,
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

/** Highest phase-phase voltage of the ±7 % class, V. Above it the rule is a span of 10 %, which is no pair of limits. */
const THREE_PHASE_UP_TO_V = 20_000;
/** A phase-neutral voltage up to here is a low-voltage service, V. */
const LOW_VOLTAGE_V = 1000;

function voltageLimits(connection: Connection, udinV: number): readonly VoltageLimit[] {
  if (connection === 'LN' && udinV <= LOW_VOLTAGE_V) return [SINGLE_PHASE];
  const lineV = connection === 'LL' ? udinV : udinV * Math.sqrt(3);
  return lineV <= THREE_PHASE_UP_TO_V * (1 + 1e-6) ? [THREE_PHASE] : [];
}

/** Events: dip 90, swell 110, hysteresis 2; interruption 10 %. @source GB/T 30137-2013 (text not seen: unconfirmed). */
export const gb: LimitProfile = {
  id: 'gb',
  title: 'GB/T 12325, GB/T 30137',
  edition: '2008, 2013',
  text: { zh: '国家标准', en: 'Chinese national standards' },
  udinV: { LN: 220, LL: 380 },
  thresholds: { dipPct: 90, swellPct: 110, interruptionPct: 10, hysteresisPct: 2 },
  voltageLimits,
};
