/**
 * P(recorded | happened) by method and kind where nobody knows how long it lasted: the meter healthy, its data present,
 * durations as the kind usually has them. Shares below 1 for thresholds, memory and lost records. All unconfirmed.
 * A broken neutral and a lost phase last for hours: they show as levels do, here at any meter behind the break (a meter
 * of one phase has the level, not the name). A loose contact's falls last seconds: means over minutes smooth them away.
 * @source polling truth: a one-second poll cannot see a 100 ms dip, a 15-min snapshot sees none at all; a meter's own
 * event log follows the thresholds of IEC 61000-4-30.
 */
import type { Method } from './series.ts';

/** What a customer may have met, as far as seeing it goes. */
export const SEEN_KINDS = [
  'dip',
  'interruption',
  'outage',
  'undervoltage',
  'overvoltage',
  'swell',
  'flicker',
  'broken_neutral',
  'phase_loss',
  'loose_contact',
  'signature',
  'transient',
  'mv_earth',
] as const;
export type SeenKind = (typeof SEEN_KINDS)[number];

type Row = Readonly<Record<SeenKind, number>>;
const row = (r: Partial<Row>): Row => ({
  dip: 0,
  interruption: 0,
  outage: 0,
  undervoltage: 0,
  overvoltage: 0,
  swell: 0,
  flicker: 0,
  broken_neutral: 0,
  phase_loss: 0,
  loose_contact: 0,
  signature: 0,
  transient: 0,
  mv_earth: 0,
  ...r,
});

export const USUAL_SIGHT: Readonly<Record<Method, Row>> = {
  urms_half: row({
    dip: 0.97,
    interruption: 0.97,
    outage: 0.98,
    undervoltage: 0.95,
    overvoltage: 0.95,
    swell: 0.97,
    flicker: 0.6,
    broken_neutral: 0.95,
    phase_loss: 0.97,
    loose_contact: 0.85,
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
    broken_neutral: 0.6,
    phase_loss: 0.9,
    loose_contact: 0.3,
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
    broken_neutral: 0.95,
    phase_loss: 0.95,
    loose_contact: 0.8,
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
    broken_neutral: 0.95,
    phase_loss: 0.95,
    loose_contact: 0.75,
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
    broken_neutral: 0.95,
    phase_loss: 0.93,
    loose_contact: 0.4,
    signature: 0.7,
  }),
  '10min': row({
    interruption: 0.02,
    outage: 0.85,
    undervoltage: 0.93,
    overvoltage: 0.93,
    flicker: 0.02,
    broken_neutral: 0.9,
    phase_loss: 0.85,
    loose_contact: 0.05,
    signature: 0.6,
  }),
  '15min': row({
    interruption: 0.02,
    outage: 0.8,
    undervoltage: 0.92,
    overvoltage: 0.92,
    broken_neutral: 0.88,
    phase_loss: 0.8,
    loose_contact: 0.02,
    signature: 0.55,
  }),
  '60min': row({
    outage: 0.5,
    undervoltage: 0.8,
    overvoltage: 0.8,
    broken_neutral: 0.6,
    phase_loss: 0.5,
    signature: 0.35,
  }),
};

/** The lowest and highest value of every interval are kept: short events show. */
export const USUAL_EXTREMES: Row = row({
  dip: 0.85,
  interruption: 0.9,
  outage: 0.95,
  undervoltage: 0.95,
  overvoltage: 0.95,
  swell: 0.85,
  flicker: 0.1,
  broken_neutral: 0.95,
  phase_loss: 0.95,
  loose_contact: 0.3,
  signature: 0.75,
});

/** The meter counts sags, swells and failures: it cannot say which or when, only how many since the last read. */
export const USUAL_COUNTERS: Row = row({ dip: 0.9, interruption: 0.9, outage: 0.95, swell: 0.9 });

/** A snapshot is one value of the interval: longer things only. */
export const SNAPSHOT_FACTOR = 0.85;
