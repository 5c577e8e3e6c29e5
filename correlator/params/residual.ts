/**
 * Impedances for the residual compass.
 * @source short-circuit voltage of 110/10 kV transformers 10.5–17 % (usual ratings [M]); LGJ-120 overhead about
 * 0.27 + j0.35 ohm/km, 3 x 240 mm² copper cable about 0.08 + j0.09 ohm/km (handbook values [M]).
 */
export const RESIDUAL = {
  shortCircuitPu: 0.14,
  overhead: { r: 0.27, x: 0.35 },
  cable: { r: 0.1, x: 0.09 },
  /** Spread of the model, per unit: sections too far for what was left, sections nearer (fault resistance) [M]. */
  farSigmaPu: 0.1,
  nearSigmaPu: 0.3,
  /** What is left to a section the compass does not point to. */
  floor: 0.12,
} as const;
