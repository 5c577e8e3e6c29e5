/** Voltage groups of a recording with their Urms(1/2) and declared voltage, for showing. */
import type { UdinSource } from '../../core/recording-report.ts';
import { referenceV } from '../detect/reference-voltage.ts';
import type { Recording } from '../formats/recording.ts';
import { type UrmsHalf, urmsHalf } from '../measure/urms-half.ts';
import { unitScale, type VoltageGroup, voltageGroups } from '../measure/voltage-groups.ts';

export interface MeasuredGroup extends VoltageGroup {
  readonly udinV: number | null;
  readonly udinFrom: UdinSource | null;
  /** Per gapless run, one result per member. Volts. */
  readonly runs: readonly (readonly UrmsHalf[])[];
}

/** `givenV`: a person's word, V, on the side the file states; null = as the file says, else as its first cycles do. */
export function measuredGroups(r: Recording, givenV: number | null): MeasuredGroup[] {
  const groups = voltageGroups(r.analogs);
  const hasNeutral = groups.some((g) => g.connection === 'LN');
  const statedV = givenV ?? r.observation?.declaredV ?? null;
  const udinFrom = givenV !== null ? 'given' : statedV !== null ? 'file' : 'record';
  const edges = [0, ...r.breaks, r.timesMs.length];
  return groups.map((g) => {
    const channels = g.members.map((m) => {
      const a = r.analogs[m.index];
      const scale = a === undefined ? 1 : (unitScale(a) ?? 1);
      return (a?.values ?? new Float64Array(0)).map((v) => v * scale);
    });
    const runs = edges
      .slice(1)
      .map((end, i) => urmsHalf(r.timesMs, channels, { first: edges[i] ?? 0, end, nominalHz: r.lineHz }));
    // The same number detection compares with: the curves must cross the thresholds where the events begin.
    const udinV = referenceV({ group: g, runs }, statedV, hasNeutral, r.lineHz);
    return { ...g, udinV, udinFrom: udinV === null ? null : udinFrom, runs };
  });
}
