/** The incident as the correlator works with it; `core/verdict.ts` has the form that leaves the product. */
import type { Disturbance } from '../../core/event.ts';
import type { MeterEvent, Operation, Stroke, Works } from '../../core/facts.ts';
import type { ComplaintId, IncidentId, MeterId, NodeId, SectionId } from '../../core/ids.ts';
import type { Cause, CauseShares, Incident, IncidentKind, Place } from '../../core/verdict.ts';
import type { Scope } from '../params/causes.ts';
import type { Hang } from './hang.ts';

/** One record that something happened at one place, with how well its instant is known. */
export interface Signal {
  /** Fact id: used by one evidence item only. */
  readonly fact: string;
  readonly kind: IncidentKind;
  readonly startMs: number;
  /** Standard deviation of `startMs`, clock and method together. */
  readonly sigmaMs: number;
  readonly endMs: number | null;
  readonly running: boolean;
  readonly pct: number | null;
  /** Letters ABC touched; empty = unknown. */
  readonly phases: string;
  readonly perPhase: Disturbance['perPhase'];
  readonly meter: MeterId | null;
  readonly at: Hang;
  readonly operation: Operation | null;
  readonly event: MeterEvent | null;
}

/** A protective device that may have cleared it, with its probability: who is below was dark. */
export interface DeviceShare {
  /** Node whose whole downstream was dark. */
  readonly top: NodeId;
  readonly p: number;
}

export interface StrokeMatch {
  readonly stroke: Stroke;
  readonly gapMs: number;
  readonly distanceKm: number;
  readonly weight: number;
  /** Probability of the smallest error ellipse of the stroke that reaches the line; null where it states none. */
  readonly ellipseP: number | null;
}

export interface LightningFinding {
  /** log2 likelihood ratio lightning against not; 0 where the case has no strokes that cover the time. */
  readonly log2: number;
  readonly matches: readonly StrokeMatch[];
  readonly covered: boolean;
  readonly stormNear: boolean;
  /** Expected number of strokes as well placed by chance, in the same storm. */
  readonly expectedByChance: number | null;
}

export interface WorksMatch {
  readonly works: Works;
  readonly log2: number;
  readonly aligned: boolean;
  /** Third parties at work and a fault, not a switching-off: they hit the line. */
  readonly damage: boolean;
}

export interface IncidentModel {
  readonly id: IncidentId;
  readonly kind: IncidentKind;
  readonly startMs: number;
  readonly sigmaMs: number;
  readonly endMs: number | null;
  readonly running: boolean;
  readonly source: 'records' | 'works' | 'calls';
  readonly scope: Scope;
  readonly signals: readonly Signal[];
  readonly calls: readonly ComplaintId[];
  /** Deepest common node of those it was seen at. */
  readonly top: Hang;
  readonly feeders: ReadonlySet<NodeId>;
  readonly areas: ReadonlySet<NodeId>;
  /** Lowest residual % seen; null where no record tells. */
  readonly residualPct: number | null;
  /** Longest duration of its short events (not of the outage), ms; null unknown. */
  readonly eventMs: number | null;
  readonly devices: readonly DeviceShare[];
  readonly sections: ReadonlyMap<SectionId, number>;
  /** Prior share of each cause before strokes and works spoke. Sums to 1. */
  readonly prior: ReadonlyMap<Cause, number>;
  readonly lightning: LightningFinding;
  readonly works: readonly WorksMatch[];
  readonly subcause: string | null;
  readonly where: ReadonlyMap<Place, number>;
  /** All together, at its own start. Sums to 1. */
  readonly causes: CauseShares;
  readonly expectedRestore: Incident['expectedRestore'];
}
