/** The network as facts (design sections 3, 7, 15). The index over them lives in core/network/. */
import type { MeterId, NodeId, SectionId, SupplyPointId } from './ids.ts';
import type { Method, Statistic } from './series.ts';
import type { ClockClass } from './time.ts';

export const NODE_KINDS = [
  'substation',
  'busbar',
  'feeder_head',
  'pole',
  'switching_station',
  'rmu',
  'cabinet',
  'branch_box',
  'meter_box',
  'transformer_lv',
  'supply',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];
export const NEUTRAL_EARTHINGS = ['isolated', 'coil', 'low_resistance', 'solid'] as const;
export type NeutralEarthing = (typeof NEUTRAL_EARTHINGS)[number];

/** WGS 84 degrees; null = unknown (never 0,0). */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

export interface GridNode {
  readonly id: NodeId;
  readonly kind: NodeKind;
  readonly at: LonLat | null;
  readonly neutralEarthing: NeutralEarthing | null;
}

export const SECTION_KINDS = ['overhead', 'cable', 'service', 'transformer', 'switch'] as const;
export type SectionKind = (typeof SECTION_KINDS)[number];
export const DEVICES = ['breaker', 'recloser', 'fuse', 'dropout_fuse', 'switch', 'none'] as const;
export type Device = (typeof DEVICES)[number];

/** `from` is the supply side. Empty numbers are null: unknown is not 0. */
export interface Section {
  readonly id: SectionId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: SectionKind;
  /** Subset of `ABCN` in that order; `?` = unknown. */
  readonly phases: string;
  readonly voltageKv: number | null;
  readonly lengthM: number | null;
  readonly rOhmPerKm: number | null;
  readonly xOhmPerKm: number | null;
  readonly sKva: number | null;
  /** Transformers only; empty in the file = Dyn11. */
  readonly vectorGroup: string | null;
  readonly installedYear: number | null;
  readonly device: Device;
  readonly normallyOpen: boolean;
}

export const CUSTOMER_KINDS = ['residential', 'commercial', 'industrial', 'critical'] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

export interface Customer {
  readonly supplyPoint: SupplyPointId;
  readonly account: string;
  /** Where in the network; null where only the area is known or nothing. */
  readonly node: NodeId | null;
  /** `transformer_lv` node of the area, where the file gives it instead of a node. */
  readonly area: NodeId | null;
  /** `A`, `B`, `C`, `ABC`, or `?` = unknown. */
  readonly phases: string;
  readonly nominalV: number;
  readonly kind: CustomerKind;
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  readonly contract: string | null;
  readonly contractKva: number | null;
  readonly supplyKv: number | null;
  readonly meterNo: string | null;
  readonly disconnectedAtMs: number | null;
  readonly paidAtMs: number | null;
  readonly reconnectedAtMs: number | null;
}

export interface Meter {
  readonly meter: MeterId;
  readonly node: NodeId;
  readonly supplyPoint: SupplyPointId | null;
  /** Phases measured, `A`, `ABC`, …; `?` = unknown. */
  readonly phases: string;
  readonly method: Method;
  readonly statistic: Statistic;
  readonly connection: 'LN' | 'LL';
  /** Declared voltage of what it measures, V; null = take it from the node. */
  readonly udinV: number | null;
  readonly clock: ClockClass;
  readonly clockSigmaS: number | null;
  /** Concentrator or carrier id: meters that share it go silent together. */
  readonly comms: string | null;
}
