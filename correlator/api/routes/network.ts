/** The network as GeoJSON, with what is wrong on it right now. */
import type { SectionId } from '../../../core/ids.ts';
import type { GridNode, Section } from '../../../core/network.ts';
import type { NetworkMap } from '../../contract/network.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { isRunning, worksState } from '../present-incident.ts';
import { lineOf } from './sections.ts';

type Feature = NetworkMap['features'][number];

export const getNetwork: Answering<'getNetwork'> = {
  id: 'getNetwork',
  answer({ query }, deps) {
    const { grid } = deps.service.network();
    const wanted = (feeder: string | null) => query.feeder === undefined || feeder === query.feeder;
    const nodes = [...grid.nodes.values()].filter((n) => wanted(grid.feederOf(n.id)));
    const sections = [...grid.sections.values()].filter((s) => wanted(grid.feederOf(s.to)));
    const features = [...sectionFeatures(sections, deps), ...nodeFeatures(nodes, deps)];
    const drawn = new Set(features.map((f) => `${f.properties.what} ${f.id}`));
    return {
      type: 'FeatureCollection',
      features,
      bbox: box(nodes.flatMap((n) => (n.at === null ? [] : [[n.at.lon, n.at.lat] as const]))),
      unplaced: {
        nodes: nodes.filter((n) => !drawn.has(`node ${n.id}`)).length,
        sections: sections.filter((s) => !drawn.has(`section ${s.id}`)).length,
      },
    };
  },
};

function nodeFeatures(nodes: readonly GridNode[], deps: Deps): Feature[] {
  const network = deps.service.network();
  return nodes.flatMap((n) =>
    n.at === null
      ? []
      : [
          {
            type: 'Feature',
            id: n.id,
            geometry: { type: 'Point', coordinates: [n.at.lon, n.at.lat] },
            properties: {
              what: 'node',
              kind: n.kind,
              feeder: network.grid.feederOf(n.id),
              area: network.grid.areaOf(n.id),
              customers: network.customersBelow(n.id),
            },
          } satisfies Feature,
        ],
  );
}

function sectionFeatures(sections: readonly Section[], deps: Deps): Feature[] {
  const network = deps.service.network();
  const ranks = new Map(deps.service.priorities().map((p) => [p.section, p]));
  const nowMs = deps.now();
  const incidentP = new Map<SectionId, number>();
  for (const i of deps.service.incidents()) {
    if (!isRunning(i, nowMs)) continue;
    for (const [section, p] of Object.entries(i.sections) as [SectionId, number][]) {
      incidentP.set(section, Math.max(p, incidentP.get(section) ?? 0));
    }
  }
  const underWorks = new Set<SectionId>();
  for (const w of deps.service.facts().works) {
    const state = worksState(w, nowMs);
    if (state === 'running' || state === 'overrunning') for (const s of w.sections) underWorks.add(s);
  }
  return sections.flatMap((s) => {
    const line = lineOf(s.id, network);
    if (line.length === 0) return [];
    const priority = ranks.get(s.id);
    return [
      {
        type: 'Feature',
        id: s.id,
        geometry: { type: 'LineString', coordinates: line.map((at): [number, number] => [at.lon, at.lat]) },
        properties: {
          what: 'section',
          kind: s.kind,
          feeder: network.grid.feederOf(s.to),
          area: network.grid.areaOf(s.to),
          voltageKv: s.voltageKv,
          device: s.device,
          normallyOpen: s.normallyOpen,
          rank: priority?.rank ?? null,
          benefit: priority?.benefit ?? null,
          incidentP: incidentP.get(s.id) ?? null,
          works: underWorks.has(s.id),
        },
      } satisfies Feature,
    ];
  });
}

function box(points: readonly (readonly [number, number])[]): NetworkMap['bbox'] {
  if (points.length === 0) return null;
  let [west, south, east, north] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    -Number.MAX_VALUE,
    -Number.MAX_VALUE,
  ];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}
