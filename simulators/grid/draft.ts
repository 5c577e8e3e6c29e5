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

/** Lines are longer than the crow flies: sag and detours. */
const DETOUR = 1.03;
/** What a section has where nothing else is said. */
const BLANK = {
  phases: 'ABC',
  lengthM: null,
  rOhmPerKm: null,
  xOhmPerKm: null,
  sKva: null,
  vectorGroup: null,
  normallyOpen: false,
} as const;

export function newDraft(): Draft {
  const nodes: GridNode[] = [];
  const sections: Section[] = [];
  const places = new Map<NodeId, LonLat>();
  const at = (node: NodeId): LonLat => {
    const place = places.get(node);
    if (place === undefined) throw new Error(`invariant broken: node ${node} was not drawn`);
    return place;
  };
  const add = (section: Section): SectionId => {
    sections.push(section);
    return section.id;
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
      const own = {
        kind: c.kind,
        phases: more.phases,
        voltageKv: c.voltageKv,
        lengthM: Math.round(more.lengthM ?? Math.hypot(d.east, d.north) * DETOUR),
        rOhmPerKm: c.rOhmPerKm,
        xOhmPerKm: c.xOhmPerKm,
        installedYear: more.year,
        device: more.device ?? 'none',
        normallyOpen: more.normallyOpen ?? false,
      };
      return add({ ...BLANK, ...own, id: id<SectionId>(name), from, to });
    },
    transformer(name, from, to, more) {
      const { year, ...own } = more;
      return add({ ...BLANK, ...own, id: id<SectionId>(name), from, to, kind: 'transformer', installedYear: year });
    },
  };
}
