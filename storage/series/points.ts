/**
 * What every series store agrees on: how a reading becomes points (meter × phase × time), which quality counts as
 * good, which points can't be stored at all, and the column (field) a quantity has.
 */
import type { SeriesPoint } from '../../core/ports.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { QUANTITIES } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';

/** One stored row: the finite values of one phase at the interval's end, to the millisecond. */
export interface ReadingPoint {
  readonly phase: PhaseTag;
  readonly endMs: number;
  /** Field name → value; NaN and infinities are left out, never stored as 0. */
  readonly fields: ReadonlyMap<ReadingField, number>;
  readonly quality: number;
}

/** Column of a quantity in the stores: the names of `core/schema.ts`. */
export const READING_FIELDS = ['u', 'u_min', 'u_max', 'i', 'p', 'q', 'f', 'thdu', 'pst', 'plt', 'u2', 'u0'] as const;
export type ReadingField = (typeof READING_FIELDS)[number];

export const FIELD_OF: ReadonlyMap<QuantityId, ReadingField> = new Map(
  QUANTITIES.map((q) => [q.id, q.id === 'uMin' ? 'u_min' : q.id === 'uMax' ? 'u_max' : q.id]),
);

export function fieldOf(quantity: QuantityId): ReadingField {
  return FIELD_OF.get(quantity) as ReadingField;
}

/** A value under one of these bits is no true measurement; flagged-during-event and late values are. */
export const NOT_GOOD = QUALITY.notAvailable | QUALITY.implausible | QUALITY.clock | QUALITY.stale | QUALITY.suspect;

/** Every quality word that counts as good, for stores whose query language has no bit operators. */
export const GOOD_QUALITIES: readonly number[] = Array.from(
  { length: 1 << Object.keys(QUALITY).length },
  (_, q) => q,
).filter((q) => (q & NOT_GOOD) === 0);

/**
 * The points of one reading. A phase whose values are all missing still gives a point, so that its quality is kept;
 * a reading without any phase gives one of phase `total` when it has something to say about quality.
 */
export function pointsOf(reading: Reading): readonly ReadingPoint[] {
  const endMs = Math.round(reading.endMs);
  const quality = reading.quality;
  const points: ReadingPoint[] = [];
  for (const [phase, values] of Object.entries(reading.values)) {
    const fields = new Map<ReadingField, number>();
    for (const [quantity, value] of Object.entries(values)) {
      const field = FIELD_OF.get(quantity as QuantityId);
      if (field !== undefined && Number.isFinite(value)) fields.set(field, value);
    }
    points.push({ phase: phase as PhaseTag, endMs, fields, quality });
  }
  if (points.length === 0 && quality !== 0) points.push({ phase: 'total', endMs, fields: new Map(), quality });
  return points;
}

/** Largest instant a signed 64-bit count of nanoseconds holds, ms: 2262-04-11. */
const MAX_MS = 9_223_372_036_854;

/** Why no store can keep this reading; null = it can. */
export function whyRefused(reading: Reading): string | null {
  if (!Number.isFinite(reading.endMs) || Math.abs(reading.endMs) > MAX_MS) return 'the time is not an instant';
  if (reading.meter === '') return 'the meter has no id';
  // Line protocol cannot carry these in a tag; every store refuses them so that no store is more lenient.
  if (/[\n\r\0]|\\$/.test(reading.meter)) return 'the meter id holds a line break or ends in a backslash';
  return null;
}

/** By phase, then time; one point per phase and time, the last one given stands. */
export function inOrder(points: Iterable<SeriesPoint>): readonly SeriesPoint[] {
  const byKey = new Map<string, SeriesPoint>();
  for (const p of points) byKey.set(`${p.meter}|${p.phase}|${p.timeMs}`, p);
  return [...byKey.values()].sort(
    (a, b) => compare(a.meter, b.meter) || compare(a.phase, b.phase) || a.timeMs - b.timeMs,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
