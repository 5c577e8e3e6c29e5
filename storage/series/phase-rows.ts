/** Stored rows, one per phase and time, put together to readings again. */
import type { StoredReading } from '../../core/ports.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';

export interface PhaseRow extends Omit<StoredReading, 'values'> {
  readonly phase: PhaseTag;
  readonly values: Readonly<Partial<Record<QuantityId, number>>>;
}

/** By time. A row without a value says nothing but its quality; the quality of a reading is that of its phases. */
export function byTime(rows: readonly PhaseRow[]): readonly StoredReading[] {
  const readings = new Map<number, StoredReading>();
  for (const { phase, values, ...row } of rows) {
    const before = readings.get(row.endMs);
    const own = Object.keys(values).length === 0 ? {} : { [phase]: { ...before?.values[phase], ...values } };
    const quality = row.quality | (before?.quality ?? 0);
    readings.set(row.endMs, { ...row, ...before, quality, values: { ...before?.values, ...own } });
  }
  return [...readings.values()].sort((a, b) => a.endMs - b.endMs);
}
