/**
 * Burden weights, fault rates by kind of line, efficacy of repairs. Weights are settings.
 * @source weights [M]: one customer-hour without supply is the unit; a dip that upsets costs minutes of it; an hour
 * below limits a tenth; a damaged appliance a working day.
 */
import type { Action, Cause } from '../../core/verdict.ts';

export const BURDEN = {
  outageHour: 1,
  interruptionEvent: 0.25,
  dipEvent: 0.08,
  lowVoltageHour: 0.2,
  signatureHour: 0.5,
  flickerHour: 0.02,
  damageClaim: 8,
} as const;
/** Without a known end, an outage is taken to last this long, h. @source China Southern Grid promise 2017: power back 4 h after arrival; mean below [M]. */
export const OUTAGE_DEFAULT_H = 1.5;
/** Faults per km and year, by kind of line; relative numbers matter only [M]. */
export const FAULTS_PER_KM_YEAR = { overhead: 0.12, cable: 0.04, service: 0.06 } as const;
/** Faults per item and year: a transformer with its fuses, a switch. */
export const FAULTS_PER_ITEM_YEAR = { transformer: 0.03, switch: 0.01 } as const;
/** Ageing: rate doubles over this many years past the first twenty [M]. */
export const AGEING = { fromYears: 20, doublesYears: 15 } as const;
/** Gamma shape of the spread of section rates about their mean: 1 = a section may well be ten times the next. */
export const SECTION_SHAPE = 0.6;
/** Samples of the posterior per section and the list length `k` of pTopK. */
export const SAMPLES = 200;
export const TOP_K = 10;

/** Share of the burden that the usual work removes, by cause [M]. */
export const REMEDY: Readonly<
  Partial<Record<Cause, { readonly overhead: Action; readonly cable: Action; readonly efficacy: number }>>
> = {
  line_fault: { overhead: 'replace_conductor', cable: 'replace_cable_joint', efficacy: 0.6 },
  lightning: { overhead: 'fit_arresters', cable: 'fit_arresters', efficacy: 0.6 },
  low_voltage: { overhead: 'replace_conductor', cable: 'replace_conductor', efficacy: 0.8 },
  neutral_fault: { overhead: 'retighten_neutral', cable: 'retighten_neutral', efficacy: 0.9 },
  loose_contact: { overhead: 'replace_service', cable: 'replace_service', efficacy: 0.9 },
  phase_loss: { overhead: 'replace_conductor', cable: 'replace_cable_joint', efficacy: 0.6 },
  external_damage: { overhead: 'patrol_marking', cable: 'patrol_marking', efficacy: 0.3 },
  overvoltage: { overhead: 'change_tap', cable: 'change_tap', efficacy: 0.8 },
  customer_load: { overhead: 'replace_conductor', cable: 'replace_conductor', efficacy: 0.4 },
};

/** Line one job mends, m (null = the whole unit whatever its length) [M]. */
export const JOB_M = { mv: 500, lv: 100, transformer: null, service: null, switch: null } as const;
/** Length taken where a file gives none, m [M]. */
export const UNKNOWN_LENGTH_M = 100;
/** Sections of the upper list that are followed through the samples for pTopK. */
export const POOL = 300;
