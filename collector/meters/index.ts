/** Registry of meter profiles. One more meter = one file here, one line below, one captured frame in the test. */
import { eastronSdm630 } from './eastron-sdm630.ts';
import type { MeterProfile } from './profile.ts';
import { schneiderPm5xxx } from './schneider-pm5xxx.ts';

export const METER_PROFILES = [eastronSdm630, schneiderPm5xxx] as const satisfies readonly MeterProfile[];
export type MeterProfileId = (typeof METER_PROFILES)[number]['id'];
