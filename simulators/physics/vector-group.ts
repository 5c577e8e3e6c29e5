/**
 * What a fault on the 10 kV side looks like through a distribution transformer. All values per unit of the voltage before the fault.
 * The residual is taken as a real number: the faulted pair shrinks without turning (good for lines, a few per cent off with arcs).
 */

/** Three values in order A, B, C (or AB, BC, CA). */
export type Triple = readonly [number, number, number];

export const FAULT_SHAPES = ['ABC', 'AB', 'BC', 'CA', 'A', 'B', 'C'] as const;
/** `ABC` three-phase, `AB` phase-phase, `A` phase to earth. */
export type FaultShape = (typeof FAULT_SHAPES)[number];
export type VectorGroup = 'Dyn11' | 'Yyn0';

const PAIRS = ['AB', 'BC', 'CA'] as const;
const SINGLES = ['A', 'B', 'C'] as const;

/**
 * Phase-earth voltages at MV when the faulted phases are left with `residualPu` (of the pair for phase-phase faults).
 * @source closed form: V_A = -V_C/2 + U_AB/2 with U_AB at right angles to the healthy phase.
 */
export function mvPhases(shape: FaultShape, residualPu: number): Triple {
  if (shape === 'ABC') return [residualPu, residualPu, residualPu];
  const pair = PAIRS.indexOf(shape as (typeof PAIRS)[number]);
  if (pair >= 0) {
    const faulted = Math.sqrt(0.25 + 0.75 * residualPu * residualPu);
    const healthy = (pair + 2) % 3;
    return rotated([1, faulted, faulted], healthy);
  }
  const phase = SINGLES.indexOf(shape as (typeof SINGLES)[number]);
  const raised = healthyPhaseRise(residualPu);
  return rotated([residualPu, raised, raised], phase);
}

/** LV phase-neutral voltages behind the transformer. Phase-earth faults at MV come through only as far as their current loads the source. */
export function lvPhases(group: VectorGroup, shape: FaultShape, residualPu: number, sourceDropPu: number): Triple {
  if (shape === 'ABC') return [residualPu, residualPu, residualPu];
  const pair = PAIRS.indexOf(shape as (typeof PAIRS)[number]);
  if (pair >= 0) {
    if (group === 'Yyn0') return mvPhases(shape, residualPu);
    const other = Math.sqrt(0.75 + 0.25 * residualPu * residualPu);
    return rotated([residualPu, other, other], pair);
  }
  // A phase-earth fault at A: its current lags in the source and takes from AB what it adds to CA.
  const phase = SINGLES.indexOf(shape as (typeof SINGLES)[number]);
  return rotated([1 - sourceDropPu, 1, 1 + sourceDropPu], phase);
}

/** One MV phase open (drop-out fuse): LV phase-neutral voltages. `split` is the share of the pair that the first phase keeps. */
export function openPhase(group: VectorGroup, open: 'A' | 'B' | 'C', split: number): Triple {
  const at = SINGLES.indexOf(open);
  // Dyn11, A open: windings AB and CA lie in series across BC, so a + c = 1 while b keeps 1.
  if (group === 'Dyn11') return rotated([split, 1, 1 - split], at);
  return rotated([0, Math.sqrt(3) / 2, Math.sqrt(3) / 2], at);
}

/** Phase-earth voltage of the two healthy phases while the third is left with `residualPu`: 1 at no fault, √3 at a bolted one. */
function healthyPhaseRise(residualPu: number): number {
  const shift = 1 - residualPu;
  return Math.sqrt(1 + shift + shift * shift);
}

function rotated(values: Triple, by: number): Triple {
  const out: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < 3; i++) out[(i + by) % 3] = values[i as 0 | 1 | 2];
  return out;
}
