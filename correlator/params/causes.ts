/**
 * Prior cause shares of an incident, before strokes, works and protection records speak. Shares per kind and scope.
 * @source [M] engineering shares after published outage statistics of Chinese 10 kV networks (own equipment, trees,
 * animals and weather most of the unplanned outages; lightning about a quarter in the thunderstorm provinces; most
 * urban dips come from a neighbouring feeder of the busbar, the rest from above it). `calibrate` refits them.
 */
import type { Cause, IncidentKind } from '../../core/verdict.ts';

export type Shares = Readonly<Partial<Record<Cause, number>>>;

/** Where an incident was seen to reach, narrowest that explains it. */
export type Scope = 'service' | 'area' | 'branch' | 'feeder' | 'busbar';

/** Supply lost: by the scope of those who were out. Works without a record stay possible at a low share. */
export const OUTAGE_SHARES: Readonly<Record<Scope, Shares>> = {
  service: {
    loose_contact: 0.32,
    line_fault: 0.28,
    phase_loss: 0.04,
    works_unnotified: 0.03,
    inside: 0.08,
    unknown: 0.25,
  },
  area: { line_fault: 0.6, lightning: 0.12, phase_loss: 0.04, works_unnotified: 0.05, upstream: 0.02, unknown: 0.17 },
  branch: { line_fault: 0.64, lightning: 0.2, works_unnotified: 0.04, upstream: 0.02, unknown: 0.1 },
  feeder: { line_fault: 0.62, lightning: 0.22, works_unnotified: 0.03, upstream: 0.04, unknown: 0.09 },
  busbar: { upstream: 0.85, line_fault: 0.05, lightning: 0.03, works_unnotified: 0.01, unknown: 0.06 },
};

/** A dip whose origin is a fault on some feeder (own or neighbour). */
export const DIP_FAULT_SHARES: Shares = { line_fault: 0.72, lightning: 0.26, unknown: 0.02 };
/** A dip whose origin is inside one low-voltage area. */
export const DIP_LOCAL_SHARES: Shares = { customer_load: 0.5, line_fault: 0.22, loose_contact: 0.13, unknown: 0.15 };
/** Prior share of dips seen across feeders that start above the substation busbar [M]. */
export const DIP_UPSTREAM_SHARE = 0.35;

/** Kinds that name their mechanism themselves. */
export const KIND_SHARES: Readonly<Partial<Record<IncidentKind, Shares>>> = {
  undervoltage: { low_voltage: 0.95, unknown: 0.05 },
  overvoltage: { overvoltage: 0.92, neutral_fault: 0.03, unknown: 0.05 },
  broken_neutral: { neutral_fault: 0.95, unknown: 0.05 },
  loose_contact: { loose_contact: 0.93, meter_box: 0.03, unknown: 0.04 },
  phase_loss: { phase_loss: 0.88, lightning: 0.04, line_fault: 0.04, unknown: 0.04 },
  flicker: { customer_load: 0.78, loose_contact: 0.14, unknown: 0.08 },
  rvc: { customer_load: 0.78, loose_contact: 0.1, unknown: 0.12 },
  unbalance: { unbalance: 0.5, low_voltage: 0.3, unknown: 0.2 },
  swell: { overvoltage: 0.38, neutral_fault: 0.22, line_fault: 0.18, unknown: 0.22 },
  transient: { lightning: 0.45, surge: 0.2, unknown: 0.35 },
  earth_fault: { line_fault: 0.72, lightning: 0.22, unknown: 0.06 },
  frequency: { upstream: 0.95, unknown: 0.05 },
};

/** Only calls speak of it: no record, so half of it stays unknown. */
export const CALLS_SHARES: Shares = {
  line_fault: 0.5,
  lightning: 0.08,
  works_unnotified: 0.07,
  upstream: 0.05,
  loose_contact: 0.05,
  unknown: 0.25,
};
/** A works window on its own, no meter saying otherwise. */
export const WORKS_SHARE = 0.93;

/**
 * What a supply cause that nothing recorded may be, by what the customer noticed. At least half stays unknown, so that
 * it can never confirm a complaint by itself.
 */
export const UNSEEN_SHARES: Readonly<Record<'outage' | 'dip' | 'voltage' | 'flicker' | 'high' | 'hazard', Shares>> = {
  outage: { unknown: 0.52, line_fault: 0.3, loose_contact: 0.12, lightning: 0.03, upstream: 0.03 },
  dip: { unknown: 0.52, line_fault: 0.22, upstream: 0.12, customer_load: 0.05, loose_contact: 0.06, lightning: 0.03 },
  voltage: { unknown: 0.5, low_voltage: 0.5 },
  flicker: { unknown: 0.5, loose_contact: 0.3, customer_load: 0.2 },
  high: { unknown: 0.55, overvoltage: 0.2, neutral_fault: 0.2, lightning: 0.05 },
  hazard: { unknown: 0.6, loose_contact: 0.2, neutral_fault: 0.1, line_fault: 0.1 },
};

/** Likelihood ratios of an upstream origin by the dip's duration: transmission protection is faster [M]. */
export const UPSTREAM_DURATION = { fastMs: 120, fastLr: 2.0, slowMs: 300, slowLr: 0.35 } as const;

/** High voltage once, for hours: with and without a transformer meter that saw nothing of it. */
export const ONCE_BUS_QUIET: Shares = { neutral_fault: 0.66, overvoltage: 0.24, unknown: 0.1 };
export const ONCE_SHARES: Shares = { neutral_fault: 0.42, overvoltage: 0.48, unknown: 0.1 };
