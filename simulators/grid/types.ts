/** The simulated grid: core's nodes and sections, and what only the simulator knows about them. */
import type { NodeId, SectionId, SupplyPointId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Customer, GridNode, NeutralEarthing, Section } from '../../core/network.ts';
import type { Phase } from '../../core/quantity.ts';

/** Why an area's voltage is chronically bad; `sound` for most. */
export const AREA_FATES = [
  'sound',
  'transformer_overload',
  'lv_line_long',
  'phase_imbalance',
  'tap_wrong',
  'pv',
] as const;
export type AreaFate = (typeof AREA_FATES)[number];

export interface SimArea {
  readonly id: NodeId;
  readonly name: string;
  readonly feeder: NodeId;
  /** MV node the transformer hangs on. */
  readonly mvNode: NodeId;
  readonly transformer: SectionId;
  readonly sKva: number;
  readonly vectorGroup: 'Dyn11' | 'Yyn0';
  /** Rated MV voltage of the tap in use, kV: 10.5 is the usual one here. */
  readonly tapKv: number;
  readonly overhead: boolean;
  readonly fate: AreaFate;
  /** Section the chronic trouble comes from; null where sound. */
  readonly faultySection: SectionId | null;
}

export interface SimCustomer {
  /** True place and phases. */
  readonly node: NodeId;
  readonly phases: string;
  /** null for customers supplied at 10 kV. */
  readonly area: NodeId | null;
  readonly service: SectionId;
  /** What the utility's records say; place and phases may be wrong or unknown. */
  readonly record: Customer;
  /** Evening peak of an ordinary summer day, W. */
  readonly peakW: number;
  /** Rated power of solar panels on the roof, W. */
  readonly pvW: number;
  readonly trade: 'home' | 'shop' | 'workshop' | 'factory';
  /** Another spelling of the address, as told on the telephone. */
  readonly spokenAddress: string;
}

export interface SimFeeder {
  readonly head: NodeId;
  readonly breaker: SectionId;
  readonly name: string;
  readonly overheadShare: number;
  /** Sections of the trunk, from the substation outwards. */
  readonly trunk: readonly SectionId[];
}

export interface SimGrid {
  readonly site: string;
  readonly neutral: NeutralEarthing;
  readonly substation: NodeId;
  readonly busbar: NodeId;
  readonly nodes: readonly GridNode[];
  readonly sections: readonly Section[];
  readonly feeders: readonly SimFeeder[];
  readonly areas: readonly SimArea[];
  readonly customers: readonly SimCustomer[];
  readonly topo: Grid;
  readonly areaById: ReadonlyMap<NodeId, SimArea>;
  readonly customerById: ReadonlyMap<SupplyPointId, SimCustomer>;
  /** Customers fed through a section. */
  fedBy(section: SectionId): readonly SimCustomer[];
  /** Areas fed through a section. */
  areasFedBy(section: SectionId): readonly SimArea[];
}

export const phasesOf = (phases: string): readonly Phase[] =>
  (['A', 'B', 'C'] as const).filter((p) => phases.includes(p));
