/** How much voltage may move before it is a rapid voltage change, per profile. */
import type { ProfileId } from '../../core/case.ts';

/** % of Udin. */
export interface RvcThreshold {
  readonly thresholdPct: number;
  /** Below the threshold; taken off it until the voltage is steady again. */
  readonly hysteresisPct: number;
}

/**
 * 3 % with half of it as hysteresis: the standard leaves the choice to the user and names 1 to 6 % as sensible (low
 * voltage 3.3 to 6 %, medium voltage 2.5 to 6 %). @source IEC 61000-4-30:2015 5.11.1
 */
export const RVC_THRESHOLD: RvcThreshold = { thresholdPct: 3, hysteresisPct: 1.5 };

/** The same in all profiles; a contract that says otherwise changes its line here. */
export const RVC_THRESHOLDS: Readonly<Record<ProfileId, RvcThreshold>> = {
  gb: RVC_THRESHOLD,
  en50160: RVC_THRESHOLD,
  ieee: RVC_THRESHOLD,
};
