/** Three significant digits: enough for a person, stable in a file. null stays null; NaN never leaves. */
export function round(x: number): number {
  return Number.isFinite(x) ? Number(x.toPrecision(3)) : 0;
}
