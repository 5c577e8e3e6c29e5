/** Events from known Urms(1/2), in the plainest words: latest value of each phase, thresholds, hysteresis. */
import type { KnownValue } from './known-grid.ts';

export interface KnownEvent {
  readonly kind: 'dip' | 'swell' | 'interruption';
  readonly startS: number;
  readonly endS: number;
  /** Lowest (swell: highest) of all phases, % of Udin. */
  readonly pct: number;
}

export interface KnownRule {
  readonly dipPct: number;
  readonly swellPct: number;
  readonly interruptionPct: number;
  readonly hysteresisPct: number;
}

interface Running {
  startS: number;
  pct: number;
}

/** Events that ended within the values. A dip that holds interruptions is not told, they are. */
export function knownEvents(
  values: readonly KnownValue[],
  phases: number,
  udinV: number,
  rule: KnownRule,
): KnownEvent[] {
  const out: KnownEvent[] = [];
  const latest = new Array<number>(phases).fill(100);
  let dip: Running | null = null;
  let swell: Running | null = null;
  let gone: Running | null = null;
  let inside: KnownEvent[] = [];
  for (const { phase, endS, rmsV } of values) {
    const pct = (100 * rmsV) / udinV;
    latest[phase] = pct;
    const lowest = Math.min(...latest);
    const highest = Math.max(...latest);
    if (gone !== null && highest >= rule.interruptionPct + rule.hysteresisPct) {
      inside.push({ kind: 'interruption', startS: gone.startS, endS, pct: gone.pct });
      gone = null;
    }
    if (gone === null && highest < rule.interruptionPct) gone = { startS: endS, pct };
    if (gone !== null) gone.pct = Math.min(gone.pct, pct);
    if (dip !== null && lowest >= rule.dipPct + rule.hysteresisPct) {
      out.push(...(inside.length > 0 ? inside : [{ kind: 'dip' as const, startS: dip.startS, endS, pct: dip.pct }]));
      inside = [];
      dip = null;
    }
    if (dip === null && lowest < rule.dipPct) dip = { startS: endS, pct };
    if (dip !== null) dip.pct = Math.min(dip.pct, pct);
    if (swell !== null && highest <= rule.swellPct - rule.hysteresisPct) {
      out.push({ kind: 'swell', startS: swell.startS, endS, pct: swell.pct });
      swell = null;
    }
    if (swell === null && highest > rule.swellPct) swell = { startS: endS, pct };
    if (swell !== null) swell.pct = Math.max(swell.pct, pct);
  }
  return out;
}
