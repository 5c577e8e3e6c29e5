/**
 * P(the caller names this symptom | what happened), given that he calls at all; and appliance response curves.
 * @source appliance behaviour after published immunity tests (standards notes section 7: lamp light ~ U^3.4, computer
 * supplies hold to 50–60 %, contactors drop at 35–60 %, compressors stall at 55–65 % and will not start below 85–90 %);
 * the shares of words are [M].
 */
import type { Symptom } from '../../core/complaint.ts';

/** What a customer met at the supply point. */
export const EXPERIENCES = [
  'outage',
  'interruption',
  'dip',
  'undervoltage',
  'overvoltage',
  'swell',
  'broken_neutral',
  'phase_loss',
  'loose_contact',
  'flicker',
  'transient',
  'nothing',
  'repeated',
  'disconnected',
  'inside',
  'unseen',
] as const;
export type ExperienceKind = (typeof EXPERIENCES)[number];

type Words = Readonly<Partial<Record<Symptom, number>>>;

/** Anything not listed is said with probability `WORD_FLOOR` (misheard, misclassified, or another matter). */
export const WORD_FLOOR = 0.015;
/** The words of one call are not independent: the sum of their log ratios is scaled by this [M]. */
export const WORD_TEMPER = 0.85;
/** Silence about a symptom speaks only where it is this typical. */
export const SILENCE_FROM = 0.3;

export const WORDS: Readonly<Record<ExperienceKind, Words>> = {
  outage: {
    outage: 0.85,
    partial_outage: 0.04,
    frequent_outage: 0.08,
    brief_outage: 0.05,
    appliance_damaged: 0.05,
    production_stopped: 0.04,
    breaker_tripped: 0.04,
    lamps_flicker: 0.02,
  },
  interruption: {
    brief_outage: 0.5,
    outage: 0.3,
    appliance_restarted: 0.25,
    frequent_outage: 0.1,
    lamps_flicker: 0.15,
    production_stopped: 0.08,
    appliance_damaged: 0.07,
    motor_trouble: 0.05,
    breaker_tripped: 0.04,
  },
  dip: {
    lamps_flicker: 0.5,
    appliance_restarted: 0.3,
    brief_outage: 0.15,
    production_stopped: 0.12,
    motor_trouble: 0.1,
    lamps_dim: 0.12,
    appliance_damaged: 0.08,
    outage: 0.03,
    breaker_tripped: 0.04,
    frequent_outage: 0.02,
  },
  undervoltage: {
    lamps_dim: 0.5,
    appliance_wont_start: 0.45,
    appliance_weak: 0.4,
    motor_trouble: 0.08,
    lamps_flicker: 0.08,
    appliance_damaged: 0.03,
  },
  overvoltage: { lamps_too_bright: 0.5, overvoltage_reported: 0.4, appliance_damaged: 0.35, breaker_tripped: 0.04 },
  swell: {
    lamps_too_bright: 0.35,
    appliance_damaged: 0.45,
    overvoltage_reported: 0.2,
    lamps_flicker: 0.15,
    breaker_tripped: 0.08,
    appliance_restarted: 0.08,
  },
  broken_neutral: {
    appliance_damaged: 0.55,
    lamps_too_bright: 0.45,
    lamps_dim: 0.2,
    overvoltage_reported: 0.25,
    sparks_or_burning: 0.08,
    shock_or_leakage: 0.1,
    lamps_flicker: 0.15,
    partial_outage: 0.05,
    outage: 0.05,
  },
  phase_loss: {
    partial_outage: 0.4,
    lamps_dim: 0.35,
    motor_trouble: 0.3,
    outage: 0.2,
    appliance_wont_start: 0.25,
    appliance_weak: 0.2,
    production_stopped: 0.1,
    appliance_damaged: 0.06,
  },
  loose_contact: {
    lamps_flicker: 0.7,
    partial_outage: 0.08,
    sparks_or_burning: 0.12,
    meter_box: 0.1,
    brief_outage: 0.12,
    lamps_dim: 0.15,
    appliance_restarted: 0.08,
    appliance_damaged: 0.05,
    outage: 0.05,
  },
  flicker: { lamps_flicker: 0.85, lamps_dim: 0.12, appliance_restarted: 0.03, motor_trouble: 0.03 },
  transient: {
    appliance_damaged: 0.75,
    brief_outage: 0.08,
    breaker_tripped: 0.15,
    lamps_flicker: 0.06,
    appliance_restarted: 0.08,
  },
  nothing: {},
  repeated: { frequent_outage: 0.85, outage: 0.45, brief_outage: 0.2 },
  disconnected: { outage: 0.93, frequent_outage: 0.01 },
  inside: {
    outage: 0.34,
    breaker_tripped: 0.24,
    partial_outage: 0.22,
    lamps_flicker: 0.12,
    appliance_damaged: 0.1,
    appliance_wont_start: 0.09,
    lamps_dim: 0.05,
    appliance_weak: 0.03,
    shock_or_leakage: 0.05,
    sparks_or_burning: 0.04,
    appliance_restarted: 0.04,
    brief_outage: 0.04,
    motor_trouble: 0.03,
    meter_box: 0.01,
  },
  unseen: {
    outage: 0.42,
    lamps_flicker: 0.2,
    appliance_damaged: 0.12,
    lamps_dim: 0.14,
    appliance_wont_start: 0.12,
    brief_outage: 0.1,
    partial_outage: 0.08,
    appliance_weak: 0.1,
    appliance_restarted: 0.08,
    frequent_outage: 0.05,
    meter_box: 0.04,
    sparks_or_burning: 0.05,
    shock_or_leakage: 0.03,
    lamps_too_bright: 0.05,
    overvoltage_reported: 0.03,
    motor_trouble: 0.03,
    breaker_tripped: 0.04,
    production_stopped: 0.02,
  },
};

/**
 * Appliance response to a dip: P(upset) is a logistic in residual, `at` = residual % where half react, `width` = its
 * spread in %, and rises with duration over `afterMs`.
 */
export interface Response {
  readonly at: number;
  readonly width: number;
  readonly afterMs: number;
}
export const RESPONSES: Readonly<Partial<Record<Symptom, Response>>> = {
  lamps_flicker: { at: 85, width: 6, afterMs: 20 },
  lamps_dim: { at: 80, width: 6, afterMs: 500 },
  appliance_restarted: { at: 50, width: 7, afterMs: 60 },
  brief_outage: { at: 30, width: 8, afterMs: 80 },
  outage: { at: 15, width: 8, afterMs: 1_000 },
  production_stopped: { at: 62, width: 8, afterMs: 30 },
  motor_trouble: { at: 60, width: 7, afterMs: 150 },
  appliance_wont_start: { at: 58, width: 6, afterMs: 300 },
  appliance_damaged: { at: 40, width: 15, afterMs: 100 },
  breaker_tripped: { at: 45, width: 12, afterMs: 60 },
};

/** Chronic low or high voltage: P(noticed) by depth, logistic in % of nominal. @source 220 V limits +7/-10 %. */
export const LOW_NOTICE = { at: 88, width: 3 } as const;
export const HIGH_NOTICE = { at: 110, width: 3 } as const;
/** An outage is noticed by nearly all after this; shorter ones by those awake and at home [M]. */
export const OUTAGE_NOTICE_MS = 10 * 60_000;
