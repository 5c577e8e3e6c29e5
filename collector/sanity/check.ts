/** Rules one reading must pass whatever its source: impossible voltages are taken out and named, true ones pass. */
import type { Doubt } from '../../core/data-quality.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { nameImpossible } from './name-value.ts';
import { isImpossibleVoltage, isZeroWithLoad, nominalOfV } from './voltage.ts';

export interface Checked {
  readonly reading: Reading;
  readonly problems: readonly Problem[];
  readonly doubts: readonly Doubt[];
}

const NO_DOUBTS: readonly Doubt[] = [];

/** Voltage quantities of a phase. */
const VOLTAGES = ['u', 'uMin', 'uMax'] as const satisfies readonly QuantityId[];

/** The reading without impossible values; the very same object where nothing was wrong. */
export function checkReading(reading: Reading, nominalLnV: number | null): Checked {
  const problems: Problem[] = [];
  const doubts: Doubt[] = [];
  const values: Partial<Record<PhaseTag, Readonly<Partial<Record<QuantityId, number>>>>> = {};
  for (const [phase, given] of Object.entries(reading.values) as [PhaseTag, Partial<Record<QuantityId, number>>][]) {
    const kept = { ...given };
    for (const name of VOLTAGES) {
      const uV = given[name];
      if (uV === undefined) continue;
      const isUnmeasured = name === 'u' && isZeroWithLoad(uV, given.i, given.p);
      if (!isUnmeasured && !isImpossibleVoltage(uV, nominalOfV(phase, nominalLnV))) continue;
      delete kept[name];
      const named = isUnmeasured
        ? ({ kind: 'zero_with_load', hint: 'while load flows: voltage not measured' } as const)
        : nameImpossible(uV, nominalOfV(phase, nominalLnV));
      const got = isUnmeasured ? `${uV} V ${named.hint}` : `${uV} V: ${named.hint}`;
      doubts.push({ kind: named.kind, phases: phase, detail: got, p: 0.9 });
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
  const zero = zeroWithFrequency(reading);
  if (problems.length === 0) return { reading, problems, doubts: zero ?? NO_DOUBTS };
  const hasVoltage = Object.values(values).some((v) => v?.u !== undefined);
  const quality = hasVoltage ? reading.quality : reading.quality | QUALITY.implausible;
  return { reading: { ...reading, values, quality }, problems, doubts: [...doubts, ...(zero ?? [])] };
}

/** What a meter calls a frequency, Hz. */
const FREQUENCY_HZ = { from: 40, to: 70 } as const;
/** Below this the meter says "no voltage", V. */
const NO_VOLTAGE_V = 1;

/**
 * No voltage anywhere and yet a frequency: one of the two was not measured. Some meters hold the last frequency through an
 * interruption, so the value stays what it is and only a doubt is noted.
 */
function zeroWithFrequency(reading: Reading): readonly Doubt[] | null {
  let hz = Number.NaN;
  let measured = 0;
  for (const values of Object.values(reading.values)) {
    if (values?.u !== undefined) {
      if (!(values.u < NO_VOLTAGE_V)) return null;
      measured++;
    }
    if (values?.f !== undefined) hz = values.f;
  }
  if (measured === 0 || !(hz >= FREQUENCY_HZ.from && hz <= FREQUENCY_HZ.to)) return null;
  return [{ kind: 'zero_with_frequency', phases: '', detail: `0 V, ${hz} Hz`, p: 0.5 }];
}
