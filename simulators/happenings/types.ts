/** What the simulator plays: incidents with their one true cause, and what they do to the grid. */

import type { OPERATIONS, Works } from '../../core/facts.ts';
import type { SectionId, WorksId } from '../../core/ids.ts';
import type { Cause, IncidentKind } from '../../core/verdict.ts';
import type { SimGrid } from '../grid/types.ts';
import type { FaultPlace } from '../physics/short-circuit.ts';
import type { FaultShape } from '../physics/vector-group.ts';
import type { Rng } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import type { Storm } from '../storms/types.ts';

/** One thing done to the grid. Times are true times, half-open. */
export type Effect =
  | { readonly kind: 'dead'; readonly section: SectionId; readonly startMs: number; readonly endMs: number }
  | DipEffect
  | {
      readonly kind: 'open_phase';
      readonly section: SectionId;
      readonly phase: 'A' | 'B' | 'C';
      readonly startMs: number;
      readonly endMs: number;
    }
  | { readonly kind: 'open_neutral'; readonly section: SectionId; readonly startMs: number; readonly endMs: number }
  | {
      readonly kind: 'loose';
      readonly section: SectionId;
      readonly ohm: number;
      readonly startMs: number;
      readonly endMs: number;
    }
  | {
      readonly kind: 'heavy_load';
      readonly customer: number;
      readonly amps: number;
      readonly perHour: number;
      readonly hours: readonly [number, number];
      readonly startMs: number;
      readonly endMs: number;
    }
  | {
      readonly kind: 'earth_fault';
      readonly feeder: SectionId;
      readonly phase: 'A' | 'B' | 'C';
      readonly residualPu: number;
      readonly startMs: number;
      readonly endMs: number;
    }
  | { readonly kind: 'surge'; readonly section: SectionId; readonly startMs: number; readonly endMs: number }
  /** Chronic voltage outside the limits of what hangs on `section`; the voltages themselves come from the load flow. */
  | {
      readonly kind: 'chronic';
      readonly section: SectionId;
      readonly low: boolean;
      readonly startMs: number;
      readonly endMs: number;
    };

export interface DipEffect {
  readonly kind: 'dip';
  readonly shape: FaultShape;
  /** null: beyond the busbar, everything sees `upstreamPu`. */
  readonly place: FaultPlace | null;
  readonly arcOhm: number;
  readonly upstreamPu: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface PlayedOperation {
  readonly timeMs: number;
  readonly section: SectionId;
  readonly op: (typeof OPERATIONS)[number];
  readonly phases: string;
  /** Telemetered (known at once) or written down by the crew at the end. */
  readonly source: 'scada' | 'crew';
  readonly knownAtMs: number;
}

export type PlayedWorks = Omit<Works, 'knownAtMs' | 'id'> & { readonly id: WorksId; readonly knownAtMs: number };

export interface Played {
  readonly id: string;
  readonly cause: Cause;
  readonly subcause: string | null;
  readonly kind: IncidentKind;
  /** Where the first cause lies; null beyond the busbar. */
  readonly section: SectionId | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly effects: readonly Effect[];
  readonly operations: readonly PlayedOperation[];
  readonly works: PlayedWorks | null;
}

export interface World {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly fromMs: number;
  readonly toMs: number;
  readonly grid: SimGrid;
  readonly storms: readonly Storm[];
}

/** One kind of trouble: how often, where, what it does. */
export interface Generator {
  readonly id: string;
  play(world: World, rng: Rng): Played[];
}

/** Number of happenings in this world's period for an expected number per 30 days; never none in a full month where some are expected. */
export function howMany(world: World, perMonth: number, rng: Rng): number {
  const months = (world.toMs - world.fromMs) / (30 * 86_400_000);
  const n = rng.poisson(perMonth * months);
  return perMonth >= 1 && months >= 0.9 ? Math.max(1, n) : n;
}

export const EFFECT_END = (effects: readonly Effect[], start: number): number =>
  effects.reduce((end, e) => Math.max(end, e.endMs), start);
