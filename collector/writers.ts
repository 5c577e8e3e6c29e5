/** What reads the spool: the writer of the series store, and the detectors with what follows from them. */
import type { RecordStore, SeriesStore } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { Reading } from '../core/series.ts';
import type { Persist, Work } from './consumer.ts';
import type { HeldFile } from './io/held-file.ts';
import { disturbancesOf, meterEventsOf, readingsOf, type SpoolEntry } from './item.ts';
import type { LiveFold } from './live-fold.ts';

/** Readings of one write; stores are fastest between one and five thousand. */
const BATCH_READINGS = 5_000;
const RECENT_PROBLEMS = 100;

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

/**
 * The detectors: readings through the fold, what they find and what devices report to both stores. The fold's state is
 * committed with the offset; after a crash the same entries give the same facts under the same keys.
 */
export function detectorRunner(
  fold: LiveFold,
  series: SeriesStore,
  records: RecordStore,
): Work & { problems(): readonly Problem[] } {
  let recent: readonly Problem[] = [];
  return {
    name: 'detect',
    async take(entries, persist) {
      const found = fold.push(readingsOf(entries).filter(hasValues));
      const disturbances = [...disturbancesOf(entries), ...found.disturbances];
      const meterEvents = meterEventsOf(entries);
      const { voltages, aggregates } = found;
      recent = [...found.problems, ...recent].slice(0, RECENT_PROBLEMS);
      if (disturbances.length + meterEvents.length + voltages.length > 0) {
        await persist('storing facts', () => records.putFacts({ disturbances, meterEvents, voltages }));
      }
      if (disturbances.length > 0) await persist('writing events', () => series.writeDisturbances(disturbances));
      if (aggregates.length > 0) await persist('writing aggregates', () => series.writeAggregates(aggregates));
    },
    checkpoint: () => fold.checkpoint(),
    problems: () => recent,
  };
}

/** A reading of which nothing was usable is counted and shown, but it is no point and no event. */
function hasValues(r: Reading): boolean {
  return Object.keys(r.values).length > 0;
}
