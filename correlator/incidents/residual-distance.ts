/**
 * How far a short circuit lies, from the voltage left at the busbar: r = |Zf| / |Zs + Zf|, with the source behind the
 * busbar as the transformer's short-circuit reactance and the line's own impedance up to the fault. A rough compass,
 * not a locator: fault resistance and infeed are unknown, so sections are reweighted, never excluded.
 * @source voltage divider of a radial feeder; design section 6 (residual along a feeder, Dyn11 on the LV side).
 */
import type { NodeId, SectionId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import { RESIDUAL } from '../params/residual.ts';
import type { CaseIndex } from './case-index.ts';
import type { Signal } from './model.ts';

/** Factor on a section's share, mean about 1; constant 1 where source, residual or lengths are not known. */
export function residualFactor(
  index: CaseIndex,
  signals: readonly Signal[],
  busbar: NodeId,
  faultFeeder: NodeId | null,
): (s: Section) => number {
  const sourceOhm = sourceReactance(index, busbar);
  const seen = busbarResidual(signals, faultFeeder);
  if (sourceOhm === null || seen === null) return () => 1;
  const known = new Map<SectionId, number>();
  return (s) => {
    const cached = known.get(s.id);
    if (cached !== undefined) return cached;
    const z = impedanceTo(index, s, busbar);
    const r = Math.hypot(z.r, z.x) / Math.hypot(z.r, z.x + sourceOhm);
    // Fault resistance only lifts what is left: a nearer section may show it, a farther one hardly.
    const off = (r - seen) / (r > seen ? RESIDUAL.farSigmaPu : RESIDUAL.nearSigmaPu);
    const factor = RESIDUAL.floor + Math.exp(-0.5 * off * off);
    known.set(s.id, factor);
    return factor;
  };
}

/** Reactance of the transformers that feed the busbar, ohm at its own voltage; null where no rating is given. */
function sourceReactance(index: CaseIndex, busbar: NodeId): number | null {
  const up = index.grid.upstream(busbar).filter((s) => s.kind === 'transformer' && s.sKva !== null && s.sKva > 0);
  const kva = up[0]?.sKva;
  if (kva == null) return null;
  const kv = index.grid.childSections(busbar).find((s) => s.voltageKv !== null)?.voltageKv ?? 10;
  return (RESIDUAL.shortCircuitPu * kv * kv * 1000) / kva;
}

/**
 * Phase-phase voltage left at the busbar, per unit, from meters of feeders without the fault (they all see it). Middle
 * of the records; null where nobody there saw the dip. Phase-neutral channels on 10 kV are turned into phase-phase.
 */
function busbarResidual(signals: readonly Signal[], faultFeeder: NodeId | null): number | null {
  const values: number[] = [];
  for (const s of signals) {
    if (s.pct === null || (s.kind !== 'dip' && s.kind !== 'interruption') || s.meter === null) continue;
    if (s.at.feeder !== null && s.at.feeder === faultFeeder) continue;
    const phases = Object.values(s.perPhase).filter((v) => v !== undefined);
    const low = s.pct / 100;
    // 10 kV phase-neutral channel in a two-phase fault: v² = 1/4 + 3/4 r²; the third phase stays up.
    const pairFault = s.at.area === null && phases.length === 3 && Math.max(...phases) > 95;
    values.push(pairFault ? Math.sqrt(Math.max(0, (low * low - 0.25) / 0.75)) : low);
  }
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? null;
}

/** Line impedance from the busbar to the middle of a section, ohm. */
function impedanceTo(index: CaseIndex, s: Section, busbar: NodeId): { r: number; x: number } {
  let r = 0;
  let x = 0;
  const end = index.grid.depth(s.to) >= index.grid.depth(s.from) ? s.to : s.from;
  let first = true;
  for (const p of index.grid.upstream(end)) {
    if (p.kind === 'transformer' && index.grid.isBelow(busbar, p.to)) break;
    const km = ((p.lengthM ?? 0) / 1000) * (first ? 0.5 : 1);
    const usual = p.kind === 'cable' ? RESIDUAL.cable : RESIDUAL.overhead;
    r += km * (p.rOhmPerKm ?? usual.r);
    x += km * (p.xOhmPerKm ?? usual.x);
    first = false;
    if (p.from === busbar || p.to === busbar) break;
  }
  return { r, x };
}
