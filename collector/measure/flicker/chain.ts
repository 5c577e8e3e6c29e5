/**
 * The numbers of the flickermeter: what a lamp makes of a change of voltage and what an eye and a brain make of the light.
 * @source IEC 61000-4-15:2010 5.4–5.7; coefficients as in the public QWTB `alg_flicker_sim`
 */

export const LAMPS = [230, 120] as const;
/** V of the filament lamp the weighting stands for. Supplies of 220 V use the 230 V lamp (unconfirmed). */
export type Lamp = (typeof LAMPS)[number];
export const LINE_HZ = [50, 60] as const;
export type LineHz = (typeof LINE_HZ)[number];

/** A second-order analogue transfer function: coefficients of s², s, 1. */
export interface Analogue {
  readonly numerator: readonly [number, number, number];
  readonly denominator: readonly [number, number, number];
  /** Where a discrete copy must be right first, Hz. */
  readonly keyHz: number;
}

interface Weighting {
  readonly k: number;
  readonly lambda: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
  readonly w4: number;
  /** Line frequency the lamp is at home with, Hz: there its scale is set. */
  readonly homeHz: LineHz;
  /** Peak to peak sine modulation at `PEAK_HZ` that gives Pinst,max = 1, per unit. @source table 1 */
  readonly unitChangePu: number;
}

const rad = (hz: number) => 2 * Math.PI * hz;

const WEIGHTINGS: Readonly<Record<Lamp, Weighting>> = {
  230: {
    k: 1.74802,
    lambda: rad(4.05981),
    w1: rad(9.15494),
    w2: rad(2.27979),
    w3: rad(1.22535),
    w4: rad(21.9),
    homeHz: 50,
    unitChangePu: 0.0025,
  },
  120: {
    k: 1.6357,
    lambda: rad(4.167375),
    w1: rad(9.077169),
    w2: rad(2.939902),
    w3: rad(1.394468),
    w4: rad(17.31512),
    homeHz: 60,
    unitChangePu: 0.00321,
  },
};

/** The eye is most sensitive here, Hz. */
const PEAK_HZ = 8.8;
/** Block 3: what is constant goes. */
const HIGH_PASS_HZ = 0.05;
/** Block 3: the ripple of twice the line frequency goes. */
const LOW_PASS_HZ: Readonly<Record<LineHz, number>> = { 50: 35, 60: 42 };
const LOW_PASS_ORDER = 6;
/** Block 4: the brain's memory, s. */
export const MEMORY_S = 0.3;
/** Block 1: 10–90 % of a step in one minute, so a first order of 60 / ln 9 s. @source clause 5.3 (unconfirmed) */
export const REFERENCE_S = 60 / Math.log(9);

/** Block 3 in sections: low pass first, so that what follows may run at a lower rate. */
export function lowPass(lineHz: LineHz): Analogue[] {
  const w = rad(LOW_PASS_HZ[lineHz]);
  return [1, 3, 5].map((odd) => ({
    numerator: [0, 0, w * w],
    denominator: [1, 2 * w * Math.sin((odd * Math.PI) / (2 * LOW_PASS_ORDER)), w * w],
    keyHz: LOW_PASS_HZ[lineHz],
  }));
}

/** High pass and the lamp's weighting. */
export function weighting(lamp: Lamp): [highPass: Analogue, resonance: Analogue, spread: Analogue] {
  const { k, lambda, w1, w2, w3, w4 } = WEIGHTINGS[lamp];
  return [
    { numerator: [0, 1, 0], denominator: [0, 1, rad(HIGH_PASS_HZ)], keyHz: HIGH_PASS_HZ },
    { numerator: [0, k * w1, 0], denominator: [1, 2 * lambda, w1 * w1], keyHz: PEAK_HZ },
    {
      numerator: [0, 1 / w2, 1],
      denominator: [1 / (w3 * w4), 1 / w3 + 1 / w4, 1],
      keyHz: PEAK_HZ,
    },
  ];
}

/** Gain of a section at `hz`. */
export function gainAt({ numerator, denominator }: Analogue, hz: number): number {
  const w = rad(hz);
  const size = ([s2, s1, s0]: readonly [number, number, number]) => Math.hypot(s0 - s2 * w * w, s1 * w);
  return size(numerator) / size(denominator);
}

/**
 * What the squared, smoothed signal is multiplied with to be Pinst, for a voltage of 1 V RMS. Set so that the lamp's
 * own point of table 1 gives 1; the peak of a smoothed sin² lies at ½·(1 + 1/√(1 + (4πf·0.3 s)²)).
 */
export function pinstScale(lamp: Lamp): number {
  const { homeHz, unitChangePu } = WEIGHTINGS[lamp];
  const gain = [...lowPass(homeHz), ...weighting(lamp)].reduce((g, s) => g * gainAt(s, PEAK_HZ), 1);
  const peak = 0.5 * (1 + 1 / Math.hypot(1, 2 * rad(PEAK_HZ) * MEMORY_S));
  return 1 / ((unitChangePu * gain) ** 2 * peak);
}
