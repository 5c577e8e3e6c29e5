/**
 * Disturbances of a table of slow readings: the fold of the live collector, with the declared voltage found first, and
 * what the meter counted and wrote down by itself.
 */
import type { ProfileId } from '../core/case.ts';
import type { Disturbance } from '../core/event.ts';
import { id, type MeterId } from '../core/ids.ts';
import { LIMIT_PROFILES } from '../core/limits/index.ts';
import type { Meter } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';
import { LINE_PAIRS, PHASES } from '../core/quantity.ts';
import type { Reading } from '../core/series.ts';
import { withOwnRecords } from './detect/counters-events.ts';
import { foldReadings } from './fold.ts';
import type { ReadingTable } from './formats/recording.ts';

export interface TableOptions {
  readonly file: string;
  readonly profile: ProfileId;
  readonly udinV: number | null;
  readonly zone: string;
}

/** A median this near the profile's own low voltage is that voltage. Share. */
const NEAR_DECLARED = 0.25;

/** In order of start; without `udinV` the profile's low voltage, or the median where that is far away, with a warning. */
export function detectTable(
  table: ReadingTable,
  options: TableOptions,
): { readonly disturbances: readonly Disturbance[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const meters = [...byMeter(table.readings)].map(([meter, own]) => {
    const connection = isLineLine(own) ? 'LL' : 'LN';
    const udinV = options.udinV ?? declaredV(own, connection, options.profile);
    if (options.udinV === null) problems.push(assumed(options.file, meter, udinV));
    return meterOf(meter, own, connection, udinV);
  });
  const folded = foldReadings(table.readings, meters, { ...options, nominalV: (m) => m.udinV ?? 0 });
  const name = (d: Disturbance) => table.channels[d.phases] ?? Object.values(table.channels).join(',');
  const measured = folded.disturbances.map((d) => ({ ...d, channel: name(d) }));
  const all = withOwnRecords(measured, table, options.file);
  return { disturbances: all.disturbances, problems: [...problems, ...folded.problems, ...all.problems] };
}

function byMeter(readings: readonly Reading[]): Map<MeterId, Reading[]> {
  const groups = new Map<MeterId, Reading[]>();
  for (const r of readings) {
    const own = groups.get(r.meter);
    if (own === undefined) groups.set(r.meter, [r]);
    else own.push(r);
  }
  return groups;
}

function isLineLine(readings: readonly Reading[]): boolean {
  const has = (c: (typeof PHASES)[number] | (typeof LINE_PAIRS)[number]) =>
    readings.some((r) => r.values[c] !== undefined);
  return !PHASES.some(has) && LINE_PAIRS.some(has);
}

function declaredV(readings: readonly Reading[], connection: 'LN' | 'LL', profile: ProfileId): number {
  const values = readings.flatMap((r) =>
    (connection === 'LN' ? PHASES : LINE_PAIRS).flatMap((c) => r.values[c]?.u ?? []),
  );
  values.sort((a, b) => a - b);
  const median = values[Math.floor(values.length / 2)] ?? 0;
  const declared = LIMIT_PROFILES[profile].udinV[connection];
  return median <= 0 || Math.abs(median / declared - 1) <= NEAR_DECLARED ? declared : median;
}

function meterOf(meter: MeterId, readings: readonly Reading[], connection: 'LN' | 'LL', udinV: number): Meter {
  const phases = PHASES.filter((p) => readings.some((r) => r.values[p] !== undefined)).join('');
  const first = readings[0];
  return {
    meter,
    node: id(''),
    supplyPoint: null,
    phases: connection === 'LN' ? phases : '?',
    method: first?.method ?? '10min',
    statistic: first?.statistic ?? 'mean',
    connection,
    udinV,
    clock: 'free',
    clockSigmaS: null,
    comms: null,
  };
}

function assumed(file: string, meter: MeterId, udinV: number): Problem {
  return {
    code: 'no-reference-voltage',
    severity: 'warning',
    file,
    line: null,
    field: meter,
    expected: '--udin',
    got: `${udinV.toFixed(1)} V taken`,
  };
}
