/** What late data needs of the embedded series store: points taken back, readings read whole. */

import type { MeterId } from '../../core/ids.ts';
import type { AggregateKey, DisturbanceKey, Range, StoredReading } from '../../core/ports.ts';
import { type PhaseTag, QUANTITIES, type QuantityId } from '../../core/quantity.ts';
import type { Method } from '../../core/series.ts';
import type { DuckdbFile } from './duckdb-file.ts';
import { byTime, type PhaseRow } from './phase-rows.ts';
import { fieldOf } from './points.ts';

export async function withdraw(
  file: DuckdbFile,
  facts: { readonly disturbances: readonly DisturbanceKey[]; readonly aggregates: readonly AggregateKey[] },
): Promise<void> {
  const whole = (ms: number): bigint => BigInt(Math.round(ms));
  const events = facts.disturbances.map(
    (d) =>
      [
        'DELETE FROM disturbance WHERE meter = $1 AND start_ms = $2 AND kind = $3',
        [d.meter, whole(d.startMs), d.kind],
      ] as const,
  );
  const tens = facts.aggregates.map(
    (a) =>
      [
        'DELETE FROM agg_10min WHERE meter = $1 AND end_ms = $2 AND phase = $3',
        [a.meter, whole(a.endMs), a.phase],
      ] as const,
  );
  if (events.length + tens.length > 0) await file.change('taking points back', [...events, ...tens]);
}

const QUANTITY_IDS: readonly QuantityId[] = QUANTITIES.map((q) => q.id);

export async function readReadings(file: DuckdbFile, meter: MeterId, range: Range): Promise<readonly StoredReading[]> {
  const whole = (ms: number): bigint =>
    BigInt(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.floor(ms))));
  const newest = QUANTITY_IDS.map((q) => `arg_max(${fieldOf(q)}, version)`).join(', ');
  const rows = await file.query(
    `SELECT phase, end_ms::DOUBLE, arg_max(start_ms, version)::DOUBLE, arg_max(method, version),
       arg_max(quality, version), ${newest}
     FROM reading WHERE meter = $1 AND end_ms > $2 AND end_ms <= $3 GROUP BY phase, end_ms ORDER BY end_ms, phase`,
    [meter, whole(range.fromMs), whole(range.toMs)],
  );
  return byTime(
    rows.map(([phase, endMs, startMs, method, quality, ...numbers]): PhaseRow => {
      return {
        phase: phase as PhaseTag,
        endMs: Number(endMs),
        startMs: Number(startMs),
        method: method as Method,
        quality: Number(quality),
        values: Object.fromEntries(
          QUANTITY_IDS.flatMap((q, n) => (typeof numbers[n] === 'number' ? [[q, numbers[n]]] : [])),
        ),
      };
    }),
  );
}
