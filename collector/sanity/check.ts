/** Rules one reading must pass whatever its source: impossible voltages are taken out and named, true ones pass. */
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { isImpossibleVoltage, isZeroWithLoad, nominalOfV } from './voltage.ts';

export interface Checked {
  readonly reading: Reading;
  readonly problems: readonly Problem[];
}

/** Voltage quantities of a phase. */
const VOLTAGES = ['u', 'uMin', 'uMax'] as const satisfies readonly QuantityId[];

/** The reading without impossible values; the very same object where nothing was wrong. */
export function checkReading(reading: Reading, nominalLnV: number | null): Checked {
  const problems: Problem[] = [];
  const values: Partial<Record<PhaseTag, Readonly<Partial<Record<QuantityId, number>>>>> = {};
  for (const [phase, given] of Object.entries(reading.values) as [PhaseTag, Partial<Record<QuantityId, number>>][]) {
    const kept = { ...given };
    for (const name of VOLTAGES) {
      const uV = given[name];
      if (uV === undefined) continue;
      const isUnmeasured = name === 'u' && isZeroWithLoad(uV, given.i, given.p);
      if (!isUnmeasured && !isImpossibleVoltage(uV, nominalOfV(phase, nominalLnV))) continue;
      delete kept[name];
      const got = isUnmeasured ? `${uV} V while load flows: voltage not measured` : `${uV} V`;
      problems.push({
        code: 'implausible',
        severity: 'warning',
        file: reading.meter,
        line: null,
        field: `${name}.${phase}`,
        expected: nominalLnV === null ? 'a voltage' : `about ${Math.round(nominalOfV(phase, nominalLnV) ?? 0)} V`,
        got,
      });
    }
    for (const [name, value] of Object.entries(kept) as [QuantityId, number][]) {
      if (!Number.isFinite(value)) delete kept[name];
    }
    if (Object.keys(kept).length > 0) values[phase] = kept;
  }
  if (problems.length === 0) return { reading, problems };
  const hasVoltage = Object.values(values).some((v) => v?.u !== undefined);
  const quality = hasVoltage ? reading.quality : reading.quality | QUALITY.implausible;
  return { reading: { ...reading, values, quality }, problems };
}
