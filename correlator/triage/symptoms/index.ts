/** Every symptom with its words. One more symptom: its id in core/complaint.ts, its words, one line here. */
import { applianceDamaged, applianceRestarted, applianceWeak, applianceWontStart } from './appliances.ts';
import { meterBox, overvoltageReported, shockOrLeakage, sparksOrBurning } from './danger.ts';
import { lampsDim, lampsFlicker, lampsTooBright } from './lamps.ts';
import { motorReversed, motorTrouble, productionStopped } from './motors.ts';
import { breakerTripped, briefOutage, frequentOutage, outage, partialOutage } from './supply.ts';
import type { SymptomWords } from './symptom.ts';

export const SYMPTOM_WORDS = [
  lampsFlicker,
  lampsDim,
  lampsTooBright,
  outage,
  partialOutage,
  briefOutage,
  frequentOutage,
  applianceWontStart,
  applianceWeak,
  applianceRestarted,
  applianceDamaged,
  breakerTripped,
  motorTrouble,
  motorReversed,
  productionStopped,
  overvoltageReported,
  shockOrLeakage,
  sparksOrBurning,
  meterBox,
] as const satisfies readonly SymptomWords[];
