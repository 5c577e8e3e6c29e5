/** Registry of detectors. One more = one file, one line here, one vector in test/vectors/detect. */
import { brokenNeutral } from './broken-neutral.ts';
import type { Detector } from './detector.ts';
import { dip } from './dip.ts';
import { earthFault } from './earth-fault.ts';
import { flicker } from './flicker.ts';
import { frequency } from './frequency.ts';
import { interruption } from './interruption.ts';
import { intervalExtremes } from './interval-extremes.ts';
import { looseContact } from './loose-contact.ts';
import { outage } from './outage.ts';
import { outageLog } from './outage-log.ts';
import { overvoltage } from './overvoltage.ts';
import { phaseLoss } from './phase-loss.ts';
import { rvc } from './rvc.ts';
import { swell } from './swell.ts';
import { unbalance } from './unbalance.ts';
import { undervoltage } from './undervoltage.ts';

export const DETECTORS = [
  dip,
  interruption,
  swell,
  rvc,
  intervalExtremes,
  outage,
  outageLog,
  undervoltage,
  overvoltage,
  unbalance,
  frequency,
  flicker,
  phaseLoss,
  brokenNeutral,
  earthFault,
  looseContact,
] as const satisfies readonly Detector[];
export type DetectorId = (typeof DETECTORS)[number]['id'];
