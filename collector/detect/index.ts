/** Registry of detectors. One more = one file, one line here, one vector in test/vectors/detect. */
import type { Detector } from './detector.ts';
import { dip } from './dip.ts';
import { interruption } from './interruption.ts';
import { intervalExtremes } from './interval-extremes.ts';
import { outage } from './outage.ts';
import { outageLog } from './outage-log.ts';
import { overvoltage } from './overvoltage.ts';
import { swell } from './swell.ts';
import { undervoltage } from './undervoltage.ts';

export const DETECTORS = [
  dip,
  interruption,
  swell,
  intervalExtremes,
  outage,
  outageLog,
  undervoltage,
  overvoltage,
] as const satisfies readonly Detector[];
export type DetectorId = (typeof DETECTORS)[number]['id'];
