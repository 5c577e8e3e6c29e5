/**
 * One event is one event, whatever a meter called it while it ran. A meter that reports a loss of supply as it begins
 * names it by what it knows then (`outage`, still running) and again, with its end, by what it became (`interruption` of
 * a second). Both have the same start and different natural keys; counted as two, the first would run for ever.
 */
import type { Disturbance, DisturbanceKind } from './event.ts';

/** Kinds a drop of voltage may be called as it goes on; a later one is the graver. */
const DROPS: readonly DisturbanceKind[] = ['dip', 'interruption', 'outage'];
/** Starts within a cycle of each other are one start, ms. @source IEC 61000-4-30:2015, duration ±1 cycle at 50 Hz */
const SAME_START_MS = 20;

/**
 * The disturbances without those that another report of the same drop at the same meter replaces: a known end before a
 * running one, then the newer knowledge, then the graver kind. Everything else stays, in the order it came.
 */
export function oneOfEach(all: readonly Disturbance[]): readonly Disturbance[] {
  const byMeter = new Map<string, Disturbance[]>();
  for (const d of all) {
    if (!DROPS.includes(d.kind)) continue;
    const own = byMeter.get(d.meter);
    if (own) own.push(d);
    else byMeter.set(d.meter, [d]);
  }
  const replaced = new Set<Disturbance>();
  for (const own of byMeter.values()) {
    own.sort((a, b) => a.startMs - b.startMs);
    let kept: Disturbance | undefined;
    for (const d of own) {
      if (kept === undefined || d.startMs - kept.startMs > SAME_START_MS) {
        kept = d;
      } else if (d !== kept) {
        const better: Disturbance = isBetter(d, kept) ? d : kept;
        replaced.add(better === d ? kept : d);
        kept = better;
      }
    }
  }
  return replaced.size === 0 ? all : all.filter((d) => !replaced.has(d));
}

function isBetter(a: Disturbance, b: Disturbance): boolean {
  if (a.openEnd !== b.openEnd) return b.openEnd;
  if (a.knownAtMs !== b.knownAtMs) return a.knownAtMs > b.knownAtMs;
  return DROPS.indexOf(a.kind) > DROPS.indexOf(b.kind);
}
