/**
 * Patterns that name another mechanism than the line says: phases swinging apart at one instant (broken neutral), one
 * or two phases at half voltage for long (a phase lost on the 10 kV side). A line's kind is kept where nothing speaks
 * against it.
 * @source design section 6: the phase-phase triangle is kept and the phase voltages part; Dyn11 with one fuse open
 * leaves about 0.5/1/0.5, Yyn0 0/0.87/0.87, for hours.
 */
import type { NodeId } from '../../core/ids.ts';
import { JOIN_SIGMAS } from '../params/clock.ts';
import { type CaseIndex, push } from './case-index.ts';
import type { Signal } from './model.ts';

/** % of nominal: past these a phase is low / high. @source 220 V limits -10 % / +7 %. */
const LOW_PCT = 90;
const HIGH_PCT = 107;
/** Chronic load drop does not get this deep; a lost phase does [M]. */
const DEEP_PCT = 73;
/** Shorter than this it is a dip or a swell, whatever the phases do, ms. */
const LONG_MS = 10_000;
/** A break lasts until it is mended: minutes to a day; chronic troubles come back every day, ms [M]. */
const BREAK_MAX_MS = 36 * 3_600_000;

/** The same signals, some under the name their pattern gives them. Order kept. */
export function namePatterns(index: CaseIndex, signals: readonly Signal[]): Signal[] {
  const apart = partedAreas(signals);
  const beside = besideNamed(signals);
  const quiet = quietBuses(index, signals);
  const named = signals.map((s): Signal => {
    if (!LEVEL.has(s.kind) || !isLong(s)) return s;
    const known = beside(s);
    if (known !== null) return { ...s, kind: known };
    if (ownPhasesPart(s) || apart.has(s)) return { ...s, kind: 'broken_neutral' };
    // A fuse on the 10 kV side shows at the transformer's own meter; a broken neutral below it does not.
    if (phaseLost(s)) return { ...s, kind: quiet(s) ? 'broken_neutral' : 'phase_loss' };
    return s;
  });
  return withLostPhase(named);
}

/**
 * A three-phase meter of the area told by its own phases what broke: levels of other meters there that began with it
 * and lasted no longer than such a thing does are the same, whichever phase they hang on.
 */
function besideNamed(signals: readonly Signal[]): (s: Signal) => 'broken_neutral' | 'phase_loss' | null {
  const named = new Map<NodeId, Signal[]>();
  for (const s of signals)
    if ((s.kind === 'broken_neutral' || s.kind === 'phase_loss') && s.at.area !== null) push(named, s.at.area, s);
  return (s) => {
    if (s.at.area === null || lengthMs(s) > BREAK_MAX_MS) return null;
    const isHigh = s.kind === 'overvoltage' || s.kind === 'swell';
    const hit = (named.get(s.at.area) ?? []).find((n) => {
      if (n.kind === 'phase_loss' && isHigh) return false;
      return Math.abs(n.startMs - s.startMs) <= JOIN_SIGMAS * Math.hypot(n.sigmaMs, s.sigmaMs) + 60_000;
    });
    return (hit?.kind as 'broken_neutral' | 'phase_loss' | undefined) ?? null;
  };
}

/** Where some phases of an area are half gone, single-phase meters that went dark with them lost the same supply. */
function withLostPhase(signals: readonly Signal[]): Signal[] {
  const lost = new Map<NodeId, Signal[]>();
  for (const s of signals) if (s.kind === 'phase_loss' && s.at.area !== null) push(lost, s.at.area, s);
  return signals.map((s) => {
    if (s.kind !== 'outage' || s.at.area === null || s.phases.length !== 1) return s;
    const beside = lost
      .get(s.at.area)
      ?.some((l) => Math.abs(l.startMs - s.startMs) <= JOIN_SIGMAS * Math.hypot(l.sigmaMs, s.sigmaMs) + 60_000);
    return beside ? { ...s, kind: 'phase_loss' } : s;
  });
}

const LEVEL: ReadonlySet<Signal['kind']> = new Set(['undervoltage', 'overvoltage', 'dip', 'swell', 'unbalance']);

function isLong(s: Signal): boolean {
  if (s.endMs !== null) return s.endMs - s.startMs >= LONG_MS;
  return s.kind !== 'dip' && s.kind !== 'swell';
}

/** One three-phase meter sees a phase low and another high at once. */
function ownPhasesPart(s: Signal): boolean {
  const values = Object.values(s.perPhase).filter((v) => v !== undefined);
  return values.length >= 2 && Math.min(...values) < LOW_PCT && Math.max(...values) > HIGH_PCT + 3;
}

function phaseLost(s: Signal): boolean {
  if (s.kind === 'overvoltage' || s.kind === 'swell' || s.pct === null) return false;
  const values = Object.values(s.perPhase).filter((v) => v !== undefined);
  if (values.length >= 2) return Math.min(...values) < DEEP_PCT && Math.max(...values) > DEEP_PCT + 7;
  return s.pct < DEEP_PCT && s.pct > 10 && s.kind === 'undervoltage';
}

/** Single-phase meters of one area: some go high while others go low, both beginning at the same time. */
function partedAreas(signals: readonly Signal[]): Set<Signal> {
  const byArea = new Map<NodeId, Signal[]>();
  for (const s of signals) {
    if (LEVEL.has(s.kind) && isLong(s) && s.at.area !== null && lengthMs(s) <= BREAK_MAX_MS) push(byArea, s.at.area, s);
  }
  const out = new Set<Signal>();
  for (const list of byArea.values()) {
    const high = list.filter((s) => s.pct !== null && s.pct > HIGH_PCT);
    const low = list.filter((s) => s.pct !== null && s.pct < LOW_PCT - 2);
    for (const h of high) {
      for (const l of low) {
        const tolerance = JOIN_SIGMAS * Math.hypot(h.sigmaMs, l.sigmaMs) + 60_000;
        if (h.meter === l.meter || Math.abs(h.startMs - l.startMs) > tolerance) continue;
        out.add(h);
        out.add(l);
      }
    }
  }
  return out;
}

/** Does the transformer's own meter have readings and say nothing while this is going on? */
function quietBuses(index: CaseIndex, signals: readonly Signal[]): (s: Signal) => boolean {
  const withReadings = new Set(index.facts.voltages.map((v) => v.meter));
  const spoke = new Map<NodeId, Signal[]>();
  for (const s of signals)
    if (s.meter !== null && s.at.node === s.at.area && LEVEL.has(s.kind)) push(spoke, s.at.area, s);
  return (s) => {
    const area = s.at.area;
    if (area === null || s.at.node === area) return false;
    const bus = (index.metersOfArea.get(area) ?? []).filter((m) => m.node === area && withReadings.has(m.meter));
    if (bus.length === 0) return false;
    const end = s.endMs ?? s.startMs + LONG_MS;
    return !(spoke.get(area) ?? []).some(
      (b) => b.startMs < end && (b.endMs ?? b.startMs + LONG_MS) > s.startMs - b.sigmaMs,
    );
  };
}

function lengthMs(s: Signal): number {
  return s.endMs === null ? 0 : s.endMs - s.startMs;
}
