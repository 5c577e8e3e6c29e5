/** `SeriesStore` over InfluxDB, whatever its generation: `post` writes lines, `reader` answers InfluxQL. */
import { OperationalError } from '../../core/assert.ts';
import type { MeterId } from '../../core/ids.ts';
import type { BoardFacts, Range, Refused, SeriesStore } from '../../core/ports.ts';
import { type MeasurementName, type MeterTags, retentionPolicyOf } from '../../core/schema.ts';
import { deliver, type PostLines, type RefusedLine } from './deliver.ts';
import { aggregateLines, collectorLines, disturbanceLines, type TagsOf } from './influx-lines.ts';
import type { InfluxReader } from './influxql.ts';
import { whyRefused } from './points.ts';
import { ReadingLines } from './reading-lines.ts';
import { complaintLines, incidentLines, priorityLines, type RewrittenName, verdictLines } from './summary-lines.ts';

export interface InfluxParts {
  readonly post: PostLines;
  readonly reader: InfluxReader;
  /** Schema, retention and the proof that times arrive; may run again. */
  readonly prepare: () => Promise<void>;
  /** Before disturbances are written: removes what a former state of them left under other tags. */
  readonly retire?: (batch: Parameters<SeriesStore['writeDisturbances']>[0], tagsOf: TagsOf) => Promise<void>;
  /** Absent = this generation can't: the points stay until their retention ends. */
  readonly withdraw?: SeriesStore['withdraw'];
  /** Removes points of a period before they are written anew under what may be other tags. */
  readonly clear?: (name: RewrittenName, range: Range) => Promise<void>;
  readonly close: () => void;
}

export function influxStore(parts: InfluxParts): SeriesStore {
  let tags: ReadonlyMap<MeterId, MeterTags> = new Map();
  const tagsOf: TagsOf = (meter) => tags.get(meter);
  const readingLines = new ReadingLines(tagsOf);
  /** Lines of many facts in one go; what is refused comes back by fact. */
  const writeFacts = async <T>(
    name: MeasurementName,
    facts: readonly T[],
    linesOf: (fact: T) => readonly string[],
  ): Promise<readonly Refused<T>[]> => {
    const lines: string[] = [];
    const owners: T[] = [];
    for (const fact of facts) {
      for (const line of linesOf(fact)) {
        lines.push(line);
        owners.push(fact);
      }
    }
    return byFact(owners, await deliver(parts.post, retentionPolicyOf(name), lines));
  };
  /** For what boards count: it is made anew at the next change, so a refusal is a fault to be told. */
  const writeAll = async (name: MeasurementName, lines: readonly string[]): Promise<void> => {
    const refused = await deliver(parts.post, retentionPolicyOf(name), lines);
    const [first] = refused;
    if (first === undefined) return;
    const [index, { reason }] = first;
    const message = `${refused.size} of ${lines.length} ${name} points were refused, the others are stored: ${reason} (${lines[index]})`;
    throw new OperationalError(message, { retryable: false });
  };
  return {
    ...parts.reader,
    open: parts.prepare,
    withdraw: async (facts) => parts.withdraw?.(facts),
    setMeterTags(next) {
      tags = next;
      readingLines.forget();
    },
    async writeReadings(batch) {
      const unfit = batch.flatMap((reading) => {
        const reason = whyRefused(reading);
        return reason === null ? [] : [{ reading, reason, lost: null }];
      });
      const bad = new Set(unfit.map((r) => r.reading));
      const fit = bad.size === 0 ? batch : batch.filter((r) => !bad.has(r));
      const refused = await writeFacts('reading', fit, (r) => readingLines.of(r));
      return { refused: [...unfit, ...refused.map(({ fact, ...how }) => ({ reading: fact, ...how }))] };
    },
    writeAggregates: (batch) => writeFacts('agg_10min', batch, (a) => aggregateLines(a, tagsOf)),
    async writeDisturbances(batch) {
      if (batch.length > 0) await parts.retire?.(batch, tagsOf);
      return await writeFacts('disturbance', batch, (d) => disturbanceLines(d, tagsOf));
    },
    writeCollector: (batch) => writeFacts('collector', batch, collectorLines),
    async writeBoardFacts(facts) {
      await parts.clear?.('incident', facts.range);
      await writeAll('incident', incidentLinesOf(facts));
      await parts.clear?.('verdict', facts.range);
      await writeAll('verdict', verdictLines(facts.verdicts));
      await parts.clear?.('complaint', facts.range);
      await writeAll('complaint', complaintLines(facts.complaints));
      await writeAll('priority', priorityLinesOf(facts));
    },
    close: async () => parts.close(),
  };
}

/** One entry per fact: of a reading, phases may be refused each in its own way. */
function byFact<T>(owners: readonly T[], refused: ReadonlyMap<number, RefusedLine>): readonly Refused<T>[] {
  const found = new Map<T, Refused<T>>();
  for (const [index, { reason, lost }] of refused) {
    const fact = owners[index] as T;
    const before = found.get(fact);
    const all = before === undefined ? lost : before.lost === null || lost === null ? null : [...before.lost, ...lost];
    found.set(fact, { fact, reason: before?.reason ?? reason, lost: all === null ? null : [...new Set(all)] });
  }
  return [...found.values()];
}

const NOWHERE: MeterTags = { feeder: '', area: '' };

function incidentLinesOf({ incidents }: BoardFacts): readonly string[] {
  const of = new Map(incidents.map((i) => [i.incident, i]));
  return incidentLines(
    incidents.map((i) => i.incident),
    (i) => of.get(i)?.place ?? NOWHERE,
    (i) => of.get(i)?.complaints ?? 0,
  );
}

function priorityLinesOf({ priorities, computedMs }: BoardFacts): readonly string[] {
  const of = new Map(priorities.map((p) => [p.priority, p.place]));
  return priorityLines(
    priorities.map((p) => p.priority),
    (p) => of.get(p) ?? NOWHERE,
    computedMs,
  );
}
