/** Four-wire network behind a broken neutral: the star point goes where the loads pull it, the phase-phase triangle stays. */
import type { Triple } from './vector-group.ts';

/**
 * Phase-neutral voltages behind the break. `sourceV` are the voltages before it, `loadW` what each phase draws there at
 * nominal voltage. The loads act as conductances; `earthS` is the conductance of what earthing the neutral still has.
 * @source Millman's theorem with resistive loads.
 */
export function floatingStar(sourceV: Triple, loadW: Triple, nominalV: number, earthS: number): Triple {
  const g = loadW.map((w) => Math.max(w, 1) / (nominalV * nominalV));
  const sum = g.reduce((a, b) => a + b, 0) + earthS;
  const phasors = sourceV.map((u, i) => ({ re: u * Math.cos(ANGLES[i] ?? 0), im: u * Math.sin(ANGLES[i] ?? 0) }));
  const re = phasors.reduce((a, p, i) => a + p.re * (g[i] ?? 0), 0) / sum;
  const im = phasors.reduce((a, p, i) => a + p.im * (g[i] ?? 0), 0) / sum;
  const [a, b, c] = phasors.map((p) => Math.hypot(p.re - re, p.im - im));
  return [a ?? Number.NaN, b ?? Number.NaN, c ?? Number.NaN];
}

const ANGLES = [0, (-2 * Math.PI) / 3, (2 * Math.PI) / 3];
