/** Voltages that supply systems and measuring transformers are declared for: what a number near one of them may be. */

/** Declared phase-neutral voltage, V. @source GB/T 156-2017, IEC 60038:2009 table 1; 100 V secondaries: IEC 61869-3 */
export const USUAL_LN_V = [57.735, 63.509, 110, 115, 120, 127, 220, 230, 240, 277, 347, 400, 5773.5, 20_207] as const;
/** A supply is believed within this share of what it is declared for. */
const NEAR_PU = 0.15;

/** The nearest usual declared voltage, and how far off `valueV` is (share of it); null where none is within 15 %. */
export function nearestUsual(
  valueV: number,
  connection: 'LN' | 'LL',
): { readonly usualV: number; readonly offPu: number } | null {
  let best: { usualV: number; offPu: number } | null = null;
  for (const ln of USUAL_LN_V) {
    const usualV = connection === 'LN' ? ln : ln * Math.sqrt(3);
    const offPu = Math.abs(valueV / usualV - 1);
    if (offPu <= NEAR_PU && (best === null || offPu < best.offPu)) best = { usualV, offPu };
  }
  return best;
}

export function isMainsHz(hz: number): boolean {
  return (hz > 47 && hz < 53) || (hz > 57 && hz < 63);
}
