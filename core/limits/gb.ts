/** Chinese national standards as one profile: GB/T 12325, 12326, 14549, 15543, 15945; events after GB/T 30137. */
import { gbt12325, gbt12325Voltage } from './gbt-12325.ts';
import { gbt12326 } from './gbt-12326.ts';
import { gbt14549 } from './gbt-14549.ts';
import { gbt15543 } from './gbt-15543.ts';
import { gbt15945 } from './gbt-15945.ts';
import type { LimitProfile } from './limit.ts';

/** Events: dip 90, swell 110, hysteresis 2; interruption 10 %. @source GB/T 30137-2013 (text not seen: unconfirmed). */
export const gb: LimitProfile = {
  id: 'gb',
  title: 'GB/T 12325, 12326, 14549, 15543, 15945, 30137',
  edition: '2008, 2008, 1993, 2008, 2008, 2013',
  text: { zh: '国家标准', en: 'Chinese national standards' },
  udinV: { LN: 220, LL: 380 },
  thresholds: { dipPct: 90, swellPct: 110, interruptionPct: 10, hysteresisPct: 2 },
  voltageLimits: gbt12325Voltage,
  limits: (supply) => [...gbt12325(supply), ...gbt15945(supply), ...gbt15543, ...gbt12326(supply), ...gbt14549(supply)],
};
