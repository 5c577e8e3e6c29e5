/** Lines and transformers as they are bought. Resistances and reactances in ohm per km and phase, at 50 Hz and about 60 °C. */
import type { Section } from '../../core/network.ts';

export interface Conductor {
  readonly kind: Section['kind'];
  readonly rOhmPerKm: number;
  readonly xOhmPerKm: number;
  readonly voltageKv: number;
}

/** Common catalogue sizes; values rounded from conductor resistivity and usual spacing (engineering figures, unconfirmed). */
export const CONDUCTORS = {
  mvOverhead120: { kind: 'overhead', rOhmPerKm: 0.27, xOhmPerKm: 0.347, voltageKv: 10 },
  mvOverhead70: { kind: 'overhead', rOhmPerKm: 0.46, xOhmPerKm: 0.363, voltageKv: 10 },
  mvCable300: { kind: 'cable', rOhmPerKm: 0.08, xOhmPerKm: 0.09, voltageKv: 10 },
  mvCable120: { kind: 'cable', rOhmPerKm: 0.196, xOhmPerKm: 0.095, voltageKv: 10 },
  lvOverhead120: { kind: 'overhead', rOhmPerKm: 0.27, xOhmPerKm: 0.09, voltageKv: 0.4 },
  lvOverhead35: { kind: 'overhead', rOhmPerKm: 0.92, xOhmPerKm: 0.1, voltageKv: 0.4 },
  lvCable150: { kind: 'cable', rOhmPerKm: 0.16, xOhmPerKm: 0.077, voltageKv: 0.4 },
  lvCable50: { kind: 'cable', rOhmPerKm: 0.47, xOhmPerKm: 0.08, voltageKv: 0.4 },
  service16: { kind: 'service', rOhmPerKm: 1.91, xOhmPerKm: 0.1, voltageKv: 0.4 },
  service10: { kind: 'service', rOhmPerKm: 2.2, xOhmPerKm: 0.09, voltageKv: 0.4 },
} as const satisfies Record<string, Conductor>;

/** Short-circuit voltage and copper loss of a distribution transformer, per unit of its rating. */
export const TRANSFORMER_UK_PU = 0.04;
export const TRANSFORMER_UR_PU = 0.017;
/** Zero-sequence reactance of a Yyn0 three-limb transformer in multiples of its leakage reactance; of a Dyn11 about one. */
export const YYN0_ZERO_SEQUENCE = 6;

/** Thevenin impedance of the 10 kV busbar, ohm per phase: 110 kV grid and a high-impedance 50 MVA transformer. */
export const SOURCE_R_OHM = 0.03;
export const SOURCE_X_OHM = 0.42;
