/**
 * The detectors as a reader of the spool: readings through the fold, what they find, no longer find and what devices
 * report themselves to both stores. The fold's state is committed with the offset; after a crash the same entries give
 * the same facts under the same keys.
 */
import type { RecordStore } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { Persist, Work } from './consumer.ts';
import type { DerivedOut } from './derived.ts';
import { disturbancesOf, meterEventsOf, type SpoolEntry, unwatchedReadingsOf } from './item.ts';
import { LateMender, type Mended, type StoredReadings } from './late-mender.ts';
import type { LiveFold } from './live-fold.ts';

const RECENT_PROBLEMS = 100;

export interface DetectorRunner extends Work {
  /** What the detectors left out and why, newest first. */
  problems(): readonly Problem[];
}

/** What readings need that are older than the memory of the fold. */
export interface LateParts {
  readonly stored: StoredReadings;
  /** True once the store behind `stored` holds all that is durable at the call; false = not within some patience. */
  readonly isStored: () => Promise<boolean>;
  /** Much more lies in the spool: a stream is folded again once, at the end. */
  readonly isBehind: () => boolean;
}

/** `late` absent = such readings are stored and wait to be detected until a start with it. */
export function detectorRunner(
  fold: LiveFold,
  series: Omit<DerivedOut, 'writeCollector'>,
  records: RecordStore,
  late?: LateParts,
): DetectorRunner {
  const mender = late === undefined ? null : new LateMender({ fold, records, ...late });
  let recent: readonly Problem[] = [];
  return {
    name: 'detect',
    async take(entries, persist) {
      const found = fold.push(unwatchedReadingsOf(entries));
      recent = [...found.problems, ...recent].slice(0, RECENT_PROBLEMS);
      const stores = { series, records, persist };
      await put(entries, found, stores);
      await takeBack(entries, found, stores);
      if (mender === null) return;
      await mender.note(found, persist);
      if (late?.isBehind() === true) return;
      await mender.mend(persist, async (mended) => {
        await put([], mended, stores);
        await takeBack(entries, mended, stores);
      });
    },
    checkpoint: () => fold.checkpoint(),
    problems: () => recent,
  };
}

interface Stores {
  readonly series: Omit<DerivedOut, 'writeCollector'>;
  readonly records: RecordStore;
  readonly persist: Persist;
}

async function put(entries: readonly SpoolEntry[], found: Mended, { series, records, persist }: Stores) {
  const disturbances = [...disturbancesOf(entries), ...found.disturbances];
  const meterEvents = meterEventsOf(entries);
  const { voltages, aggregates } = found;
  if (disturbances.length + meterEvents.length + voltages.length > 0) {
    await persist('storing facts', () => records.putFacts({ disturbances, meterEvents, voltages }));
  }
  if (disturbances.length > 0) await persist('writing events', () => series.writeDisturbances(disturbances));
  if (aggregates.length > 0) await persist('writing aggregates', () => series.writeAggregates(aggregates));
}

/** After the new ones are there: at no moment is an event gone whose start only moved. */
async function takeBack(entries: readonly SpoolEntry[], { withdrawn }: Mended, { series, records, persist }: Stores) {
  const { disturbances, voltages, aggregates } = withdrawn;
  if (disturbances.length + voltages.length > 0) {
    const atMs = Math.max(...entries.map((e) => e.receivedMs));
    await persist('taking facts back', () => records.withdrawFacts({ disturbances, voltages }, atMs));
  }
  if (disturbances.length + aggregates.length > 0) {
    await persist('taking points back', () => series.withdraw({ disturbances, aggregates }));
  }
}
