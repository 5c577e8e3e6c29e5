/** The voltage that counts as 100 % of a group of channels in a waveform recording. */
import type { UrmsHalf } from '../measure/urms-half.ts';
import type { VoltageGroup } from '../measure/voltage-groups.ts';

/** Cycles at the start of the record whose median stands in for the declared voltage. */
const REFERENCE_CYCLES = 5;
/** A median below this share of the record's highest value is no reference: the line was dead when it began. */
const REFERENCE_SHARE_MIN = 0.2;
/** No declared voltage, primary or secondary, is lower than this, V: what is measured there is noise. */
const REFERENCE_MIN_V = 0.5;

export interface GroupRuns {
  readonly group: Pick<VoltageGroup, 'connection'>;
  /** Per gapless run, one result per member. Volts. */
  readonly runs: readonly (readonly UrmsHalf[])[];
}

/**
 * The declared voltage for this group, V; null where none was given and the record begins without a steady voltage.
 * One number given for a record with both kinds of group is phase-neutral, and phase-phase groups get √3 of it.
 */
export function referenceV(m: GroupRuns, givenV: number | null, hasNeutral: boolean, lineHz: number): number | null {
  if (givenV !== null) return m.group.connection === 'LL' && hasNeutral ? givenV * Math.sqrt(3) : givenV;
  const firstRun = m.runs.find((r) => r.some((u) => u.timesMs.length > 0)) ?? [];
  const untilMs =
    Math.min(...firstRun.map((u) => u.timesMs[0] ?? Number.POSITIVE_INFINITY)) + (1000 * REFERENCE_CYCLES) / lineHz;
  const first = firstRun.flatMap((u) => [...u.valuesV].filter((v, i) => u.timesMs[i]! <= untilMs && !Number.isNaN(v)));
  first.sort((a, b) => a - b);
  const median = first[Math.floor(first.length / 2)] ?? 0;
  return median >= Math.max(REFERENCE_MIN_V, REFERENCE_SHARE_MIN * highestV(m)) ? median : null;
}

/** Highest Urms(1/2) of any member, V; 0 where there is none. */
export function highestV(m: Pick<GroupRuns, 'runs'>): number {
  let highest = 0;
  for (const run of m.runs) for (const u of run) for (const v of u.valuesV) if (v > highest) highest = v;
  return highest;
}
