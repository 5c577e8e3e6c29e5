/** Everything the correlator may know besides the network: strokes, works, operations, complaints … (design section 15). */
import type { ComplaintId, IncidentId, MeterId, SectionId, StrokeId, SupplyPointId, WorksId } from './ids.ts';
import type { LonLat } from './network.ts';
import type { ClockClass } from './time.ts';

/** One located return stroke. Axes of the 50 % ellipse in km, bearing of the major axis in degrees from north. */
export interface Stroke {
  readonly id: StrokeId;
  readonly timeMs: number;
  readonly at: LonLat;
  readonly peakKa: number | null;
  readonly semiMajorKm: number | null;
  readonly semiMinorKm: number | null;
  readonly bearingDeg: number | null;
  /** true = cloud discharge, never a cause. */
  readonly cloud: boolean;
  readonly multiplicity: number | null;
  readonly knownAtMs: number;
}

export const WORKS_KINDS = [
  'planned',
  'temporary',
  'emergency',
  'maintenance',
  'meter_install',
  'phase_change',
  'third_party',
] as const;
export type WorksKind = (typeof WORKS_KINDS)[number];

export interface Works {
  readonly id: WorksId;
  readonly sections: readonly SectionId[];
  readonly plannedStartMs: number | null;
  readonly plannedEndMs: number | null;
  readonly actualStartMs: number | null;
  readonly actualEndMs: number | null;
  /** null = no notice was given (an empty field says so, it is not "unknown"). */
  readonly notifiedAtMs: number | null;
  readonly kind: WorksKind;
  readonly status: string | null;
  readonly knownAtMs: number;
}

export const OPERATIONS = ['trip', 'reclose_ok', 'reclose_failed', 'open', 'close', 'fuse_blown'] as const;
export interface Operation {
  readonly timeMs: number;
  readonly section: SectionId;
  readonly op: (typeof OPERATIONS)[number];
  readonly phases: string;
  readonly clock: ClockClass;
  readonly source: string | null;
  readonly knownAtMs: number;
}

export const METER_EVENT_KINDS = [
  'power_off',
  'power_on',
  'last_gasp',
  'relay_open',
  'relay_closed',
  'cover_open',
  'reboot',
  'clock_set',
  'comms_lost',
  'comms_back',
] as const;
export type MeterEventKind = (typeof METER_EVENT_KINDS)[number];
export interface MeterEvent {
  readonly meter: MeterId;
  readonly timeMs: number;
  readonly kind: MeterEventKind;
  readonly knownAtMs: number;
}

/** What a customer reported, as it came in. `occurredFrom/ToMs` null = not said. */
export interface Complaint {
  readonly id: ComplaintId;
  readonly receivedMs: number;
  readonly account: string | null;
  readonly supplyPoint: SupplyPointId | null;
  readonly address: string | null;
  readonly text: string;
  readonly occurredFromMs: number | null;
  readonly occurredToMs: number | null;
  readonly channel: string | null;
  readonly requestType: string | null;
  readonly parent: ComplaintId | null;
}

export interface Finding {
  readonly id: string;
  readonly complaint: ComplaintId | null;
  readonly incident: IncidentId | null;
  readonly section: SectionId | null;
  readonly foundAtMs: number;
  readonly cause: string | null;
  readonly where: string | null;
  readonly outcome: string | null;
}

export interface Repair {
  readonly id: string;
  readonly section: SectionId;
  readonly action: string;
  readonly doneAtMs: number;
  readonly cost: number | null;
  readonly crewDays: number | null;
}

/** What silence of a meter may be (design: typed silence). */
export const SILENCE_TYPES = [
  'supply_lost',
  'comms_lost',
  'collector_down',
  'read_failed',
  'clock_untrusted',
  'stale',
  'unmapped',
] as const;
export type SilenceType = (typeof SILENCE_TYPES)[number];
