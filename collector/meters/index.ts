/** Registry of meter profiles. One more meter = one file here, one line below, one captured frame in the test. */
import { accuenergyAcuvim2 } from './accuenergy-acuvim2.ts';
import { carloGavazziEm24 } from './carlo-gavazzi-em24.ts';
import { carloGavazziEm24E1 } from './carlo-gavazzi-em24-e1.ts';
import { carloGavazziEm340 } from './carlo-gavazzi-em340.ts';
import { eastronSdm120 } from './eastron-sdm120.ts';
import { eastronSdm630 } from './eastron-sdm630.ts';
import { eastronSdm720 } from './eastron-sdm720.ts';
import { janitzaUmg } from './janitza-umg.ts';
import type { MeterProfile } from './profile.ts';
import { schneiderPm3xxx } from './schneider-pm3xxx.ts';
import { schneiderPm5xxx } from './schneider-pm5xxx.ts';
import { schneiderPm8000 } from './schneider-pm8000.ts';
import { siemensPac2200 } from './siemens-pac2200.ts';
import { siemensPac3200 } from './siemens-pac3200.ts';
import { siemensPac4200 } from './siemens-pac4200.ts';
import { sunspecMeter } from './sunspec-meter.ts';

export const METER_PROFILES = [
  eastronSdm120,
  eastronSdm630,
  eastronSdm720,
  schneiderPm3xxx,
  schneiderPm5xxx,
  schneiderPm8000,
  janitzaUmg,
  siemensPac2200,
  siemensPac3200,
  siemensPac4200,
  carloGavazziEm24,
  carloGavazziEm24E1,
  carloGavazziEm340,
  accuenergyAcuvim2,
  sunspecMeter,
] as const satisfies readonly MeterProfile[];
export type MeterProfileId = (typeof METER_PROFILES)[number]['id'];
