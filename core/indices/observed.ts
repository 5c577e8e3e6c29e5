/** For how long a meter was watched: the union of the intervals its good readings cover. */
import { METHOD_INTERVAL_S, QUALITY, type Reading } from '../series.ts';
import type { IndexPeriod } from './site.ts';

/** A value with one of these says nothing of the voltage. */
const UNUSABLE = QUALITY.notAvailable | QUALITY.implausible | QUALITY.clock | QUALITY.stale | QUALITY.suspect;
/** A value of one instant stands for the distance to the one before, up to so many usual distances. */
const SNAPSHOT_STEPS = 1.5;

/** `readings` of one meter in any order. 0 where none of them is good; null where there is none at all. */
export function observedMs(readings: readonly Reading[], period: IndexPeriod): number | null {
  if (readings.length === 0) return null;
  const sorted = [...readings].sort((a, b) => a.endMs - b.endMs);
  const spans: [number, number][] = [];
  let lastEndMs: number | null = null;
  for (const r of sorted) {
    const startMs = r.startMs < r.endMs ? r.startMs : snapshotFrom(r, lastEndMs);
    lastEndMs = r.endMs;
    if ((r.quality & UNUSABLE) === 0) spans.push([startMs, r.endMs]);
  }
  return unionMs(spans, period);
}

function snapshotFrom(r: Reading, lastEndMs: number | null): number {
  const stepMs = 1000 * SNAPSHOT_STEPS * (METHOD_INTERVAL_S[r.method] ?? 0);
  return lastEndMs === null ? r.endMs : Math.max(lastEndMs, r.endMs - stepMs);
}

/** Length of the union of `[from, to)` spans inside the period, ms. */
export function unionMs(spans: readonly (readonly [number, number])[], period: IndexPeriod): number {
  let sum = 0;
  let reached = period.fromMs;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(from, reached);
    const end = Math.min(to, period.toMs);
    if (end <= start) continue;
    sum += end - start;
    reached = end;
  }
  return sum;
}
