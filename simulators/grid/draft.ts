/** The grid while it is being drawn: lists to which feeders, areas and customers add their nodes and sections. */
import { id, type NodeId, type SectionId } from '../../core/ids.ts';
import type { Device, GridNode, LonLat, NeutralEarthing, NodeKind, Section } from '../../core/network.ts';
import type { Conductor } from './conductors.ts';
import { offsetM, rounded } from './place.ts';

export interface Draft {
  readonly nodes: GridNode[];
  readonly sections: Section[];
  node(name: string, kind: NodeKind, at: LonLat, neutral?: NeutralEarthing): NodeId;
  line(name: string, from: NodeId, to: NodeId, c: Conductor, more: LineMore): SectionId;
  transformer(name: string, from: NodeId, to: NodeId, more: TransformerMore): SectionId;
  at(node: NodeId): LonLat;
}

export interface LineMore {
  readonly phases: string;
  readonly year: number;
  readonly device?: Device;
  /** Longer than the straight line between the nodes: sag, detours, cable in the ground. */
  readonly lengthM?: number;
  readonly normallyOpen?: boolean;
}

export interface TransformerMore {
  readonly sKva: number;
  readonly vectorGroup: string;
  readonly voltageKv: number;
  readonly year: number;
  readonly device: Device;
}

export function newDraft(): Draft {
  const nodes: GridNode[] = [];
  const sections: Section[] = [];
  const places = new Map<NodeId, LonLat>();
  const at = (node: NodeId): LonLat => {
    const place = places.get(node);
    if (place === undefined) throw new Error(`invariant broken: node ${node} was not drawn`);
    return place;
  };
  return {
    nodes,
    sections,
    at,
    node(name, kind, place, neutral) {
      const node = id<NodeId>(name);
      places.set(node, place);
      nodes.push({ id: node, kind, at: rounded(place), neutralEarthing: neutral ?? null });
      return node;
    },
    line(name, from, to, c, more) {
      const d = offsetM(at(from), at(to));
      const section = id<SectionId>(name);
      sections.push({
        id: section,
        from,
        to,
        kind: c.kind,
        phases: more.phases,
        voltageKv: c.voltageKv,
        lengthM: Math.round(more.lengthM ?? Math.hypot(d.east, d.north) * 1.03),
        rOhmPerKm: c.rOhmPerKm,
        xOhmPerKm: c.xOhmPerKm,
        sKva: null,
        vectorGroup: null,
        installedYear: more.year,
        device: more.device ?? 'none',
        normallyOpen: more.normallyOpen ?? false,
      });
      return section;
    },
    transformer(name, from, to, more) {
      const section = id<SectionId>(name);
      sections.push({
        id: section,
        from,
        to,
        kind: 'transformer',
        phases: 'ABC',
        voltageKv: more.voltageKv,
        lengthM: null,
        rOhmPerKm: null,
        xOhmPerKm: null,
        sKva: more.sKva,
        vectorGroup: more.vectorGroup,
        installedYear: more.year,
        device: more.device,
        normallyOpen: false,
      });
      return section;
    },
  };
}
