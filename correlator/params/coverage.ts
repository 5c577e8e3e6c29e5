/**
 * P(recorded | happened) by method and kind, the meter being healthy and its data present.
 * @source design "polling truth": a one-second poll cannot see a 100 ms dip, a 15-min snapshot sees none at all; a
 * meter's own event log follows IEC 61000-4-30 thresholds. Shares below 1 for thresholds, memory and lost records [M].
 */
import type { Method } from '../../core/series.ts';

/** What a customer may have met, as far as seeing it goes. */
export type SeenKind =
  | 'dip'
  | 'interruption'
  | 'outage'
  | 'undervoltage'
  | 'overvoltage'
  | 'swell'
  | 'flicker'
  | 'signature'
  | 'transient'
  | 'mv_earth';

type Row = Readonly<Record<SeenKind, number>>;
const row = (r: Partial<Row>): Row => ({
  dip: 0,
  interruption: 0,
  outage: 0,
  undervoltage: 0,
  overvoltage: 0,
  swell: 0,
  flicker: 0,
  signature: 0,
  transient: 0,
  mv_earth: 0,
  ...r,
});

export const SEES: Readonly<Record<Method, Row>> = {
  urms_half: row({
    dip: 0.97,
    interruption: 0.97,
    outage: 0.98,
    undervoltage: 0.95,
    overvoltage: 0.95,
    swell: 0.97,
    flicker: 0.6,
    signature: 0.85,
  }),
  event_log: row({
    dip: 0.93,
    interruption: 0.95,
    outage: 0.98,
    undervoltage: 0.6,
    overvoltage: 0.6,
    swell: 0.93,
    flicker: 0.3,
    signature: 0.6,
  }),
  '1s': row({
    dip: 0.2,
    interruption: 0.6,
    outage: 0.95,
    undervoltage: 0.95,
    overvoltage: 0.95,
    swell: 0.2,
    flicker: 0.2,
    signature: 0.8,
  }),
  '10s': row({
    dip: 0.03,
    interruption: 0.3,
    outage: 0.95,
    undervoltage: 0.95,
    overvoltage: 0.95,
    swell: 0.03,
    flicker: 0.05,
    signature: 0.75,
  }),
  '1min': row({
    dip: 0.01,
    interruption: 0.1,
    outage: 0.93,
    undervoltage: 0.95,
    overvoltage: 0.95,
    swell: 0.01,
    flicker: 0.02,
    signature: 0.7,
  }),
  '10min': row({
    interruption: 0.02,
    outage: 0.85,
    undervoltage: 0.93,
    overvoltage: 0.93,
    flicker: 0.02,
    signature: 0.6,
  }),
  '15min': row({ interruption: 0.02, outage: 0.8, undervoltage: 0.92, overvoltage: 0.92, signature: 0.55 }),
  '60min': row({ outage: 0.5, undervoltage: 0.8, overvoltage: 0.8, signature: 0.35 }),
};
/** A min/max statistic keeps the extreme of every interval: short events show. */
export const SEES_MINMAX: Row = row({
  dip: 0.85,
  interruption: 0.9,
  outage: 0.95,
  undervoltage: 0.95,
  overvoltage: 0.95,
  swell: 0.85,
  flicker: 0.1,
  signature: 0.75,
});
/** A snapshot is one value of the interval: longer things only. */
export const SNAPSHOT_FACTOR = 0.85;
/** A meter of which the case has no reading at all may still be watching: P(its event record reached us) [M]. */
export const ONLINE_UNKNOWN = 0.98;
/** A power-off record (last gasp or stored) of a meter that is known to send such records [M]. */
export const POWER_OFF_RECORDED = 0.8;
/** P(a breaker trip is in the operations file | it happened), where the file has trips of that substation [M]. */
export const TRIP_RECORDED = 0.9;
/** A meter's false "out" and missed "out" when locating who was dark [M]. */
export const OUT_FALSE = 0.01;
export const OUT_MISSED = 0.06;
