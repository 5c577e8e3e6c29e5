/**
 * Values over an interval in which supply was lost are means of voltage and nothing: such a "low" interval beside a
 * recorded outage of the feeder is the outage seen dimly, not low voltage.
 */
import type { NodeId } from '../../core/ids.ts';
import { push } from './case-index.ts';
import type { Signal } from './model.ts';
import { lowerBound } from './strokes.ts';

const LEVEL: ReadonlySet<Signal['kind']> = new Set(['undervoltage', 'unbalance']);
/** Only a short low spell can be such a shadow, ms. */
const SHADOW_MAX_MS = 65 * 60_000;
/** Ends of intervals: the dark may touch the first or last value only, ms. */
const EDGE_MS = 16 * 60_000;
/** Records looked at around one spell. */
const LOOK_MS = 12 * 3_600_000;

export function dropArtefacts(signals: readonly Signal[]): Signal[] {
  const dark = new Map<NodeId, Signal[]>();
  for (const s of signals)
    if (s.kind === 'outage' || s.kind === 'interruption') push(dark, s.at.feeder ?? s.at.busbar, s);
  const starts = new Map([...dark].map(([key, list]) => [key, Float64Array.from(list, (s) => s.startMs)]));
  return signals.filter((s) => {
    if (!LEVEL.has(s.kind) || s.endMs === null || s.endMs - s.startMs > SHADOW_MAX_MS) return true;
    const key = s.at.feeder ?? s.at.busbar;
    const list = dark.get(key) ?? [];
    const from = lowerBound(starts.get(key) ?? new Float64Array(0), s.startMs - LOOK_MS);
    for (let i = from; i < list.length; i++) {
      const d = list[i] as Signal;
      if (d.startMs > (s.endMs ?? 0) + EDGE_MS) return true;
      if ((d.endMs ?? d.startMs + EDGE_MS) >= s.startMs - EDGE_MS && touches(d, s)) return false;
    }
    return true;
  });
}

/** The dark record lies in the same area, or on the way to it. */
function touches(d: Signal, s: Signal): boolean {
  return d.at.area === null || d.at.area === s.at.area || s.at.area === null;
}
