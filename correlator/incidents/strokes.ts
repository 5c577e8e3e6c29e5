/** Strokes in order of time and lines on the ground: candidates for a coincidence without looking at all pairs. */
import type { Stroke } from '../../core/facts.ts';
import type { SectionId } from '../../core/ids.ts';
import { buildSectionIndex, type PointM, type SectionIndex } from '../../core/network/geo.ts';
import type { CaseIndex } from './case-index.ts';

export interface PlacedStroke {
  readonly stroke: Stroke;
  readonly at: PointM;
}

export interface StrokeIndex {
  /** False where the case knows no stroke at all: then nothing can be said. */
  readonly covered: boolean;
  readonly sections: SectionIndex;
  /** Ground strokes with `fromMs ≤ time ≤ toMs`, in order of time. */
  between(fromMs: number, toMs: number): readonly PlacedStroke[];
}

export function indexStrokes(index: CaseIndex): StrokeIndex {
  const lines = index.facts.sections.flatMap((s) => {
    const a = index.grid.nodes.get(s.from)?.at ?? null;
    const b = index.grid.nodes.get(s.to)?.at ?? null;
    return a === null || b === null ? [] : [{ section: s.id, a, b }];
  });
  const sections = buildSectionIndex(lines);
  const once = [...new Map(index.facts.strokes.map((s) => [s.id, s])).values()];
  const placed = once
    .filter((s) => !s.cloud)
    .map((stroke) => ({ stroke, at: sections.projection.toMetres(stroke.at) }))
    .sort((a, b) => a.stroke.timeMs - b.stroke.timeMs);
  const times = Float64Array.from(placed, (p) => p.stroke.timeMs);
  return {
    covered: index.facts.strokes.length > 0,
    sections,
    between: (fromMs, toMs) => placed.slice(lowerBound(times, fromMs), lowerBound(times, toMs + 1e-6)),
  };
}

/** First position whose value is not below `value`. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let lo = 0;
  let hi = sorted.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (sorted[mid]! < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** A weighted line on the ground. */
export interface Target {
  readonly section: SectionId;
  readonly weight: number;
  readonly a: PointM;
  readonly b: PointM;
}

/** Sections with coordinates, their weights scaled to sum 1. */
export function targetsOf(strokes: StrokeIndex, weights: ReadonlyMap<SectionId, number>): Target[] {
  const raw = [...weights].flatMap(([section, weight]) => {
    const line = strokes.sections.line(section);
    return line === null || weight <= 0 ? [] : [{ section, weight, ...line }];
  });
  const sum = raw.reduce((t, r) => t + r.weight, 0);
  return raw.map((r) => ({ ...r, weight: r.weight / sum }));
}
