/** A meter of the register, and what it truly is: where it hangs, how wrong its clock is. */

import type { NodeId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';

export interface SimMeter {
  readonly record: Meter;
  /** True node; the register may name another. */
  readonly node: NodeId;
  /** True phases measured. */
  readonly phases: string;
  readonly level: 'mv' | 'lv';
  /** What it stands for: only these kinds of place are metered. */
  readonly role: 'busbar' | 'feeder' | 'transformer' | 'customer';
  /** Length of its intervals, min; 0 = it stores events only. */
  readonly everyMin: 0 | 10 | 15 | 60;
  /** Its clock minus true time, ms. */
  readonly clockErrorMs: number;
  /** Goes on working through an outage (battery or station supply). */
  readonly heldUp: boolean;
  readonly measuresPst: boolean;
  /** Place of the customer in the grid's list; null for the utility's own places. */
  readonly customer: number | null;
}
