/** IEEE 1159-2019: undervoltage and overvoltage are beyond 0.9 and 1.1 p.u. for more than a minute. */
import { asPhenomenon, type LimitProfile, type VoltageLimit } from './limit.ts';
import { LIMIT_BASE, type PhenomenonLimit } from './phenomenon.ts';

/** @source IEEE 1159 table of categories: undervoltage 0.8–0.9, overvoltage 1.1–1.2 p.u., > 1 min. */
const LONG_DURATION: VoltageLimit = {
  id: 'ieee1159-long',
  text: { zh: '长时间电压偏差 0.9–1.1 p.u.', en: 'long-duration voltage 0.9–1.1 p.u.' },
  clause: 'IEEE 1159-2019 4.5',
  lowPct: 90,
  highPct: 110,
  inclusive: true,
  requiredPct: 100,
  intervalS: 600,
  unconfirmed: false,
};

/** Usual range of unbalance: the standard describes, it does not require. @source IEEE 1159, from memory: unconfirmed */
const UNBALANCE: PhenomenonLimit = {
  ...LIMIT_BASE,
  id: 'ieee1159-u2',
  phenomenon: 'u2',
  high: 2,
  indicative: true,
  clause: 'IEEE 1159-2019 4.6',
  text: { zh: '电压不平衡度（通常范围）', en: 'voltage imbalance (usual range)' },
};

export const ieee: LimitProfile = {
  id: 'ieee',
  title: 'IEEE 1159',
  edition: '2019',
  text: { zh: 'IEEE 1159', en: 'IEEE 1159' },
  udinV: { LN: 120, LL: 208 },
  thresholds: { dipPct: 90, swellPct: 110, interruptionPct: 10, hysteresisPct: 2 },
  voltageLimits: () => [LONG_DURATION],
  limits: () => [asPhenomenon(LONG_DURATION, { over: 'week', flaggedExcluded: false }), UNBALANCE],
};
