/** Every family of sentences by name. */
import { disconnected, ownAppliance, ownOutage } from './inside.ts';
import { brief, frequent, outage, outageOverrun, outageWorks, repeatCall } from './outages.ts';
import { billing, information, praise, reconnect, service, worksPlain } from './routed.ts';
import type { Family } from './types.ts';
import {
  blink,
  damaged,
  damagedPlain,
  dim,
  flicker,
  loose,
  neutralBright,
  partial,
  production,
  tooBright,
  wontStart,
} from './voltage.ts';

export const FAMILIES = {
  outage,
  outageWorks,
  outageOverrun,
  repeatCall,
  brief,
  frequent,
  blink,
  production,
  dim,
  wontStart,
  tooBright,
  neutralBright,
  damaged,
  damagedPlain,
  partial,
  flicker,
  loose,
  ownOutage,
  ownAppliance,
  disconnected,
  billing,
  reconnect,
  service,
  information,
  praise,
  worksPlain,
} as const satisfies Record<string, Family>;
export type FamilyName = keyof typeof FAMILIES;
