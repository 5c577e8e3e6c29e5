/** Sites of files: each meter of a table of readings; a triggered recording, which says nothing of the time between. */
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { detectRmsTable } from '../../collector/detect/rms-table-events.ts';
import { stemOf } from '../../collector/formats/format.ts';
import type { ReadingTable, Recording, RmsTable } from '../../collector/formats/recording.ts';
import { detectTable, type TableOptions } from '../../collector/table-events.ts';
import { OperationalError } from '../../core/assert.ts';
import type { CounterId } from '../../core/counters.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { observedMs } from '../../core/indices/observed.ts';
import type { IndexPeriod, Site } from '../../core/indices/site.ts';
import { reportProblems } from '../output.ts';
import { readRecordedFile } from '../recorded-file.ts';
import { grouped, hasExtremes, supplyGroup } from './indices-case.ts';
import { type IndexedSource, type IndexSettings, indexPeriod } from './indices-settings.ts';
import { DEFAULT_ZONE } from './report-settings.ts';

/** Rejects with `OperationalError` where the file holds nothing to go by, or no period is known. */
export async function indicesOfFile(file: string, settings: IndexSettings): Promise<IndexedSource> {
  const zone = settings.zone ?? DEFAULT_ZONE;
  const { records, problems } = await readRecordedFile(file, zone);
  reportProblems(problems);
  if (records.length === 0) throw new OperationalError(`${file}: nothing could be read`, { retryable: false });
  const period = indexPeriod(settings, zone, spanOf(records));
  if (period === null) throw new OperationalError(`${file}: no period (--from and --to)`, { retryable: false });
  const options = { file, profile: settings.profile ?? ('gb' as const), udinV: settings.udinV, zone };
  const sites = records.flatMap((record) => {
    if (record.kind === 'readings') return sitesOfTable(record, period, options);
    const found =
      record.kind === 'rms'
        ? detectRmsTable(record, options)
        : detectRecording(record, { ...options, meter: id(stemOf(file)) });
    reportProblems(found.problems);
    return [siteOfRecording(stemOf(file), found.disturbances, period, settings)];
  });
  // Of a file nobody knows the customers: each site stands for one.
  const groups = sites.map((s) => supplyGroup(s, 1));
  return { name: file, zone, period, sites, groups };
}

function spanOf(records: readonly (Recording | RmsTable | ReadingTable)[]): {
  fromMs: number | null;
  toMs: number | null;
} {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (from: number, to: number) => {
    fromMs = Math.min(fromMs, from);
    toMs = Math.max(toMs, to);
  };
  for (const r of records) {
    if (r.kind === 'readings') for (const reading of r.readings) take(reading.startMs, reading.endMs);
    else take(r.startMs, r.startMs + (r.timesMs.at(-1) ?? 0));
  }
  return toMs > fromMs ? { fromMs, toMs } : { fromMs: null, toMs: null };
}

function sitesOfTable(table: ReadingTable, period: IndexPeriod, options: TableOptions): Site[] {
  const found = detectTable(table, options);
  reportProblems(found.problems);
  return [...grouped(table.readings)].map(([meter, own]): Site => {
    const first = own[0];
    const counts = table.counters.filter((c) => c.meter === meter).flatMap((c) => Object.keys(c.counts) as CounterId[]);
    return {
      id: meter,
      events: found.disturbances.filter((d) => d.meter === meter),
      observedMs: observedMs(own, period),
      watching: {
        method: first?.method ?? '10min',
        statistic: first?.statistic ?? 'mean',
        hasExtremes: hasExtremes(own),
        hasCounters: counts.some((c) => c.startsWith('sags_')),
      },
      customers: null,
    };
  });
}

/** A recorder writes when something happens: how long it stood ready the file does not say. */
function siteOfRecording(
  name: string,
  events: readonly Disturbance[],
  period: IndexPeriod,
  settings: IndexSettings,
): Site {
  return {
    id: name,
    events,
    observedMs: settings.assumeObserved ? period.toMs - period.fromMs : null,
    watching: { method: 'urms_half', statistic: 'mean' },
    customers: null,
  };
}
