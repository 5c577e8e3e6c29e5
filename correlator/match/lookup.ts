/** Incidents that may have met a supply point: by area, busbar and source, in order of start. */
import type { NodeId } from '../../core/ids.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { Hang } from '../incidents/hang.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { lowerBound } from '../incidents/strokes.ts';
import type { Site } from './site.ts';

interface Shelf {
  readonly list: readonly IncidentModel[];
  readonly starts: Float64Array;
  /** Longest distance from a start to its end on this shelf, ms: how far back a window must look. */
  readonly longestMs: number;
}

export interface IncidentLookup {
  /** Incidents of the supply point's surroundings that start before `toMs` and had not ended by `fromMs`. */
  around(site: Site, fromMs: number, toMs: number): readonly IncidentModel[];
}

/** Chronic and long incidents are looked back for at most this, ms. */
const LONGEST_MAX_MS = 70 * 86_400_000;

export function incidentLookup(index: CaseIndex, incidents: readonly IncidentModel[]): IncidentLookup {
  const shelves = new Map<NodeId, IncidentModel[]>();
  const lasting = new Map<NodeId, IncidentModel[]>();
  for (const k of incidents) {
    const long = (k.endMs ?? k.startMs) - k.startMs > 86_400_000 || k.running;
    const to = long ? lasting : shelves;
    for (const key of keysOf(index, k)) {
      const list = to.get(key);
      if (list) list.push(k);
      else to.set(key, [k]);
    }
  }
  const made = new Map([...shelves].map(([key, list]) => [key, shelf(list)]));
  const everywhere = new Set<NodeId>([...shelves.keys(), ...lasting.keys()]);
  return {
    around(site, fromMs, toMs) {
      const keys = site.at === null ? everywhere : keysAt(site.at);
      const out: IncidentModel[] = [];
      for (const key of keys) {
        const s = made.get(key);
        if (s !== undefined) {
          const from = lowerBound(s.starts, fromMs - s.longestMs);
          const to = lowerBound(s.starts, toMs);
          for (let i = from; i < to; i++) {
            const k = s.list[i] as IncidentModel;
            if ((k.endMs ?? k.startMs) >= fromMs) out.push(k);
          }
        }
        for (const k of lasting.get(key) ?? []) {
          if (k.startMs < toMs && (k.running || (k.endMs ?? k.startMs) >= fromMs)) out.push(k);
        }
      }
      return out;
    },
  };
}

function keysAt(at: Hang): ReadonlySet<NodeId> {
  return new Set([...(at.area === null ? [] : [at.area]), at.busbar, at.root]);
}

function shelf(list: readonly IncidentModel[]): Shelf {
  const sorted = [...list].sort((a, b) => a.startMs - b.startMs);
  const longestMs = sorted.reduce((max, k) => Math.max(max, (k.endMs ?? k.startMs) - k.startMs), 0);
  return {
    list: sorted,
    starts: Float64Array.from(sorted, (k) => k.startMs),
    longestMs: Math.min(longestMs, LONGEST_MAX_MS),
  };
}

/** An incident of one low-voltage area is asked for by that area; anything that may be 10 kV by its busbar. */
function keysOf(index: CaseIndex, k: IncidentModel): readonly NodeId[] {
  const area = k.top.area;
  const mv = k.devices.reduce((sum, d) => sum + (index.hang(d.top).area === null ? d.p : 0), 0);
  const wideDip = k.devices.length === 0 && (k.kind === 'dip' || k.kind === 'swell' || k.kind === 'phase_loss');
  const mvLow = k.subcause === 'mv_low';
  if (area !== null && mv < 0.02 && !wideDip && !mvLow) return [area];
  return [k.top.busbar];
}
