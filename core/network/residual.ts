/**
 * Voltages left on the low-voltage side of a distribution transformer while something is wrong on its
 * medium-voltage side. Per unit (`Pu`) of declared phase-neutral voltage, steady state, no load current.
 * @source design section 6; closed forms of symmetrical components.
 */
import { type LinePair, PHASES, type Phase } from '../quantity.ts';
import { phaseLetters, seenByLv } from './phases.ts';

export type PhaseVoltagesPu = Readonly<Record<Phase, number>>;

/** A complex number as [real, imaginary]. */
type Phasor = readonly [number, number];
type MvPhasors = Readonly<Record<Phase, Phasor>>;

/** Phase-phase fault on the MV side: `pair` at residual `residualPu` of its normal phase-phase voltage, 0–1. */
export interface PairFault {
  readonly kind: 'phase_phase';
  readonly pair: LinePair;
  readonly residualPu: number;
}
/** Three-phase fault: every MV voltage at `residualPu`. */
export interface ThreePhaseFault {
  readonly kind: 'three_phase';
  readonly residualPu: number;
}
/**
 * One MV phase to earth on an isolated or coil-earthed system (`residualPu` = its phase-earth voltage): the neutral
 * moves, the phase-phase triangle and so the whole LV side stay where they were.
 */
export interface EarthFault {
  readonly kind: 'earth';
  readonly phase: Phase;
  readonly residualPu: number;
}
/** One MV phase open (drop-out fuse). `split` = share of the remaining voltage on the first of the two loose phases. */
export interface OpenPhase {
  readonly kind: 'open_phase';
  readonly phase: Phase;
  readonly split: number;
}
export type MvFault = PairFault | ThreePhaseFault | EarthFault | OpenPhase;

/**
 * LV phase-neutral voltages for an MV fault, by vector group; null where the group cannot be read.
 * Numbers outside 0–1 are taken as they are; NaN gives NaN.
 */
export function lvResidual(vectorGroup: string | null, fault: MvFault): PhaseVoltagesPu | null {
  if (fault.kind === 'open_phase') return openPhase(vectorGroup, fault);
  const mv = mvPhasors(fault);
  return perPhase(vectorGroup, (of) => {
    const first = of[0] as Phase;
    if (of.length === 2) return length(minus(mv[first], mv[of[1] as Phase])) / Math.sqrt(3);
    const [re, im] = mv[first];
    return length([re - mean(mv, 0), im - mean(mv, 1)]);
  });
}

/** LV phases that fall below `thresholdPu` (dip threshold 0.9), letters in order; empty = none or group unreadable. */
export function lvPhasesTouched(vectorGroup: string | null, fault: MvFault, thresholdPu = 0.9): string {
  const left = lvResidual(vectorGroup, fault);
  return left === null ? '' : phaseLetters(PHASES.filter((p) => left[p] < thresholdPu).join(''));
}

/** MV phase-earth voltages during the fault; A at 0°, B at −120°, C at +120°, 1 = normal. */
export function mvPhasors(fault: Exclude<MvFault, OpenPhase>): MvPhasors {
  const r = fault.residualPu;
  if (fault.kind === 'three_phase') return mapPhases((p) => times(HEALTHY[p], r));
  if (fault.kind === 'earth') {
    const shift = times(HEALTHY[fault.phase], 1 - r);
    return mapPhases((p) => minus(HEALTHY[p], shift));
  }
  // The healthy phase keeps its voltage, the two others lie either side of minus a half of it.
  const [x, y] = [fault.pair[0] as Phase, fault.pair[1] as Phase];
  const healthy = PHASES.find((p) => p !== x && p !== y) as Phase;
  const middle = times(HEALTHY[healthy], -0.5);
  const half = times(minus(HEALTHY[x], HEALTHY[y]), r / 2);
  return mapPhases((p) =>
    p === healthy ? HEALTHY[p] : p === x ? minus(middle, times(half, -1)) : minus(middle, half),
  );
}

const HEALTHY: MvPhasors = {
  A: [1, 0],
  B: [-0.5, -Math.sqrt(3) / 2],
  C: [-0.5, Math.sqrt(3) / 2],
};

/** The pair that keeps both wires stays at 1; the other two share it by load (Dyn), or sit across half of it (Yyn). */
function openPhase(vectorGroup: string | null, fault: OpenPhase): PhaseVoltagesPu | null {
  const loose = PHASES.filter((lv) => seenByLv(vectorGroup, lv)?.of.includes(fault.phase));
  return perPhase(vectorGroup, (of, lv) => {
    if (of.length === 1) return of === fault.phase ? 0 : Math.sqrt(3) / 2;
    if (!of.includes(fault.phase)) return 1;
    return lv === loose[0] ? fault.split : 1 - fault.split;
  });
}

function perPhase(
  vectorGroup: string | null,
  value: (of: Phase | LinePair, lv: Phase) => number,
): PhaseVoltagesPu | null {
  const out: Record<Phase, number> = { A: Number.NaN, B: Number.NaN, C: Number.NaN };
  for (const lv of PHASES) {
    const seen = seenByLv(vectorGroup, lv);
    if (seen === null) return null;
    out[lv] = value(seen.of, lv);
  }
  return out;
}

function mapPhases(value: (p: Phase) => Phasor): MvPhasors {
  return { A: value('A'), B: value('B'), C: value('C') };
}
const times = (a: Phasor, k: number): Phasor => [a[0] * k, a[1] * k];
const minus = (a: Phasor, b: Phasor): Phasor => [a[0] - b[0], a[1] - b[1]];
const length = (a: Phasor): number => Math.hypot(a[0], a[1]);
const mean = (mv: MvPhasors, part: 0 | 1): number => (mv.A[part] + mv.B[part] + mv.C[part]) / 3;
