/** The reader of the spool that fills the series store. */
import type { SeriesStore } from '../core/ports.ts';
import type { Reading } from '../core/series.ts';
import type { Persist, Work } from './consumer.ts';
import type { HeldFile } from './io/held-file.ts';
import { readingsOf, type SpoolEntry } from './item.ts';

/** Readings of one write; stores are fastest between one and five thousand. */
const BATCH_READINGS = 5_000;

/** Readings to the series store, one batch after the other. What it refuses goes to the held file, the rest is stored. */
export function seriesWriter(series: SeriesStore, held: HeldFile, now: () => number): Work & { refused(): number } {
  let refusedCount = 0;
  return {
    name: 'series',
    async take(entries: readonly SpoolEntry[], persist: Persist) {
      const readings = readingsOf(entries).filter(hasValues);
      for (let at = 0; at < readings.length; at += BATCH_READINGS) {
        const batch = readings.slice(at, at + BATCH_READINGS);
        const { refused } = await persist('writing readings', () => series.writeReadings(batch));
        refusedCount += refused.length;
        for (const { reading, reason } of refused) {
          const one = { atMs: now(), subject: `store ${reading.meter}`, reason, content: reading };
          await persist('holding a refused reading', () => held.hold(one));
        }
      }
    },
    checkpoint: () => null,
    refused: () => refusedCount,
  };
}

/** A reading of which nothing was usable is counted and shown, but it is no point and no event. */
function hasValues(r: Reading): boolean {
  return Object.keys(r.values).length > 0;
}
