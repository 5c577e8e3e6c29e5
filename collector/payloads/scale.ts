/**
 * Is the device's unit the one we think? A scale is set once, at commissioning, and is wrong from the first message on.
 * So it is doubted only until the device has once shown a voltage near nominal; whatever it shows afterwards is evidence:
 * a broken neutral gives √3, a dip to a tenth is a dip. A doubted voltage is kept as it was sent, flagged, and never an
 * event; nothing is corrected by guess.
 */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { nominalOfV } from '../sanity/voltage.ts';

/** A supply in operation lies within this share of nominal. Wider than every limit, so that bad voltage is no doubt. */
const NEAR_PU = 0.2;

/** How much too large a number is, and what then usually happened. */
const MISTAKES: readonly (readonly [number, string])[] = [
  [1000, 'scale ×1000? (millivolts sent as volts)'],
  [100, 'scale ×100? (hundredths of a volt sent as volts)'],
  [10, 'scale ×10? (tenths of a volt sent as volts)'],
  [2, 'doubled? (a firmware that doubles voltage)'],
  [Math.sqrt(3), '√3? (phase-phase voltage sent as phase voltage)'],
  [0.1, 'scale ×0.1? (a decimal point one place off)'],
  [0.01, 'scale ×0.01? (a decimal point two places off)'],
  [0.001, 'scale ×0.001? (kilovolts sent as volts)'],
];

export interface ScaleDoubt {
  /** Volts sent / volts likely. */
  readonly factor: number;
  readonly hint: string;
}

type Values = Readonly<Partial<Record<PhaseTag, Readonly<Partial<Record<QuantityId, number>>>>>>;

/** True where some voltage is one that a supply of this nominal voltage has in operation: the scale is right. */
export function showsNominal(values: Values, nominalLnV: number): boolean {
  return ratios(values, nominalLnV).some((r) => Math.abs(r - 1) <= NEAR_PU);
}

/** The one mistake that explains every voltage of the message; null where there is none. */
export function scaleDoubt(values: Values, nominalLnV: number): ScaleDoubt | null {
  const all = ratios(values, nominalLnV);
  if (all.length === 0) return null;
  const fits = MISTAKES.filter(([factor]) => all.every((r) => Math.abs(r / factor - 1) <= NEAR_PU));
  const off = ([factor]: readonly [number, string]) => Math.abs(Math.log((all[0] ?? 1) / factor));
  const [best] = fits.sort((a, b) => off(a) - off(b));
  return best === undefined ? null : { factor: best[0], hint: best[1] };
}

/** The mistake behind one number, without knowing the supply: used when a message is looked at for the first time. */
export function likelyScale(valueV: number, nominalV: number): ScaleDoubt | null {
  return scaleDoubt({ A: { u: valueV } }, nominalV);
}

function ratios(values: Values, nominalLnV: number): number[] {
  const out: number[] = [];
  for (const [phase, of] of Object.entries(values) as [PhaseTag, Partial<Record<QuantityId, number>>][]) {
    if (of.u === undefined || phase === 'N' || phase === 'total') continue;
    out.push(of.u / (nominalOfV(phase, nominalLnV) ?? nominalLnV));
  }
  return out;
}
